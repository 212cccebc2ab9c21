package io.lethe.policy;

import java.time.Duration;

/**
 * Waits that grow by a factor up to a longest one.
 *
 * @param first the wait after the first attempt; positive
 * @param factor by which each wait is longer than the one before; at least 1
 * @param max the longest wait; not below the first
 */
public record Backoff(Duration first, double factor, Duration max) {

    public Backoff {
        if (!first.isPositive()) {
            throw new IllegalArgumentException("first wait '" + first + "' must be positive");
        }
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor " + factor + " must be a number of at least 1");
        }
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException("longest wait '" + max + "' is shorter than the first '" + first + "'");
        }
    }

    /** The wait after the given attempt, counted from 1. */
    public Duration after(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts are counted from 1, not from " + attempt);
        }
        double millis = first.toMillis() * Math.pow(factor, attempt - 1);
        return millis >= max.toMillis() ? max : Duration.ofMillis((long) millis);
    }
}
