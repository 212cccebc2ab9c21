package io.lethe.streams.deadlines;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one task, in order of time, over a state store. Taking what is due costs what is due, never what is
 * stored (R3).
 *
 * <p>The first few thousand are known by heart: all that the store holds before a certain key, the horizon. What falls due is taken from
 * them, and the store is only looked at when none of them is left. So a tick with nothing due costs no look at it; and since a look begins at the horizon,
 * which is a key and not a time, it never passes the tombstones of what was taken before, not even those of half a million
 * deadlines in one millisecond. After a restart the store is looked at once from the start.
 */
public final class DeadlineQueue {

    private static final int AT_ONCE = 4_096;

    private static final byte[] NOTHING = {};
    private static final DeadlineKey LAST = DeadlineKey.first(Instant.ofEpochMilli(Long.MAX_VALUE));

    private final KeyValueStore<DeadlineKey, byte[]> store;
    private final LongSupplier nanoTime;

    /** How many are read at once. */
    private final int atOnce;

    /** All entries before the horizon. */
    private final NavigableSet<DeadlineKey> near = new TreeSet<>();

    private DeadlineKey horizon = DeadlineKey.first(Instant.EPOCH);

    public DeadlineQueue(KeyValueStore<DeadlineKey, byte[]> store) {
        this(store, System::nanoTime, AT_ONCE);
    }

    DeadlineQueue(KeyValueStore<DeadlineKey, byte[]> store, LongSupplier nanoTime, int atOnce) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.atOnce = atOnce;
    }

    /** Puts a deadline; twice the same is one. */
    public void put(DeadlineKey deadline) {
        store.put(deadline, NOTHING);
        if (deadline.compareTo(horizon) < 0) {
            near.add(deadline);
            if (near.size() > 2 * atOnce) {
                horizon = near.removeLast();
            }
        }
    }

    /** Takes a deadline out before it is due; one that is not there is nothing. */
    public void cancel(DeadlineKey deadline) {
        near.remove(deadline);
        remove(deadline);
    }

    /** Without a look at what stood there, which deleting by name takes. */
    private void remove(DeadlineKey deadline) {
        store.put(deadline, null);
    }

    /** What is due by a time, oldest first, for one who looks at a queue that is another thread's. The caller closes it. */
    public static KeyValueIterator<DeadlineKey, byte[]> due(
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> store, Instant until) {
        return store.range(DeadlineKey.first(Instant.EPOCH), after(until));
    }

    /** Since when the oldest entry has been due; empty where nothing is. Takes nothing. */
    public Optional<Instant> oldestDue(Instant now) {
        DeadlineKey first = firstDue(after(now));
        return first == null ? Optional.empty() : Optional.of(first.at());
    }

    /**
     * Takes what is due, oldest first, until nothing is left or the budget is spent, and one in any case: a budget that is
     * gone before the first would be gone each time, and nothing would ever be taken. Each entry leaves the queue before its
     * action runs, so that the action may put another, which is taken in its turn.
     *
     * @param budget what may be spent; see {@link FiringBudget}
     * @return since when the oldest entry that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<DeadlineKey> action) {
        long started = nanoTime.getAsLong();
        DeadlineKey afterNow = after(now);
        boolean taken = false;
        for (DeadlineKey deadline = firstDue(afterNow); deadline != null; deadline = firstDue(afterNow)) {
            if (taken && nanoTime.getAsLong() - started >= budget.toNanos()) {
                return Optional.of(deadline.at());
            }
            near.removeFirst();
            remove(deadline);
            taken = true;
            action.accept(deadline);
        }
        return Optional.empty();
    }

    private @Nullable DeadlineKey firstDue(DeadlineKey afterNow) {
        if (near.isEmpty() && horizon.compareTo(afterNow) < 0) {
            lookAhead(afterNow);
        }
        return near.isEmpty() || near.first().compareTo(afterNow) >= 0 ? null : near.first();
    }

    /** Up to the first that is not due, which tells until when the store need not be looked at again. */
    private void lookAhead(DeadlineKey afterNow) {
        try (KeyValueIterator<DeadlineKey, byte[]> entries = store.range(horizon, LAST)) {
            while (near.size() < atOnce && entries.hasNext()) {
                DeadlineKey next = entries.next().key;
                near.add(next);
                horizon = next.next();
                if (next.compareTo(afterNow) >= 0) {
                    return;
                }
            }
            if (!entries.hasNext()) {
                horizon = LAST;
            }
        }
    }

    /** The first possible key that is not due. */
    private static DeadlineKey after(Instant now) {
        return DeadlineKey.first(now.plusMillis(1));
    }
}
