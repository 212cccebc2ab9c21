package io.lethe.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** How much of some topics a consumer group has not committed yet. */
final class Preload {

    private static final long LOOK_EVERY_NANOS = 50_000_000;

    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, Long> ends;

    /** Of what is in the topics now; what comes later does not count. */
    Preload(Admin admin, Collection<String> topics, String group) throws ExecutionException, InterruptedException {
        this.admin = admin;
        this.group = group;
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription description :
                admin.describeTopics(topics).allTopicNames().get().values()) {
            description
                    .partitions()
                    .forEach(partition -> latest.put(
                            new TopicPartition(description.name(), partition.partition()), OffsetSpec.latest()));
        }
        this.ends = admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    long size() throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(ends.keySet())))
                .partitionsToOffsetAndMetadata(group)
                .get();
        long size = 0;
        for (var end : ends.entrySet()) {
            var offset = committed.get(end.getKey());
            size += Math.max(0, end.getValue() - (offset == null ? 0 : offset.offset()));
        }
        return size;
    }

    /**
     * How fast it is worked off from now on.
     *
     * @return records a second
     */
    double drain() throws ExecutionException, InterruptedException {
        long begun = System.nanoTime();
        long before = size();
        return before / ((drained(before) - begun) / 1e9);
    }

    /**
     * Returns when all is worked off.
     *
     * @return when the last of it was, as {@link System#nanoTime} tells it
     */
    long drained() throws ExecutionException, InterruptedException {
        return drained(size());
    }

    private long drained(long before) throws ExecutionException, InterruptedException {
        long last = before;
        long moved = System.nanoTime();
        while (last > 0) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            long now = size();
            if (now < last) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > 60e9) {
                throw new IllegalStateException(
                        group + " has stood still for a minute, " + now + " records before the end");
            }
            last = now;
        }
        return moved;
    }
}
