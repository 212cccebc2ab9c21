package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who is given a command, how often, and for how long its answer is waited for (E1, E3). */
final class Giving {

    private final Policy policy;
    private final Retries retries;

    Giving(Policy policy, Duration forgettingWindow) {
        this.policy = policy;
        this.retries = new Retries(policy.erasure().retry(), forgettingWindow);
    }

    /** One command for each system that was a recipient when the order was given, and knows such a subject. */
    List<Command> first(Order order, Instant dueAt, IdentifierKind identifier, Instant now) {
        return policy.recipientsKnowing(identifier, order.recordedAt()).stream()
                .map(one -> Command.issued(one.id(), now, afterAttempt(order, dueAt, one.id(), 1, now)))
                .toList();
    }

    /** Which systems know a subject cannot be told without its identifier: those that might. */
    List<Command> perhaps(Order order, Instant now) {
        return policy.recipientsAt(order.recordedAt()).stream()
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
    }

    /** How long a command that is in line may wait for its turn. */
    Instant untilDue(Running running, Command command, Instant now) {
        return now.isBefore(running.dueAt())
                ? running.dueAt()
                : afterAttempt(running.order(), running.dueAt(), command.system(), 1, now);
    }

    /** The command, whose turn has come. */
    Command taken(Running running, Command command, Instant now) {
        return command.taken(
                now, afterAttempt(running.order(), running.dueAt(), command.system(), command.attempts() + 1, now));
    }

    /** The command, given once more. */
    Command again(Running running, Command command, Instant now) {
        return command.issuedAgain(
                now, afterAttempt(running.order(), running.dueAt(), command.system(), command.attempts() + 1, now));
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

    /** Whether it can be asked at all: the policy has it, perhaps as one that was a recipient. */
    boolean isRecipient(String system) {
        return policy.recipient(system).isPresent();
    }

    /** Why asking again would be of no use. */
    Optional<Escalated.Reason> over(Running running, Command command, boolean identified, Instant now) {
        boolean serves =
                policy.recipientsAt(now).stream().anyMatch(one -> one.id().equals(command.system()));
        if (!now.isBefore(deadline(running, command))) {
            if (command.attempts() == 0) {
                return Optional.of(serves ? Escalated.Reason.NO_ROOM : Escalated.Reason.NO_LONGER_A_RECIPIENT);
            }
            Command.Answered answer = command.answer();
            return Optional.of(
                    answer != null && answer.outcome() == AckOutcome.FAILED
                            ? Escalated.Reason.FAILED
                            : Escalated.Reason.NO_ANSWER);
        }
        if (!identified) {
            return Optional.of(Escalated.Reason.NO_IDENTIFIER);
        }
        return serves ? Optional.empty() : Optional.of(Escalated.Reason.NO_LONGER_A_RECIPIENT);
    }

    /** A command in line waits for as long as it was put there. */
    private static Instant deadline(Running running, Command command) {
        Instant nextAt = command.nextAt();
        return command.state() == CommandState.QUEUED && nextAt != null ? nextAt : running.dueAt();
    }

    /** When to look again at a command that has failed. */
    Instant afterFailure(Running running, Command command, Instant now) {
        return afterAttempt(running.order(), running.dueAt(), command.system(), command.attempts(), now);
    }

    /** When to look again at a command that the recipient says it has. */
    Instant afterReceipt(Running running, Command command, Instant now) {
        Duration wait = retries.afterReceipt(CommandId.of(running.orderId(), command.system()), command.attempts());
        return notPastDue(now.plus(wait), running.dueAt(), now);
    }

    private Instant afterAttempt(Order order, Instant dueAt, String system, int attempt, Instant now) {
        return notPastDue(now.plus(retries.afterAttempt(CommandId.of(order.orderId(), system), attempt)), dueAt, now);
    }

    /** Nothing waits past the deadline; a command that is issued after it still has its first wait to be answered in. */
    private static Instant notPastDue(Instant next, Instant dueAt, Instant now) {
        return dueAt.isAfter(now) && next.isAfter(dueAt) ? dueAt : next;
    }
}
