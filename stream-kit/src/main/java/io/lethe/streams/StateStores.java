package io.lethe.streams;

import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** State stores whose changelogs forget within the forgetting window. */
public final class StateStores {

    private final ForgettingWindow window;

    public StateStores(ForgettingWindow window) {
        this.window = window;
    }

    /** A store on disk. Not cached: each write is in the changelog with the transaction that made it. */
    public <K, V> StoreBuilder<KeyValueStore<K, V>> keyValue(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
                .withCachingDisabled()
                .withLoggingEnabled(Cleanup.changelogSettings(window));
    }

    /** A store for a {@link DeadlineQueue}. */
    public StoreBuilder<KeyValueStore<DeadlineKey, byte[]>> deadlines(String name) {
        return keyValue(name, DeadlineKey.serde(), Serdes.ByteArray());
    }
}
