package io.lethe.retention.subject;

import java.time.Instant;

/**
 * A request to exercise a right.
 *
 * @param right the policy's id of the right
 * @param dueAt last moment to answer (art. 12(3) GDPR)
 * @param changedAt when it reached its state, in event time
 */
public record RightsCase(
        String requestId, String right, State state, Instant receivedAt, Instant dueAt, Instant changedAt) {

    /** Where a request is. */
    public enum State {
        OPEN,
        IDENTITY_TO_BE_PROVEN,
        IN_PROGRESS,
        FULFILLED
    }

    RightsCase advancedTo(State next, Instant at) {
        return new RightsCase(requestId, right, next, receivedAt, dueAt, at);
    }
}
