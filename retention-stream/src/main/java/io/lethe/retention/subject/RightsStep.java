package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What was decided on a rights request. Of one kind the first counts, in whatever order they come (C2).
 *
 * @param at when it was done, or the person was told
 * @param reason of a refusal; null with any other
 * @param reference of an answer: where it went, in words that say nothing of the person; null where nobody said
 */
public record RightsStep(
        Instant at,
        RightsAct act,
        String decisionId,
        @Nullable RefusalReason reason,
        @Nullable String reference) implements Comparable<RightsStep> {

    private static final Comparator<RightsStep> ORDER = Comparator.comparing(RightsStep::at)
            .thenComparing(RightsStep::act)
            .thenComparing(RightsStep::decisionId)
            .thenComparing(RightsStep::reason, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RightsStep::reference, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** A decision of which nothing more is to be said. */
    public static RightsStep of(RightsAct act, Instant at, String decisionId) {
        return new RightsStep(at, act, decisionId, null, null);
    }

    public static RightsStep refusal(Instant at, RefusalReason reason, String decisionId) {
        return new RightsStep(at, RightsAct.REFUSE, decisionId, reason, null);
    }

    /** Whether it ends whatever has not come to an end. */
    boolean ends() {
        return act == RightsAct.REFUSE || act == RightsAct.WITHDRAW;
    }

    @Override
    public int compareTo(RightsStep other) {
        return ORDER.compare(this, other);
    }
}
