package io.lethe.erasure;

import java.time.Instant;
import java.util.List;

/**
 * What a certificate says of a finished order. A ledger that has lost it, or dropped it, has it back by this.
 *
 * @param orderedAt the cut
 * @param systems those that had a command
 */
record Proof(String orderId, String subjectId, Instant orderedAt, Instant completedAt, List<String> systems) {

    Proof {
        systems = List.copyOf(systems);
    }
}
