package io.lethe.erasure.ledger;

/** Where a deletion command is. */
public enum CommandState {
    /** To be published when it is its turn: its system has as many commands at one time as the policy gives it (E3). */
    QUEUED,
    ISSUED,
    RECEIVED,
    /** Failed, or unanswered for too long: it is published again until it is due. */
    RETRYING,
    COMPLETED,
    NOT_FOUND,
    NOT_SUPPORTED,
    REFUSED,
    ESCALATED,
    /** An operator has released the system from its duty. */
    WAIVED,
    /** An operator has seen that the system deleted by other means. */
    CLOSED;

    /** Nothing is owed any more. */
    boolean settled() {
        return this == COMPLETED || this == NOT_FOUND || this == NOT_SUPPORTED || byHand();
    }

    /** An operator has settled it; what the recipient says later may still be better. */
    public boolean byHand() {
        return this == WAIVED || this == CLOSED;
    }

    /** Settled, although the system has not deleted. */
    boolean isException() {
        return this == NOT_SUPPORTED || this == WAIVED;
    }

    /** A person has to look. */
    boolean withPerson() {
        return this == REFUSED || this == ESCALATED;
    }

    /** The pipeline still asks. */
    boolean asking() {
        return !settled() && !withPerson();
    }
}
