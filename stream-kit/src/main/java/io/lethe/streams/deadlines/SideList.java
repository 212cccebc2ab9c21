package io.lethe.streams.deadlines;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
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
    private final Function<DeadlineKey, String> kind;

    /** How many stand in the list, by kind; what stands behind {@link #countedUpTo} is not counted yet. */
    private final Map<String, Integer> counts = new HashMap<>();

    /** Null once all is counted. */
    private @Nullable DeadlineKey countedUpTo = ALL_ENTERED;

    /** From which key on the store is still to be entered; null where all of it is. */
    private @Nullable String from = "";

    public SideList(KeyValueStore<DeadlineKey, byte[]> list, KeyValueStore<String, V> store) {
        this(list, store, _ -> "");
    }

    /** @param kind by what {@link #counts} tells them apart */
    public SideList(
            KeyValueStore<DeadlineKey, byte[]> list,
            KeyValueStore<String, V> store,
            Function<DeadlineKey, String> kind) {
        this.list = list;
        this.store = store;
        this.kind = kind;
    }

    /** Something in the store stood in the list with these keys, and now stands with those. */
    public void changed(Set<DeadlineKey> were, Set<DeadlineKey> are) {
        were.stream().filter(key -> !are.contains(key)).forEach(key -> {
            list.delete(key);
            count(key, -1);
        });
        are.stream().filter(key -> !were.contains(key)).forEach(key -> {
            list.put(key, NOTHING);
            count(key, 1);
        });
    }

    /**
     * How many stand in the list, by kind; kinds of which there is none are left out. Counts what was there when the task began, a part with each call, and from then on with each change.
     *
     * @return empty as long as not all is entered and counted
     */
    public Optional<Map<String, Integer>> counts(Duration budget) {
        if (from == null && countedUpTo != null) {
            countOn(countedUpTo, System.nanoTime() + budget.toNanos());
        }
        return countedUpTo == null ? Optional.of(Map.copyOf(counts)) : Optional.empty();
    }

    private void countOn(DeadlineKey after, long end) {
        try (KeyValueIterator<DeadlineKey, byte[]> entries = list.range(after.next(), null)) {
            while (entries.hasNext()) {
                DeadlineKey next = entries.next().key;
                counts.merge(kind.apply(next), 1, Integer::sum);
                countedUpTo = next;
                if (System.nanoTime() >= end) {
                    return;
                }
            }
        }
        countedUpTo = null;
    }

    private void count(DeadlineKey key, int change) {
        // What is behind is counted when its turn comes; before all is entered, nothing is.
        if (countedUpTo == null || from == null && key.compareTo(countedUpTo) <= 0) {
            counts.merge(kind.apply(key), change, (known, more) -> known + more == 0 ? null : known + more);
        }
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
