package io.lethe.consent.wire;

/**
 * An event can be read but has no meaning to this build, for instance because a newer writer used a word that it does not know. The
 * message is in the operator's words and repeats nothing that the event says.
 */
public final class MeaninglessException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;

    MeaninglessException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
