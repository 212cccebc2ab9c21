package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How an order ends, what is told of it, and how long a mark of it stays (E4, E6). */
final class OrderEnd {

    /** The topics keep an order somewhat longer than they say: until the segment it is in goes. */
    private static final Duration SLACK = Duration.ofDays(365);

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final Duration ordersAreKept;

    OrderEnd(Policy policy, PolicyCalendar calendar, Duration ordersAreKept) {
        this.policy = policy;
        this.calendar = calendar;
        this.ordersAreKept = ordersAreKept;
    }

    /** Every change ends here: it is told, and when nothing is owed any more the order is finished. */
    Step settle(Running running, List<LedgerDecision> before, Instant now) {
        List<LedgerDecision> decisions = new ArrayList<>(before);
        Status status = status(running, now);
        OrderState state = status.state();
        decisions.add(new StatusChanged(status));
        if (!state.finished()) {
            return new Step(running, decisions);
        }
        decisions.add(new CertificateIssued(running.order(), state, running.commands(), now));
        List<String> systems = running.commands().stream().map(Command::system).toList();
        return new Step(
                new Finished(
                        running.orderId(),
                        running.subjectId(),
                        running.orderedAt(),
                        now,
                        state,
                        systems,
                        dropAt(now),
                        running,
                        null),
                decisions);
    }

    static Status status(Running running, Instant now) {
        OrderState state = OrderState.of(running.commands());
        Instant doneAt = state.finished() ? now : null;
        return new Status(running.order(), state, running.commands(), running.dueAt(), now, doneAt, null);
    }

    Finished proven(Proof proof) {
        return new Finished(
                proof.orderId(),
                proof.subjectId(),
                proof.orderedAt(),
                proof.completedAt(),
                proof.state(),
                proof.systems(),
                dropAt(proof.completedAt()));
    }

    /** The same, and it is told. */
    Step reapplied(Proof proof, Running was, Instant now) {
        Finished finished = new Finished(
                proof.orderId(),
                proof.subjectId(),
                proof.orderedAt(),
                proof.completedAt(),
                proof.state(),
                proof.systems(),
                dropAt(proof.completedAt()),
                was,
                null);
        Status status =
                new Status(was.order(), proof.state(), was.commands(), was.dueAt(), now, proof.completedAt(), null);
        return new Step(finished, List.of(new StatusChanged(status)));
    }

    /** The pipeline's own copies of the identifier are gone, and found to be (E5): its end is told once more. */
    static Step forgotten(Finished finished, Instant now) {
        if (finished.forgottenAt() != null) {
            return Step.nothing(finished);
        }
        Running was = finished.was();
        List<LedgerDecision> told = was == null
                ? List.of()
                : List.of(new StatusChanged(new Status(
                        was.order(), finished.state(), was.commands(), was.dueAt(), now, finished.finishedAt(), now)));
        return new Step(finished.forgotten(now), told);
    }

    /** The time to drop the mark has come, unless it was reckoned by an earlier version, which dropped it too soon. */
    Step due(Finished finished, Instant now) {
        Instant dropAt = dropAt(finished.finishedAt());
        return Step.nothing(now.isBefore(dropAt) ? finished.droppedAt(dropAt) : null);
    }

    /** The mark of a finished order outlives both the proof and all that may give the order once more. */
    private Instant dropAt(Instant finishedAt) {
        Instant proof = calendar.plus(finishedAt, policy.retention().proof());
        Instant topics = finishedAt.plus(ordersAreKept).plus(SLACK);
        return proof.isAfter(topics) ? proof : topics;
    }
}
