package io.lethe.erasure;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * All stores of the process share one cache and one budget of write buffers, so that their memory does not grow with the
 * number of tasks. Files are rewritten well inside the forgetting window: a deleted value stays in an old one until then.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 32L << 20;
    private static final long WRITE_BUFFERS_BYTES = 16L << 20;
    private static final long ONE_WRITE_BUFFER_BYTES = 4L << 20;
    private static final int OF_THE_WINDOW = 4;

    // For the life of the process: stores come and go with their tasks.
    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        if (configs.get(StreamsSettings.FORGETTING_WINDOW) instanceof Duration window) {
            options.setPeriodicCompactionSeconds(
                    Math.max(1, window.dividedBy(OF_THE_WINDOW).toSeconds()));
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // What is set here is shared and outlives the store.
    }
}
