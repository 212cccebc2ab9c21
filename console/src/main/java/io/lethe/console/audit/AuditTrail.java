package io.lethe.console.audit;

import io.lethe.schemas.AuditEvent;
import java.util.concurrent.CompletableFuture;

/** Where it is written down who looked at whom, and who did what. */
public interface AuditTrail extends AutoCloseable {

    /**
     * Writes one event; never blocks.
     *
     * @return completes once all in-sync replicas have it; exceptionally where that is not so within a bounded time, and then they may
     *     have it all the same
     */
    CompletableFuture<Void> write(AuditEvent event);

    @Override
    void close();
}
