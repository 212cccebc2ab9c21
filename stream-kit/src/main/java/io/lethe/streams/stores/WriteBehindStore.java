package io.lethe.streams.stores;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is written and has another thread put it into the store on disk, two thousand entries at once or what there is after two seconds; the
 * thread that writes does not wait for it. Whoever reads sees every write from when it was made.
 *
 * <p>The changelog stands before this store and has each write at once. What a killed process had not put on disk is no more lost than
 * what stood in the write buffers of the store itself: both are restored from the changelog. Offsets are only kept, and files only closed, once everything written before
 * is in them.
 */
final class WriteBehindStore implements KeyValueStore<Bytes, byte[]> {

    /** How many entries are put at once. As many again may be on their way meanwhile; then the writer waits. */
    static final int FULL = 2_048;

    /** Where fewer come, after how long they are put all the same: what was deleted is to go from the files too. */
    private static final Duration AT_LATEST = Duration.ofSeconds(2);

    /** Stands for an entry that was deleted; told from an empty value by its identity. */
    private static final byte[] DELETED = {};

    private final KeyValueStore<Bytes, byte[]> disk;
    private final Executor others;
    private final Executor later;

    /** Not on its way yet. Read by any thread, written under this object's lock. */
    private volatile Map<Bytes, byte[]> fresh = new ConcurrentHashMap<>();

    /** On its way to disk. Set before {@link #fresh} is replaced, and emptied after the last entry is there: a reader who looks in this order misses nothing. */
    private volatile Map<Bytes, byte[]> leaving = Map.of();

    /** Counts what became of {@link #fresh}: a timer that held the entries themselves would keep them in memory long after they have left. */
    private long departures;

    private final StoreCompaction compaction = new StoreCompaction(this);
    private boolean closed;
    private CompletableFuture<Void> arrival = CompletableFuture.completedFuture(null);

    WriteBehindStore(KeyValueStore<Bytes, byte[]> disk, Executor others) {
        this.disk = disk;
        this.others = others;
        this.later = CompletableFuture.delayedExecutor(AT_LATEST.toMillis(), TimeUnit.MILLISECONDS, others);
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        disk.init(context, root);
        OpenStores.add(this);
    }

    @Override
    public synchronized void put(Bytes key, byte @Nullable [] value) {
        Map<Bytes, byte[]> filling = fresh;
        if (filling.isEmpty()) {
            long before = departures;
            later.execute(() -> sendIfStillHere(before));
        }
        filling.put(key, value == null ? DELETED : value);
        if (filling.size() >= FULL) {
            awaitArrival();
            send();
        }
    }

    @Override
    public synchronized byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public synchronized void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public synchronized byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    /** In this order: an entry goes from the first to the second and from there to disk, and is met twice on its way rather than never. */
    @Override
    public byte @Nullable [] get(Bytes key) {
        byte[] value = fresh.get(key);
        if (value == null) {
            value = leaving.get(key);
        }
        if (value == null) {
            return disk.get(key);
        }
        return value == DELETED ? null : value;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        settle();
        return disk.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        settle();
        return disk.reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        settle();
        return disk.all();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        settle();
        return disk.reverseAll();
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        settle();
        return disk.prefixScan(prefix, serializer);
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        settle();
        return disk.query(query, bound, config);
    }

    /** Takes what is written again for new, as RocksDB does. */
    @Override
    public long approximateNumEntries() {
        return disk.approximateNumEntries() + fresh.size() + leaving.size();
    }

    @Override
    @SuppressWarnings("deprecation") // a wrapper hands on whatever it is told
    public void flush() {
        settle();
        disk.flush();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        settle();
        disk.commit(changelogOffsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition changelog) {
        return disk.committedOffset(changelog);
    }

    @Override
    @SuppressWarnings("deprecation") // the store below says it so too
    public boolean managesOffsets() {
        return disk.managesOffsets();
    }

    /** Files are closed in any case, and never under the feet of another thread. */
    @Override
    public void close() {
        OpenStores.remove(this);
        compaction.close();
        closeDisk();
    }

    private synchronized void closeDisk() {
        closed = true;
        try {
            if (isOpen()) {
                settle();
            }
        } finally {
            disk.close();
        }
    }

    @Override
    public boolean persistent() {
        return disk.persistent();
    }

    @Override
    public boolean isOpen() {
        return disk.isOpen();
    }

    @Override
    public Position getPosition() {
        return disk.getPosition();
    }

    /** Where all of this ends up. */
    KeyValueStore<Bytes, byte[]> disk() {
        return disk;
    }

    StoreCompaction compaction() {
        return compaction;
    }

    /** Returns when everything that was written is on disk. */
    synchronized void settle() {
        awaitArrival();
        if (!fresh.isEmpty()) {
            send();
            awaitArrival();
        }
    }

    private synchronized void sendIfStillHere(long before) {
        if (closed || departures != before || arrival.isCompletedExceptionally()) {
            return;
        }
        if (arrival.isDone()) {
            send();
        } else {
            later.execute(() -> sendIfStillHere(before));
        }
    }

    private void send() {
        Map<Bytes, byte[]> full = fresh;
        leaving = full;
        departures++;
        fresh = new ConcurrentHashMap<>(2 * FULL);
        arrival = CompletableFuture.runAsync(() -> arrive(full), others);
    }

    private void arrive(Map<Bytes, byte[]> full) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>(full.size());
        full.forEach((key, value) -> entries.add(KeyValue.pair(key, value == DELETED ? null : value)));
        // What stands side by side is found side by side.
        entries.sort(Comparator.comparing(entry -> entry.key));
        disk.putAll(entries);
        leaving = Map.of();
    }

    /**
     * Waits for what is on its way.
     *
     * @throws ProcessorStateException where it could not be put on disk; then, and each time from then on
     */
    private void awaitArrival() {
        try {
            arrival.join();
        } catch (CompletionException e) {
            throw new ProcessorStateException(
                    "what was written to the store " + name() + " did not get there", e.getCause());
        }
    }
}
