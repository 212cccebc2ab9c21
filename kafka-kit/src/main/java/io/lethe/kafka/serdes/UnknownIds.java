package io.lethe.kafka.serdes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Ids the registry did not know a moment ago: bounded in number and time, so that a run of bad records asks once. */
final class UnknownIds<K> {

    private final int capacity;
    private final Duration lifetime;
    private final LongSupplier nanos;
    private final Map<K, Long> askedAt;

    UnknownIds(int capacity, Duration lifetime, LongSupplier nanos) {
        this.capacity = capacity;
        this.lifetime = lifetime;
        this.nanos = nanos;
        this.askedAt = new LinkedHashMap<>();
    }

    synchronized void add(K id) {
        askedAt.remove(id);
        askedAt.put(id, nanos.getAsLong());
        if (askedAt.size() > capacity) {
            askedAt.remove(askedAt.keySet().iterator().next());
        }
    }

    synchronized boolean contains(K id) {
        Long at = askedAt.get(id);
        if (at == null) {
            return false;
        }
        if (nanos.getAsLong() - at < lifetime.toNanos()) {
            return true;
        }
        askedAt.remove(id);
        return false;
    }
}
