package io.lethe.streams;

/** The state of a key cannot be read here and now: its partition moves, is being restored, or is another instance's. */
public final class StateUnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    public StateUnavailableException(String message) {
        super(message);
    }

    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
