package io.lethe.retention.subject;

import io.lethe.policy.Witness;
import java.time.Instant;
import java.util.Comparator;

/**
 * One word on whether two subjects belong together.
 *
 * @param linked whether they do
 * @param by who says so
 */
public record Tie(Instant at, boolean linked, Witness by, String eventId) implements Comparable<Tie> {

    /** At equal times the unlinking is the last word: it spares the other from what happens to this one. */
    private static final Comparator<Tie> ORDER = Comparator.comparing(Tie::at)
            .thenComparing(tie -> !tie.linked())
            .thenComparing(Tie::eventId)
            .thenComparing(Tie::by);

    @Override
    public int compareTo(Tie other) {
        return ORDER.compare(this, other);
    }
}
