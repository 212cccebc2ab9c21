package io.lethe.retention.subject;

/** Why a request is not followed; the front door says which reason is one for which right (art. 11(2), 12(5), 12(6), 17(3) GDPR). */
public enum RefusalReason {
    /** A word of a later version. What was refused for it stays refused. */
    UNRECOGNISED,
    SUSPECTED_FRAUD,
    INSUFFICIENT_VERIFICATION,
    NO_MATCH,
    NOT_COVERED,
    MANIFESTLY_UNFOUNDED_OR_EXCESSIVE,
    LEGAL_OBLIGATION,
    LEGAL_CLAIMS,
    OTHER
}
