package io.lethe.erasure.query;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.streams.StateQueries;
import io.lethe.streams.StateUnavailableException;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the ledger holds of an order, for queries. */
public final class Erasures {

    private final StateQueries state;

    public Erasures(StateQueries state) {
        this.state = state;
    }

    /** What came of a question. */
    sealed interface Found {

        record Here(Entry entry) implements Found {}

        record Nowhere() implements Found {}

        /** Another instance has the subject. */
        record Elsewhere(HostInfo host) implements Found {}

        /** Nobody can say at the moment: partitions move, or are being restored. */
        record NotNow() implements Found {}
    }

    /** An order lies where its subject does. */
    Found find(String subjectId, String orderId) {
        try {
            Optional<HostInfo> owner = state.elsewhere(LedgerStores.ORDERS, subjectId);
            if (owner.isPresent()) {
                return new Found.Elsewhere(owner.get());
            }
            Optional<Entry> entry = state.read(
                    LedgerStores.ORDERS,
                    subjectId,
                    (ReadOnlyKeyValueStore<String, Entry> orders) -> Optional.ofNullable(entry(orders, orderId)));
            return entry.filter(found -> !(found instanceof Entry.Expected))
                    .<Found>map(Found.Here::new)
                    .orElseGet(Found.Nowhere::new);
        } catch (StateUnavailableException e) {
            return new Found.NotNow();
        }
    }

    private static @Nullable Entry entry(ReadOnlyKeyValueStore<String, Entry> orders, String orderId) {
        return orders.get(orderId);
    }
}
