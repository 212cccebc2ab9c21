package io.lethe.kafka.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where readers of committed records stand still although more is written, and since when. */
final class OpenTransactions {

    private Map<TopicPartition, Standstill> seen = Map.of();

    private record Standstill(long offset, Instant since) {}

    /**
     * A look at all partitions.
     *
     * @param stable up to where committed records can be read
     * @param ends up to where records are written
     * @return for how long the oldest standstill has been seen
     */
    Duration look(Map<TopicPartition, Long> stable, Map<TopicPartition, Long> ends, Instant now) {
        Map<TopicPartition, Standstill> found = new HashMap<>();
        stable.forEach((partition, offset) -> {
            if (offset < ends.getOrDefault(partition, 0L)) {
                Standstill before = seen.get(partition);
                found.put(
                        partition, before != null && before.offset() == offset ? before : new Standstill(offset, now));
            }
        });
        seen = found;
        return found.values().stream()
                .map(one -> Duration.between(one.since(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** The partitions in which the oldest standstill is. */
    List<TopicPartition> oldest() {
        Instant oldest = seen.values().stream()
                .map(Standstill::since)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return seen.entrySet().stream()
                .filter(one -> one.getValue().since().equals(oldest))
                .map(Map.Entry::getKey)
                .toList();
    }
}
