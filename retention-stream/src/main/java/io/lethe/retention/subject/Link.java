package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Comparator;

/**
 * What is known of the tie to another subject: the newest word on it, be it that they belong together or no longer do.
 *
 * @param linked whether they belong together
 */
public record Link(String other, Kind otherKind, boolean linked, Instant at, String eventId) {

    /** Newest event time wins; at equal times the unlinking, which spares the other from what happens to this one. */
    private static final Comparator<Link> NEWEST =
            Comparator.comparing(Link::at).thenComparing(link -> !link.linked()).thenComparing(Link::eventId);

    boolean isNewerThan(Link known) {
        return NEWEST.compare(this, known) > 0;
    }
}
