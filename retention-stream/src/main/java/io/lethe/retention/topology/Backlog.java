package io.lethe.retention.topology;

import java.time.Duration;

/**
 * Whether a task still works off what came in while it was away. As long as it does, nobody is erased for a lapse: the
 * interaction that revives, in time, may be among what is still to be read (R2). Consent expires, and lapses are told, meanwhile:
 * neither destroys anything.
 *
 * <p>It goes by the records' timestamps, which are the real clock's. A task that never catches up never erases for a lapse; the
 * expiry lag tells (S4).
 */
final class Backlog {

    /** A record that has waited for longer than this is part of a backlog. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** For how long no such record must have come. A task that has just started has not looked yet, and waits as long. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private long lastMet;

    Backlog(long nowMillis) {
        lastMet = nowMillis;
    }

    /** A record was read. */
    void met(long timestampMillis, long nowMillis) {
        if (nowMillis - timestampMillis > FRESH.toMillis()) {
            lastMet = nowMillis;
        }
    }

    boolean isWorkedOff(long nowMillis) {
        return nowMillis - lastMet >= QUIET.toMillis();
    }
}
