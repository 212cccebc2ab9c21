package io.lethe.kafka.letters;

import io.lethe.kafka.UpToNow;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the services could not process, as it stands on their dead-letter topics. */
public final class DeadLetterReader {

    private DeadLetterReader() {}

    /**
     * Some letters.
     *
     * @param letters the newest last
     * @param all whether there are no older ones
     */
    public record Letters(List<DeadLetter> letters, boolean all) {

        public Letters {
            letters = List.copyOf(letters);
        }
    }

    /** The services that have dead letters. */
    public static List<Party> services() {
        return Topics.all(List.of()).stream()
                .filter(topic -> topic.valueType() == DeadLetter.class)
                .flatMap(topic -> topic.writers().stream())
                .toList();
    }

    public static Position position(DeadLetter letter) {
        return new Position(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }

    /**
     * All that there are at this moment, the newest last.
     *
     * @param kafka settings of a consumer
     * @param registry settings of the serdes
     * @throws KafkaException where the broker does not answer, or what it has cannot be read
     */
    public static List<DeadLetter> read(Map<String, ?> kafka, Map<String, ?> registry, Collection<Party> services) {
        return newest(kafka, registry, services, Long.MAX_VALUE).letters();
    }

    /**
     * The newest that there are at this moment.
     *
     * @param most so many of each service at most
     */
    public static Letters newest(Map<String, ?> kafka, Map<String, ?> registry, Collection<Party> services, long most) {
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(
                        UpToNow.settings(kafka), new StringDeserializer(), new ByteArrayDeserializer());
                Deserializer<SpecificRecord> values = AvroSerdes.deserializer(registry)) {
            return newest(consumer, values, services, most);
        }
    }

    static Letters newest(
            Consumer<String, byte[]> consumer,
            Deserializer<SpecificRecord> values,
            Collection<Party> services,
            long most) {
        List<TopicPartition> partitions = services.stream()
                .map(Topics::deadLetters)
                .map(Topic::name)
                .flatMap(topic -> consumer.partitionsFor(topic, UpToNow.PATIENCE).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, UpToNow.PATIENCE);
        boolean all = true;
        for (Map.Entry<TopicPartition, Long> end :
                consumer.endOffsets(partitions, UpToNow.PATIENCE).entrySet()) {
            long begin = begins.getOrDefault(end.getKey(), 0L);
            long from = Math.max(begin, end.getValue() - most);
            all &= from == begin;
            consumer.seek(end.getKey(), from);
        }
        List<DeadLetter> letters = new ArrayList<>();
        UpToNow.read(consumer, partitions, record -> letters.add(letter(values, record.topic(), record.value())));
        letters.sort(Comparator.comparing(DeadLetter::getFailedAt));
        return new Letters(letters, all);
    }

    private static DeadLetter letter(Deserializer<SpecificRecord> values, String topic, byte[] value) {
        try {
            if (values.deserialize(topic, value) instanceof DeadLetter letter) {
                return letter;
            }
            throw new SerializationException(topic + " holds a record that is no dead letter");
        } catch (WireException e) {
            throw new SerializationException(topic + " cannot be read: " + e.getMessage());
        }
    }
}
