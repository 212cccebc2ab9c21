package io.lethe.local.client;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Follows topics from their beginning, and remembers every committed record: what claims about a pipeline rest on. */
public final class Journal implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final PipelineClient client;
    private final Collection<Topic<?>> topics;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A record.
     *
     * @param value null for a deletion, and for what cannot be decoded
     */
    public record Entry(
            String topic,
            int partition,
            long offset,
            String key,
            @Nullable SpecificRecord value) {}

    public Journal(PipelineClient client, Collection<Topic<?>> topics) {
        this.client = client;
        this.topics = List.copyOf(topics);
        this.thread = Thread.ofPlatform().daemon().name("journal").start(this::follow);
    }

    /** All values of a topic so far, in the order they were seen. */
    public <V extends SpecificRecord> List<V> of(Topic<V> topic) {
        return entries(topic.name()).stream()
                .map(Entry::value)
                .filter(topic.valueType()::isInstance)
                .map(topic.valueType()::cast)
                .toList();
    }

    public List<Entry> entries(String topic) {
        return entries.stream().filter(entry -> entry.topic().equals(topic)).toList();
    }

    /** Whether all that stood before these ends of partitions has been read. */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(one -> positions.getOrDefault(one.getKey(), -1L) >= one.getValue());
    }

    private void follow() {
        try (KafkaConsumer<String, byte[]> consumer = client.reader();
                Deserializer<SpecificRecord> values = AvroSerdes.deserializer(client.registry())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.name(), PATIENCE).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(record -> entries.add(entry(record, values)));
                partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
            }
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private static Entry entry(ConsumerRecord<String, byte[]> record, Deserializer<SpecificRecord> values) {
        return new Entry(record.topic(), record.partition(), record.offset(), record.key(), decoded(record, values));
    }

    private static @Nullable SpecificRecord decoded(
            ConsumerRecord<String, byte[]> record, Deserializer<SpecificRecord> values) {
        try {
            return values.deserialize(record.topic(), record.headers(), record.value());
        } catch (WireException e) {
            if (e.retriable()) {
                throw e;
            }
            return null;
        }
    }

    /** Completes exceptionally when it can no longer follow. */
    public CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
