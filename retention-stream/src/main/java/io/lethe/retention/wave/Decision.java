package io.lethe.retention.wave;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided on all that was held up to a time.
 *
 * @param id the event's
 * @param by the operator, by account or role; null where that is not known
 */
public record Decision(
        String id, Verdict verdict, Instant at, @Nullable String by) {

    /** What becomes of the erasures that are held. */
    public enum Verdict {
        /** They are ordered. */
        APPROVE,
        /** Each subject gets a whole grace window more. */
        DROP
    }

    /** Whether it is another one again, however it is stamped. */
    boolean repeats(Decision other) {
        return id.equals(other.id) && verdict == other.verdict;
    }

    /**
     * Whether it is the last word beside another: it is newer, or of two at one time the one that erases nobody. A repeat is not, though a
     * caller who leaves the time to the door sends it with a newer one.
     */
    boolean outweighs(Decision other) {
        if (repeats(other)) {
            return false;
        }
        return at.isAfter(other.at)
                || at.equals(other.at) && verdict == Verdict.DROP && other.verdict == Verdict.APPROVE;
    }
}
