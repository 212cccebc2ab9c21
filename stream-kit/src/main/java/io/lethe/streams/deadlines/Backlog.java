package io.lethe.streams.deadlines;

import java.time.Duration;

/**
 * Whether a task still works off what came in while it was away, or what it reads again in a rebuild. As long as it does, nothing is
 * erased that a record still to be read may save: an interaction that revives, in time (R2); the certificate of an order that is
 * finished (E6).
 *
 * <p>It goes by the records' timestamps, which are the real clock's. A task that never catches up never stops waiting; the
 * expiry lag tells (S4).
 */
public final class Backlog {

    private final long freshMillis;
    private final long quietMillis;
    private long lastMet;

    /**
     * @param fresh a record that has waited for longer than this is part of a backlog
     * @param quiet for how long no such record must have come. A task that has just started has not looked yet, and waits as long
     */
    public Backlog(Duration fresh, Duration quiet, long nowMillis) {
        this.freshMillis = fresh.toMillis();
        this.quietMillis = quiet.toMillis();
        this.lastMet = nowMillis;
    }

    /**
     * A record was read.
     *
     * @return whether it is part of a backlog
     */
    public boolean met(long timestampMillis, long nowMillis) {
        boolean late = nowMillis - timestampMillis > freshMillis;
        if (late) {
            lastMet = nowMillis;
        }
        return late;
    }

    public boolean isWorkedOff(long nowMillis) {
        return nowMillis - lastMet >= quietMillis;
    }
}
