package io.lethe.retention.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to exercise a right.
 *
 * @param right the policy's id of the right
 * @param dueAt last moment to answer (art. 12(3) GDPR)
 * @param receivedAt when the organisation received it
 * @param orderId the erasure that answers it
 * @param changedAt when it reached its state, in event time
 * @param controller who has sent it by OpenDSR; null where it came another way
 */
public record RightsCase(
        String requestId,
        String right,
        State state,
        Instant receivedAt,
        Instant dueAt,
        Instant changedAt,
        @Nullable String orderId,
        @Nullable SendingController controller) {

    /** Where a request is. */
    public enum State {
        OPEN,
        IDENTITY_TO_BE_PROVEN,
        IN_PROGRESS,
        FULFILLED
    }

    /** By what a request is known: one id that stands for two rights stands for two requests (C2). */
    public static String key(String requestId, String right) {
        return requestId + " " + right;
    }

    String key() {
        return key(requestId, right);
    }

    RightsCase advancedTo(State next, Instant at) {
        return new RightsCase(requestId, right, next, receivedAt, dueAt, at, orderId, controller);
    }

    RightsCase answeredBy(Erasure erasure, Instant at) {
        State next = erasure.completed() ? State.FULFILLED : State.IN_PROGRESS;
        return new RightsCase(requestId, right, next, receivedAt, dueAt, at, erasure.orderId(), controller);
    }

    /** The same, of this controller too; null names none. */
    RightsCase of(@Nullable SendingController sender) {
        if (sender == null) {
            return this;
        }
        SendingController both = controller == null ? sender : controller.with(sender);
        return new RightsCase(requestId, right, state, receivedAt, dueAt, changedAt, orderId, both);
    }

    RightsCase received(Instant earlier, Instant due) {
        return new RightsCase(requestId, right, state, earlier, due, changedAt, orderId, controller);
    }
}
