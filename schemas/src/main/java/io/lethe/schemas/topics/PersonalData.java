package io.lethe.schemas.topics;

/** What a topic holds that could lead to a person. */
public enum PersonalData {
    /** Subject ids only: whoever has no pepper cannot tell whom they stand for. */
    PSEUDONYMOUS("pseudonymous"),
    /** Identifiers, encrypted by the pipeline. */
    SEALED_IDENTIFIERS("identifiers, sealed"),
    /** Identifiers in clear, because a recipient has to find the person. */
    CLEAR_IDENTIFIERS("identifiers, clear"),
    /** Positions and reasons: nothing about anybody. */
    NONE("none");

    private final String label;

    PersonalData(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
