package io.lethe.retention.topology;

import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.Transition;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.DeadlineKey;
import io.lethe.streams.DeadlineQueue;
import io.lethe.streams.FiringBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the subjects of one partition: loads, asks the rules, stores, forwards what was decided.
 *
 * <p>A subject has at most one live entry in the deadline store. It is moved only when it comes due, so that an interaction,
 * which postpones the deadline, touches the subject's record alone (R3).
 */
final class SubjectProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

    /** While old records are still being read nobody is erased for a lapse, and it is looked at again after this. */
    private static final Duration BACKLOG_PATIENCE = Duration.ofSeconds(5);

    private final SubjectRules rules;
    private final ToWire outgoing;
    private final InstantSource clock;
    private final DeadLetters deadLetters;
    private final RetentionMetrics metrics;

    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, StoredSubject> subjects;
    private DeadlineQueue deadlines;
    private Backlog backlog;
    private @Nullable Instant heldBackSince;
    private FiringBudget.Share firing;

    /** Made by Kafka Streams, which calls {@link #init} before anything else. */
    @SuppressWarnings("NullAway.Init")
    SubjectProcessor(
            SubjectRules rules,
            ToWire outgoing,
            InstantSource clock,
            DeadLetters deadLetters,
            RetentionMetrics metrics) {
        this.rules = rules;
        this.outgoing = outgoing;
        this.clock = clock;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.subjects = context.getStateStore(RetentionTopology.SUBJECTS);
        this.deadlines = new DeadlineQueue(context.getStateStore(RetentionTopology.DEADLINES));
        this.backlog = new Backlog(context.currentSystemTimeMs());
        this.firing = FiringBudget.ofThisThread().join();
        context.schedule(FiringBudget.TICK, PunctuationType.WALL_CLOCK_TIME, timestamp -> expireDue());
    }

    @Override
    public void process(Record<String, SpecificRecord> message) {
        backlog.met(message.timestamp(), context.currentSystemTimeMs());
        Instant now = now();
        Subject before;
        Transition outcome;
        try {
            FromWire incoming = read(message);
            before = load(incoming.subjectId());
            outcome = rules.apply(before, incoming.kind(), incoming.event(), now);
        } catch (BrokenRuleException e) {
            toDeadLetters(message, String.valueOf(e.getMessage()));
            return;
        }
        carryOut(before, outcome, now, Instant.MIN, message.timestamp());
        for (SubjectDecision decision : outcome.decisions()) {
            if (decision instanceof SubjectDecision.PartRefused refused) {
                toDeadLetters(message, refused.reason());
            }
        }
    }

    @Override
    public void close() {
        firing.close();
        metrics.forget(context.taskId().toString());
    }

    private void expireDue() {
        Instant now = now();
        if (backlog.isWorkedOff(context.currentSystemTimeMs())) {
            heldBackSince = null;
        }
        Optional<Instant> left = firing.turn(budget -> deadlines.takeDue(now, budget, deadline -> fire(deadline, now)));
        Instant oldest = left.orElse(heldBackSince);
        metrics.expiryLag(context.taskId().toString(), oldest == null ? Duration.ZERO : Duration.between(oldest, now));
    }

    private void fire(DeadlineKey deadline, Instant now) {
        Subject subject = load(deadline.owner());
        if (deadline.at().equals(subject.armedAt())) {
            boolean mayOrder = backlog.isWorkedOff(context.currentSystemTimeMs());
            Transition outcome = rules.settle(subject.armed(null), now, mayOrder);
            Subject.Lapse lapse = outcome.subject().lapse();
            if (!mayOrder && lapse != null) {
                heldBackSince = earlier(heldBackSince, lapse.eraseAfter(), now);
            }
            carryOut(
                    subject,
                    outcome,
                    now,
                    mayOrder ? Instant.MIN : now.plus(BACKLOG_PATIENCE),
                    context.currentSystemTimeMs());
        }
    }

    /** Since when the oldest order has been due that is held back. */
    private static @Nullable Instant earlier(@Nullable Instant since, Instant due, Instant now) {
        return due.isAfter(now) || since != null && since.isBefore(due) ? since : due;
    }

    private FromWire read(Record<String, SpecificRecord> message) {
        if (message.key() == null) {
            throw new BrokenRuleException("it has no key");
        }
        if (message.value() == null) {
            throw new BrokenRuleException("it has no value");
        }
        FromWire incoming = FromWire.of(message.value());
        if (!incoming.subjectId().equals(message.key())) {
            throw new BrokenRuleException("its key is not the subject it speaks of");
        }
        return incoming;
    }

    /** @param notBefore what is due is not looked at again before then */
    private void carryOut(Subject before, Transition outcome, Instant now, Instant notBefore, long timestamp) {
        Subject subject = outcome.sooner() ? armed(outcome.subject(), notBefore) : outcome.subject();
        if (!subject.equals(before)) {
            subjects.put(subject.id(), SubjectForm.toStored(subject));
        }
        boolean stateChanged = false;
        for (SubjectDecision decision : outcome.decisions()) {
            metrics.decided(decision);
            switch (decision) {
                case SubjectDecision.StateChanged _ -> stateChanged = true;
                case SubjectDecision.StateRemoved _ -> {
                    stateChanged = false;
                    send(RetentionTopology.TELL_CONSENT_STATE, subject.id(), null, timestamp);
                }
                case SubjectDecision.ConsentChanged it ->
                    send(
                            RetentionTopology.TELL_CONSENT_CHANGES,
                            subject.id(),
                            outgoing.consentChange(subject.id(), it, now),
                            timestamp);
                case SubjectDecision.RetentionLapsed it ->
                    send(
                            RetentionTopology.TELL_RETENTION_CHANGES,
                            subject.id(),
                            outgoing.lapsed(subject.id(), it, now),
                            timestamp);
                case SubjectDecision.RetentionRevived it ->
                    send(
                            RetentionTopology.TELL_RETENTION_CHANGES,
                            subject.id(),
                            outgoing.revived(subject.id(), it, now),
                            timestamp);
                case SubjectDecision.ErasureOrdered it ->
                    send(
                            RetentionTopology.ORDER_ERASURES,
                            subject.id(),
                            outgoing.erasureOrder(subject, it, now),
                            timestamp);
                case SubjectDecision.RightAdvanced it ->
                    send(
                            RetentionTopology.TELL_RIGHTS_STATUS,
                            subject.id(),
                            outgoing.rightsStatus(subject.id(), it.rightsCase()),
                            timestamp);
                case SubjectDecision.SignalSent it ->
                    send(RetentionTopology.SIGNAL_LINKED, it.signal().to(), outgoing.signal(it.signal()), timestamp);
                case SubjectDecision.EventDropped _, SubjectDecision.EventConflicted _ -> {
                    // Counted above, and that is all that becomes of it (C2, E6).
                }
                case SubjectDecision.PartRefused _ -> {
                    // Only events are refused, in part: see there.
                }
            }
        }
        if (stateChanged) {
            send(
                    RetentionTopology.TELL_CONSENT_STATE,
                    subject.id(),
                    outgoing.consentState(subject, rules.consents(subject, now), now),
                    timestamp);
        }
    }

    /** Puts the subject's next deadline into the store, unless an earlier entry stands there and will see to it. */
    private Subject armed(Subject subject, Instant notBefore) {
        Instant armedAt = subject.armedAt();
        for (Due next : rules.due(subject)) {
            Instant at = next.at().isBefore(notBefore) ? notBefore : next.at();
            DeadlineKey deadline = new DeadlineKey(at, subject.id());
            if (armedAt != null && !deadline.at().isBefore(armedAt)) {
                return subject;
            }
            deadlines.put(deadline);
            return subject.armed(deadline.at());
        }
        return subject;
    }

    private Subject load(String subjectId) {
        StoredSubject stored = subjects.get(subjectId);
        return stored == null ? Subject.unseen(subjectId) : SubjectForm.fromStored(subjectId, stored);
    }

    private void send(String sink, String key, @Nullable SpecificRecord value, long timestamp) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }

    private void toDeadLetters(Record<String, SpecificRecord> message, String reason) {
        DeadLetter letter = deadLetters.of(
                context.recordMetadata().orElseThrow(),
                message.key() == null
                        ? DeadLetterReason.NO_KEY
                        : message.value() == null ? DeadLetterReason.NO_VALUE : DeadLetterReason.RULE_BROKEN,
                reason);
        send(RetentionTopology.DEAD_LETTERS, DeadLetters.key(letter), letter, message.timestamp());
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
