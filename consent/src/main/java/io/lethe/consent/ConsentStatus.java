package io.lethe.consent;

/** What a subject's choices about a purpose amount to at one moment. */
public enum ConsentStatus {
    /** Nothing was said, or an objection was lifted: the purpose's legal basis alone decides. */
    UNKNOWN,
    GIVEN,
    /** Given again after a consent had expired. */
    RENEWED,
    REFUSED,
    WITHDRAWN,
    /** The window ended (C4); the subject has to be asked again. */
    EXPIRED,
    /** Ended because the purpose changed materially. */
    INVALIDATED,
    OBJECTED;

    public boolean permits() {
        return this == GIVEN || this == RENEWED;
    }
}
