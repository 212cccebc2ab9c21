package io.lethe.retention.subject;

import java.time.Instant;

/** Something that falls due for a subject at a time. */
public record Due(What what, Instant at) {

    /** What falls due. */
    public enum What {
        CONSENT_EXPIRY,
        RETENTION_LAPSE,
        ERASURE
    }
}
