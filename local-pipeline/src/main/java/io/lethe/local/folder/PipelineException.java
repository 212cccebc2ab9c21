package io.lethe.local.folder;

/** The pipeline cannot be started or has stopped, for a reason that the person at the terminal can act on. */
public final class PipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PipelineException(String message) {
        super(message);
    }
}
