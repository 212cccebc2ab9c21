package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Identities;
import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Ledger;
import io.lethe.erasure.ledger.LedgerDecision;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Proof;
import io.lethe.erasure.ledger.Status;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.store.LedgerStores.Alarm;
import io.lethe.erasure.stored.StoredAck;
import io.lethe.erasure.topology.Inbound.AckGiven;
import io.lethe.erasure.topology.Inbound.ErasureProven;
import io.lethe.erasure.topology.Inbound.IdentityErased;
import io.lethe.erasure.topology.Inbound.IdentitySeen;
import io.lethe.erasure.topology.Inbound.OrderGiven;
import io.lethe.erasure.topology.Inbound.Rejected;
import io.lethe.identity.IdentifierSeal;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.FiringBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what the ledger holds, asks the rules, stores what they say and carries out what they decided. Nothing else. */
public final class LedgerProcessor implements Processor<String, Inbound, String, @Nullable SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    /** A record that has waited for longer than this is part of a backlog. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final String policyVersion;
    private final IdentifierSeal seal;
    private final InstantSource clock;
    private final DeadLetters deadLetters;
    private final WorkerMetrics metrics;

    private ProcessorContext<String, @Nullable SpecificRecord> context;
    private LedgerStores stores;
    private Outlets outlets;
    private TaskId task;
    private FiringBudget.Share firing;

    /** When the last record of a backlog was met, by the real clock. A task that has just started has not looked yet. */
    private long lateAtMillis;

    /** Made by Kafka Streams, which calls {@link #init} before anything else. */
    @SuppressWarnings("NullAway.Init")
    LedgerProcessor(ErasureTopology.Parts parts) {
        this.ledger = new Ledger(parts.policy(), parts.window().length(), Topics.ordersAreKept());
        this.policyVersion = parts.policy().version();
        this.seal = parts.seal();
        this.clock = parts.clock();
        this.deadLetters = parts.deadLetters();
        this.metrics = parts.metrics();
    }

    @Override
    public void init(ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.context = context;
        lateAtMillis = context.currentSystemTimeMs();
        stores = new LedgerStores(context);
        outlets = new Outlets(context, seal, policyVersion);
        task = context.taskId();
        firing = FiringBudget.ofThisThread().join();
        context.schedule(FiringBudget.TICK, PunctuationType.WALL_CLOCK_TIME, _ -> fire());
    }

    @Override
    public void close() {
        firing.close();
        metrics.closed(task);
    }

    @Override
    public void process(Record<String, Inbound> record) {
        Instant now = now();
        boolean late = context.currentSystemTimeMs() - record.timestamp() > LATE.toMillis();
        if (late) {
            lateAtMillis = context.currentSystemTimeMs();
        }
        switch (record.value()) {
            case OrderGiven(Order order) -> ordered(order, late, now);
            case ErasureProven(Proof proof) -> proven(proof);
            case IdentitySeen(String subjectId, Held held) -> seen(subjectId, held, now);
            case IdentityErased(String subjectId, Instant cut) -> erased(subjectId, cut);
            case AckGiven(StoredAck ack) -> acknowledged(ack, now);
            case Rejected(DeadLetter letter) -> giveUp(letter);
        }
    }

    private void ordered(Order order, boolean late, Instant now) {
        Entry known = stores.order(order.orderId());
        if (known == null) {
            metrics.ordered();
        }
        apply(known, ordered(known, order, late, now), now);
    }

    private Ledger.Step ordered(@Nullable Entry known, Order order, boolean late, Instant now) {
        Instant erasedUpTo =
                Identities.erasedUpTo(stores.identity(order.subjectId()), stores.ordersOf(order.subjectId()));
        return ledger.ordered(known, order, kind(order.subjectId()), erasedUpTo, late, now);
    }

    private void proven(Proof proof) {
        Entry known = stores.order(proof.orderId());
        Ledger.Step step = ledger.proven(known, proof);
        if (!Objects.equals(known, step.entry())) {
            stores.replace(known, step.entry());
            forget(proof.subjectId());
        }
    }

    private void seen(String subjectId, Held held, Instant now) {
        KnownIdentity known = stores.identity(subjectId);
        // Only who was not known before can have an order that waits.
        List<Entry> orders = known.held() == null ? stores.ordersOf(subjectId) : List.of();
        Identities.Step step = Identities.seen(known, held, orders.stream().anyMatch(Entry::open));
        act(subjectId, known, step);
        if (step.identity().held() != null) {
            orders.forEach(entry -> apply(entry, ledger.identified(entry, held.kind(), now), now));
        } else {
            metrics.identityRefused();
        }
    }

    private void erased(String subjectId, @Nullable Instant cut) {
        KnownIdentity known = stores.identity(subjectId);
        boolean needed =
                known.held() != null && stores.ordersOf(subjectId).stream().anyMatch(Entry::open);
        act(subjectId, known, Identities.tombstone(known, cut, needed));
    }

    private void acknowledged(StoredAck ack, Instant now) {
        if (ack.getOutcome().isEmpty()) {
            giveUp(letter(ack, DeadLetterReason.NO_VALUE, "an acknowledgement has a value"));
            return;
        }
        Optional<CommandId> id = CommandId.parse(ack.getCommandId());
        if (id.isEmpty()) {
            unknownCommand(ack, "the command id is none of ours");
            return;
        }
        Optional<AckOutcome> outcome = outcome(ack);
        if (outcome.isEmpty()) {
            giveUp(letter(ack, DeadLetterReason.RULE_BROKEN, "the outcome is none that this version knows"));
            return;
        }
        Entry known = stores.order(id.get().orderId());
        Ledger.Step step =
                ledger.answered(known, id.get().system(), new Answer(outcome.get(), ack.getReason(), ack.getAt()), now);
        if (step.decisions().contains(new UnknownCommand())) {
            unknownCommand(ack, "no such command was given");
        } else {
            metrics.acknowledged(id.get().system(), outcome.get());
            apply(known, step, now);
        }
    }

    /** Alarms that are due, within the thread's budget, so that neither records nor the transaction wait for long. */
    private void fire() {
        Instant now = now();
        Optional<Instant> left = firing.turn(budget -> stores.takeDue(now, budget, alarm -> fire(alarm, now)));
        metrics.lag(task, left.map(since -> Duration.between(since, now)).orElse(Duration.ZERO));
    }

    private void fire(Alarm alarm, Instant now) {
        Entry entry = stores.order(alarm.orderId());
        if (entry == null) {
            return;
        }
        Ledger.Step step = entry instanceof Deferred(Order order, Instant _)
                ? ordered(null, order, backlog(), now)
                : ledger.due(entry, alarm.system(), kind(entry.subjectId()) != null, now);
        stores.replace(entry, alarm, step.entry());
        step.decisions().forEach(decision -> act(decision, now));
        if (step.entry() == null) {
            dropped(entry.subjectId());
        }
    }

    private void apply(@Nullable Entry before, Ledger.Step step, Instant now) {
        if (step.decisions().isEmpty() && Objects.equals(before, step.entry())) {
            return;
        }
        stores.replace(before, step.entry());
        step.decisions().forEach(decision -> act(decision, now));
    }

    private void act(LedgerDecision decision, Instant now) {
        switch (decision) {
            case CommandIssued issued -> {
                Held held = stores.identity(issued.order().subjectId()).held();
                if (held == null) {
                    throw new IllegalStateException("a command was issued without an identifier");
                }
                outlets.command(issued, held);
                metrics.commandIssued(
                        issued.command().system(), issued.command().attempts());
            }
            case StatusChanged(Status status) -> outlets.status(status);
            case Escalated(String system, Escalated.Reason reason) -> {
                metrics.escalated(reason);
                LOG.warn(
                        "an erasure needs a person: {} {}; GET /v1/erasures and the topic erasure-status say which",
                        system.isEmpty() ? "the order" : system,
                        reason.label());
            }
            case CertificateIssued issued -> {
                outlets.certificate(issued);
                metrics.certified();
                forget(issued.order().subjectId());
            }
            case UnknownCommand() -> throw new IllegalStateException("handled where the acknowledgement is at hand");
        }
    }

    /** The last recipient of an order is done; the identifier goes unless another order or a new life needs it (E7). */
    private void forget(String subjectId) {
        Identities.cut(stores.ordersOf(subjectId)).ifPresent(cut -> {
            KnownIdentity known = stores.identity(subjectId);
            Identities.Step step = Identities.forget(known, cut);
            act(subjectId, known, step);
            if (step.action() == Identities.Action.ERASE) {
                metrics.identityForgotten();
            }
        });
    }

    private void act(String subjectId, KnownIdentity before, Identities.Step step) {
        if (!step.identity().equals(before)) {
            stores.identity(subjectId, step.identity());
        }
        Held held = step.identity().held();
        Instant cut = step.identity().forgottenUpTo();
        switch (step.action()) {
            case ERASE -> {
                if (cut == null) {
                    throw new IllegalStateException("an identifier was erased without a cut");
                }
                outlets.tombstone(subjectId, cut);
            }
            case RESTORE -> {
                if (held != null) {
                    outlets.restore(subjectId, held);
                }
            }
            case NOTHING -> {}
        }
    }

    /** The last trace of an order is gone; with the last order goes what was remembered of the subject. */
    private void dropped(String subjectId) {
        if (stores.ordersOf(subjectId).isEmpty()) {
            stores.identity(
                    subjectId, new KnownIdentity(stores.identity(subjectId).held(), null));
        }
    }

    /** Whether this task still works off what came in while it was away, or what it reads again in a rebuild. */
    private boolean backlog() {
        return context.currentSystemTimeMs() - lateAtMillis < Ledger.PATIENCE.toMillis();
    }

    private @Nullable IdentifierKind kind(String subjectId) {
        Held held = stores.identity(subjectId).held();
        return held == null ? null : held.kind();
    }

    private void unknownCommand(StoredAck ack, String detail) {
        metrics.unknownCommand();
        giveUp(letter(ack, DeadLetterReason.UNKNOWN_COMMAND, detail));
    }

    private void giveUp(DeadLetter letter) {
        outlets.deadLetter(letter);
    }

    /** Points at the acknowledgement itself, not at its copy on the way here. */
    private DeadLetter letter(StoredAck ack, DeadLetterReason reason, String detail) {
        return deadLetters.of(
                new Origin(Topics.DELETION_ACKS.name(), ack.getPartition(), ack.getOffset()), reason, detail);
    }

    private record Origin(String topic, int partition, long offset) implements RecordMetadata {}

    /** To the millisecond, as everything is stored. */
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static Optional<AckOutcome> outcome(StoredAck ack) {
        for (AckOutcome outcome : AckOutcome.values()) {
            if (outcome.name().equals(ack.getOutcome())) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
