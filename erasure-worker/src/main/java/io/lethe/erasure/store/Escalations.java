package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Entry;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What waits for an operator (E3), oldest first. It stands beside the orders and changes with them, so that whoever asks looks through what
 * waits and not through the ledger. Why something waits stands in its order.
 */
public final class Escalations {

    private static final String SEPARATOR = "/";
    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final SideList<Entry> list;

    /**
     * A system of an order waits.
     *
     * @param system empty: it is the order as a whole
     */
    public record Escalation(Instant since, String orderId, String system) implements Comparable<Escalation> {

        private static Escalation of(DeadlineKey key) {
            int end = key.owner().indexOf(SEPARATOR);
            return new Escalation(
                    key.at(), key.owner().substring(0, end), key.owner().substring(end + SEPARATOR.length()));
        }

        private DeadlineKey key() {
            return new DeadlineKey(since, orderId + SEPARATOR + system);
        }

        /** In the order of the store. */
        @Override
        public int compareTo(Escalation other) {
            return key().compareTo(other.key());
        }
    }

    Escalations(KeyValueStore<DeadlineKey, byte[]> store, KeyValueStore<String, Entry> orders) {
        this.list = new SideList<>(store, orders, key -> Escalation.of(key).system());
    }

    /** Brings what waits in line with what has become of an order. */
    void changed(@Nullable Entry before, @Nullable Entry after) {
        list.changed(keys(before), keys(after));
    }

    private static Set<DeadlineKey> keys(@Nullable Entry order) {
        return order == null || order.withPerson().isEmpty()
                ? Set.of()
                : order.withPerson().entrySet().stream()
                        .map(one -> new Escalation(one.getValue(), order.orderId(), one.getKey()).key())
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

    /**
     * What waits, oldest first, for one who looks at the list of a task that is another thread's.
     *
     * @param after of the order of the list, the last that is not wanted; null: from the first on
     * @param most so many at most
     */
    public static List<Escalation> read(
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> store, @Nullable Escalation after, int most) {
        List<Escalation> found = new ArrayList<>();
        SideList.visit(store, after == null ? null : after.key(), EVER, key -> {
            found.add(Escalation.of(key));
            return found.size() < most;
        });
        return found;
    }
}
