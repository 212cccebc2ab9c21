package io.lethe.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Serdes")
class AvroSerdesTest {

    private static final Map<String, ?> REGISTRY = Map.of("schema.registry.url", "mock://avro-serdes-test");

    private final Serde<DeletionAck> serde = AvroSerdes.of(Topics.DELETION_ACKS, REGISTRY);
    private final DeletionAck ack = DeletionAck.newBuilder()
            .setCommandId("c")
            .setOutcome(DeletionOutcome.COMPLETED)
            .setAt(Instant.parse("2026-03-01T08:30:00Z"))
            .build();

    @Test
    void a_value_comes_back_as_it_went() {
        byte[] bytes = serde.serializer().serialize("deletion-acks", ack);

        assertThat(serde.deserializer().deserialize("deletion-acks", bytes)).isEqualTo(ack);
    }

    @Test
    void bytes_cut_short_or_going_on_are_unreadable() {
        byte[] bytes = serde.serializer().serialize("deletion-acks", ack);

        for (byte[] broken : List.of(Arrays.copyOf(bytes, 7), Arrays.copyOf(bytes, bytes.length + 1))) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("deletion-acks", broken))
                    .isInstanceOf(UnreadableException.class);
        }
    }
}
