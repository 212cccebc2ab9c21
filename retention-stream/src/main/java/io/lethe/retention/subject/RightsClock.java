package io.lethe.retention.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a request has to be answered (G1). All of it follows from the set of what was said of the request, in whatever order that came (C2).
 *
 * @param receivedAt when the organisation received it
 * @param askedAt when the person was first asked to prove who they are; null where nobody said, and then with receipt
 * @param provenAt when the identity behind it was first proven; null while it is not, and the time stands still (art. 12(6) GDPR)
 * @param extendedAt when the person was first told that the answer takes longer; null where nobody told
 * @param firstDueAt last moment to answer, or to tell the person that it takes longer (art. 12(3))
 * @param longestDueAt last moment to answer where the person was told; null where an older version has not computed it
 * @param expiresAt from when on the identity can be proven no more, and the request is over; null where it was proven in time, or where
 *     an older version has not computed it
 */
public record RightsClock(
        Instant receivedAt,
        @Nullable Instant askedAt,
        @Nullable Instant provenAt,
        @Nullable Instant extendedAt,
        Instant firstDueAt,
        @Nullable Instant longestDueAt,
        @Nullable Instant expiresAt) {

    /** Of a request as an older version kept it, whose day was told and stays; whatever had to be proven is as if it had been at once. */
    public static RightsClock asTold(Instant receivedAt, Instant dueAt, boolean proven) {
        return new RightsClock(receivedAt, null, proven ? receivedAt : null, null, dueAt, null, null);
    }

    /** Whether the identity was proven, and in time. */
    boolean isProven() {
        return provenAt != null && expiresAt == null;
    }

    RightsClock expiring(Instant at) {
        return new RightsClock(receivedAt, askedAt, provenAt, extendedAt, firstDueAt, longestDueAt, at);
    }

    /** Whether the person was told that it takes longer, and in time. While the time stands still, that is never too late. */
    boolean isExtended() {
        return extendedAt != null
                && longestDueAt != null
                && longestDueAt.isAfter(firstDueAt)
                && (provenAt == null || !extendedAt.isAfter(firstDueAt));
    }

    RightsClock extended(@Nullable Instant told, @Nullable Instant longest) {
        return new RightsClock(receivedAt, askedAt, provenAt, told, firstDueAt, longest, expiresAt);
    }
}
