package io.lethe.streams.deadlines;

import java.time.Duration;

/**
 * Whether tasks still work off what came in while they were away, or what they read again in a rebuild. As long as they do, nothing is
 * erased that a record still to be read may save: an interaction that revives, in time (R2); a hold, here or on a linked subject (R4);
 * the certificate of an order that is finished (E6).
 *
 * <p>It goes by the records' timestamps, which are the real clock's. Tasks that never catch up never stop waiting; the
 * expiry lag tells (S4). One may be shared by tasks of several threads, which then wait for each other.
 */
public final class Backlog {

    private static final long NEVER = Long.MIN_VALUE;

    private final long freshMillis;
    private final long quietMillis;
    private volatile long lastMet = NEVER;
    private volatile long reach = NEVER;

    /**
     * @param fresh a record that has waited for longer than this is part of a backlog
     * @param quiet for how long no such record must have come. A task that has just started has not looked yet, and waits as long
     */
    public Backlog(Duration fresh, Duration quiet) {
        this.freshMillis = fresh.toMillis();
        this.quietMillis = quiet.toMillis();
    }

    /** A task begins, and nobody knows yet what it has to read. */
    public void taskBegan(long nowMillis) {
        lastMet = nowMillis;
    }

    /** All that was published before a time is part of the backlog, however short it has waited: for a task that knows nothing yet. */
    public void reachesTo(long millis) {
        reach = millis;
    }

    /**
     * A record was read.
     *
     * @return whether it is part of a backlog
     */
    public boolean met(long timestampMillis, long nowMillis) {
        boolean late = nowMillis - timestampMillis > freshMillis || timestampMillis < reach;
        if (late) {
            lastMet = nowMillis;
        }
        return late;
    }

    /** Whether all that was published before has been read; not before the first task has begun. */
    public boolean isWorkedOff(long nowMillis) {
        return left(nowMillis).isZero();
    }

    /** For how long no further record of the backlog must come until it is worked off; zero where it is. */
    public Duration left(long nowMillis) {
        long since = lastMet;
        return since == NEVER
                ? Duration.ofMillis(quietMillis)
                : Duration.ofMillis(Math.max(0, quietMillis - (nowMillis - since)));
    }
}
