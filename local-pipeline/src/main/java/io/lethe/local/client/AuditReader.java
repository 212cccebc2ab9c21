package io.lethe.local.client;

import io.lethe.kafka.UpToNow;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.WireException;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Who looked at whom, and who did what, as it stands on the topic of audit events. */
public final class AuditReader {

    private static final String TOPIC = Topics.AUDIT_EVENTS.name();

    private AuditReader() {}

    /** Hands on what there is at this moment, the oldest first. */
    public static void read(PipelineClient client, @Nullable Instant since, Consumer<AuditEvent> target) {
        read(client.kafka(), client.registry(), since, target);
    }

    /**
     * Hands on what there is at this moment, the oldest first.
     *
     * @param kafka settings of a consumer
     * @param registry settings of the serdes
     * @param since from when on; null for all
     */
    public static void read(
            Map<String, Object> kafka,
            Map<String, Object> registry,
            @Nullable Instant since,
            Consumer<AuditEvent> target) {
        try (KafkaConsumer<String, byte[]> consumer = PipelineClient.reader(kafka);
                Deserializer<SpecificRecord> values = AvroSerdes.deserializer(registry)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, UpToNow.PATIENCE).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            seek(consumer, partitions, since);
            UpToNow.read(consumer, partitions, record -> {
                target.accept(event(values, record.value()));
                return true;
            });
        }
    }

    /** The broker knows where a time begins: nothing before it is read. */
    private static void seek(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, @Nullable Instant since) {
        if (since == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        long millis = since.toEpochMilli();
        Map<TopicPartition, @Nullable OffsetAndTimestamp> places = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> millis)), UpToNow.PATIENCE);
        for (TopicPartition partition : partitions) {
            @Nullable OffsetAndTimestamp place = places.get(partition);
            if (place == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, place.offset());
            }
        }
    }

    private static AuditEvent event(Deserializer<SpecificRecord> values, byte[] value) {
        try {
            if (values.deserialize(TOPIC, value) instanceof AuditEvent event) {
                return event;
            }
            throw new PipelineException(TOPIC + " holds a record that is no audit event");
        } catch (WireException e) {
            throw new PipelineException(TOPIC + " cannot be read: " + e.getMessage());
        }
    }
}
