package io.lethe.local;

/** The pipeline cannot be started or has stopped, for a reason that the person at the terminal can act on. */
final class PipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PipelineException(String message) {
        super(message);
    }
}
