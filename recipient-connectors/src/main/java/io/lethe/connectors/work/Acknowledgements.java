package io.lethe.connectors.work;

import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.topics.Topics;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes what came of commands to {@code deletion-acks}. One for the process. */
public final class Acknowledgements implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final Serializer<SpecificRecord> serializer;
    private final InstantSource clock;

    Acknowledgements(Producer<String, byte[]> producer, Serializer<SpecificRecord> serializer, InstantSource clock) {
        this.producer = producer;
        this.serializer = serializer;
        this.clock = clock;
    }

    /** @param client settings of Kafka's clients, by their own names */
    public static Acknowledgements to(
            Map<String, String> client, Serializer<SpecificRecord> serializer, InstantSource clock) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new Acknowledgements(
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()), serializer, clock);
    }

    /**
     * Returns when Kafka has it.
     *
     * @throws KafkaException where it will not
     */
    public void write(String commandId, String subjectId, Verdict.Acknowledged answer) throws InterruptedException {
        String topic = Topics.DELETION_ACKS.name();
        DeletionAck acknowledgement = DeletionAck.newBuilder()
                .setCommandId(commandId)
                .setOutcome(answer.outcome())
                .setReason(answer.reason().orElse(null))
                .setAt(clock.instant())
                .build();
        byte[] value = serializer.serialize(topic, acknowledgement);
        try {
            producer.send(new ProducerRecord<>(topic, subjectId, value)).get();
        } catch (ExecutionException e) {
            throw new KafkaException("an acknowledgement cannot be written", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
