package io.lethe.erasure.topology;

import static java.util.Map.entry;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Contradiction;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.LedgerDecision;
import io.lethe.erasure.ledger.LedgerDecision.ActRefused;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.TaskId;

/** What can be counted of the ledger's work. A count may be a little high after a transaction was aborted. */
public final class WorkerMetrics {

    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            entry("lethe.erasure.orders", "erasure orders that were taken"),
            entry("lethe.erasure.certificates", "orders that were finished and have their certificate (E4)"),
            entry("lethe.erasure.decisions", "operators' decisions on answers that are owed"),
            entry("lethe.deletion.commands", "deletion commands that were given, for the first time or again (E1)"),
            entry("lethe.deletion.escalations", "deletion commands that a person has to see to (E3)"),
            entry("lethe.deletion.acks", "answers of recipient systems (E2)"),
            entry("lethe.deletion.acks.contradicting", "answers that say something else than one before (E2)"),
            entry("lethe.deletion.acks.unknown", "answers to commands that were never given (E2)"),
            entry("lethe.identities.forgotten", "identifiers that were deleted once the last recipient had answered"),
            entry("lethe.identities.refused", "identifiers from before an erasure that came after it (E6)"));

    /** In the place of a system where it is an order whose identifier is not known. */
    private static final String WHOLE_ORDER = "whole-order";

    private final MeterRegistry registry;
    private final Map<Counted, Counter> counters = new ConcurrentHashMap<>();

    /** Those of answers once more, to be found without a word made: there is one to be counted for each. */
    private final Map<Answered, Counter> answers = new ConcurrentHashMap<>();

    private final Map<TaskId, Duration> lags = new ConcurrentHashMap<>();
    private final Map<TaskId, Duration> copies = new ConcurrentHashMap<>();
    private final Map<TaskId, Resealing> resealing = new ConcurrentHashMap<>();
    private final Map<TaskId, Map<String, Integer>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Gauge> waitingFor = new ConcurrentHashMap<>();
    private final Timer forgetting;

    /** @param systems what is waited for is told of these from the start, and of others once one waits */
    public WorkerMetrics(MeterRegistry registry, Duration window, Collection<String> systems) {
        this.registry = registry;
        systems.forEach(this::tellWaiting);
        tellWaiting(Entry.WHOLE_ORDER);
        TimeGauge.builder("lethe.expiry.lag", lags, TimeUnit.SECONDS, WorkerMetrics::longest)
                .description("now minus the oldest deadline that is due and not handled (S4)")
                .register(registry);
        TimeGauge.builder("lethe.forgetting.lag", copies, TimeUnit.SECONDS, WorkerMetrics::longest)
                .description("for how long the oldest copy of a forgotten identifier has had to go (E5)")
                .register(registry);
        TimeGauge.builder("lethe.forgetting.window", window, TimeUnit.SECONDS, Duration::toSeconds)
                .description("how long a copy may take to go")
                .register(registry);
        Gauge.builder(
                        "lethe.identities.resealing",
                        resealing,
                        all -> all.values().stream()
                                .filter(Resealing::isUnfinished)
                                .count())
                .description("in how many partitions identifiers may still be sealed by an older key")
                .register(registry);
        for (Escalated.Reason reason : Escalated.Reason.values()) {
            counter(new Counted("lethe.deletion.escalations", List.of("reason", reason.label())));
        }
        forgetting = Timer.builder("lethe.forgetting.time")
                .description("from the last recipient's answer until the pipeline's own copies were found to be gone")
                .register(registry);
    }

    void ordered() {
        count("lethe.erasure.orders");
    }

    void decided(LedgerDecision decision) {
        switch (decision) {
            case CommandIssued issued ->
                count(
                        "lethe.deletion.commands",
                        "system",
                        issued.command().system(),
                        "attempt",
                        issued.command().attempts() == 1 ? "first" : "again");
            case Escalated escalated ->
                count("lethe.deletion.escalations", "reason", escalated.reason().label());
            case CertificateIssued _ -> count("lethe.erasure.certificates");
            case ActTaken(Act act) ->
                count(
                        "lethe.erasure.decisions",
                        "decision",
                        act.verdict().name().toLowerCase(Locale.ROOT));
            case StatusChanged _, ActRefused _, UnknownCommand() -> {
                // Seen in the topic's own figures, or counted where the acknowledgement is at hand.
            }
        }
    }

    /** An answer that belongs to a command. */
    void acknowledged(String system, AckOutcome outcome) {
        answers.computeIfAbsent(new Answered(system, outcome), one -> {
                    String word = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
                    return counter(new Counted("lethe.deletion.acks", List.of("system", system, "outcome", word)));
                })
                .increment();
    }

    /** A recipient has said two things about one attempt. */
    void contradicted(String system, Contradiction found) {
        count("lethe.deletion.acks.contradicting", "system", system, "first", found.first(), "then", found.then());
    }

    void unknownCommand() {
        count("lethe.deletion.acks.unknown");
    }

    void identityForgotten() {
        count("lethe.identities.forgotten");
    }

    /** An identifier from before an erasure came after it (E6). */
    void identityRefused() {
        count("lethe.identities.refused");
    }

    /** How late a task is with its deadlines. */
    void expiryLag(TaskId task, Duration lag) {
        lags.put(task, lag);
    }

    /** Since when a task's copies have had to go. */
    void forgettingLag(TaskId task, Duration lag) {
        copies.put(task, lag);
    }

    /** A task that has to seal anew what older keys have sealed. */
    void watch(TaskId task, Resealing one) {
        resealing.put(task, one);
    }

    /** How much waits for an operator in a task, by system. */
    void waiting(TaskId task, Map<String, Integer> bySystem) {
        bySystem.keySet().forEach(this::tellWaiting);
        waiting.put(task, bySystem);
    }

    /** A system that was waited for once is told of for as long as the process runs, with zero too: an alert is over then. */
    private void tellWaiting(String system) {
        waitingFor.computeIfAbsent(
                system,
                one -> Gauge.builder(
                                "lethe.deletion.waiting",
                                waiting,
                                all -> all.values().stream()
                                        .mapToInt(counts -> counts.getOrDefault(one, 0))
                                        .sum())
                        .description("deletion commands that wait for an operator (E3)")
                        .tag("system", one.equals(Entry.WHOLE_ORDER) ? WHOLE_ORDER : one)
                        .register(registry));
    }

    /** An order's copies are gone. */
    void copiesGone(Duration took) {
        forgetting.record(took);
    }

    /** A task has moved to another instance, or ended. */
    void closed(TaskId task) {
        lags.remove(task);
        copies.remove(task);
        resealing.remove(task);
        waiting.remove(task);
    }

    /** Each counter is looked up once; there are as many as there are words and systems. */
    private void count(String name, String... tags) {
        counter(new Counted(name, List.of(tags))).increment();
    }

    private Counter counter(Counted counted) {
        return counters.computeIfAbsent(
                counted,
                one -> Counter.builder(one.name())
                        .description(DESCRIPTIONS.getOrDefault(one.name(), ""))
                        .tags(one.tags().toArray(String[]::new))
                        .register(registry));
    }

    private record Answered(String system, AckOutcome outcome) {}

    private record Counted(String name, List<String> tags) {}

    private static double longest(Map<TaskId, Duration> lags) {
        return lags.values().stream()
                .mapToDouble(lag -> lag.toMillis() / 1000.0)
                .max()
                .orElse(0);
    }
}
