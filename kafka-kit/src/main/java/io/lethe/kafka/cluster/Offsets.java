package io.lethe.kafka.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Where partitions begin and end, and up to where a group has read them; each answer within some seconds, or a failure. */
final class Offsets implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    private final Admin admin;

    /** @param client settings of Kafka's clients, by their own names */
    Offsets(Map<String, String> client) {
        this.admin = Admin.create(Map.<String, Object>copyOf(client));
    }

    /** The partitions of the topics that have such names. */
    List<TopicPartition> partitions(Predicate<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> names =
                await(admin.listTopics().names()).stream().filter(topics).toList();
        return await(admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** Up to where records stand, of those that a reader of this isolation sees. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation)
            throws ExecutionException, InterruptedException, TimeoutException {
        return offsets(partitions, OffsetSpec.latest(), isolation);
    }

    /** From where on a group goes on reading: what it has committed, and otherwise the partition's beginning. */
    Map<TopicPartition, Long> read(String group, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> read = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        read.put(partition, committed.offset());
                    }
                });
        List<TopicPartition> unread = partitions.stream()
                .filter(partition -> !read.containsKey(partition))
                .toList();
        read.putAll(offsets(unread, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED));
        return read;
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> which));
        return await(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().offset()));
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
