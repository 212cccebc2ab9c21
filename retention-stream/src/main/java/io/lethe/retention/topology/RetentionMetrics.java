package io.lethe.retention.topology;

import io.lethe.policy.Right;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.ProofCode;
import io.lethe.retention.subject.SubjectDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/** What an operator watches of the retention stream; no label tells anything of a subject. */
public final class RetentionMetrics {

    private static final String AT_RISK = "at-risk";
    private static final String OVERDUE = "overdue";
    private static final String SENT = "sent";

    private final MeterRegistry registry;
    private final Map<TaskId, Duration> expiryLag = new ConcurrentHashMap<>();
    private final Map<TaskId, Long> erasuresHeld = new ConcurrentHashMap<>();
    private final Set<TaskId> passing = ConcurrentHashMap.newKeySet();
    private final Counter lookedAt;

    /** @param rights of which it is told from the start how many requests were late: an alert sees no first one otherwise */
    public RetentionMetrics(MeterRegistry registry, List<Right> rights) {
        this.registry = registry;
        for (Right right : rights) {
            for (String kind : List.of(AT_RISK, OVERDUE)) {
                late(right.id(), kind);
            }
        }
        code(SENT);
        for (ProofCode.Outcome outcome : ProofCode.Outcome.values()) {
            code(word(outcome));
        }
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
                count("lethe.events.dropped", "Events that change nothing by a rule", "reason", dropped.reason());
            case SubjectDecision.EventConflicted conflicted ->
                count("lethe.events.conflicting", "Events that say two things under one id", "kind", conflicted.what());
            case SubjectDecision.ConsentChanged changed ->
                count(
                        "lethe.consent.changes",
                        "Consents that came, went or ended",
                        "purpose",
                        changed.purpose(),
                        "to",
                        word(changed.to()));
            case SubjectDecision.ErasureOrdered ordered ->
                count(
                        "lethe.erasures.ordered",
                        "Erasures that were ordered",
                        "cause",
                        word(ordered.erasure().cause()));
            case SubjectDecision.RetentionLapsed _ ->
                count("lethe.retention.lapses", "Contacts that have been silent for as long as they are kept (R2)");
            case SubjectDecision.RetentionRevived _ ->
                count("lethe.retention.revivals", "Contacts that came back within the grace window (R2)");
            case SubjectDecision.RightAdvanced advanced ->
                count(
                        "lethe.rights.requests",
                        "Steps of rights requests (G1)",
                        "right",
                        advanced.rightsCase().right(),
                        "state",
                        word(advanced.rightsCase().state()));
            case SubjectDecision.CodeSent _ -> code(SENT).increment();
            case SubjectDecision.CodeJudged judged ->
                code(word(judged.outcome())).increment();
            case SubjectDecision.RightFellDue late ->
                late(late.rightsCase().right(), kind(late.due())).increment();
            case SubjectDecision.SignalSent sent ->
                count(
                        "lethe.signals.sent",
                        "What subjects told linked ones",
                        "type",
                        word(sent.signal().type()));
            case SubjectDecision.PartMoved _ ->
                count("lethe.subjects.moved", "What went to another subject since an address was put right (G7)");
            case SubjectDecision.ErasurePutOff _ ->
                count("lethe.erasures.put.off", "Erasures that an operator put off (R6)");
            case SubjectDecision.ErasureHeld _,
                    SubjectDecision.StateChanged _,
                    SubjectDecision.StateRemoved _,
                    SubjectDecision.RightMoved _,
                    SubjectDecision.PartRefused _ -> {
                // Seen in a gauge, or in the topics' own figures, those of the dead letters among them.
            }
        }
    }

    private Counter code(String outcome) {
        return counter(
                "lethe.rights.codes",
                "One-time codes that were sent, and what became of those shown (G3)",
                "outcome",
                outcome);
    }

    private Counter late(String right, String kind) {
        return counter(
                "lethe.rights.due",
                "Rights requests that were told to be about to be late, or late (G2)",
                "right",
                right,
                "kind",
                kind);
    }

    private void count(String name, String description, String... tags) {
        counter(name, description, tags).increment();
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** What operators call it: at-risk, or overdue. */
    static String kind(Due due) {
        return due.what() == Due.What.RIGHT_OVERDUE ? OVERDUE : AT_RISK;
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
