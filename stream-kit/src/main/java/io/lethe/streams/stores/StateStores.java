package io.lethe.streams.stores;

import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** State stores whose changelogs forget within the forgetting window. */
public final class StateStores {

    /** At most one at once for each store, and no more than there are stream threads to hand them over. */
    private static final Executor DISK_WRITERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("store-writer-", 1).factory());

    private final ForgettingWindow window;

    public StateStores(ForgettingWindow window) {
        this.window = window;
    }

    /** A store on disk. Not cached: each write is in the changelog with the transaction that made it. */
    public <K, V> StoreBuilder<KeyValueStore<K, V>> keyValue(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(new OnDisk(name), keys, values)
                .withCachingDisabled()
                .withLoggingEnabled(Cleanup.changelogSettings(window));
    }

    /** A store for a {@link DeadlineQueue}. */
    public StoreBuilder<KeyValueStore<DeadlineKey, byte[]>> deadlines(String name) {
        BoundedRocksDb.readInOrder(name);
        return keyValue(name, DeadlineKey.serde(), Serdes.ByteArray());
    }

    private record OnDisk(String name) implements KeyValueBytesStoreSupplier {

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new WriteBehindStore(Stores.persistentKeyValueStore(name).get(), DISK_WRITERS);
        }

        @Override
        public String metricsScope() {
            return Stores.persistentKeyValueStore(name).metricsScope();
        }
    }
}
