package io.lethe.local.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.WireException;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads one topic, all partitions, committed records only, and shows each as JSON. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<SpecificRecord> values;
    private final EventJson json;
    private final ZoneId zone;

    /**
     * Finds the place to start from.
     *
     * @throws PipelineException where there is no such topic; the message names those that exist
     */
    public TopicReader(PipelineClient client, String topic, boolean fromBeginning, ZoneId zone) {
        this.consumer = client.reader();
        this.values = AvroSerdes.deserializer(client.registry());
        this.json = new EventJson(zone);
        this.zone = zone;
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        // Seeking is lazy: "from now on" has to mean now.
        partitions.forEach(partition -> consumer.position(partition, PATIENCE));
    }

    private List<TopicPartition> partitions(String topic) {
        Set<String> topics = new TreeSet<>(consumer.listTopics(PATIENCE).keySet());
        if (!topics.contains(topic)) {
            consumer.close();
            topics.removeIf(name -> name.startsWith("__"));
            throw new PipelineException("there is no topic '" + topic + "'; there are " + String.join(", ", topics));
        }
        return consumer.partitionsFor(topic, PATIENCE).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /**
     * Hands on record after record.
     *
     * @param max how many at most; empty for all
     * @param timeout how long at most; empty for ever
     * @param target says whether it wants more
     * @return false where the time was over before {@code max} was reached
     */
    public boolean read(Optional<Long> max, Optional<Duration> timeout, Predicate<ObjectNode> target) {
        Optional<Instant> end = timeout.map(Instant.now()::plus);
        long count = 0;
        while (max.isEmpty() || count < max.get()) {
            if (end.isPresent() && Instant.now().isAfter(end.get())) {
                return max.isEmpty();
            }
            for (ConsumerRecord<String, byte[]> record : poll()) {
                if (!target.test(shown(record))) {
                    return true;
                }
                count++;
                if (max.isPresent() && count >= max.get()) {
                    return true;
                }
            }
        }
        return true;
    }

    private Iterable<ConsumerRecord<String, byte[]>> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return List.of();
        }
    }

    /** A record that cannot be decoded is shown without its value, with the reason. */
    private ObjectNode shown(ConsumerRecord<String, byte[]> record) {
        ObjectNode shown = Json.MAPPER
                .createObjectNode()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", time(record.timestamp()))
                .put("key", record.key());
        try {
            SpecificRecord value = values.deserialize(record.topic(), record.headers(), record.value());
            if (value == null) {
                shown.putNull("value");
            } else {
                shown.set("value", json.object(value));
            }
        } catch (WireException e) {
            if (e.retriable()) {
                throw new PipelineException("the registry does not answer");
            }
            shown.putNull("value").put("undecodable", e.getMessage());
        }
        return shown;
    }

    private String time(long millis) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(millis).atZone(zone));
    }

    @Override
    public void close() {
        values.close();
        consumer.close();
    }
}
