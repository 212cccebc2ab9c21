package io.lethe.schemas.topics;

import java.time.Duration;

/**
 * How long after the last recipient's answer the pipeline's own copies of an identifier may still exist. Every setting of
 * a topic or changelog that decides how long a deleted byte stays on a disk is derived from it.
 */
public record ForgettingWindow(Duration length) {

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** One day. */
    public static final ForgettingWindow DEFAULT = new ForgettingWindow(Duration.ofDays(1));

    public ForgettingWindow {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "forgetting window: '" + length + "' must be between " + SHORTEST + " and " + LONGEST);
        }
    }

    /** The {@code parts}-th part of the window, in milliseconds, as Kafka's settings want it. */
    String share(int parts) {
        return Long.toString(length.dividedBy(parts).toMillis());
    }

    /** The same, but never longer than {@code most}, which is what a broker would do by itself. */
    String share(int parts, Duration most) {
        Duration share = length.dividedBy(parts);
        return Long.toString((share.compareTo(most) < 0 ? share : most).toMillis());
    }
}
