package io.lethe.retention.subject;

import java.time.Instant;

/** Something that falls due for a subject at a time. */
public record Due(What what, Instant at) {

    /** What falls due. */
    public enum What {
        CONSENT_EXPIRY,
        /** A consent ends because its purpose changed. */
        CONSENT_INVALIDATION,
        RETENTION_LAPSE,
        ERASURE,
        /** An erasure that was asked for, and waits for an older request until then (G5). */
        REQUESTED_ERASURE,
        /** The last moment to answer a request comes near (G2). */
        RIGHT_AT_RISK,
        /** The last moment to answer a request has passed. */
        RIGHT_OVERDUE,
        /** The identity behind a request can be proven no more (G1). */
        RIGHT_EXPIRY
    }
}
