package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Optional;

/** The newest of a few times. */
final class Times {

    private Times() {}

    /**
     * The newest before a bound. Where all that are kept are later, and older ones were left out, one of those may have come right
     * before the bound: it is taken, so that nothing ends too early.
     */
    static Optional<Instant> newestBefore(BoundedSet<Instant> times, Instant bound) {
        for (Instant time : times.all().reversed()) {
            if (time.isBefore(bound)) {
                return Optional.of(time);
            }
        }
        return times.complete() || bound.equals(Instant.MIN) ? Optional.empty() : Optional.of(bound.minusMillis(1));
    }
}
