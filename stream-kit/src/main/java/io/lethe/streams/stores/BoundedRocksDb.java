package io.lethe.streams.stores;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Keeps the memory of all stores of a process within one bound: blocks that were read and write buffers come out of the same 192 MiB,
 * however many tasks there are. Indexes and filters are held beside it, about eight bytes a key, so that blocks do not push them out; files are
 * mapped, and what of them stays in memory is the operating system's to decide.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 192L << 20;
    private static final long WRITE_BUFFER_BYTES = 96L << 20;

    /**
     * In what pieces a write buffer takes its memory. Left alone that is an eighth of the buffer, 2 MiB, at the first key: the buffers of two dozen
     * stores that have next to nothing in them would fill the bound, and be written out all the time.
     */
    private static final long PIECE_BYTES = 64L << 10;

    private static final long BLOCK_BYTES = 1_024;

    private static final double FILTER_SHARE = 0.05;

    /** By name: a setter is made by Kafka Streams, which tells it nothing else of a store. */
    private static final Set<String> READ_IN_ORDER = ConcurrentHashMap.newKeySet();

    /** Shared by all stores, and therefore never closed before the process ends. */
    private static final class Shared {
        static final Cache CACHE;
        static final WriteBufferManager WRITE_BUFFERS;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(CACHE_BYTES);
            WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
        }
    }

    /** Of a store that is never asked for a single key: a filter of keys would cost each write, and help nobody. */
    static void readInOrder(String storeName) {
        READ_IN_ORDER.add(storeName);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setArenaBlockSize(PIECE_BYTES);
        // A look past what is cached is no call of the system.
        options.setAllowMmapReads(true);
        if (READ_IN_ORDER.contains(storeName)) {
            table.setFilterPolicy(null);
            options.setTableFormatConfig(table);
        } else {
            // A block is checked, and searched, at each look for one of its keys.
            table.setBlockSize(BLOCK_BYTES);
            options.setTableFormatConfig(table);
            // Most keys that are asked for stand in no write buffer: a filter tells without a walk through it.
            options.setMemtablePrefixBloomSizeRatio(FILTER_SHARE);
            options.setMemtableWholeKeyFiltering(true);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // What is shared outlives the single store.
    }
}
