package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Entry.Expected;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.ActRefused;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that are read before the order they are about, as in a rebuild: they come through another topic, and nobody says which of
 * the two is read first. They wait for the order, and are forgotten with it (E3).
 */
final class EarlyActs {

    /** More than an operator needs for one order; what goes beyond is a dead letter at once. */
    static final int MOST = 32;

    private final Acts acts;

    EarlyActs(Acts acts) {
        this.acts = acts;
    }

    /** A decision on an order that has not been read. */
    static Step kept(@Nullable Entry known, Act act, Instant now) {
        List<Act> before = of(known);
        if (before.stream().anyMatch(one -> one.eventId().equals(act.eventId()))) {
            return Step.nothing(known);
        }
        if (before.size() == MOST) {
            return new Step(known, List.of(new ActRefused(act, "too many decisions wait for that order already")));
        }
        List<Act> all = Stream.concat(before.stream(), Stream.of(act)).toList();
        Entry waiting = known instanceof Deferred deferred
                ? deferred.with(all)
                : new Expected(act.orderId(), CommandId.subjectOf(act.orderId()).orElse(""), all, until(known, now));
        return new Step(waiting, List.of());
    }

    private static Instant until(@Nullable Entry known, Instant now) {
        return known instanceof Expected expected ? expected.until() : now.plus(Ledger.PATIENCE);
    }

    static List<Act> of(@Nullable Entry known) {
        return switch (known) {
            case Deferred deferred -> deferred.acts();
            case Expected expected -> expected.acts();
            case null, default -> List.of();
        };
    }

    /**
     * The time of waiting is over.
     *
     * @param late whether the order may still be read, out of a backlog
     */
    static Step over(Expected expected, boolean late, Instant now) {
        return late
                ? new Step(expected.until(now.plus(Ledger.PATIENCE)), List.of())
                : new Step(
                        null,
                        expected.acts().stream()
                                .<LedgerDecision>map(act -> new ActRefused(act, Acts.NOT_OPEN))
                                .toList());
    }

    /** The order has come: what was decided on it is carried out, in the order of the decisions. */
    Step carriedOut(Step ordered, List<Act> held, boolean identified, Instant now) {
        if (held.isEmpty()) {
            return ordered;
        }
        if (ordered.entry() instanceof Deferred deferred) {
            return new Step(deferred.with(held), ordered.decisions());
        }
        Entry entry = ordered.entry();
        List<LedgerDecision> decisions = new ArrayList<>(ordered.decisions());
        // Whoever is released by a decision from before is not told first that it owes something.
        held.stream()
                .filter(act -> act.verdict() != Act.Verdict.RETRY)
                .forEach(act -> decisions.removeIf(one -> one instanceof CommandIssued issued
                        && act.concerns(issued.command().system())));
        for (Act act : held) {
            Step next = entry instanceof Running running && act.verdict() == Act.Verdict.RETRY
                    ? asked(running, act)
                    : acts.decided(entry, act, identified, now);
            entry = next.entry();
            decisions.addAll(next.decisions());
        }
        return new Step(entry, decisions);
    }

    /** The command is just being given, which is what was decided. */
    private static Step asked(Running running, Act act) {
        Running after = running;
        for (Command command : running.commands()) {
            if (act.concerns(command.system()) && !command.state().settled()) {
                after = after.with(command.by(act));
            }
        }
        return new Step(after, List.of(new ActTaken(act)));
    }
}
