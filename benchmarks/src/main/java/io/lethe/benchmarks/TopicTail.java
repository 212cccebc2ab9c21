package io.lethe.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is written to some topics from a moment on. */
final class TopicTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Collection<TopicPartition> partitions;

    /** Begins now: what is there already does not count. */
    TopicTail(String bootstrap, List<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Hands on everything since the last call, up to now. */
    void read(Consumer<ConsumerRecord<String, byte[]>> target) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(target);
        }
    }

    /** Hands on what comes within a moment. */
    void poll(Consumer<ConsumerRecord<String, byte[]>> target) {
        consumer.poll(POLL).forEach(target);
    }

    /** The size of the largest value among so many more records. */
    int largest(long count) {
        int[] largest = new int[1];
        long[] read = new long[1];
        while (read[0] < count) {
            consumer.poll(POLL).forEach(record -> {
                read[0]++;
                largest[0] = Math.max(largest[0], record.value().length);
            });
        }
        return largest[0];
    }

    /** Returns when so many more records can be read. */
    void await(long count) {
        long read = 0;
        long last = System.nanoTime();
        while (read < count) {
            int more = consumer.poll(POLL).count();
            read += more;
            if (more > 0) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "nothing has come for a minute; " + read + " of " + count + " had come");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
