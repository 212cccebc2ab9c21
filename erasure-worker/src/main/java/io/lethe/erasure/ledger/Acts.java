package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.ActRefused;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators may decide on an order, and what follows from it (E3). */
final class Acts {

    static final String NOT_OPEN = "no such order is open";

    private final Giving giving;
    private final OrderEnd ending;

    Acts(Giving giving, OrderEnd ending) {
        this.giving = giving;
        this.ending = ending;
    }

    Step decided(@Nullable Entry known, Act act, boolean identified, Instant now) {
        return switch (known) {
            case Running running -> decided(running, act, identified, now);
            case Waiting waiting -> decided(waiting, act, now);
            case Finished finished -> Step.nothing(finished);
            case null, default -> refused(known, act, NOT_OPEN);
        };
    }

    private Step decided(Running running, Act act, boolean identified, Instant now) {
        if (running.commands().stream().noneMatch(one -> act.concerns(one.system()))) {
            return refused(running, act, "the order has no command for that system");
        }
        List<Command> concerned = running.commands().stream()
                .filter(one -> act.concerns(one.system()))
                .filter(one -> !one.state().settled() && !one.isBy(act))
                .toList();
        if (concerned.isEmpty()) {
            return Step.nothing(running);
        }
        return act.verdict() == Act.Verdict.RETRY
                ? retried(running, concerned, act, identified, now)
                : ending.settle(byHand(running, concerned, act, now), List.of(new ActTaken(act)), now);
    }

    private Step retried(Running running, List<Command> concerned, Act act, boolean identified, Instant now) {
        if (!identified) {
            return refused(running, act, "the identifier is not known, so nobody can be asked again; waive or close");
        }
        if (concerned.stream().anyMatch(one -> !giving.isRecipient(one.system()))) {
            return refused(
                    running, act, "the system is no longer a recipient, and cannot be asked again; waive or close");
        }
        List<LedgerDecision> decisions = new ArrayList<>(List.of(new ActTaken(act)));
        Running after = running;
        for (Command command : concerned) {
            Command again = giving.again(running, command, now).by(act);
            decisions.add(giving.publication(running.order(), again, running.dueAt()));
            after = after.with(again);
        }
        return ending.settle(after, decisions, now);
    }

    /** Nobody can be asked without an identifier; so an operator may only end the order as a whole. */
    private Step decided(Waiting waiting, Act act, Instant now) {
        if (act.verdict() == Act.Verdict.RETRY || act.system() != null) {
            return refused(
                    waiting,
                    act,
                    "the order waits for its identifier: only the order as a whole can be waived or closed");
        }
        Running running = new Running(waiting.order(), waiting.dueAt(), giving.perhaps(waiting.order(), now));
        return ending.settle(byHand(running, running.commands(), act, now), List.of(new ActTaken(act)), now);
    }

    private static Running byHand(Running running, List<Command> concerned, Act act, Instant now) {
        Running after = running;
        for (Command command : concerned) {
            after = after.with(command.settledBy(act, now));
        }
        return after;
    }

    private static Step refused(@Nullable Entry entry, Act act, String why) {
        return new Step(entry, List.of(new ActRefused(act, why)));
    }
}
