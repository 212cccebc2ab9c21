package io.lethe.retention.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A linked subject was ordered to be erased. It stays on record until this subject is erased up to the same time
 * itself: what belongs to that time may still come (E8).
 *
 * @param from the linked subject
 * @param rootOrderId the order from which the erasure spreads
 * @param rootCause why that one was given
 * @param at its cut
 */
public record HeardErasure(
        String from,
        String rootOrderId,
        Erasure.Cause rootCause,
        Instant at,
        @Nullable String requestId) implements Comparable<HeardErasure> {

    @Override
    public int compareTo(HeardErasure other) {
        int byTime = at.compareTo(other.at);
        int byRoot = byTime == 0 ? rootOrderId.compareTo(other.rootOrderId) : byTime;
        return byRoot == 0 ? from.compareTo(other.from) : byRoot;
    }
}
