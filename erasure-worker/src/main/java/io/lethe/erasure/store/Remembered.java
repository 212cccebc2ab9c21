package io.lethe.erasure.store;

import io.lethe.erasure.ledger.KnownIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger remembers of a subject.
 *
 * @param orders of each order that the ledger holds of the subject, what stands behind the subject in its id; null where the ledger has to be searched
 *     for them, because an earlier version did not write them down, or nothing is remembered
 */
public record Remembered(KnownIdentity identity, @Nullable List<String> orders) {

    public Remembered {
        orders = orders == null ? null : List.copyOf(orders);
    }

    boolean nothing() {
        return identity.empty() && (orders == null || orders.isEmpty());
    }
}
