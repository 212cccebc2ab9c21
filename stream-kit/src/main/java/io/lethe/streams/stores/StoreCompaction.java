package io.lethe.streams.stores;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>May run in a thread of its own, beside the one that writes to the store. Who closes the store closes this first.
 */
public final class StoreCompaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCompaction.class);
    private static final VarHandle DATABASE = database();

    private final @Nullable WriteBehindStore store;
    private final CompactRangeOptions options;
    private final ReentrantLock running = new ReentrantLock();
    private boolean closed;

    /** @param store as a processor has it; one that is not on disk has nothing to write anew */
    public StoreCompaction(StateStore store) {
        this.store = innermost(store);
        this.options = new CompactRangeOptions();
        options.setExclusiveManualCompaction(false);
    }

    private static @Nullable WriteBehindStore innermost(StateStore store) {
        return switch (store) {
            case WriteBehindStore found -> found;
            case WrappedStateStore<?, ?, ?> wrapped -> wrapped.findInner(WriteBehindStore.class);
            default -> null;
        };
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
     * Returns when all that was deleted before is gone from the files.
     *
     * @return false where it was broken off, or the store is closed
     */
    public boolean run() {
        running.lock();
        try {
            if (closed || (store != null && !store.isOpen())) {
                return false;
            }
            if (store != null) {
                store.settle();
                RocksDB database = (RocksDB) DATABASE.get((RocksDBStore) store.disk());
                database.compactRange(database.getDefaultColumnFamily(), null, null, options);
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

    /** Breaks off what is running, and returns when it has ended. */
    @Override
    public void close() {
        options.setCanceled(true);
        running.lock();
        try {
            closed = true;
            options.close();
        } finally {
            running.unlock();
        }
    }
}
