package io.lethe.console;

import io.lethe.console.audit.AuditPage;
import io.lethe.console.audit.AuditPages;
import io.lethe.console.audit.AuditTrail;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An audit trail that a test reads; it can be away for a while. */
final class KeptTrail implements AuditTrail, AuditPages {

    private static final Set<AuditAct> COMINGS = EnumSet.of(AuditAct.SIGN_IN, AuditAct.SIGN_OUT);

    private final List<AuditEvent> all = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;
    private volatile int takes = Integer.MAX_VALUE;

    @Override
    public CompletableFuture<Void> write(AuditEvent event) {
        if (isAway || (!COMINGS.contains(event.getAct()) && events().size() >= takes)) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }
        all.add(event);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public AuditPage before(long before) throws IOException {
        if (takes == 0) {
            throw new IOException("away");
        }
        int end = Math.toIntExact(Math.min(before, all.size()));
        int from = Math.max(0, end - PAGE);
        return new AuditPage(
                all.subList(from, end).reversed(), from > 0 ? OptionalLong.of(from) : OptionalLong.empty());
    }

    /** What was looked at and done. */
    List<AuditEvent> events() {
        return all.stream().filter(event -> !COMINGS.contains(event.getAct())).toList();
    }

    /** Who came in, and who left. */
    List<AuditEvent> comings() {
        return all.stream().filter(event -> COMINGS.contains(event.getAct())).toList();
    }

    /** Takes so many looks and acts in all, and no more. */
    void takeOnly(int number) {
        takes = number;
    }

    /** Takes nothing more. */
    void goAway() {
        isAway = true;
    }

    @Override
    public void close() {
        // It is the test's.
    }
}
