package io.lethe.streams.deadlines;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A list, in the order of times, of some of what stands in a store, such as all that is open. It stands beside the store and changes with it, so that whoever
 * asks looks through the list and not through the store. Nothing but keys is in it.
 *
 * @param <V> what the store holds
 */
public final class SideList<V> {

    private static final byte[] NOTHING = {};

    /** Before all others, once all that the store holds is entered here. */
    private static final DeadlineKey ALL_ENTERED = new DeadlineKey(Instant.EPOCH, "");

    private final KeyValueStore<DeadlineKey, byte[]> list;
    private final KeyValueStore<String, V> store;

    /** From which key on the store is still to be entered; null where all of it is. */
    private @Nullable String from = "";

    public SideList(KeyValueStore<DeadlineKey, byte[]> list, KeyValueStore<String, V> store) {
        this.list = list;
        this.store = store;
    }

    /** Something in the store stood in the list with these keys, and now stands with those. */
    public void changed(Set<DeadlineKey> were, Set<DeadlineKey> are) {
        were.stream().filter(key -> !are.contains(key)).forEach(list::delete);
        are.stream().filter(key -> !were.contains(key)).forEach(key -> list.put(key, NOTHING));
    }

    /**
     * Goes on to enter what a version without this list has put into the store, once in the life of the store. Not to be called while the task is only being
     * set up: then nothing can be written.
     *
     * @param keys with which something stands in the list, by its key in the store
     */
    public void enterOlder(Duration budget, BiFunction<String, V, Set<DeadlineKey>> keys) {
        if (from == null) {
            return;
        }
        if (from.isEmpty() && areAllEntered(list)) {
            from = null;
            return;
        }
        long end = System.nanoTime() + budget.toNanos();
        try (KeyValueIterator<String, V> all = store.range(from, null)) {
            while (all.hasNext()) {
                if (System.nanoTime() >= end) {
                    from = all.peekNextKey();
                    return;
                }
                KeyValue<String, V> next = all.next();
                changed(Set.of(), keys.apply(next.key, next.value));
            }
        }
        from = null;
        list.put(ALL_ENTERED, NOTHING);
    }

    /** Whether nothing is missing, for one who looks at the list of a task that is another thread's. */
    public static boolean areAllEntered(ReadOnlyKeyValueStore<DeadlineKey, byte[]> list) {
        return list.get(ALL_ENTERED) != null;
    }

    /**
     * Visits what is in the list, in its order, until the visitor has enough; for one who looks at the list of a task that is another thread's.
     *
     * @param after the last that is not wanted; null: from the first on
     * @param until nothing of a later time is visited
     * @param visitor tells whether it takes another one
     * @return whether nothing is left to visit
     */
    public static boolean visit(
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> list,
            @Nullable DeadlineKey after,
            Instant until,
            Predicate<DeadlineKey> visitor) {
        DeadlineKey first = (after == null ? ALL_ENTERED : after).next();
        try (KeyValueIterator<DeadlineKey, byte[]> entries = list.range(first, null)) {
            while (entries.hasNext() && !entries.peekNextKey().at().isAfter(until)) {
                if (!visitor.test(entries.next().key)) {
                    return !entries.hasNext() || entries.peekNextKey().at().isAfter(until);
                }
            }
            return true;
        }
    }
}
