package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.RecipientSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of the ledger (E1 to E3): from what it holds of an order and an event follow what it holds next, and what is to be done. */
public final class Ledger {

    /** For how long an order from a backlog is deferred, again and again until the backlog is worked off. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The topics keep an order somewhat longer than they say: until the segment it is in goes. */
    private static final Duration SLACK = Duration.ofDays(365);

    private final Policy policy;
    private final Duration ordersAreKept;
    private final PolicyCalendar calendar;
    private final Retries retries;
    private final Acts acts = new Acts(this);

    /** @param ordersAreKept how long the topics keep what may give an order once more */
    public Ledger(Policy policy, Duration forgettingWindow, Duration ordersAreKept) {
        this.ordersAreKept = ordersAreKept;
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.retries = new Retries(policy.erasure().retry(), forgettingWindow);
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
    }

    /**
     * An order comes in (E1).
     *
     * @param known what the ledger holds of it already
     * @param identifier what the subject is known by; null where that has not arrived yet
     */
    public Step ordered(@Nullable Entry known, Order order, @Nullable IdentifierKind identifier, Instant now) {
        if (known != null) {
            return Step.nothing(known);
        }
        Instant dueAt = calendar.plus(order.recordedAt(), policy.erasure().deadline());
        if (identifier != null) {
            return issue(order, dueAt, identifier, now);
        }
        Waiting waiting = new Waiting(order, dueAt, false);
        return new Step(waiting, List.of(new StatusChanged(status(waiting, now))));
    }

    /**
     * An order comes in, to a ledger that may have erased the subject before, or lost what it knew.
     *
     * @param erasedUpTo the cut of the newest finished erasure of the subject; null before there is one
     * @param late whether the order comes out of a backlog
     */
    public Step ordered(
            @Nullable Entry known,
            Order order,
            @Nullable IdentifierKind identifier,
            @Nullable Instant erasedUpTo,
            boolean late,
            Instant now) {
        if (known != null) {
            return Step.nothing(known);
        }
        if (erasedUpTo != null && !order.orderedAt().isAfter(erasedUpTo)) {
            // What it would erase is erased; what is there now is a new life (E6).
            return settle(new Running(order, now, List.of()), List.of(), now);
        }
        return late
                ? new Step(new Deferred(order, now.plus(PATIENCE)), List.of())
                : ordered(null, order, identifier, now);
    }

    /**
     * A certificate comes by: the order is finished, whatever else is remembered of it. Commands that are out are left to be
     * answered.
     */
    public Step proven(@Nullable Entry known, Proof proof) {
        return known == null || known instanceof Deferred || known instanceof Waiting
                ? Step.nothing(new Finished(
                        proof.orderId(),
                        proof.subjectId(),
                        proof.orderedAt(),
                        proof.completedAt(),
                        proof.systems(),
                        dropAt(proof.completedAt())))
                : Step.nothing(known);
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
        return switch (known) {
            case Running running ->
                find(running, system)
                        .map(command -> answered(running, command, answer.notAfter(now), now))
                        .orElseGet(() -> unknown(running));
            case Finished finished when finished.systems().contains(system) -> Step.nothing(finished);
            case null, default -> unknown(known);
        };
    }

