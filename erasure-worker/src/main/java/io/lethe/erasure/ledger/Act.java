package io.lethe.erasure.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides on what is owed for an order (E3).
 *
 * @param eventId a repeat of it changes nothing
 * @param system null: every one that still owes an answer
 * @param reason in the operator's words; it stands beside the outcome from then on, in the certificate too
 * @param by the operator, by account or role; null where that is not known. It does not get into the certificate
 * @param origin where its record stands
 */
public record Act(
        String eventId,
        String orderId,
        @Nullable String system,
        Verdict verdict,
        String reason,
        @Nullable String by,
        Instant at,
        Origin origin) {

    /** What is to become of a command that is not settled. */
    public enum Verdict {
        /** It is given once more, also after its deadline; unanswered, it comes back to the operator. */
        RETRY,
        /** The system is released from its duty. */
        WAIVE,
        /** The system has deleted by other means, and somebody has seen to it. */
        CLOSE
    }

    /** A place in the topic of decisions, for the dead letter of one that cannot be carried out. */
    public record Origin(int partition, long offset) {}

    boolean concerns(String other) {
        return system == null || system.equals(other);
    }
}
