package io.lethe.retention.store;

import io.lethe.retention.wave.Breaker;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import io.lethe.streams.stores.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** What is remembered of waves of erasures (R6): the breaker of the partition, and whose order is held since when. */
public final class WaveStores {

    public static final String BREAKER = "breaker";
    public static final String HELD = "held-erasures";

    /** A task has one partition, and one breaker. */
    private static final String KEY = "breaker";

    private final KeyValueStore<String, Breaker> breaker;
    private final DeadlineQueue held;

    public WaveStores(ProcessorContext<?, ?> context) {
        breaker = context.getStateStore(BREAKER);
        held = new DeadlineQueue(context.getStateStore(HELD));
    }

    static List<StoreBuilder<?>> builders(StateStores stores) {
        return List.of(stores.keyValue(BREAKER, Serdes.String(), BreakerForm.serde()), stores.deadlines(HELD));
    }

    public Breaker breaker() {
        return breaker(breaker);
    }

    /** For one who looks at a store that is another thread's. */
    public static Breaker breaker(ReadOnlyKeyValueStore<String, Breaker> store) {
        Breaker stored = store.get(KEY);
        return stored == null ? Breaker.NEW : stored;
    }

    public void put(Breaker changed) {
        breaker.put(KEY, changed);
    }

    /** An order is held since a time. */
    public void hold(Instant since, String subjectId) {
        held.put(new DeadlineKey(since, subjectId));
    }

    /** An order that was held since a time no longer is. */
    public void release(Instant since, String subjectId) {
        held.cancel(new DeadlineKey(since, subjectId));
    }

    /**
     * Takes out what was held up to a time, oldest first, until nothing is left or the budget is spent, and one in any case.
     *
     * @return since when the oldest that is left has been held; empty where nothing from up to the time is left
     */
    public Optional<Instant> takeHeld(Instant upTo, Duration budget, Consumer<DeadlineKey> action) {
        return held.takeDue(upTo, budget, action);
    }

    /** Since when the oldest order has been held. */
    public Optional<Instant> oldestHeld(Instant now) {
        return held.oldestDue(now);
    }
}
