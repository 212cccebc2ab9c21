package io.lethe.retention.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a request has come: what was said of it and decided on it, in the order of its times and not of its arrival, taken through the
 * table ({@link RightsStanding}). What the table does not allow at its time changes nothing.
 *
 * @param since when it came to stand there
 */
record RightsCourse(RightsStanding standing, Instant since) {

    /** Where a request stands, of which the proof of identity and these steps are known. */
    static RightsCourse of(RightsClock clock, Iterable<RightsStep> steps) {
        return until(clock, steps, null);
    }

    /** Where it stood when a step was taken. */
    static RightsStanding before(RightsClock clock, Iterable<RightsStep> steps, RightsStep step) {
        return until(clock, steps, step).standing();
    }

    private static RightsCourse until(RightsClock clock, Iterable<RightsStep> steps, @Nullable RightsStep end) {
        RightsCourse course = new RightsCourse(RightsStanding.IDENTITY_TO_BE_PROVEN, clock.receivedAt());
        for (RightsStep step : steps) {
            course = course.asOf(clock, step.at());
            if (step.equals(end)) {
                return course;
            }
            course = course.then(step.act(), step.at());
        }
        return course.asOf(clock, end == null ? latest(clock) : end.at());
    }

    /** The newest that is known of an identity: also that it was proven too late. */
    private static Instant latest(RightsClock clock) {
        return clock.provenAt() == null ? clock.receivedAt() : clock.provenAt();
    }

    private RightsCourse asOf(RightsClock clock, Instant time) {
        Instant provenAt = clock.provenAt();
        Instant expiresAt = clock.expiresAt();
        if (provenAt != null && clock.isProven() && !provenAt.isAfter(time)) {
            return then(RightsAct.PROVE, provenAt);
        }
        return expiresAt == null || expiresAt.isAfter(time) ? this : then(RightsAct.EXPIRE, expiresAt);
    }

    private RightsCourse then(RightsAct act, Instant at) {
        return standing.after(act).map(next -> new RightsCourse(next, at)).orElse(this);
    }
}
