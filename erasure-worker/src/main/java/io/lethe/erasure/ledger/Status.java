package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an order stands, system by system.
 *
 * @param at when it got there
 * @param recipientsDoneAt when the last recipient was done; null before
 * @param forgottenAt when the pipeline's own copies of the identifier were gone (E5); null before
 */
public record Status(
        Order order,
        OrderState state,
        List<Command> systems,
        Instant dueAt,
        Instant at,
        @Nullable Instant recipientsDoneAt,
        @Nullable Instant forgottenAt) {

    public Status {
        systems = List.copyOf(systems);
    }
}
