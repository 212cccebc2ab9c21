package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a rights request in one recipient system. Of several answers of a system the newest counts, in whatever order they
 * come (C2).
 *
 * @param at when the system had done it, or found that there is nothing to do
 * @param records how many records of the person were found, or put right; null where nobody said
 * @param reference where that lies, in words that say nothing of the person; null where nobody said
 * @param by who says so; null where the system itself does
 */
public record RightsAnswer(
        String system,
        Instant at,
        Outcome outcome,
        @Nullable Integer records,
        @Nullable String reference,
        String answerId,
        @Nullable String by) {

    private static final Comparator<RightsAnswer> NEWNESS = Comparator.comparing(RightsAnswer::at)
            .thenComparing(RightsAnswer::answerId)
            .thenComparing(RightsAnswer::outcome)
            .thenComparing(RightsAnswer::records, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RightsAnswer::reference, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RightsAnswer::by, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** What a system has made of it. */
    public enum Outcome {
        /** It will take a while. */
        RECEIVED(false),
        COMPLETED(true),
        /** It has nothing of the person. */
        NOT_FOUND(true),
        /** It cannot do such a thing on request. */
        NOT_SUPPORTED(true),
        /** Not this time. */
        FAILED(false),
        /** It must not, or does not. */
        REFUSED(true);

        private final boolean last;

        Outcome(boolean last) {
            this.last = last;
        }
    }

    /** Whether nothing more is waited for. */
    boolean isLast() {
        return outcome.last;
    }

    /** The one that counts. */
    RightsAnswer or(RightsAnswer other) {
        return NEWNESS.compare(this, other) < 0 ? other : this;
    }
}
