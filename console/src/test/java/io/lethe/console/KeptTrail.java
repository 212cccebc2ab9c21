package io.lethe.console;

import io.lethe.console.audit.AuditTrail;
import io.lethe.schemas.AuditEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An audit trail that a test reads; it can be away for a while. */
final class KeptTrail implements AuditTrail {

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private volatile int takes = Integer.MAX_VALUE;

    @Override
    public CompletableFuture<Void> write(AuditEvent event) {
        if (events.size() >= takes) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }
        events.add(event);
        return CompletableFuture.completedFuture(null);
    }

    List<AuditEvent> events() {
        return events;
    }

    /** Takes so many events in all, and no more. */
    void takeOnly(int number) {
        takes = number;
    }

    @Override
    public void close() {
        // It is the test's.
    }
}
