package io.lethe.local.client;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.wire.CertificateWire;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.topics.Topics;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes certificates into their topic that an older copy of it does not have, each in its chain's partition. */
public final class Reapplication {

    private static final String TOPIC = Topics.ERASURE_CERTIFICATES.name();

    private final Map<String, Object> kafka;
    private final Map<String, Object> registry;

    /**
     * @param kafka settings of clients
     * @param registry settings of the serdes
     */
    public Reapplication(Map<String, Object> kafka, Map<String, Object> registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    public Reapplication(PipelineClient client) {
        this(client.kafka(), client.registry());
    }

    /**
     * Writes what is missing.
     *
     * @param certificates verified, each chain in its order
     * @return how many were missing
     */
    public int run(Collection<Certificate> certificates) {
        Set<String> present = present();
        List<Certificate> missing = certificates.stream()
                .filter(one -> !present.contains(one.hash()))
                .toList();
        try (KafkaProducer<String, ErasureCertificate> producer = new KafkaProducer<>(
                kafka,
                new StringSerializer(),
                AvroSerdes.of(Topics.ERASURE_CERTIFICATES, registry).serializer())) {
            for (Certificate one : missing) {
                producer.send(new ProducerRecord<>(
                                TOPIC,
                                Integer.parseInt(one.chain()),
                                null,
                                one.erasure().subjectId(),
                                CertificateWire.toWire(one),
                                new RecordHeaders().add(CertificateWire.REAPPLIED, new byte[0])))
                        .get();
            }
            return missing.size();
        } catch (ExecutionException e) {
            throw new PipelineException("Kafka does not take a certificate (" + e.getCause() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException("interrupted");
        }
    }

    private Set<String> present() {
        Set<String> hashes = new HashSet<>();
        new CertificateReader(kafka, registry).read(new CertificateReader.Target() {
            @Override
            public void certificate(Certificate certificate, String where) {
                hashes.add(certificate.hash());
            }

            @Override
            public void unreadable(String where) {
                // It proves nothing, and is in nobody's way.
            }
        });
        return hashes;
    }
}
