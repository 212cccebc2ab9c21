package io.lethe.retention.topology;

import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.Transition;
import io.lethe.retention.wave.Ruling;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.deadlines.Backlog;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.FiringBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the subjects of one partition: loads, asks the rules, stores, forwards what was decided.
 *
 * <p>A subject has at most one live entry in the deadline store. It is moved only when it comes due, so that an interaction,
 * which postpones the deadline, touches the subject's record alone (R3).
 */
final class SubjectProcessor
        implements Processor<@Nullable String, @Nullable SpecificRecord, String, @Nullable SpecificRecord> {

    /** A record that has waited for longer than this is part of a backlog. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** For how long no such record must have come. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** While old records are still being read nobody is erased for a lapse, and it is looked at again after this. */
    private static final Duration BACKLOG_PATIENCE = Duration.ofSeconds(5);

    private final SubjectRules rules;
    private final ToWire toWire;
    private final InstantSource clock;
    private final DeadLetters deadLetters;
    private final RetentionMetrics metrics;
    private final WaveSettings waveSettings;
    private final PolicyPass.Settings passSettings;
    private final Supplier<FiringBudget> budgets;

    private ProcessorContext<String, @Nullable SpecificRecord> context;
    private SubjectStores stores;
    private Backlog backlog;
    private @Nullable Instant heldBackSince;
    private FiringBudget.Share firing;
    private Waves waves;
    private PolicyPass policyPass;

    /** Made by Kafka Streams, which calls {@link #init} before anything else. */
    @SuppressWarnings("NullAway.Init")
    SubjectProcessor(
            SubjectRules rules,
            ToWire toWire,
            InstantSource clock,
            DeadLetters deadLetters,
            RetentionMetrics metrics,
            WaveSettings waveSettings,
            PolicyPass.Settings passSettings,
            Supplier<FiringBudget> budgets) {
        this.rules = rules;
        this.toWire = toWire;
        this.clock = clock;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.waveSettings = waveSettings;
        this.passSettings = passSettings;
        this.budgets = budgets;
    }

    @Override
    public void init(ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.context = context;
        this.stores = new SubjectStores(context);
        this.backlog = new Backlog(FRESH, QUIET, context.currentSystemTimeMs());
        this.waves = new Waves(waveSettings, stores::subjectsRoughly, context);
        this.policyPass = new PolicyPass(passSettings, stores, context, metrics);
        this.firing = budgets.get().join();
        context.schedule(FiringBudget.TICK, PunctuationType.WALL_CLOCK_TIME, _ -> expireDue());
    }

    @Override
    public void process(Record<@Nullable String, @Nullable SpecificRecord> message) {
        firing.process(() -> take(message));
    }

    private void take(Record<@Nullable String, @Nullable SpecificRecord> message) {
        backlog.met(message.timestamp(), context.currentSystemTimeMs());
        Instant now = now();
        Subject before;
        Transition outcome;
        try {
            FromWire incoming = FromWire.of(message.key(), message.value());
            before = stores.subject(incoming.subjectId());
            outcome = rules.apply(before, incoming.kind(), incoming.event(), now);
        } catch (BrokenRuleException e) {
            toDeadLetters(message, String.valueOf(e.getMessage()));
            return;
        }
        carryOut(before, outcome, now, Instant.MIN, message.timestamp());
        waves.heard(before, outcome.subject(), now);
        for (SubjectDecision decision : outcome.decisions()) {
            if (decision instanceof SubjectDecision.PartRefused refused) {
                toDeadLetters(message, refused.reason());
            }
        }
    }

    @Override
    public void close() {
        firing.close();
        metrics.closed(context.taskId());
    }

    private void expireDue() {
        Instant now = now();
        boolean workedOff = backlog.isWorkedOff(context.currentSystemTimeMs());
        if (workedOff) {
            heldBackSince = null;
        }
        waves.begin();
        Optional<Ruling> ruling = waves.ruling().filter(_ -> workedOff);
        Optional<Instant> left = firing.turn(
                budget -> policyPass.isUnderWay() ? fireAndPass(ruling, budget, now) : fire(ruling, budget, now),
                policyPass::isUnderWay);
        metrics.erasuresHeld(context.taskId(), waves.end(now));
        Instant oldest = left.orElse(heldBackSince);
        metrics.expiryLag(context.taskId(), oldest == null ? Duration.ZERO : Duration.between(oldest, now));
    }

    /** A pass over everybody has half of the budget, and what falls due leaves of the other. */
    private Optional<Instant> fireAndPass(Optional<Ruling> ruling, Duration budget, Instant now) {
        long started = passSettings.nanoTime().getAsLong();
        Optional<Instant> left = fire(ruling, budget.dividedBy(2), now);
        long spent = passSettings.nanoTime().getAsLong() - started;
        policyPass.advance(budget.minusNanos(spent), subject -> lookAt(subject, subject, now));
        return left;
    }

    private Optional<Instant> fire(Optional<Ruling> ruling, Duration budget, Instant now) {
        return ruling.isEmpty()
                ? stores.takeDue(now, budget, deadline -> fire(deadline, now))
                : fireAndCarryOut(ruling.get(), budget.dividedBy(2), now);
    }

    /** A decision on what is held has half of the budget, and what falls due the other. */
    private Optional<Instant> fireAndCarryOut(Ruling ruling, Duration half, Instant now) {
        Optional<Instant> due = stores.takeDue(now, half, deadline -> fire(deadline, now));
        Optional<Instant> decided = waves.carryOut(
                ruling, half, now, (subjectId, heldSince, approved) -> settle(subjectId, heldSince, approved, now));
        return Stream.concat(due.stream(), decided.stream()).min(Comparator.naturalOrder());
    }

    private void settle(String subjectId, Instant heldSince, boolean approved, Instant now) {
        Subject subject = stores.subject(subjectId);
        if (subject.heldAt().filter(heldSince::equals).isPresent()) {
            Transition outcome = approved ? rules.approve(subject, now) : rules.drop(subject, now);
            carryOut(subject, outcome, now, Instant.MIN, context.currentSystemTimeMs());
            waves.follow(subject, outcome.subject());
        }
    }

    private void fire(DeadlineKey deadline, Instant now) {
        Subject subject = stores.subject(deadline.owner());
        if (deadline.at().equals(subject.armedAt())) {
            lookAt(subject, subject.armed(null), now);
        }
    }

    /**
     * Time has passed for a subject, or the policy has changed.
     *
     * @param free the same subject, without the deadline that was taken out of the store
     */
    private void lookAt(Subject subject, Subject free, Instant now) {
        boolean mayOrder = backlog.isWorkedOff(context.currentSystemTimeMs());
        Transition outcome = rules.settle(free, now, mayOrder);
        if (outcome.ordersByLapse() && !waves.mayOrder(now)) {
            outcome = rules.hold(free, now);
        }
        Subject.Lapse lapse = outcome.subject().lapse();
        if (!mayOrder && lapse != null && lapse.heldAt() == null) {
            heldBackSince = earlier(heldBackSince, lapse.eraseAfter(), now);
        }
        carryOut(
                subject,
                outcome,
                now,
                mayOrder ? Instant.MIN : now.plus(BACKLOG_PATIENCE),
                context.currentSystemTimeMs());
        waves.follow(subject, outcome.subject());
    }

    /** Since when the oldest order has been due that is held back. */
    private static @Nullable Instant earlier(@Nullable Instant since, Instant due, Instant now) {
        return due.isAfter(now) || since != null && since.isBefore(due) ? since : due;
    }

    /** @param notBefore what is due is not looked at again before then */
    private void carryOut(Subject before, Transition outcome, Instant now, Instant notBefore, long timestamp) {
        Subject subject = outcome.sooner() ? armed(outcome.subject(), notBefore) : outcome.subject();
        if (!subject.equals(before)) {
            stores.put(subject);
        }
        outcome.decisions().forEach(metrics::decided);
        toWire.records(subject, outcome.decisions(), now, timestamp).forEach(record -> record.forward(context));
    }

    /** Puts the subject's next deadline into the store, unless an earlier entry stands there and will see to it. */
    private Subject armed(Subject subject, Instant notBefore) {
        Instant armedAt = subject.armedAt();
        Instant next = rules.nextDue(subject).orElse(null);
        if (next == null) {
            return subject;
        }
        Instant at = next.isBefore(notBefore) ? notBefore : next;
        DeadlineKey deadline = new DeadlineKey(at, subject.id());
        if (armedAt != null && !deadline.at().isBefore(armedAt)) {
            return subject;
        }
        stores.put(deadline);
        return subject.armed(deadline.at());
    }

    private void toDeadLetters(Record<@Nullable String, @Nullable SpecificRecord> message, String reason) {
        DeadLetter letter = deadLetters.of(
                context.recordMetadata().orElseThrow(),
                message.key() == null
                        ? DeadLetterReason.NO_KEY
                        : message.value() == null ? DeadLetterReason.NO_VALUE : DeadLetterReason.RULE_BROKEN,
                reason);
        deadLetters.outgoing(letter, message.timestamp()).forward(context);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
