package io.lethe.streams.deadlines;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The deadlines of one task, in order of time, over a state store. Taking what is due costs what is due, never what is
 * stored (R3).
 *
 * <p>A deleted entry stays in RocksDB as a tombstone until compaction, and a scan from the beginning would pay for all of
 * them at each tick. The queue therefore remembers a key before which nothing is left, a key and not a time: half a million
 * deadlines of one millisecond leave half a million tombstones in it. It is the first entry that there is, due or not, so that the store is
 * not looked at before something is due. After a restart it looks once from the start.
 */
public final class DeadlineQueue {

    private static final byte[] NOTHING = {};
    private static final DeadlineKey LAST = DeadlineKey.first(Instant.ofEpochMilli(Long.MAX_VALUE));

    private final KeyValueStore<DeadlineKey, byte[]> store;
    private final LongSupplier nanoTime;

    /** No entry comes before this. */
    private DeadlineKey lowest = DeadlineKey.first(Instant.EPOCH);

    public DeadlineQueue(KeyValueStore<DeadlineKey, byte[]> store) {
        this(store, System::nanoTime);
    }

    DeadlineQueue(KeyValueStore<DeadlineKey, byte[]> store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /** Puts a deadline; twice the same is one. */
    public void put(DeadlineKey deadline) {
        store.put(deadline, NOTHING);
        lowest = earlier(lowest, deadline);
    }

    /** Takes a deadline out before it is due; one that is not there is nothing. */
    public void cancel(DeadlineKey deadline) {
        remove(deadline);
    }

    private KeyValueIterator<DeadlineKey, byte[]> from(DeadlineKey first) {
        return store.range(first, LAST);
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
        DeadlineKey afterNow = after(now);
        if (lowest.compareTo(afterNow) >= 0) {
            return Optional.empty();
        }
        try (KeyValueIterator<DeadlineKey, byte[]> entries = from(lowest)) {
            lowest = entries.hasNext() ? entries.peekNextKey() : LAST;
        }
        return lowest.compareTo(afterNow) >= 0 ? Optional.empty() : Optional.of(lowest.at());
    }

    /**
     * Takes what is due, oldest first, until nothing is left or the budget is spent, and one in any case: a budget that is
     * gone before the first would be gone each time, and nothing would ever be taken. Each entry leaves the queue before its
     * action runs, so that the action may put another.
     *
     * @param budget what may be spent; see {@link FiringBudget}
     * @return since when the oldest entry that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<DeadlineKey> action) {
        long started = nanoTime.getAsLong();
        DeadlineKey afterNow = after(now);
        DeadlineKey reached = lowest;
        if (reached.compareTo(afterNow) >= 0) {
            return Optional.empty();
        }
        lowest = LAST;
        boolean taken = false;
        try (KeyValueIterator<DeadlineKey, byte[]> entries = from(reached)) {
            while (entries.hasNext()) {
                DeadlineKey deadline = entries.peekNextKey();
                reached = deadline;
                if (deadline.compareTo(afterNow) >= 0) {
                    return Optional.empty();
                }
                if (taken && nanoTime.getAsLong() - started >= budget.toNanos()) {
                    return Optional.of(reached.at());
                }
                entries.next();
                remove(deadline);
                reached = deadline.next();
                taken = true;
                action.accept(deadline);
            }
            reached = LAST;
            return Optional.empty();
        } finally {
            lowest = earlier(lowest, reached);
        }
    }

    /** The first possible key that is not due. */
    private static DeadlineKey after(Instant now) {
        return DeadlineKey.first(now.plusMillis(1));
    }

    private static DeadlineKey earlier(DeadlineKey one, DeadlineKey other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
