package io.lethe.retention.subject;

/**
 * An event makes no sense here, and never will: it goes to the dead letters and the stream goes on (S3). The message is in
 * the operator's words and repeats nothing that the event says.
 */
public final class BrokenRuleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BrokenRuleException(String message) {
        super(message);
    }
}
