package io.lethe.console.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The audit trail on its topic: written once Kafka says so, and never waited for without end. */
class KafkaAuditTrailTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://audit");

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());

    @Test
    void an_event_is_written_once_kafka_has_acknowledged_it_and_no_sooner() {
        try (KafkaAuditTrail trail = trail(Duration.ofSeconds(30))) {
            CompletableFuture<Void> written = trail.write(event());
            Awaitility.await().until(() -> producer.history().size() == 1);
            assertThat(written).isNotDone();

            producer.completeNext();

            assertThat(written).succeedsWithin(Duration.ofSeconds(5));
            assertThat(producer.history()).singleElement().satisfies(record -> {
                assertThat(record.topic()).isEqualTo("audit-events");
                assertThat(record.key()).isEqualTo("act-1");
                assertThat(AvroSerdes.deserializer(REGISTRY).deserialize(record.topic(), record.value()))
                        .isEqualTo(event());
            });
        }
    }

    @Test
    void what_kafka_refuses_is_said_to_be_unwritten() {
        try (KafkaAuditTrail trail = trail(Duration.ofSeconds(30))) {
            CompletableFuture<Void> refused = trail.write(event());

            Awaitility.await().until(() -> producer.errorNext(new IllegalStateException("full")));

            assertThat(refused).failsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void what_kafka_does_not_answer_is_said_to_be_unwritten_in_a_bounded_time() {
        try (KafkaAuditTrail trail = trail(Duration.ofMillis(50))) {
            CompletableFuture<Void> unanswered = trail.write(event());

            assertThatThrownBy(unanswered::get).hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void a_registry_that_is_away_holds_up_nobody_and_is_asked_again() {
        CountDownLatch away = new CountDownLatch(1);
        Serializer<SpecificRecord> serializer = serializer();
        try (KafkaAuditTrail trail = new KafkaAuditTrail(
                producer,
                () -> {
                    if (away.getCount() > 0) {
                        away.countDown();
                        throw new IllegalStateException("the registry is away");
                    }
                    return serializer;
                },
                Duration.ofSeconds(30))) {
            assertThat(trail.write(event())).failsWithin(Duration.ofSeconds(5));

            CompletableFuture<Void> again = trail.write(event());

            Awaitility.await().until(producer::completeNext);
            assertThat(again).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void what_a_trail_is_worth_is_not_the_operators_to_change() {
        Map<String, Object> settings = KafkaAuditTrail.settings(
                Map.of("acks", "1", "enable.idempotence", "false", "delivery.timeout.ms", "1", "client.id", "mine"));

        assertThat(settings)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("delivery.timeout.ms", 5_000)
                .containsEntry("client.id", "mine");
    }

    private KafkaAuditTrail trail(Duration patience) {
        return new KafkaAuditTrail(producer, KafkaAuditTrailTest::serializer, patience);
    }

    private static Serializer<SpecificRecord> serializer() {
        return AvroSerdes.serializer(List.of(Topics.AUDIT_EVENTS), REGISTRY);
    }

    private static AuditEvent event() {
        return AuditEvent.newBuilder()
                .setEventId("event-1")
                .setActId("act-1")
                .setAt(Instant.parse("2026-03-01T09:30:00Z"))
                .setUser("dpo-1")
                .setRoles(List.of("dpo"))
                .setAct(AuditAct.LOOK_AT_SUBJECT)
                .setOutcome(AuditOutcome.DONE)
                .setSubjectId("a".repeat(43))
                .setReason("audit")
                .build();
    }
}