    /**
     * An operator decides (E3).
     *
     * @param known what the ledger holds of the order; null where it never had it
     * @param identified whether the subject's identifier is known at this moment
     */
    public Step decided(@Nullable Entry known, Act act, boolean identified, Instant now) {
        return acts.decided(known, act, identified, now);
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
                find(running, system)
                        .filter(command -> command.nextAt() != null && !now.isBefore(command.nextAt()))
                        .map(command -> due(running, command, identified, now))
                        .orElseGet(() -> Step.nothing(running));
            case Finished finished when !now.isBefore(dropAt(finished.finishedAt())) -> Step.nothing(null);
            case Finished finished ->
                // An earlier version meant to drop it while the topics still had the order.
                Step.nothing(finished.droppedAt(dropAt(finished.finishedAt())));
            case Waiting _, Deferred _ -> Step.nothing(entry);
        };
    }

    /** The pipeline's own copies of the identifier are gone, and found to be (E5). */
    public Step forgotten(Finished finished, Instant now) {
        if (finished.forgottenAt() != null) {
            return Step.nothing(finished);
        }
        Running was = finished.was();
        List<LedgerDecision> told = was == null
                ? List.of()
                : List.of(new StatusChanged(new Status(
                        was.order(),
                        OrderState.COMPLETED,
                        was.commands(),
                        was.dueAt(),
                        now,
                        finished.finishedAt(),
                        now)));
        return new Step(finished.forgotten(now), told);
    }

    /** Where an order stands at the moment. */
    Status status(Waiting waiting, Instant now) {
        Order order = waiting.order();
        if (!waiting.escalated()) {
            return new Status(order, OrderState.ORDERED, List.of(), waiting.dueAt(), now, null, null);
        }
        // Which systems know the subject cannot be told without its identifier: those that might.
        List<Command> perhaps = policy.recipientsAt(order.recordedAt()).stream()
                .filter(one -> !Collections.disjoint(
                        one.identifiers(), order.subjectKind().identifiers()))
                .map(one -> new Command(
                        one.id(),
                        CommandState.ESCALATED,
                        0,
                        Escalated.Reason.NO_IDENTIFIER.label(),
                        now,
                        now,
                        null,
                        null,
                        null))
                .toList();
        return new Status(order, OrderState.ESCALATED, perhaps, waiting.dueAt(), now, null, null);
    }

    static Status status(Running running, Instant now) {
        return new Status(
                running.order(),
                OrderState.of(running.commands()),
                running.commands(),
                running.dueAt(),
                now,
                null,
                null);
    }

    private Step issue(Order order, Instant dueAt, IdentifierKind identifier, Instant now) {
        List<Command> commands = policy.recipientsKnowing(identifier, order.recordedAt()).stream()
                .map(one -> Command.issued(one.id(), now, afterAttempt(order, dueAt, one.id(), 1, now)))
                .toList();
        List<LedgerDecision> decisions = new ArrayList<>();
        commands.forEach(command -> decisions.add(publication(order, command, dueAt)));
        return settle(new Running(order, dueAt, commands), decisions, now);
    }

    private Step answered(Running running, Command command, Answer answer, Instant now) {
        CommandState state = command.state();
        boolean better = state.byHand()
                && (answer.outcome() == AckOutcome.COMPLETED || answer.outcome() == AckOutcome.NOT_FOUND);
        if (state.settled() && !better) {
            return Step.nothing(running);
        }
        return switch (answer.outcome()) {
            case COMPLETED -> settled(running, command, CommandState.COMPLETED, answer, now);
            case NOT_FOUND -> settled(running, command, CommandState.NOT_FOUND, answer, now);
            case NOT_SUPPORTED -> settled(running, command, CommandState.NOT_SUPPORTED, answer, now);
            case REFUSED ->
                state == CommandState.REFUSED
                        ? Step.nothing(running)
                        : settle(
                                running.with(command.answered(CommandState.REFUSED, answer, now, null)),
                                List.of(new Escalated(command.system(), Escalated.Reason.REFUSED)),
                                now);
            case FAILED, RECEIVED ->
                state.withPerson() || !command.isNews(answer)
                        ? Step.nothing(running)
                        : settle(running.with(interim(running, command, answer, now)), List.of(), now);
        };
    }

    private static Step unknown(@Nullable Entry entry) {
        return new Step(entry, List.of(new UnknownCommand()));
    }

    private Step settled(Running running, Command command, CommandState state, Answer answer, Instant now) {
        return settle(running.with(command.answered(state, answer, now, null)), List.of(), now);
    }

    private Command interim(Running running, Command command, Answer answer, Instant now) {
        boolean failed = answer.outcome() == AckOutcome.FAILED;
        String id = CommandId.of(running.orderId(), command.system());
        Duration wait =
                failed ? retries.afterAttempt(id, command.attempts()) : retries.afterReceipt(id, command.attempts());
        return command.answered(
                failed ? CommandState.RETRYING : CommandState.RECEIVED,
                answer,
                now,
                notPastDue(now.plus(wait), running.dueAt(), now));
    }

    private Step due(Running running, Command command, boolean identified, Instant now) {
        Optional<Escalated.Reason> over = over(running, command, identified, now);
        if (over.isPresent()) {
            return settle(
                    running.with(command.escalated(over.get().label(), now)),
                    List.of(new Escalated(command.system(), over.get())),
                    now);
        }
        Command again = again(running, command, now);
        return settle(running.with(again), List.of(publication(running.order(), again, running.dueAt())), now);
    }

    /** The command, given once more. */
    Command again(Running running, Command command, Instant now) {
        return command.issuedAgain(
                now, afterAttempt(running.order(), running.dueAt(), command.system(), command.attempts() + 1, now));
    }

    /** Whether it can be asked at all: the policy has it, perhaps as one that was a recipient. */
    boolean isRecipient(String system) {
        return policy.recipient(system).isPresent();
    }

    private boolean serves(String system, Instant now) {
        return policy.recipientsAt(now).stream().anyMatch(one -> one.id().equals(system));
    }

    /** Why asking again would be of no use. */
    private Optional<Escalated.Reason> over(Running running, Command command, boolean identified, Instant now) {
        if (!now.isBefore(running.dueAt())) {
            Command.Answered answer = command.answer();
            return Optional.of(
                    answer != null && answer.outcome() == AckOutcome.FAILED
                            ? Escalated.Reason.FAILED
                            : Escalated.Reason.NO_ANSWER);
        }
        if (!identified) {
            return Optional.of(Escalated.Reason.NO_IDENTIFIER);
        }
        return serves(command.system(), now) ? Optional.empty() : Optional.of(Escalated.Reason.NO_LONGER_A_RECIPIENT);
    }

    /** Every change ends here: it is told, and when nothing is owed any more the order is finished. */
    Step settle(Running running, List<LedgerDecision> before, Instant now) {
        List<LedgerDecision> decisions = new ArrayList<>(before);
        Status status = status(running, now);
        if (status.state() != OrderState.COMPLETED) {
            decisions.add(new StatusChanged(status));
            return new Step(running, decisions);
        }
        decisions.add(new StatusChanged(
                new Status(running.order(), status.state(), running.commands(), running.dueAt(), now, now, null)));
        decisions.add(new CertificateIssued(running.order(), running.commands(), now));
        Finished finished = new Finished(
                running.orderId(),
                running.subjectId(),
                running.orderedAt(),
                now,
                running.commands().stream().map(Command::system).toList(),
                dropAt(now),
                running,
                null);
        return new Step(finished, decisions);
    }

    /** The mark of a finished order outlives both the proof and all that may give the order once more. */
    private Instant dropAt(Instant finishedAt) {
        Instant proof = calendar.plus(finishedAt, policy.retention().proof());
        Instant topics = finishedAt.plus(ordersAreKept).plus(SLACK);
        return proof.isAfter(topics) ? proof : topics;
    }

    CommandIssued publication(Order order, Command command, Instant dueAt) {
        List<String> receives = policy.recipient(command.system())
                .map(RecipientSystem::dataCategories)
                .orElse(List.of());
        List<String> given =
                order.dataCategories().stream().filter(receives::contains).toList();
        if (given.isEmpty()) {
            given = order.dataCategories().isEmpty() ? receives : order.dataCategories();
        }
        return new CommandIssued(order, command, dueAt, given);
    }

    private Instant afterAttempt(Order order, Instant dueAt, String system, int attempt, Instant now) {
        return notPastDue(now.plus(retries.afterAttempt(CommandId.of(order.orderId(), system), attempt)), dueAt, now);
    }

    /** Nothing waits past the deadline; a command that is issued after it still has its first wait to be answered in. */
    private static Instant notPastDue(Instant next, Instant dueAt, Instant now) {
        return dueAt.isAfter(now) && next.isAfter(dueAt) ? dueAt : next;
    }

    private static Optional<Command> find(Running running, String system) {
        return running.commands().stream()
                .filter(one -> one.system().equals(system))
                .findFirst();
    }
}
