package io.lethe.retention.subject;

/** What can be done about a rights request; where it may be, {@link RightsStanding} says. */
public enum RightsAct {
    /** Somebody begins to work on the answer. */
    START("started", true),
    /** The person is asked to prove who they are (art. 12(6) GDPR). */
    ASK_FOR_PROOF("asked", true),
    /** The identity is proven: a copy of the request says so. */
    PROVE("proven", false),
    /** The person was told that the answer takes longer (art. 12(3)). */
    EXTEND("extended", true),
    /** An erasure is ordered, which answers it. */
    ORDER("ordered", false),
    /** The person has the answer. */
    FULFIL("fulfilled", true),
    /** It is not followed, for a reason (art. 12(4)). */
    REFUSE("refused", true),
    /** The person wants it no more. */
    WITHDRAW("withdrawn", true),
    /** Nobody has proven who asks in the time there is for it. */
    EXPIRE("expired", false);

    private final String done;
    private final boolean decision;

    RightsAct(String done, boolean decision) {
        this.done = done;
        this.decision = decision;
    }

    /** The act as one that was done, for counts. */
    String done() {
        return done;
    }

    /** Whether somebody decides it; the others follow from what is said or ordered. */
    boolean isDecision() {
        return decision;
    }
}
