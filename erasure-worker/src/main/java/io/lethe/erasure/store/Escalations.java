package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Entry;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What waits for an operator (E3), oldest first. It stands beside the orders and changes with them, so that whoever asks looks through what
 * waits and not through the ledger. Why something waits stands in its order.
 */
public final class Escalations {

    private final SideList<Entry> list;

    Escalations(KeyValueStore<DeadlineKey, byte[]> store, KeyValueStore<String, Entry> orders) {
        this.list = new SideList<>(store, orders, key -> Listed.of(key).system());
    }

    /** Brings what waits in line with what has become of an order. */
    void changed(@Nullable Entry before, @Nullable Entry after) {
        list.changed(keys(before), keys(after));
    }

    private static Set<DeadlineKey> keys(@Nullable Entry order) {
        return order == null || order.withPerson().isEmpty()
                ? Set.of()
                : order.withPerson().entrySet().stream()
                        .map(one -> new Listed(one.getValue(), order.orderId(), one.getKey()).key())
                        .collect(Collectors.toSet());
    }

    /**
     * How many wait, by system; an order as a whole stands under {@link Entry#WHOLE_ORDER}. As {@link SideList#counts}.
     */
    Optional<Map<String, Integer>> waiting(Duration budget) {
        return list.counts(budget);
    }

    /** Goes on to enter what a version without this list has escalated; as {@link SideList#enterOlder}. */
    void enterOlder(Duration budget) {
        list.enterOlder(budget, (_, order) -> keys(order));
    }
}
