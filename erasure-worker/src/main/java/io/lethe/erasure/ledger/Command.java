package io.lethe.erasure.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one recipient system was told for one order, and where that stands.
 *
 * @param attempts how often it was published; at least 1, but for a system of an order whose identifier is missing
 * @param reason the recipient's reason, or why it was escalated
 * @param issuedAt when it was first published
 * @param changedAt when it got into its state
 * @param answer the newest answer that counted; null before there is one
 * @param nextAt when to look at it again; null when nothing is owed or a person has it
 * @param lastAct the operators' last decision on it; null before there is one
 */
public record Command(
        String system,
        CommandState state,
        int attempts,
        @Nullable String reason,
        Instant issuedAt,
        Instant changedAt,
        @Nullable Answered answer,
        @Nullable Instant nextAt,
        @Nullable Decided lastAct) {

    /**
     * An answer without its words.
     *
     * @param attempt how often the command had been published when it came; 0 where an earlier version did not say
     */
    public record Answered(AckOutcome outcome, Instant at, int attempt) {}

    /**
     * An operator's decision without its words.
     *
     * @param by the operator; null where that is not known
     */
    public record Decided(String eventId, @Nullable String by) {

        static Decided of(Act act) {
            return new Decided(act.eventId(), act.by());
        }
    }

    public static Command issued(String system, Instant now, Instant nextAt) {
        return new Command(system, CommandState.ISSUED, 1, null, now, now, null, nextAt, null);
    }

    Command issuedAgain(Instant now, Instant nextAt) {
        return new Command(system, CommandState.RETRYING, attempts + 1, reason, issuedAt, now, answer, nextAt, lastAct);
    }

    /** There is no room for it yet: neither was it published, nor does it count as published. */
    Command queued(Instant now, Instant nextAt) {
        return new Command(system, CommandState.QUEUED, attempts - 1, reason, issuedAt, now, answer, nextAt, lastAct);
    }

    /** Its turn has come. */
    Command taken(Instant now, Instant nextAt) {
        return attempts == 0
                ? new Command(system, CommandState.ISSUED, 1, reason, now, now, answer, nextAt, lastAct)
                : issuedAgain(now, nextAt);
    }

    /** Whether it is out, and its answer to be expected: not while it waits to be given again after a failure. */
    boolean isInFlight() {
        return switch (state) {
            case ISSUED, RECEIVED -> true;
            case RETRYING -> answer == null || answer.outcome() != AckOutcome.FAILED || answer.attempt() < attempts;
            default -> false;
        };
    }

    public Command answered(CommandState next, Answer said, Instant now, @Nullable Instant nextAt) {
        return new Command(
                system,
                next,
                attempts,
                said.reason(),
                issuedAt,
                now,
                new Answered(said.outcome(), said.at(), attempts),
                nextAt,
                lastAct);
    }

    public Command escalated(String why, Instant now) {
        return new Command(
                system,
                CommandState.ESCALATED,
                attempts,
                reason == null ? why : reason,
                issuedAt,
                now,
                answer,
                null,
                lastAct);
    }

    /** The same, with an operator's decision behind it: whatever was the reason before it is over. */
    Command by(Act act) {
        return new Command(system, state, attempts, null, issuedAt, changedAt, answer, nextAt, Decided.of(act));
    }

    /** An operator has settled it. */
    Command settledBy(Act act, Instant now) {
        CommandState by = act.verdict() == Act.Verdict.WAIVE ? CommandState.WAIVED : CommandState.CLOSED;
        return new Command(system, by, attempts, act.reason(), issuedAt, now, answer, null, Decided.of(act));
    }

    /** Whether an operator's decision is the last one that was carried out. */
    boolean isBy(Act act) {
        return lastAct != null && lastAct.eventId().equals(act.eventId());
    }

    /**
     * Whether an answer tells something the command does not know yet. AnswerRules that are not final are ordered by the
     * recipient's time, not by arrival; of two at one time the failure counts.
     */
    boolean isNews(Answer said) {
        if (answer == null || said.at().isAfter(answer.at())) {
            return true;
        }
        return said.at().equals(answer.at())
                && said.outcome() == AckOutcome.FAILED
                && answer.outcome() == AckOutcome.RECEIVED;
    }
}
