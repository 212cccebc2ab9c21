package io.lethe.console.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** The record as it is read: by its place, so much at a time. */
class KafkaAuditPagesTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://audit-pages");
    private static final TopicPartition PLACE = new TopicPartition(Topics.AUDIT_EVENTS.name(), 0);

    @Test
    void a_page_is_read_from_its_place_on_and_says_what_is_before_it() throws IOException {
        AuditPage newest = pages(10, 130).before(Long.MAX_VALUE);
        AuditPage middle = pages(10, 130).before(newest.next().orElseThrow());
        AuditPage last = pages(10, 130).before(middle.next().orElseThrow());

        assertThat(newest.events()).hasSize(50);
        assertThat(newest.events().getFirst().getActId()).isEqualTo("act-129");
        assertThat(newest.events().getLast().getActId()).isEqualTo("act-80");
        assertThat(middle.events().getFirst().getActId()).isEqualTo("act-79");
        assertThat(last.events()).hasSize(20);
        assertThat(last.events().getLast().getActId()).isEqualTo("act-10");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void what_has_gone_with_its_time_and_what_never_was_are_empty_pages() throws IOException {
        assertThat(pages(10, 12).before(10).events()).isEmpty();
        assertThat(pages(10, 12).before(0).next()).isEmpty();
        assertThat(pages(0, 0).before(Long.MAX_VALUE).events()).isEmpty();
    }

    @Test
    void that_kafka_does_not_answer_is_said() {
        MockConsumer<String, byte[]> consumer = consumer(0, 1);
        consumer.setPollException(new TimeoutException("away"));

        assertThatThrownBy(() -> new KafkaAuditPages(() -> consumer, () -> AvroSerdes.deserializer(REGISTRY))
                        .before(Long.MAX_VALUE))
                .isInstanceOf(IOException.class);
    }

    private static KafkaAuditPages pages(long begin, long end) {
        return new KafkaAuditPages(() -> consumer(begin, end), () -> AvroSerdes.deserializer(REGISTRY));
    }

    private static MockConsumer<String, byte[]> consumer(long begin, long end) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PLACE, begin));
        consumer.updateEndOffsets(Map.of(PLACE, end));
        consumer.schedulePollTask(() -> {
            try (Serializer<SpecificRecord> serializer =
                    AvroSerdes.serializer(List.of(Topics.AUDIT_EVENTS), REGISTRY)) {
                for (long offset = consumer.position(PLACE); offset < end; offset++) {
                    consumer.addRecord(new ConsumerRecord<>(
                            PLACE.topic(), 0, offset, "key", serializer.serialize(PLACE.topic(), event(offset))));
                }
            }
        });
        return consumer;
    }

    private static AuditEvent event(long offset) {
        return AuditEvent.newBuilder()
                .setEventId("event-" + offset)
                .setActId("act-" + offset)
                .setAt(Instant.parse("2026-03-01T09:30:00Z"))
                .setUser("dpo-1")
                .setRoles(List.of("dpo"))
                .setAct(AuditAct.DROP_WAVES)
                .setOutcome(AuditOutcome.DONE)
                .build();
    }
}
