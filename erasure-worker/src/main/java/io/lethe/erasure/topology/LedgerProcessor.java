package io.lethe.erasure.topology;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.wire.CertificateWire;
import io.lethe.erasure.forgetting.OwnCopies;
import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.Contradiction;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Entry.Expected;
import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Ledger;
import io.lethe.erasure.ledger.LedgerDecision;
import io.lethe.erasure.ledger.LedgerDecision.ActRefused;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Proof;
import io.lethe.erasure.ledger.Status;
import io.lethe.erasure.store.CertificateChain;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.store.LedgerStores.Deadline;
import io.lethe.erasure.store.Lines;
import io.lethe.erasure.topology.Inbound.AckGiven;
import io.lethe.erasure.topology.Inbound.ActGiven;
import io.lethe.erasure.topology.Inbound.ErasureProven;
import io.lethe.erasure.topology.Inbound.IdentityErased;
import io.lethe.erasure.topology.Inbound.IdentitySeen;
import io.lethe.erasure.topology.Inbound.OrderGiven;
import io.lethe.erasure.topology.Inbound.Rejected;
import io.lethe.identity.Identifier;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.deadlines.Backlog;
import io.lethe.streams.deadlines.FiringBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the ledger of one partition: loads, asks the rules, stores, forwards what was decided. */
final class LedgerProcessor implements Processor<String, Inbound, String, @Nullable SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    /** A record that has waited for longer than this is part of a backlog. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** Of a tick, for what is seldom, and nobody waits for. */
    private static final Duration ASIDE = Duration.ofMillis(20);

    /** After how long an order looks again whether one before it still waits. */
    private static final Duration A_TURN = Duration.ofSeconds(1);

    /** How many commands that wait for their turn are published in one tick, at most, to each system. */
    private static final int TURNS = 500;

    private final ErasureTopology.Parts parts;
    private final Set<String> systems;
    private final Map<String, Integer> limits;
    private final Ledger ledger;
    private final ToWire toWire;
    private final WorkerMetrics metrics;

    private ProcessorContext<String, @Nullable SpecificRecord> context;
    private LedgerStores stores;
    private IdentityKeeper identities;
    private CertificateChain chain;
    private Backlog backlog;
    private FiringBudget.Share firing;
    private OwnCopies.Watched watched;
    private Resealing resealing;
    private boolean tidied;

    /** Made by Kafka Streams, which calls {@link #init} before anything else. */
    @SuppressWarnings("NullAway.Init")
    LedgerProcessor(ErasureTopology.Parts parts) {
        this.parts = parts;
        this.systems = parts.policy().recipients().stream()
                .map(RecipientSystem::id)
                .collect(Collectors.toCollection(TreeSet::new));
        this.limits = parts.policy().recipients().stream()
                .filter(system -> system.inFlight().isLimited())
                .collect(Collectors.toMap(
                        RecipientSystem::id, system -> system.inFlight().share(parts.partitions())));
        this.ledger = new Ledger(parts.policy(), parts.window().length(), Topics.ordersAreKept());
        this.toWire = new ToWire(parts.seal(), parts.policy().version());
        this.metrics = parts.metrics();
    }

    @Override
    public void init(ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.context = context;
        this.stores = new LedgerStores(
                context,
                limits,
                parts.partitions(),
                status -> toWire.told(status, context.currentSystemTimeMs()).forward(context));
        this.identities = new IdentityKeeper(stores, context, metrics);
        this.chain = new CertificateChain(context.taskId().partition(), stores, parts.signer(), this::publish);
        stores.beforeEachCommit(chain::publishAll);
        this.backlog = new Backlog(FRESH, Ledger.PATIENCE);
        backlog.taskBegan(context.currentSystemTimeMs());
        if (stores.beganEmpty()) {
            // It may be built anew: whatever was ordered before may have been carried out.
            backlog.reachesTo(context.currentSystemTimeMs());
        }
        this.firing = FiringBudget.ofThisThread().join();
        this.watched =
                parts.copies().watch(context.taskId().partition(), context.getStateStore(LedgerStores.IDENTITIES));
        this.resealing = new Resealing(stores, parts.seal(), context);
        metrics.watch(context.taskId(), resealing);
        context.schedule(FiringBudget.TICK, PunctuationType.WALL_CLOCK_TIME, _ -> expireDue());
    }

    @Override
    public void process(Record<String, Inbound> message) {
        firing.process(() -> take(message));
    }

    private void take(Record<String, Inbound> message) {
        boolean late = backlog.met(message.timestamp(), context.currentSystemTimeMs());
        Instant now = now();
        switch (message.value()) {
            case OrderGiven(Order order) -> ordered(order, late, now);
            case ErasureProven(Proof proof, var certificate, var toTell) -> {
                chain.seen(
                        certificate.getChain(), certificate.getSequence(), () -> CertificateWire.fromWire(certificate));
                proven(proof, toTell, now);
            }
            case IdentitySeen(String subjectId, Held held) -> {
                List<Entry> orders = identities.seen(subjectId, held);
                resealing.cameIn(subjectId, held);
                orders.forEach(waiting -> keep(waiting, ledger.identified(waiting, held.kind(), now)));
            }
            case IdentityErased(String subjectId, Instant cut) -> identities.erased(subjectId, cut);
            case AckGiven ack -> acknowledged(ack, now);
            case ActGiven(Act act) -> decided(act, now);
            case Rejected(DeadLetter letter) -> toDeadLetters(letter);
        }
    }

    @Override
    public void close() {
        firing.close();
        watched.close();
        metrics.closed(context.taskId());
    }

    private void ordered(Order order, boolean late, Instant now) {
        Entry known = stores.order(order.orderId());
        if (known == null || known instanceof Expected) {
            metrics.ordered();
        }
        String subjectId = order.subjectId();
        boolean deferred = late || identities.waitsForItsTurn(order);
        keep(
                known,
                ledger.ordered(
                        known, order, identities.kind(subjectId), identities.erasedUpTo(subjectId), deferred, now));
    }

    private void proven(Proof proof, @Nullable Running toTell, Instant now) {
        Entry known = stores.order(proof.orderId());
        Ledger.Step step = toTell == null ? ledger.proven(known, proof) : ledger.reapplied(known, proof, toTell, now);
        if (!Objects.equals(known, step.entry())) {
            stores.replace(known, step.entry());
            identities.forget(proof.subjectId());
            carryOut(step.decisions());
        }
    }

    private void acknowledged(AckGiven ack, Instant now) {
        Entry known = stores.order(ack.command().orderId());
        Answer answer = ack.answer()
                .inWords(anonymous(ack.answer().reason(), ack.command().subjectId()));
        Ledger.Step step = ledger.answered(known, ack.command().system(), answer, now);
        if (step.decisions().contains(new UnknownCommand())) {
            toDeadLetters(parts.deadLetters()
                    .of(ack.position(), DeadLetterReason.UNKNOWN_COMMAND, "no such command was given"));
        } else {
            metrics.acknowledged(ack.command().system(), answer.outcome());
            Contradiction.of(known, ack.command().system(), answer)
                    .ifPresent(found -> metrics.contradicted(ack.command().system(), found));
            keep(known, step);
        }
    }

    /** A recipient's words, without the identifier that it was given. */
    private @Nullable String anonymous(@Nullable String reason, String subjectId) {
        Held held = reason == null ? null : identities.held(subjectId);
        return reason == null || held == null
                ? reason
                : Reasons.without(toWire.opened(subjectId, held).value(), reason);
    }

    private void decided(Act act, Instant now) {
        Entry known = stores.order(act.orderId());
        boolean identified = known != null && identities.kind(known.subjectId()) != null;
        keep(known, ledger.decided(known, act, identified, now));
    }

    /** What is due, within the thread's budget, so that neither records nor the transaction wait for long. */
    private void expireDue() {
        Instant now = now();
        if (!tidied) {
            stores.lines().forgetWhatIsNotCounted(systems);
            // Whoever waits for one that the policy has no more comes to a person.
            systems.addAll(stores.lines().systems());
            tidied = true;
        }
        Optional<Instant> left = firing.turn(budget -> {
            systems.forEach(system -> takeTurns(system, now));
            return stores.takeDue(now, budget, deadline -> fire(deadline, now));
        });
        metrics.expiryLag(
                context.taskId(),
                left.map(since -> Duration.between(since, now)).orElse(Duration.ZERO));
        tellForgotten();
        stores.enterOlderEscalations(ASIDE);
        stores.waiting(ASIDE).ifPresent(waiting -> metrics.waiting(context.taskId(), waiting));
        resealing.goOn();
    }

    /** Whoever was forgotten so long ago that the copies are found to be gone (E5). */
    private void tellForgotten() {
        Instant real = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Optional<Instant> since = stores.forgottenSince(real);
        metrics.forgettingLag(
                context.taskId(),
                since.map(oldest -> Duration.between(oldest, real)).orElse(Duration.ZERO));
        Instant goneUpTo = watched.goneUpTo(since);
        if (since.isPresent() && !since.get().isAfter(goneUpTo)) {
            stores.takeForgotten(
                    goneUpTo, ASIDE, (subjectId, at) -> tellForgotten(subjectId, Duration.between(at, real)));
        }
    }

    private void tellForgotten(String subjectId, Duration took) {
        for (Entry order : stores.ordersOf(subjectId)) {
            if (order instanceof Finished finished && finished.forgottenAt() == null) {
                metrics.copiesGone(took);
                keep(finished, ledger.forgotten(finished, now()));
            }
        }
    }

    /** Those in line at a system, for as many as it has room. */
    private void takeTurns(String system, Instant now) {
        Lines lines = stores.lines();
        for (int turn = 0; turn < TURNS && lines.room(system) > 0; turn++) {
            Optional<String> first = lines.first(system);
            if (first.isEmpty()) {
                return;
            }
            Entry entry = stores.order(first.get());
            if (entry == null) {
                lines.skip(system);
            } else {
                boolean identified = identities.kind(entry.subjectId()) != null;
                Ledger.Step step = ledger.turn(entry, system, identified, now);
                stores.replace(entry, step.entry());
                carryOut(step.decisions());
            }
        }
    }

    private Ledger.Step inLine(Ledger.Step step, Instant now) {
        return limits.isEmpty() ? step : ledger.inLine(step, stores.lines()::hasRoom, now);
    }

    private void fire(Deadline deadline, Instant now) {
        Entry entry = stores.order(deadline.orderId());
        if (entry == null) {
            return;
        }
        String subjectId = entry.subjectId();
        Ledger.Step step = switch (entry) {
            case Deferred deferred ->
                ledger.goesOn(
                        deferred,
                        identities.kind(subjectId),
                        identities.erasedUpTo(subjectId),
                        restOf(deferred.order()),
                        now);
            case Expected expected -> ledger.waitedFor(expected, inBacklog(), now);
            default -> ledger.due(entry, identities.kind(subjectId) != null, now);
        };
        step = inLine(step, now);
        stores.replace(entry, deadline, step.entry());
        carryOut(step.decisions());
        if (step.entry() == null) {
            if (entry instanceof Expected && identities.held(subjectId) != null) {
                // It was kept for the order that did not come.
                identities.forget(subjectId);
            }
            identities.orderDropped(subjectId);
        }
    }

    /** For how long an order that was deferred still is. */
    private Duration restOf(Order order) {
        Duration backlogged = backlog.left(context.currentSystemTimeMs());
        return backlogged.isZero() && identities.waitsForItsTurn(order) ? A_TURN : backlogged;
    }

    private boolean inBacklog() {
        return !backlog.isWorkedOff(context.currentSystemTimeMs());
    }

    private void keep(@Nullable Entry before, Ledger.Step decided) {
        Ledger.Step step = inLine(decided, now());
        if (step.decisions().isEmpty() && Objects.equals(before, step.entry())) {
            return;
        }
        stores.replace(before, step.entry());
        carryOut(step.decisions());
    }

    /** An identifier is opened once for all commands of an order, and not kept in clear for longer. */
    private void carryOut(List<LedgerDecision> decisions) {
        Map<String, Identifier> opened = new HashMap<>();
        for (LedgerDecision decision : decisions) {
            if (decision instanceof StatusChanged(Status status)) {
                stores.tell(status);
                continue;
            }
            toWire.record(
                            decision,
                            subject -> opened.computeIfAbsent(subject, it -> toWire.opened(it, identities.held(it))),
                            context.currentSystemTimeMs())
                    .ifPresent(record -> record.forward(context));
            carryOut(decision);
        }
    }

    private void carryOut(LedgerDecision decision) {
        metrics.decided(decision);
        switch (decision) {
            case Escalated(String system, Escalated.Reason reason) ->
                LOG.warn(
                        "an erasure needs a person: {} {}; './lethe erasure escalated' lists which, and './lethe erasure show' what may be done",
                        system.isEmpty() ? "the order" : system,
                        reason.label());
            case CertificateIssued issued -> {
                chain.append(() -> toWire.certified(issued));
                identities.forget(issued.order().subjectId());
            }
            case UnknownCommand() -> throw new IllegalStateException("handled where the acknowledgement is at hand");
            case ActRefused(Act act, String why) ->
                toDeadLetters(parts.deadLetters().of(Inbound.Position.of(act), DeadLetterReason.RULE_BROKEN, why));
            case CommandIssued _, StatusChanged _, ActTaken _ -> {
                // Told above, and that is all that becomes of it.
            }
        }
    }

    private void publish(Certificate certificate) {
        ToWire.proven(certificate, context.currentSystemTimeMs()).forward(context);
    }

    private void toDeadLetters(DeadLetter letter) {
        if (letter.getReason() == DeadLetterReason.UNKNOWN_COMMAND) {
            metrics.unknownCommand();
        }
        parts.deadLetters().outgoing(letter, context.currentSystemTimeMs()).forward(context);
    }

    /** To the millisecond, as everything is stored. */
    private Instant now() {
        return Instant.ofEpochMilli(parts.clock().millis());
    }
}
