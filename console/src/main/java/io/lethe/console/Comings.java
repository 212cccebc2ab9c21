package io.lethe.console;

import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Who comes in, who leaves, and how many were not let in, on record. Nobody waits for that: while Kafka is away people come in, see figures, and get
 * at nobody, for a look at somebody is on record first. Who was not let in is nobody that is known, so they are counted, in one event for a while.
 */
final class Comings implements AutoCloseable {

    /** So long are refusals counted before they are told: nobody fills the record by knocking. */
    static final Duration WHILE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Recorder recorder;
    private final Duration between;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("comings").daemon().factory());

    /** @param between for how long refusals are counted before they are told */
    Comings(Recorder recorder, Duration between) {
        this.recorder = recorder;
        this.between = between;
    }

    /** @param by a word for what they showed */
    void in(String user, Set<ConsoleRole> roles, String by) {
        recorder.tell(recorder.by(user, roles, AuditAct.SIGN_IN)
                .setOutcome(AuditOutcome.DONE)
                .setReason(by));
    }

    void out(String user, Set<ConsoleRole> roles) {
        recorder.tell(recorder.by(user, roles, AuditAct.SIGN_OUT).setOutcome(AuditOutcome.DONE));
    }

    /** @param why a word of a closed list */
    void refused(String why) {
        synchronized (refused) {
            if (refused.isEmpty() && !later.isShutdown()) {
                later.schedule(this::tell, between.toNanos(), TimeUnit.NANOSECONDS);
            }
            refused.merge(why, 1, Integer::sum);
        }
    }

    private CompletableFuture<Void> tell() {
        String counts;
        synchronized (refused) {
            if (refused.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            counts = refused.entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue())
                    .collect(Collectors.joining(", "));
            refused.clear();
        }
        return recorder.tell(recorder.by("", Set.of(), AuditAct.SIGN_IN)
                .setOutcome(AuditOutcome.REFUSED)
                .setReason(counts));
    }

    /** What was counted is told before it is forgotten. */
    @Override
    public void close() {
        synchronized (refused) {
            later.shutdownNow();
        }
        tell().completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> null)
                .join();
    }
}
