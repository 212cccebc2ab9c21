package io.lethe.policy;

import java.util.Optional;

/** The ways in which a policy can promise an end. */
public enum RetentionRule implements Id {
    /** Kept for the retention period after the last interaction (R1). */
    LAST_INTERACTION("last-interaction"),
    /** Kept on the device for the lifetime that the list of cookies gives. */
    COOKIE_LIFETIME("cookie-lifetime");

    private final String id;

    RetentionRule(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The rule written so, if there is one. */
    public static Optional<RetentionRule> of(String id) {
        return Id.find(values(), id);
    }
}
