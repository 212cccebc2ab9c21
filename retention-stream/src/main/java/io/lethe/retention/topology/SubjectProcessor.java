package io.lethe.retention.topology;

import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.RightsCase;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the subjects of one partition: loads, asks the rules, stores, forwards what was decided.
 *
 * <p>A subject has at most one live entry in the deadline store. It is moved only when it comes due, so that an interaction,
 * which postpones the deadline, touches the subject's record alone (R3).
 */
final class SubjectProcessor
        implements Processor<@Nullable String, @Nullable SpecificRecord, String, @Nullable SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(SubjectProcessor.class);

    /** What a tick of a task may spend on what is neither due nor an event; a thread has several tasks. */
    private static final Duration ASIDE = Duration.ofMillis(3);

    private final SubjectRules rules;
    private final ToWire toWire;
    private final InstantSource clock;
    private final DeadLetters deadLetters;
    private final RetentionMetrics metrics;
    private final WaveSettings waveSettings;
    private final PolicyPass.Settings passSettings;
    private final Supplier<FiringBudget> budgets;
    private final Backlog backlog;

    private ProcessorContext<String, @Nullable SpecificRecord> context;
    private SubjectStores stores;
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
            Supplier<FiringBudget> budgets,
            Backlog backlog) {
        this.rules = rules;
        this.toWire = toWire;
        this.clock = clock;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.waveSettings = waveSettings;
        this.passSettings = passSettings;
        this.budgets = budgets;
        this.backlog = backlog;
    }

    @Override
    public void init(ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.context = context;
        this.stores = new SubjectStores(context, rules, passSettings.policy());
        backlog.taskBegan(context.currentSystemTimeMs());
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
        boolean mayOrder = backlog.isWorkedOff(context.currentSystemTimeMs());
        Instant now = now();
        Subject before;
        Transition outcome;
        try {
            FromWire incoming = FromWire.of(message.key(), message.value());
            before = stores.subject(incoming.subjectId());
            outcome = rules.apply(before, incoming.kind(), incoming.event(), now, mayOrder);
        } catch (BrokenRuleException e) {
            toDeadLetters(message, String.valueOf(e.getMessage()));
            return;
        }
        carryOut(before, outcome, now, mayOrder, message.timestamp());
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
        boolean mayOrder = backlog.isWorkedOff(context.currentSystemTimeMs());
        waves.begin();
        Optional<Instant> left = firing.turn(
                budget -> policyPass.isUnderWay() ? fireAndPass(budget, now, mayOrder) : fire(budget, now, mayOrder),
                policyPass::isUnderWay);
        metrics.erasuresHeld(context.taskId(), waves.end(now));
        Duration lag = earlier(left, stores.waitingSince())
                .map(oldest -> Duration.between(oldest, now))
                .orElse(Duration.ZERO);
        metrics.expiryLag(context.taskId(), lag);
        stores.enterOlder(ASIDE, now);
    }

    /** A pass over everybody has half of the budget, and what falls due leaves of the other. */
    private Optional<Instant> fireAndPass(Duration budget, Instant now, boolean mayOrder) {
        long started = passSettings.nanoTime().getAsLong();
        Optional<Instant> left = fire(budget.dividedBy(2), now, mayOrder);
        long spent = passSettings.nanoTime().getAsLong() - started;
        policyPass.advance(budget.minusNanos(spent), subject -> lookAt(subject, subject, now, mayOrder));
        return left;
    }

    /** Whose erasure waited for the backlog, and a decision on what is held, have half of the budget, and what falls due the other. */
    private Optional<Instant> fire(Duration budget, Instant now, boolean mayOrder) {
        Optional<Ruling> ruling = waves.ruling().filter(_ -> mayOrder);
        Duration half = budget.dividedBy(2);
        if (mayOrder && stores.waitingSince().isPresent()) {
            Optional<Instant> waiting = stores.takeWaiting(half, subjectId -> lookAt(subjectId, now));
            return earlier(waiting, fireDue(half, now, true));
        }
        if (ruling.isPresent()) {
            Optional<Instant> decided = waves.carryOut(
                    ruling.get(),
                    half,
                    now,
                    (subjectId, heldSince, approved) -> settle(subjectId, heldSince, approved, now));
            return earlier(decided, fireDue(half, now, true));
        }
        return fireDue(budget, now, mayOrder);
    }

    private Optional<Instant> fireDue(Duration budget, Instant now, boolean mayOrder) {
        return stores.takeDue(now, budget, deadline -> fire(deadline, now, mayOrder));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    private void settle(String subjectId, Instant heldSince, boolean approved, Instant now) {
        Subject subject = stores.subject(subjectId);
        if (subject.heldAt().filter(heldSince::equals).isPresent()) {
            Transition outcome = approved ? rules.approve(subject, now) : rules.drop(subject, now);
            carryOut(subject, outcome, now, true, context.currentSystemTimeMs());
            waves.follow(subject, outcome.subject());
        }
    }

    private void fire(DeadlineKey deadline, Instant now, boolean mayOrder) {
        Subject subject = stores.subject(deadline.owner());
        if (deadline.at().equals(subject.armedAt())) {
            lookAt(subject, subject.armed(null), now, mayOrder);
        }
    }

    private void lookAt(String subjectId, Instant now) {
        Subject subject = stores.subject(subjectId);
        lookAt(subject, subject, now, true);
    }

    /**
     * Time has passed for a subject, or the policy has changed.
     *
     * @param free the same subject, without the deadline that was taken out of the store
     * @param mayOrder whether nothing that was published before is left to be read that may save it
     */
    private void lookAt(Subject subject, Subject free, Instant now, boolean mayOrder) {
        Transition outcome = rules.settle(free, now, mayOrder);
        if (outcome.ordersByLapse() && !waves.mayOrder(now)) {
            outcome = rules.hold(free, now);
        }
        carryOut(subject, outcome, now, mayOrder, context.currentSystemTimeMs());
        waves.follow(subject, outcome.subject());
    }

    /** @param mayOrder if not, an erasure that is wanted or due, and a word on a request that is late, wait until the backlog is worked off */
    private void carryOut(Subject before, Transition outcome, Instant now, boolean mayOrder, long timestamp) {
        Subject subject = outcome.sooner() ? armed(outcome.subject(), now, mayOrder) : outcome.subject();
        if (!subject.equals(before)) {
            stores.put(before, subject);
            stores.count(before, subject, outcome.decisions(), now);
        }
        for (SubjectDecision decision : outcome.decisions()) {
            metrics.decided(decision);
            if (decision instanceof SubjectDecision.RightFellDue(RightsCase late, Due due)) {
                LOG.warn(
                        "a request for {} is {}: it has to be answered by {}",
                        late.right(),
                        RetentionMetrics.kind(due),
                        late.dueAt());
            }
        }
        toWire.records(subject, outcome.decisions(), now, timestamp).forEach(record -> record.forward(context));
    }

    /** Puts the subject's next deadline into the store, unless an earlier entry stands there and will see to it. */
    private Subject armed(Subject subject, Instant now, boolean mayOrder) {
        Optional<Instant> waits = mayOrder ? Optional.empty() : rules.waitingSince(subject, now);
        waits.ifPresent(since -> stores.putWaiting(subject.id(), since));
        Instant armedAt = subject.armedAt();
        Instant next = (waits.isPresent() ? rules.nextConsentEnd(subject) : rules.nextDue(subject)).orElse(null);
        if (next == null) {
            return subject;
        }
        DeadlineKey deadline = new DeadlineKey(next, subject.id());
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
