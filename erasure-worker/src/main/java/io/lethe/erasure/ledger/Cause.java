package io.lethe.erasure.ledger;

/** Why a subject is erased. */
public enum Cause {
    /** One that a newer writer knows and this service does not; the order counts all the same. */
    UNRECOGNISED,
    RETENTION_LAPSED,
    ERASURE_REQUESTED,
    LINKED_SUBJECT_ERASED,
    CONSENT_WITHDRAWN
}
