package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which answers count, whatever order they come in (E2). */
final class AnswerRules {

    private final Giving giving;
    private final OrderEnd ending;

    AnswerRules(Giving giving, OrderEnd ending) {
        this.giving = giving;
        this.ending = ending;
    }

    Step answered(@Nullable Entry known, String system, Answer answer, Instant now) {
        return switch (known) {
            case Running running ->
                running.command(system)
                        .filter(command -> command.attempts() > 0 || command.state() != CommandState.QUEUED)
                        .map(command -> answered(running, command, answer.notAfter(now), now))
                        .orElseGet(() -> unknown(running));
            case Finished finished when finished.systems().contains(system) -> Step.nothing(finished);
            case null, default -> unknown(known);
        };
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
                        : ending.settle(
                                running.with(command.answered(CommandState.REFUSED, answer, now, null)),
                                List.of(new Escalated(command.system(), Escalated.Reason.REFUSED)),
                                now);
            case FAILED, RECEIVED ->
                state.withPerson() || !command.isNews(answer)
                        ? Step.nothing(running)
                        : ending.settle(running.with(interim(running, command, answer, now)), List.of(), now);
        };
    }

    private Step settled(Running running, Command command, CommandState state, Answer answer, Instant now) {
        return ending.settle(running.with(command.answered(state, answer, now, null)), List.of(), now);
    }

    private Command interim(Running running, Command command, Answer answer, Instant now) {
        return answer.outcome() == AckOutcome.FAILED
                ? command.answered(CommandState.RETRYING, answer, now, giving.afterFailure(running, command, now))
                : command.answered(CommandState.RECEIVED, answer, now, giving.afterReceipt(running, command, now));
    }

    private static Step unknown(@Nullable Entry entry) {
        return new Step(entry, List.of(new UnknownCommand()));
    }
}
