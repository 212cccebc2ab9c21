package io.lethe.local.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What is in the topics of a cluster at one moment.
 *
 * @param records between the oldest and the newest offset; compacted away and transaction markers count as well
 * @param lags how far each consumer group is behind, by topic
 */
public record TopicSizes(Map<String, Long> records, Map<String, Long> bytes, Map<String, Map<String, Long>> lags) {

    /** Asks the cluster. */
    public static TopicSizes measure(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
        Map<TopicPartition, Long> begins = offsets(admin, OffsetSpec.earliest());
        Map<String, Long> records = new HashMap<>();
        ends.forEach((partition, end) ->
                records.merge(partition.topic(), end - begins.getOrDefault(partition, 0L), Long::sum));
        return new TopicSizes(records, bytes(admin), lags(admin, ends));
    }

    public long records(String topic) {
        return records.getOrDefault(topic, 0L);
    }

    public long bytes(String topic) {
        return bytes.getOrDefault(topic, 0L);
    }

    /** Each group that reads the topic with its lag; a dash where none does. */
    public String lag(String topic) {
        Map<String, Long> groups = lags.getOrDefault(topic, Map.of());
        return groups.isEmpty()
                ? "-"
                : groups.entrySet().stream()
                        .map(group -> group.getKey() + " " + group.getValue())
                        .collect(Collectors.joining(", "));
    }

    public static String readable(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec spec)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription topic : admin.describeTopics(
                        admin.listTopics().names().get())
                .allTopicNames()
                .get()
                .values()) {
            topic.partitions()
                    .forEach(partition -> asked.put(new TopicPartition(topic.name(), partition.partition()), spec));
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static Map<String, Long> bytes(Admin admin) throws ExecutionException, InterruptedException {
        List<Integer> brokers = new ArrayList<>();
        admin.describeCluster().nodes().get().forEach(node -> brokers.add(node.id()));
        Map<String, Long> bytes = new HashMap<>();
        admin.describeLogDirs(brokers)
                .allDescriptions()
                .get()
                .values()
                .forEach(folders -> folders.values()
                        .forEach(folder -> folder.replicaInfos()
                                .forEach((partition, replica) ->
                                        bytes.merge(partition.topic(), replica.size(), Long::sum))));
        return bytes;
    }

    private static Map<String, Map<String, Long>> lags(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        for (GroupListing group : admin.listGroups().all().get()) {
            groups.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
        }
        Map<String, Map<String, Long>> lags = new HashMap<>();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                admin.listConsumerGroupOffsets(groups).all().get();
        committed.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            if (offset != null) {
                long lag = ends.getOrDefault(partition, offset.offset()) - offset.offset();
                lags.computeIfAbsent(partition.topic(), _ -> new TreeMap<>()).merge(group, lag, Long::sum);
            }
        }));
        return lags;
    }
}
