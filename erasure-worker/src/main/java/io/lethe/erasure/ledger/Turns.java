package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is to be published waits for its turn where its system has enough at one time (E3). */
final class Turns {

    private final Giving giving;

    Turns(Giving giving) {
        this.giving = giving;
    }

    /**
     * The same step, with those commands put in line for which there is no room. What an operator has decided goes out at once.
     *
     * @param room whether a system may be given one more
     */
    Step inLine(Step step, Predicate<String> room, Instant now) {
        boolean byOperator = step.decisions().stream().anyMatch(ActTaken.class::isInstance);
        if (byOperator || !(step.entry() instanceof Running running)) {
            return step;
        }
        List<LedgerDecision> decisions = new ArrayList<>();
        Running after = running;
        for (LedgerDecision decision : step.decisions()) {
            if (decision instanceof CommandIssued issued
                    && !room.test(issued.command().system())) {
                after = after.with(issued.command().queued(now, giving.untilDue(running, issued.command(), now)));
            } else {
                decisions.add(decision);
            }
        }
        if (after == running) {
            return step;
        }
        decisions.removeIf(StatusChanged.class::isInstance);
        decisions.add(new StatusChanged(OrderEnd.status(after, now)));
        return new Step(after, decisions);
    }
}
