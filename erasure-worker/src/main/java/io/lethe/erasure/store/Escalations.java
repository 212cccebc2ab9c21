package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Entry;
import io.lethe.streams.deadlines.DeadlineKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What waits for an operator (E3), oldest first. It stands beside the orders and changes with them, so that whoever asks looks through what
 * waits and not through the ledger. Why something waits stands in its order.
 */
public final class Escalations {

    private static final byte[] NOTHING = {};
    private static final String SEPARATOR = "/";

    /** Before all others, once every order that the ledger holds is entered here. */
    private static final DeadlineKey ALL_ENTERED = new DeadlineKey(Instant.EPOCH, "");

    private final KeyValueStore<DeadlineKey, byte[]> store;
    private final KeyValueStore<String, Entry> orders;

    /** From which order on they are still to be entered; null where all are. */
    private @Nullable String from = "";

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
        this.store = store;
        this.orders = orders;
    }

    /** Brings what waits in line with what has become of an order. */
    void changed(@Nullable Entry before, @Nullable Entry after) {
        Map<String, Instant> waited = before == null ? Map.of() : before.withPerson();
        Map<String, Instant> waits = after == null ? Map.of() : after.withPerson();
        waited.forEach((system, since) -> {
            if (before != null && !since.equals(waits.get(system))) {
                store.delete(new Escalation(since, before.orderId(), system).key());
            }
        });
        waits.forEach((system, since) -> {
            if (after != null && !since.equals(waited.get(system))) {
                store.put(new Escalation(since, after.orderId(), system).key(), NOTHING);
            }
        });
    }

    /**
     * Goes on to enter what a version without this list has escalated, once in the life of a ledger. Not to be called while the task is only being set up: then
     * nothing can be written.
     */
    void enterOlder(Duration budget) {
        if (from == null) {
            return;
        }
        if (from.isEmpty() && areAllEntered(store)) {
            from = null;
            return;
        }
        long end = System.nanoTime() + budget.toNanos();
        try (KeyValueIterator<String, Entry> all = orders.range(from, null)) {
            while (all.hasNext()) {
                if (System.nanoTime() >= end) {
                    from = all.peekNextKey();
                    return;
                }
                changed(null, all.next().value);
            }
        }
        from = null;
        store.put(ALL_ENTERED, NOTHING);
    }

    /** Whether nothing is missing, for one who looks at the list of a task that is another thread's. */
    public static boolean areAllEntered(ReadOnlyKeyValueStore<DeadlineKey, byte[]> store) {
        return store.get(ALL_ENTERED) != null;
    }

    /**
     * What waits, oldest first, for one who looks at the list of a task that is another thread's.
     *
     * @param after of the order of the list, the last that is not wanted; null: from the first on
     * @param most so many at most
     */
    public static List<Escalation> read(
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> store, @Nullable Escalation after, int most) {
        DeadlineKey last = after == null ? ALL_ENTERED : after.key();
        List<Escalation> found = new ArrayList<>();
        try (KeyValueIterator<DeadlineKey, byte[]> entries = store.range(last, null)) {
            while (entries.hasNext() && found.size() < most) {
                KeyValue<DeadlineKey, byte[]> next = entries.next();
                if (next.key.compareTo(last) > 0) {
                    found.add(Escalation.of(next.key));
                }
            }
        }
        return found;
    }
}
