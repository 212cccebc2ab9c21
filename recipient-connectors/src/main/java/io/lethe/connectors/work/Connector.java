package io.lethe.connectors.work;

/** Makes one attempt to have a system delete somebody. Called from several threads, never for one subject at one time. */
public interface Connector extends AutoCloseable {

    /** Takes no longer than the system's time-out, whatever the system does. */
    Verdict attempt(Deletion deletion) throws InterruptedException;

    @Override
    void close();
}
