package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A request to exercise a right.
 *
 * @param right the policy's id of the right
 * @param clock when it has to be answered
 * @param orderId the erasure that answers it
 * @param changedAt when it reached its state, in event time
 * @param controller who has sent it by OpenDSR; null where it came another way
 * @param refused why it is not followed; null where it is
 * @param told what was told of its last moment (G2)
 */
public record RightsCase(
        String requestId,
        String right,
        State state,
        RightsClock clock,
        Instant changedAt,
        @Nullable String orderId,
        @Nullable SendingController controller,
        @Nullable Refused refused,
        Told told) {

    /**
     * For which last moment it was told that it comes near, and that it has passed; null where it was not.
     *
     * @param atRisk the last moment of which it was told last that it comes near
     * @param overdue the last moment of which it was told last that it has passed
     */
    public record Told(@Nullable Instant atRisk, @Nullable Instant overdue) {

        /** Nothing was told. */
        public static final Told NOTHING = new Told(null, null);
    }

    /** A request of which nobody was told that it is late. */
    public RightsCase(
            String requestId,
            String right,
            State state,
            RightsClock clock,
            Instant changedAt,
            @Nullable String orderId,
            @Nullable SendingController controller,
            @Nullable Refused refused) {
        this(requestId, right, state, clock, changedAt, orderId, controller, refused, Told.NOTHING);
    }

    /** Where a request is. */
    public enum State {
        OPEN,
        IDENTITY_TO_BE_PROVEN,
        IN_PROGRESS,
        FULFILLED,
        REFUSED,
        /** It was refused, and has not come yet: what is known of it but its id and its right is made up. */
        REFUSED_AHEAD,
        /** The person was told that it takes longer, and it has not come yet: all the rest is made up. */
        EXTENDED_AHEAD
    }

    /** An operator's refusal. Of several the first one counts, in whatever order they come (C2). */
    public record Refused(Instant at, RefusalReason reason, String decisionId) implements Comparable<Refused> {

        private static final Comparator<Refused> ORDER = Comparator.comparing(Refused::at)
                .thenComparing(Refused::decisionId)
                .thenComparing(Refused::reason);

        @Override
        public int compareTo(Refused other) {
            return ORDER.compare(this, other);
        }
    }

    /** By what a request is known: one id that stands for two rights stands for two requests (C2). */
    public static String key(String requestId, String right) {
        return requestId + " " + right;
    }

    String key() {
        return key(requestId, right);
    }

    /** Last moment to answer (art. 12(3) GDPR). */
    public Instant dueAt() {
        Instant longest = clock.longestDueAt();
        return isExtended() && longest != null ? longest : clock.firstDueAt();
    }

    /** Whether the person was told in time, and before the request was answered or refused, that the answer takes longer (art. 12(3) GDPR). */
    public boolean isExtended() {
        Instant extended = clock.extendedAt();
        return clock.isExtended() && !(isSettled() && extended != null && extended.isAfter(changedAt));
    }

    /** Whether it is open, and the answer takes longer. */
    public boolean isOpenLonger() {
        return state == State.OPEN && isExtended();
    }

    /** When both came about: that it is open, and that the person was told. */
    public Instant openLongerSince() {
        Instant extended = clock.extendedAt();
        return extended == null || extended.isBefore(changedAt) ? changedAt : extended;
    }

    RightsCase advancedTo(State next, Instant at) {
        return new RightsCase(requestId, right, next, clock, at, orderId, controller, refused, told);
    }

    RightsCase answeredBy(Erasure erasure, Instant at) {
        State next = erasure.completed() ? State.FULFILLED : State.IN_PROGRESS;
        return new RightsCase(requestId, right, next, clock, at, erasure.orderId(), controller, null, told);
    }

    /** The same, of this controller too; null names none. */
    RightsCase of(@Nullable SendingController sender) {
        if (sender == null) {
            return this;
        }
        SendingController both = controller == null ? sender : controller.with(sender);
        return new RightsCase(requestId, right, state, clock, changedAt, orderId, both, refused, told);
    }

    /** The same, refused; where it has not come yet, it still has not. */
    RightsCase refusedBy(Refused decision) {
        State next = isAhead() ? State.REFUSED_AHEAD : State.REFUSED;
        return new RightsCase(requestId, right, next, clock, decision.at(), orderId, controller, decision, told);
    }

    boolean isRefused() {
        return refused != null;
    }

    /** Whether only decisions on it are known. */
    boolean isAhead() {
        return state == State.REFUSED_AHEAD || state == State.EXTENDED_AHEAD;
    }

    /** Whether what it asks for is under way, or done: that cannot be taken back. */
    boolean hasTakenEffect() {
        return state == State.IN_PROGRESS || state == State.FULFILLED;
    }

    /** Whether it has been answered, or refused. */
    boolean isSettled() {
        return state == State.FULFILLED || state == State.REFUSED;
    }

    RightsCase by(RightsClock other) {
        return other.equals(clock)
                ? this
                : new RightsCase(requestId, right, state, other, changedAt, orderId, controller, refused, told);
    }

    /** Whether its time runs: it can be answered, and is not. */
    boolean isRunning() {
        return state == State.OPEN || state == State.IN_PROGRESS;
    }

    /** The same, when it was told that its last moment comes near, or has passed. */
    RightsCase told(Due.What what) {
        Told now =
                what == Due.What.RIGHT_AT_RISK ? new Told(dueAt(), told.overdue()) : new Told(told.atRisk(), dueAt());
        return new RightsCase(requestId, right, state, clock, changedAt, orderId, controller, refused, now);
    }
}
