package io.lethe.retention.store;

import io.lethe.streams.stores.StateStores;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** What is remembered of the policy (R5): under which one everybody was looked at, and how far a pass over them is. */
public final class PolicyStores {

    public static final String POLICY = "policy";

    /** A task has one partition, and one standing. */
    private static final String KEY = "policy";

    private final KeyValueStore<String, PolicyStanding> standing;

    public PolicyStores(ProcessorContext<?, ?> context) {
        standing = context.getStateStore(POLICY);
    }

    static StoreBuilder<?> builder(StateStores stores) {
        return stores.keyValue(POLICY, Serdes.String(), PolicyForm.serde());
    }

    public PolicyStanding standing() {
        PolicyStanding stored = standing.get(KEY);
        return stored == null ? PolicyStanding.NEW : stored;
    }

    public void put(PolicyStanding changed) {
        standing.put(KEY, changed);
    }
}
