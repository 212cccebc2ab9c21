package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What a certificate says of a finished order. A ledger that has lost it, or dropped it, has it back by this.
 *
 * @param orderedAt the cut
 * @param state in which it ended
 * @param systems those that had a command
 */
public record Proof(
        String orderId,
        String subjectId,
        Instant orderedAt,
        Instant completedAt,
        OrderState state,
        List<String> systems) {

    public Proof {
        systems = List.copyOf(systems);
    }
}
