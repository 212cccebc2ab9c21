package io.lethe.local.faults;

import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far topics are written, and read by the retention stream. */
final class Positions {

    private final Admin admin;

    Positions(Admin admin) {
        this.admin = admin;
    }

    /** How many records, and marks of transactions, there are in a topic, whether committed or not. */
    long written(Topic<?> topic) {
        return offsets(partitions(topic), IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Whether all that was written for the stream is processed. */
    boolean areReadUp() {
        Map<TopicPartition, Long> done = done();
        List<TopicPartition> read = Topics.all(List.of()).stream()
                .filter(topic -> topic.readers().contains(Party.RETENTION_STREAM))
                .flatMap(topic -> partitions(topic).stream())
                .toList();
        return offsets(read, IsolationLevel.READ_COMMITTED).entrySet().stream()
                .allMatch(end -> done.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Map<TopicPartition, Long> done() {
        try {
            return admin
                    .listConsumerGroupOffsets(Party.RETENTION_STREAM.label())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue() != null)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, IsolationLevel isolation) {
        try {
            return admin
                    .listOffsets(
                            partitions.stream()
                                    .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())),
                            new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<TopicPartition> partitions(Topic<?> topic) {
        return IntStream.range(0, topic.partitions(Bench.PARTITIONS))
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }
}
