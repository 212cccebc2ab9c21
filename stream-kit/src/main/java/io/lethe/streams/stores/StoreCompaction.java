package io.lethe.streams.stores;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of a store anew, without what was deleted or replaced: RocksDB leaves that on disk until it has a reason of its own
 * to. Kafka Streams has no such call, so the database is taken out of the store; where another version of it hides it elsewhere, the class cannot
 * be loaded, and a test says so.
 *
 * <p>May run in a thread of its own, beside the one that writes to the store. A store that is closed breaks it off, and waits for its end.
 */
public final class StoreCompaction {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCompaction.class);
    private static final VarHandle DATABASE = database();

    private final WriteBehindStore store;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();
    private long writtenAnewUpTo = -1;

    /** Made with the first run: before a store is open, RocksDB's library may not be loaded. */
    private volatile @Nullable CompactRangeOptions options;

    StoreCompaction(WriteBehindStore store) {
        this.store = store;
    }

    /**
     * That of a store.
     *
     * @param store as a processor has it
     * @return empty for one that is not on disk, and has nothing to write anew
     */
    public static Optional<StoreCompaction> of(StateStore store) {
        return switch (store) {
            case WriteBehindStore found -> Optional.of(found.compaction());
            case WrappedStateStore<?, ?, ?> wrapped ->
                Optional.ofNullable(wrapped.findInner(WriteBehindStore.class)).map(WriteBehindStore::compaction);
            default -> Optional.empty();
        };
    }

    /** Those of all stores of one name that are open in this process: of tasks that work, and of their standbys. */
    public static Set<StoreCompaction> ofAll(String name) {
        return OpenStores.named(name).map(WriteBehindStore::compaction).collect(Collectors.toSet());
    }

    private static VarHandle database() {
        try {
            return MethodHandles.privateLookupIn(RocksDBStore.class, MethodHandles.lookup())
                    .findVarHandle(RocksDBStore.class, "db", RocksDB.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Returns when all that was deleted before is gone from the files; at once where nothing was written since the last time.
     *
     * @return false where it was broken off, or the store is closed
     */
    public boolean run() {
        running.lock();
        try {
            if (closing.get() || !store.isOpen()) {
                return false;
            }
            store.settle();
            RocksDB database = (RocksDB) DATABASE.get((RocksDBStore) store.disk());
            long written = database.getLatestSequenceNumber();
            if (written != writtenAnewUpTo) {
                database.compactRange(database.getDefaultColumnFamily(), null, null, options());
                writtenAnewUpTo = written;
            }
            return true;
        } catch (RocksDBException e) {
            Status.Code code = e.getStatus() == null ? null : e.getStatus().getCode();
            // Its message may name files, and nothing else.
            LOG.info("a store's files were not written anew ({})", code);
            return false;
        } finally {
            running.unlock();
        }
    }

    private CompactRangeOptions options() {
        CompactRangeOptions known = options;
        if (known == null) {
            known = new CompactRangeOptions();
            known.setExclusiveManualCompaction(false);
            options = known;
        }
        return known;
    }

    /** Breaks off what is running, and returns when it has ended. */
    void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        CompactRangeOptions known = options;
        if (known != null) {
            known.setCanceled(true);
        }
        running.lock();
        try {
            if (options != null) {
                options().close();
            }
        } finally {
            running.unlock();
        }
    }
}
