package io.lethe.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The deadlines of one task, in order of time, over a state store. Taking what is due costs what is due, never what is
 * stored (R3).
 *
 * <p>A deleted entry stays in RocksDB as a tombstone until compaction, and a scan from the beginning would pay for all of
 * them at each tick. The queue therefore remembers a time before which nothing is left; after a restart it looks once from
 * the start.
 */
public final class DeadlineQueue {

    private static final byte[] NOTHING = {};

    private final KeyValueStore<DeadlineKey, byte[]> store;

    /** No entry is earlier than this. */
    private Instant lowest = Instant.EPOCH;

    public DeadlineQueue(KeyValueStore<DeadlineKey, byte[]> store) {
        this.store = store;
    }

    /** Puts a deadline; twice the same is one. */
    public void put(DeadlineKey deadline) {
        store.put(deadline, NOTHING);
        lowest = earlier(lowest, deadline.at());
    }

    /**
     * Takes what is due, oldest first, until nothing is left or the budget is spent. Each entry leaves the queue before its
     * action runs, so that the action may put another. A budget of nothing takes nothing.
     *
     * @return since when the oldest entry that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<DeadlineKey> action) {
        long started = System.nanoTime();
        Instant reached = lowest;
        lowest = Instant.MAX;
        Instant afterNow = now.plusMillis(1);
        try (KeyValueIterator<DeadlineKey, byte[]> due =
                store.range(DeadlineKey.first(reached), DeadlineKey.first(afterNow))) {
            while (due.hasNext()) {
                reached = due.peekNextKey().at();
                if (System.nanoTime() - started >= budget.toNanos()) {
                    return Optional.of(reached);
                }
                DeadlineKey deadline = due.next().key;
                store.delete(deadline);
                action.accept(deadline);
            }
            reached = afterNow;
            return Optional.empty();
        } finally {
            lowest = earlier(lowest, reached);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
