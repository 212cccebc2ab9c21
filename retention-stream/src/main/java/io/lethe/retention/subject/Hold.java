package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Comparator;

/**
 * What is known of a legal hold or a restriction of processing (art. 18 GDPR): the newest word on it.
 *
 * @param placed whether it stands
 * @param restriction whether it restricts the subject's processing, beside parking its erasure
 * @param via the subject from which it came; the subject itself where it was placed here
 */
public record Hold(String holdId, boolean placed, boolean restriction, String via, Instant at, String eventId) {

    /** Newest event time wins; at equal times the placing, which keeps what might be needed. */
    private static final Comparator<Hold> NEWEST =
            Comparator.comparing(Hold::at).thenComparing(Hold::placed).thenComparing(Hold::eventId);

    boolean isNewerThan(Hold known) {
        return NEWEST.compare(this, known) > 0;
    }
}
