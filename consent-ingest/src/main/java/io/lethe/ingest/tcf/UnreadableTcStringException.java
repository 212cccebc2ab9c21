package io.lethe.ingest.tcf;

/** A TC string that cannot be taken; its message says why, in words for whoever sent it and without a part of it. */
public final class UnreadableTcStringException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableTcStringException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong with the member that holds it. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
