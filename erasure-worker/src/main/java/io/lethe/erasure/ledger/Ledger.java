package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Entry.Expected;
import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of the ledger (E1 to E3): from what it holds of an order and an event follow what it holds next, and what is to be done. */
public final class Ledger {

    /**
     * For how long an order from a backlog is deferred at first, and a decision waits for its order: for longer until the backlog is
     * worked off.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final Giving giving;
    private final OrderEnd ending;
    private final AnswerRules answers;
    private final Acts acts;
    private final EarlyActs early;
    private final Turns turns;

    /** @param ordersAreKept how long the topics keep what may give an order once more */
    public Ledger(Policy policy, Duration forgettingWindow, Duration ordersAreKept) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.giving = new Giving(policy, forgettingWindow);
        this.ending = new OrderEnd(policy, calendar, ordersAreKept);
        this.answers = new AnswerRules(giving, ending);
        this.acts = new Acts(giving, ending);
        this.early = new EarlyActs(acts);
        this.turns = new Turns(giving);
    }

    /**
     * What the ledger holds next, and what is to be done.
     *
     * @param entry null where even the last trace goes
     */
    public record Step(@Nullable Entry entry, List<LedgerDecision> decisions) {

        public Step {
            decisions = List.copyOf(decisions);
        }

        static Step nothing(@Nullable Entry entry) {
            return new Step(entry, List.of());
        }

        /** Both one after the other, of which only the last status is told. */
        private Step then(Step next) {
            List<LedgerDecision> all = new ArrayList<>(decisions);
            if (next.decisions().stream().anyMatch(StatusChanged.class::isInstance)) {
                all.removeIf(StatusChanged.class::isInstance);
            }
            all.addAll(next.decisions());
            return new Step(next.entry(), all);
        }
    }

    /**
     * An order comes in (E1).
     *
     * @param known what the ledger holds of it already
     * @param identifier what the subject is known by; null where that has not arrived yet
     */
    public Step ordered(@Nullable Entry known, Order order, @Nullable IdentifierKind identifier, Instant now) {
        return ordered(known, order, identifier, null, false, now);
    }

    /**
     * An order comes in, to a ledger that may have erased the subject before, or lost what it knew.
     *
     * @param erasedUpTo the cut of the newest finished erasure of the subject; null before there is one
     * @param late whether the order comes out of a backlog, or waits for another of its subject that does
     */
    public Step ordered(
            @Nullable Entry known,
            Order order,
            @Nullable IdentifierKind identifier,
            @Nullable Instant erasedUpTo,
            boolean late,
            Instant now) {
        if (known != null && !(known instanceof Expected)) {
            return Step.nothing(known);
        }
        return early.carriedOut(
                begun(order, identifier, erasedUpTo, late ? PATIENCE : Duration.ZERO, now),
                EarlyActs.of(known),
                identifier != null,
                now);
    }

    /**
     * The time for which an order was deferred is over; the other parameters are those of {@link #ordered}.
     *
     * @param longer for how long it has to wait once more; zero where it need not
     */
    public Step goesOn(
            Deferred deferred,
            @Nullable IdentifierKind identifier,
            @Nullable Instant erasedUpTo,
            Duration longer,
            Instant now) {
        return early.carriedOut(
                begun(deferred.order(), identifier, erasedUpTo, longer, now), deferred.acts(), identifier != null, now);
    }

    private Step begun(
            Order order,
            @Nullable IdentifierKind identifier,
            @Nullable Instant erasedUpTo,
            Duration deferredFor,
            Instant now) {
        if (deferredFor.isPositive()) {
            return Step.nothing(new Deferred(order, now.plus(deferredFor), List.of()));
        }
        if (erasedUpTo != null && !order.orderedAt().isAfter(erasedUpTo)) {
            // What it would erase is erased; what is there now is a new life (E6).
            return ending.settle(new Running(order, now, List.of()), List.of(), now);
        }
        Instant dueAt = calendar.plus(order.recordedAt(), policy.erasure().deadline());
        if (identifier != null) {
            return issue(order, dueAt, identifier, now);
        }
        Waiting waiting = new Waiting(order, dueAt, false);
        return new Step(waiting, List.of(new StatusChanged(status(waiting, now))));
    }

    /**
     * A certificate comes by: the order is finished, whatever else is remembered of it. Commands that are out are left to be
     * answered.
     */
    public Step proven(@Nullable Entry known, Proof proof) {
        return known instanceof Running || known instanceof Finished
                ? Step.nothing(known)
                : Step.nothing(ending.proven(proof));
    }

    /**
     * A certificate is put back by an operator, because the topics are an older copy that knows nothing of it (E6): what it proves is told once more, so that
     * others hear of it too.
     *
     * @param was how the order ended
     */
    public Step reapplied(@Nullable Entry known, Proof proof, Running was, Instant now) {
        return known instanceof Running || known instanceof Finished
                ? Step.nothing(known)
                : ending.reapplied(proof, was, now);
    }

    /** The identifier that an order waited for has arrived. */
    public Step identified(Entry entry, IdentifierKind identifier, Instant now) {
        return entry instanceof Waiting waiting
                ? issue(waiting.order(), waiting.dueAt(), identifier, now)
                : Step.nothing(entry);
    }

    /**
     * A recipient system answers (E2).
     *
     * @param known what the ledger holds of the order; null where it never had it
     */
    public Step answered(@Nullable Entry known, String system, Answer answer, Instant now) {
        return answers.answered(known, system, answer, now);
    }

    /**
     * An operator decides (E3). A decision whose order has not been read yet waits for it.
     *
     * @param known what the ledger holds of the order; null where it never had it
     * @param identified whether the subject's identifier is known at this moment
     */
    public Step decided(@Nullable Entry known, Act act, boolean identified, Instant now) {
        return known == null || known instanceof Expected || known instanceof Deferred
                ? EarlyActs.kept(known, act, now)
                : acts.decided(known, act, identified, now);
    }

    /**
     * Decisions have waited for their order.
     *
     * @param late whether it may still be read, out of a backlog
     */
    public Step waitedFor(Expected expected, boolean late, Instant now) {
        return EarlyActs.over(expected, late, now);
    }

    /**
     * The time has come to look at the order again (E3): all that is due of it is dealt with, and told once.
     *
     * @param identified whether the subject's identifier is known at this moment
     */
    public Step due(Entry entry, boolean identified, Instant now) {
        if (!(entry instanceof Running running)) {
            return due(entry, Entry.WHOLE_ORDER, identified, now);
        }
        Step all = Step.nothing(running);
        for (Map.Entry<String, Instant> deadline : running.deadlines().entrySet()) {
            Entry sofar = all.entry();
            if (sofar != null && !now.isBefore(deadline.getValue())) {
                all = all.then(due(sofar, deadline.getKey(), identified, now));
            }
        }
        return all;
    }

    /**
     * A deadline of the order is due (E3).
     *
     * @param identified whether the subject's identifier is known at this moment
     */
    public Step due(Entry entry, String system, boolean identified, Instant now) {
        return switch (entry) {
            case Waiting waiting
            when !waiting.escalated() && !now.isBefore(waiting.dueAt()) -> {
                Waiting escalated = waiting.escalate();
                yield new Step(
                        escalated,
                        List.of(
                                new Escalated(Entry.WHOLE_ORDER, Escalated.Reason.NO_IDENTIFIER),
                                new StatusChanged(status(escalated, now))));
            }
            case Running running ->
                running.command(system)
                        .filter(command -> command.nextAt() != null && !now.isBefore(command.nextAt()))
                        .map(command -> due(running, command, identified, now))
                        .orElseGet(() -> Step.nothing(running));
            case Finished finished -> ending.due(finished, now);
            case Waiting _, Deferred _, Expected _ -> Step.nothing(entry);
        };
    }

    /** The pipeline's own copies of the identifier are gone, and found to be (E5). */
    public Step forgotten(Finished finished, Instant now) {
        return OrderEnd.forgotten(finished, now);
    }

    /**
     * Puts those commands of a step in line for which there is no room (E3).
     *
     * @param room whether a system may be given one more
     */
    public Step inLine(Step step, Predicate<String> room, Instant now) {
        return turns.inLine(step, room, now);
    }

    /** It is the turn of a command that is in line; the parameters are those of {@link #due}. */
    public Step turn(Entry entry, String system, boolean identified, Instant now) {
        if (!(entry instanceof Running running)) {
            return Step.nothing(entry);
        }
        return running.command(system)
                .filter(command -> command.state() == CommandState.QUEUED)
                .map(command -> due(running, command, identified, now))
                .orElseGet(() -> Step.nothing(entry));
    }

    private Status status(Waiting waiting, Instant now) {
        Order order = waiting.order();
        return waiting.escalated()
                ? new Status(order, OrderState.ESCALATED, giving.perhaps(order, now), waiting.dueAt(), now, null, null)
                : new Status(order, OrderState.ORDERED, List.of(), waiting.dueAt(), now, null, null);
    }

    private Step issue(Order order, Instant dueAt, IdentifierKind identifier, Instant now) {
        List<Command> commands = giving.first(order, dueAt, identifier, now);
        List<LedgerDecision> decisions = new ArrayList<>();
        commands.forEach(command -> decisions.add(giving.publication(order, command, dueAt)));
        return ending.settle(new Running(order, dueAt, commands), decisions, now);
    }

    private Step due(Running running, Command command, boolean identified, Instant now) {
        Optional<Escalated.Reason> over = giving.over(running, command, identified, now);
        if (over.isPresent()) {
            return ending.settle(
                    running.with(command.escalated(over.get().label(), now)),
                    List.of(new Escalated(command.system(), over.get())),
                    now);
        }
        Command again = command.state() == CommandState.QUEUED
                ? giving.taken(running, command, now)
                : giving.again(running, command, now);
        return ending.settle(
                running.with(again), List.of(giving.publication(running.order(), again, running.dueAt())), now);
    }
}
