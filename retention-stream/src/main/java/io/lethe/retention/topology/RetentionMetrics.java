package io.lethe.retention.topology;

import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.SubjectDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/** What an operator watches of the retention stream; no label tells anything of a subject. */
public final class RetentionMetrics {

    private final MeterRegistry registry;
    private final Map<TaskId, Duration> expiryLag = new ConcurrentHashMap<>();
    private final Map<TaskId, Long> erasuresHeld = new ConcurrentHashMap<>();
    private final Set<TaskId> passing = ConcurrentHashMap.newKeySet();
    private final Counter lookedAt;

    public RetentionMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("lethe.expiry.lag", this, RetentionMetrics::longestLag)
                .description("For how long the oldest deadline that is due has waited (S4)")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("lethe.erasures.held", this, RetentionMetrics::allErasuresHeld)
                .description("Erasures for silence that wait for an operator, being too many at once (R6)")
                .register(registry);
        Gauge.builder("lethe.policy.passes", passing, Set::size)
                .description("Partitions in which everybody is being looked at after a change of the policy (R5)")
                .register(registry);
        lookedAt = Counter.builder("lethe.policy.pass.subjects")
                .description("Subjects that were looked at after a change of the policy (R5)")
                .register(registry);
    }

    /** How late a task is with its deadlines. */
    void expiryLag(TaskId task, Duration lag) {
        expiryLag.put(task, lag);
    }

    /** How many erasures a task holds. */
    void erasuresHeld(TaskId task, long held) {
        erasuresHeld.put(task, held);
    }

    /** Whether a task is looking at all its subjects after a change of the policy. */
    void passes(TaskId task, boolean underWay) {
        if (underWay) {
            passing.add(task);
        } else {
            passing.remove(task);
        }
    }

    void lookedAt(int subjects) {
        lookedAt.increment(subjects);
    }

    /** A task has moved to another instance, or ended. */
    void closed(TaskId task) {
        expiryLag.remove(task);
        erasuresHeld.remove(task);
        passing.remove(task);
    }

    void decided(SubjectDecision decision) {
        switch (decision) {
            case SubjectDecision.EventDropped dropped ->
                registry.counter("lethe.events.dropped", "reason", dropped.reason())
                        .increment();
            case SubjectDecision.EventConflicted conflicted ->
                registry.counter("lethe.events.conflicting", "kind", conflicted.what())
                        .increment();
            case SubjectDecision.ConsentChanged changed ->
                registry.counter("lethe.consent.changes", "purpose", changed.purpose(), "to", word(changed.to()))
                        .increment();
            case SubjectDecision.ErasureOrdered ordered ->
                registry.counter(
                                "lethe.erasures.ordered",
                                "cause",
                                word(ordered.erasure().cause()))
                        .increment();
            case SubjectDecision.RetentionLapsed _ ->
                registry.counter("lethe.retention.lapses").increment();
            case SubjectDecision.RetentionRevived _ ->
                registry.counter("lethe.retention.revivals").increment();
            case SubjectDecision.RightAdvanced advanced ->
                registry.counter(
                                "lethe.rights.requests",
                                "right",
                                advanced.rightsCase().right(),
                                "state",
                                word(advanced.rightsCase().state()))
                        .increment();
            case SubjectDecision.RightFellDue late ->
                registry.counter("lethe.rights.due", "right", late.rightsCase().right(), "kind", kind(late.due()))
                        .increment();
            case SubjectDecision.SignalSent sent ->
                registry.counter(
                                "lethe.signals.sent", "type", word(sent.signal().type()))
                        .increment();
            case SubjectDecision.ErasurePutOff _ ->
                registry.counter("lethe.erasures.put.off").increment();
            case SubjectDecision.ErasureHeld _,
                    SubjectDecision.StateChanged _,
                    SubjectDecision.StateRemoved _,
                    SubjectDecision.PartRefused _ -> {
                // Seen in a gauge, or in the topics' own figures, those of the dead letters among them.
            }
        }
    }

    /** What operators call it: at-risk, or overdue. */
    static String kind(Due due) {
        return due.what() == Due.What.RIGHT_OVERDUE ? "overdue" : "at-risk";
    }

    private double allErasuresHeld() {
        return erasuresHeld.values().stream().mapToLong(Long::longValue).sum();
    }

    private double longestLag() {
        return expiryLag.values().stream().mapToLong(Duration::toMillis).max().orElse(0) / 1000.0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
