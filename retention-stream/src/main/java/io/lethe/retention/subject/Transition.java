package io.lethe.retention.subject;

import java.util.List;

/**
 * The subject as it is after an event or a tick, and what follows from it, in order.
 *
 * @param sooner whether something may fall due sooner than before; if not, its deadline need not be looked at
 */
public record Transition(Subject subject, List<SubjectDecision> decisions, boolean sooner) {

    public Transition {
        decisions = List.copyOf(decisions);
    }

    /** Whether the subject is to be erased for its own silence (R2). */
    public boolean ordersByLapse() {
        return decisions.stream()
                .anyMatch(one -> one instanceof SubjectDecision.ErasureOrdered ordered
                        && ordered.erasure().cause() == Erasure.Cause.RETENTION_LAPSED);
    }
}
