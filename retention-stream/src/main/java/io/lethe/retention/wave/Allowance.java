package io.lethe.retention.wave;

import io.lethe.policy.WaveLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * How many subjects of one partition may be erased for their silence within a window before a person has to look. Ids are spread
 * evenly, so each partition has its part of what the policy allows, rounded up.
 *
 * @param number however many subjects there are
 * @param share as a part of the subjects, and never below the policy's floor
 */
public record Allowance(Duration within, long number, long share) {

    /** @param subjects of this partition */
    public static Allowance of(WaveLimits limits, int partitions, long subjects) {
        return new Allowance(
                limits.within(),
                Math.ceilDiv(limits.number(), partitions),
                Math.max(Math.ceilDiv(limits.neverBelow(), partitions), (long)
                        Math.floor(subjects * limits.percent() / 100)));
    }

    long of(Limit limit) {
        return switch (limit) {
            case NUMBER -> number;
            case SHARE -> share;
        };
    }

    /** The limit that so many erasures within the window are beyond. */
    Optional<Limit> exceededBy(long erasures) {
        if (erasures > number) {
            return Optional.of(Limit.NUMBER);
        }
        return erasures > share ? Optional.of(Limit.SHARE) : Optional.empty();
    }
}
