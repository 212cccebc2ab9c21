package io.lethe.local.client;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.WireException;
import io.lethe.local.folder.PipelineException;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** What the services could not process, as it stands on their dead-letter topics. */
public final class DeadLetterReader {

    private DeadLetterReader() {}

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

    /** All that there are at this moment, the newest last. */
    public static List<DeadLetter> read(PipelineClient client, Collection<Party> services) {
        return read(client.kafka(), client.registry(), services);
    }

    /**
     * All that there are at this moment, the newest last.
     *
     * @param kafka settings of a consumer
     * @param registry settings of the serdes
     */
    public static List<DeadLetter> read(
            Map<String, Object> kafka, Map<String, Object> registry, Collection<Party> services) {
        List<DeadLetter> letters = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = PipelineClient.reader(kafka);
                Deserializer<SpecificRecord> values = AvroSerdes.deserializer(registry)) {
            List<TopicPartition> partitions = services.stream()
                    .map(Topics::deadLetters)
                    .map(Topic::name)
                    .flatMap(topic -> consumer.partitionsFor(topic, UpToNow.PATIENCE).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            UpToNow.read(consumer, partitions, record -> letters.add(letter(values, record.topic(), record.value())));
        }
        letters.sort(Comparator.comparing(DeadLetter::getFailedAt));
        return letters;
    }

    private static DeadLetter letter(Deserializer<SpecificRecord> values, String topic, byte[] value) {
        try {
            if (values.deserialize(topic, value) instanceof DeadLetter letter) {
                return letter;
            }
            throw new PipelineException(topic + " holds a record that is no dead letter");
        } catch (WireException e) {
            throw new PipelineException(topic + " cannot be read: " + e.getMessage());
        }
    }
}
