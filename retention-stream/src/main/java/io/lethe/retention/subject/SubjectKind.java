package io.lethe.retention.subject;

/** What a data subject is known by. */
public enum SubjectKind {
    /** A device, known by a cookie id. */
    VISITOR,
    /** A person, known by e-mail address or customer id. */
    CONTACT,
    /** Not told yet: all that is known of the subject is a hold placed on its id. */
    UNKNOWN
}
