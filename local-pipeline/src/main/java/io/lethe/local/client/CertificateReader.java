package io.lethe.local.client;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.wire.CertificateWire;
import io.lethe.kafka.UpToNow;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.WireException;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** The certificates that stand in their topic at this moment, each partition in its order. */
public final class CertificateReader {

    private static final String TOPIC = Topics.ERASURE_CERTIFICATES.name();

    private final Map<String, Object> kafka;
    private final Map<String, Object> registry;

    /**
     * @param kafka settings of a consumer
     * @param registry settings of the serdes
     */
    public CertificateReader(Map<String, Object> kafka, Map<String, Object> registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    public CertificateReader(PipelineClient client) {
        this(client.kafka(), client.registry());
    }

    /** Who takes what is read, with the place where it stands. */
    public interface Target {

        void certificate(Certificate certificate, String where);

        void unreadable(String where);
    }

    public void read(Target target) {
        try (KafkaConsumer<String, byte[]> consumer = PipelineClient.reader(kafka);
                Deserializer<SpecificRecord> values = AvroSerdes.deserializer(registry)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, UpToNow.PATIENCE).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            UpToNow.read(consumer, partitions, record -> {
                hand(values, record, target);
                return true;
            });
        }
    }

    private static void hand(
            Deserializer<SpecificRecord> values, ConsumerRecord<String, byte[]> record, Target target) {
        String where = "partition " + record.partition() + ", offset " + record.offset();
        try {
            if (values.deserialize(TOPIC, record.headers(), record.value()) instanceof ErasureCertificate value) {
                target.certificate(CertificateWire.fromWire(value), where);
            } else {
                target.unreadable(where);
            }
        } catch (WireException e) {
            if (e.retriable()) {
                throw new PipelineException("the registry does not answer");
            }
            target.unreadable(where);
        }
    }
}
