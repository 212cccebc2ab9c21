package io.lethe.connectors.work;

/** Makes one attempt to have a system delete somebody. Called from several threads, never for one subject at one time. */
public interface Connector extends AutoCloseable {

    /** Takes no longer than the system's time-out, whatever the system does. */
    Verdict attempt(Deletion deletion) throws InterruptedException;

    /**
     * The command is owed no more. Completed where the system leaves it, not found where it has no such request, refused where it is too
     * late.
     */
    default Verdict withdraw(String commandId) throws InterruptedException {
        return Verdict.notSupported("a call that was made cannot be taken back");
    }

    @Override
    void close();
}
