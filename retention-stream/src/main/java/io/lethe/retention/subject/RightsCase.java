package io.lethe.retention.subject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to exercise a right.
 *
 * @param right the policy's id of the right
 * @param clock when it has to be answered
 * @param orderId the erasure that answers it
 * @param changedAt when it reached its state, in event time
 * @param controller who has sent it by OpenDSR; null where it came another way
 * @param steps what was decided on it, as far as it can still matter
 * @param told what was told of its last moment (G2)
 * @param code the one-time code that was sent last, to prove who asks; null where none was, and once that is proven
 * @param tasks the part that recipient systems have in it
 */
public record RightsCase(
        String requestId,
        String right,
        State state,
        RightsClock clock,
        Instant changedAt,
        @Nullable String orderId,
        @Nullable SendingController controller,
        BoundedSet<RightsStep> steps,
        Told told,
        @Nullable ProofCode code,
        RightsTasks tasks) {

    /** So many steps are kept beside the one that ends it; nobody takes more. */
    private static final int MOST_STEPS = 16;

    /** Rights that are exercised by a statement, which is made as soon as the identity is proven. */
    private static final Set<String> STATEMENTS = Set.of("objection", "consent-withdrawal");

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

    /** Where a request is. */
    public enum State {
        OPEN(false),
        IDENTITY_TO_BE_PROVEN(false),
        IN_PROGRESS(false),
        FULFILLED(false),
        REFUSED(false),
        WITHDRAWN(false),
        /** The identity was not proven in time; what the person still wants is a new request. */
        EXPIRED(false),
        /** It was refused, and has not come yet: what is known of it but its id and its right is made up. */
        REFUSED_AHEAD(true),
        /** It was withdrawn, and has not come yet. */
        WITHDRAWN_AHEAD(true),
        /** The person was told that it takes longer, and it has not come yet: all the rest is made up. */
        EXTENDED_AHEAD(true),
        /** Something else was decided on it, and it has not come yet. */
        DECIDED_AHEAD(true);

        private final boolean ahead;

        State(boolean ahead) {
            this.ahead = ahead;
        }
    }

    /** A request that has come, of which nothing else is known. */
    static RightsCase come(String requestId, String right, RightsClock clock, @Nullable SendingController controller) {
        return new RightsCase(
                        requestId,
                        right,
                        State.IDENTITY_TO_BE_PROVEN,
                        clock,
                        clock.receivedAt(),
                        null,
                        controller,
                        BoundedSet.none(),
                        Told.NOTHING,
                        null,
                        RightsTasks.NONE)
                .onItsCourse();
    }

    /** One of which only a decision is known: all the rest is made up. */
    static RightsCase ahead(String requestId, String right, RightsClock clock) {
        return new RightsCase(
                requestId,
                right,
                clock.extendedAt() == null ? State.DECIDED_AHEAD : State.EXTENDED_AHEAD,
                clock,
                clock.receivedAt(),
                null,
                null,
                BoundedSet.none(),
                Told.NOTHING,
                null,
                RightsTasks.NONE);
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

    /** Whether the person was told in time, and before the request came to its end, that the answer takes longer (art. 12(3) GDPR). */
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

    /** Where it stands in the table; empty where it has not come yet. */
    public Optional<RightsStanding> standing() {
        return switch (state) {
            case OPEN -> Optional.of(isExtended() ? RightsStanding.EXTENDED : RightsStanding.OPEN);
            case IN_PROGRESS -> Optional.of(orderId == null ? RightsStanding.IN_PROGRESS : RightsStanding.ORDERED);
            case IDENTITY_TO_BE_PROVEN, FULFILLED, REFUSED, WITHDRAWN, EXPIRED ->
                Optional.of(RightsStanding.valueOf(state.name()));
            case REFUSED_AHEAD, WITHDRAWN_AHEAD, EXTENDED_AHEAD, DECIDED_AHEAD -> Optional.empty();
        };
    }

    /**
     * What the desk may decide on it as it stands; nothing, where it has not come yet or has come to its end. An answer is put off once, and
     * given when all recipient systems have given theirs (G6).
     */
    public Set<RightsAct> decisions() {
        Set<RightsAct> decisions = EnumSet.noneOf(RightsAct.class);
        standing().ifPresent(standing -> decisions.addAll(standing.decisions(right)));
        if (isExtended()) {
            decisions.remove(RightsAct.EXTEND);
        }
        if (!tasks.open().isEmpty()) {
            decisions.remove(RightsAct.FULFIL);
        }
        return decisions;
    }

    /** The refusal that counts; null where it is not refused. */
    public @Nullable RightsStep refused() {
        return state == State.REFUSED || state == State.REFUSED_AHEAD ? first(RightsAct.REFUSE) : null;
    }

    /** What the person was answered with; null where nothing is, or where it is answered by what it has led to. */
    public @Nullable RightsStep answer() {
        return state != State.FULFILLED
                ? null
                : steps.all().stream()
                        .filter(step ->
                                step.act() == RightsAct.FULFIL && step.at().equals(changedAt))
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable RightsStep first(RightsAct act) {
        return steps.all().stream()
                .filter(step -> step.act() == act)
                .findFirst()
                .orElse(null);
    }

    RightsCase advancedTo(State next, Instant at) {
        return new RightsCase(requestId, right, next, clock, at, orderId, controller, steps, told, code, tasks);
    }

    /** The same, answered by an erasure: whatever else was decided came too late. */
    RightsCase answeredBy(Erasure erasure, Instant at) {
        State next = erasure.completed() ? State.FULFILLED : State.IN_PROGRESS;
        return new RightsCase(
                requestId, right, next, clock, at, erasure.orderId(), controller, BoundedSet.none(), told, code, tasks);
    }

    /** The same, of this controller too; null names none. */
    RightsCase of(@Nullable SendingController sender) {
        if (sender == null) {
            return this;
        }
        SendingController both = controller == null ? sender : controller.with(sender);
        return new RightsCase(requestId, right, state, clock, changedAt, orderId, both, steps, told, code, tasks);
    }

    /** The same, on which this was decided too; where it has not come yet, it still has not. What can never matter is not kept. */
    RightsCase decided(RightsStep step) {
        List<RightsStep> all = steps.with(step).all();
        List<RightsStep> kept = new ArrayList<>(
                all.stream().filter(one -> !one.ends()).limit(MOST_STEPS).toList());
        all.stream().filter(RightsStep::ends).findFirst().ifPresent(end -> {
            kept.removeIf(one -> one.compareTo(end) > 0);
            kept.add(end);
        });
        return new RightsCase(
                requestId, right, state, clock, changedAt, orderId, controller, BoundedSet.of(kept), told, code, tasks);
    }

    /** The same, where what is known of it leads to; what has taken effect stays. */
    RightsCase onItsCourse() {
        if (hasTakenEffect()) {
            return this;
        }
        if (isAhead()) {
            return steps.all().stream()
                    .filter(RightsStep::ends)
                    .findFirst()
                    .map(end -> advancedTo(
                            end.act() == RightsAct.REFUSE ? State.REFUSED_AHEAD : State.WITHDRAWN_AHEAD, end.at()))
                    .orElse(this);
        }
        RightsCourse course = RightsCourse.of(clock, steps.all());
        Instant expiresAt = clock.expiresAt();
        if (state == State.EXPIRED && course.standing() == RightsStanding.IDENTITY_TO_BE_PROVEN && expiresAt != null) {
            return advancedTo(State.EXPIRED, expiresAt);
        }
        return advancedTo(State.valueOf(course.standing().name()), course.since());
    }

    /** Whether it is not followed: refused, or withdrawn, be it ahead. */
    boolean isEnded() {
        return state == State.REFUSED
                || state == State.REFUSED_AHEAD
                || state == State.WITHDRAWN
                || state == State.WITHDRAWN_AHEAD;
    }

    /** Whether only decisions on it are known. */
    boolean isAhead() {
        return state.ahead;
    }

    /** Whether what it asks for is under way, or done: that cannot be taken back. */
    boolean hasTakenEffect() {
        return orderId != null || STATEMENTS.contains(right) && state == State.FULFILLED;
    }

    /** Whether it has come to its end. */
    boolean isSettled() {
        return state == State.FULFILLED || state == State.REFUSED || state == State.WITHDRAWN || state == State.EXPIRED;
    }

    /** Whether it is, or was, one that can be answered: its identity is proven, and it was not ended before that. */
    boolean isOpened() {
        return state == State.OPEN || state == State.IN_PROGRESS || state == State.FULFILLED;
    }

    RightsCase by(RightsClock other) {
        ProofCode open = other.provenAt() == null ? code : null;
        return other.equals(clock)
                ? this
                : new RightsCase(
                        requestId, right, state, other, changedAt, orderId, controller, steps, told, open, tasks);
    }

    /** Whether it has come, and has not come to its end. */
    public boolean isOpen() {
        return !isAhead() && !isSettled();
    }

    /** The same, with this as the part that recipient systems have in it. */
    public RightsCase with(RightsTasks other) {
        return new RightsCase(requestId, right, state, clock, changedAt, orderId, controller, steps, told, code, other);
    }

    /** The same, with this as the code that proves who asks; null: with none. */
    public RightsCase with(@Nullable ProofCode other) {
        return new RightsCase(
                requestId, right, state, clock, changedAt, orderId, controller, steps, told, other, tasks);
    }

    /** Whether its time runs: it can be answered, and is not. */
    public boolean isRunning() {
        return state == State.OPEN || state == State.IN_PROGRESS;
    }

    /** The same, when nobody has proven who asks by a time. */
    RightsCase expired(Instant at) {
        return by(clock.expiring(at)).advancedTo(State.EXPIRED, at);
    }

    /** The same, when it was told that its last moment comes near, or has passed. */
    RightsCase told(Due.What what) {
        Told now =
                what == Due.What.RIGHT_AT_RISK ? new Told(dueAt(), told.overdue()) : new Told(told.atRisk(), dueAt());
        return new RightsCase(requestId, right, state, clock, changedAt, orderId, controller, steps, now, code, tasks);
    }
}
