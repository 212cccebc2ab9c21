package io.lethe.erasure.ledger;

/** What a recipient system answers (E2). */
public enum AckOutcome {
    RECEIVED,
    COMPLETED,
    /** There was nothing to delete: a success. */
    NOT_FOUND,
    /** The system cannot delete on request: told apart from a failure, and never one. */
    NOT_SUPPORTED,
    FAILED,
    /** It will not: final, and for a person to settle. */
    REFUSED
}
