package io.lethe.console;

import io.lethe.console.audit.AuditPage;
import io.lethe.console.audit.AuditPages;
import io.lethe.console.audit.AuditTrail;
import io.lethe.schemas.AuditEvent;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An audit trail that a test reads; it can be away for a while. */
final class KeptTrail implements AuditTrail, AuditPages {

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

    @Override
    public AuditPage before(long before) throws IOException {
        if (takes == 0) {
            throw new IOException("away");
        }
        int end = Math.toIntExact(Math.min(before, events.size()));
        int from = Math.max(0, end - PAGE);
        return new AuditPage(
                events.subList(from, end).reversed(), from > 0 ? OptionalLong.of(from) : OptionalLong.empty());
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
