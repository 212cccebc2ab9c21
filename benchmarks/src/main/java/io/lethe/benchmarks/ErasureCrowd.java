package io.lethe.benchmarks;

import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.Identity;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Made-up devices that are to be erased, and what their recipients answer. */
final class ErasureCrowd {

    private final IdentifierSeal seal;
    private final Serializer<SpecificRecord> values;
    private final Instant at;
    private final List<String> systems;

    /** @param at when it happens */
    ErasureCrowd(Pipeline pipeline, Instant at, List<String> systems) throws IOException {
        this.seal = new IdentifierSeal(Files.readString(pipeline.secret("identifier-keys.json")));
        this.values = AvroSerdes.serializer(
                List.of(Topics.IDENTITIES, Topics.ERASURE_ORDERS, Topics.DELETION_ACKS),
                Map.of("schema.registry.url", pipeline.registry()));
        this.at = at;
        this.systems = systems;
    }

    /** The number of somebody new, with half a million more after it: nobody is erased twice, though a program is run again a minute later. */
    static int fresh() {
        return Math.floorMod(Instant.now().getEpochSecond(), 200_000) * 10_000;
    }

    /** Somebody was seen. */
    ProducerRecord<String, byte[]> identity(int number) {
        String subject = EventTemplate.subjectId(number);
        byte[] sealed = seal.seal(subject, new Identifier(IdentifierKind.VISITOR_ID, "visitor-" + number));
        return record(
                Topics.IDENTITIES.name(),
                Topics.IDENTITIES.name(),
                subject,
                Identity.newBuilder()
                        .setEventId("00000000-0000-4000-8000-" + String.format(Locale.ROOT, "%012d", number))
                        .setSubjectId(subject)
                        .setSubjectKind(SubjectKind.VISITOR)
                        .setIdentifierType(IdentifierKind.VISITOR_ID.id())
                        .setSealed(ByteBuffer.wrap(sealed))
                        .setSeenAt(at)
                        .setReceivedAt(at)
                        .build());
    }

    ProducerRecord<String, byte[]> order(String topic, int number) {
        String subject = EventTemplate.subjectId(number);
        return record(
                topic,
                Topics.ERASURE_ORDERS.name(),
                subject,
                ErasureOrder.newBuilder()
                        .setOrderId(orderId(number))
                        .setSubjectId(subject)
                        .setSubjectKind(SubjectKind.VISITOR)
                        .setCause(ErasureCause.RETENTION_LAPSED)
                        .setDataCategories(List.of("browsing-data", "device-identifiers"))
                        .setOrderedAt(at)
                        .setRecordedAt(at)
                        .setPolicyVersion("2026-01")
                        .build());
    }

    /** The answer of one of the systems. */
    ProducerRecord<String, byte[]> answer(String topic, int number, int system) {
        return answer(topic, number, system, DeletionOutcome.COMPLETED);
    }

    ProducerRecord<String, byte[]> answer(String topic, int number, int system, DeletionOutcome outcome) {
        return record(
                topic,
                Topics.DELETION_ACKS.name(),
                EventTemplate.subjectId(number),
                DeletionAck.newBuilder()
                        .setCommandId(orderId(number) + "." + systems.get(system))
                        .setOutcome(outcome)
                        .setAt(at)
                        .build());
    }

    static String orderId(int number) {
        return String.format(Locale.ROOT, "%s.%012d", EventTemplate.subjectId(number), number);
    }

    private ProducerRecord<String, byte[]> record(String topic, String schema, String key, SpecificRecord value) {
        return new ProducerRecord<>(topic, key, values.serialize(schema, value));
    }
}
