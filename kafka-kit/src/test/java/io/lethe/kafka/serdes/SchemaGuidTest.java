package io.lethe.kafka.serdes;

import static io.lethe.kafka.registry.LocalRegistry.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.kafka.registry.InMemoryRegistry;
import io.lethe.kafka.registry.LocalRegistry;
import io.lethe.kafka.wire.Frame;
import io.lethe.kafka.wire.NotFramedException;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.kafka.wire.UnknownSchemaException;
import io.lethe.kafka.wire.UnreadableException;
import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.Sample;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values whose schema is named in a header, as Confluent's newer serializers do. */
@SuppressWarnings("NullAway.Init")
@Timeout(60)
class SchemaGuidTest {

    private static final String TOPIC = Topics.DELETION_ACKS.name();
    private static final DeletionAck ACK = (DeletionAck) Sample.DELETION_ACK.event;
    private static final UUID NOBODYS = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private LocalRegistry registry;
    private Deserializer<DeletionAck> deserializer;
    private byte[] framed;
    private byte[] bare;
    private UUID guid;

    @BeforeEach
    void start() throws IOException {
        registry = new LocalRegistry();
        registry.knows(DeletionAck.getClassSchema());
        guid = InMemoryRegistry.guid(DeletionAck.getClassSchema());
        deserializer = AvroSerdes.of(Topics.DELETION_ACKS, registry.settings()).deserializer();
        framed = Wire.write(Wire.serde(Sample.DELETION_ACK, "schema-guid"), Sample.DELETION_ACK);
        bare = Arrays.copyOfRange(framed, Frame.LENGTH, framed.length);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void are_read_by_their_GUID_and_the_registry_is_asked_once() {
        for (int i = 0; i < 3; i++) {
            assertThat(deserializer.deserialize(TOPIC, header(guid), bare)).isEqualTo(ACK);
        }
        assertThat(registry.asked()).containsExactly("GET /schemas/guids/" + guid);
    }

    @Test
    void are_read_by_an_id_in_the_header_too() {
        Headers headers = header(ByteBuffer.allocate(5).put((byte) 0).putInt(1).array());

        assertThat(deserializer.deserialize(TOPIC, headers, bare)).isEqualTo(ACK);
    }

    @Test
    void stand_beside_values_with_a_frame_in_one_topic() {
        assertThat(deserializer.deserialize(TOPIC, header(guid), bare)).isEqualTo(ACK);
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), framed)).isEqualTo(ACK);
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders().add("other", new byte[] {1}), framed))
                .isEqualTo(ACK);
    }

    @Test
    void a_tombstone_with_a_header_is_a_tombstone() {
        assertThat(deserializer.deserialize(TOPIC, header(guid), (byte[]) null)).isNull();
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void S3_a_GUID_that_the_registry_does_not_have_is_the_records_fault_and_is_asked_for_once_in_a_while() {
        for (int i = 0; i < 3; i++) {
            WireException failure = failure(header(NOBODYS), bare);
            assertThat(failure).isInstanceOf(UnknownSchemaException.class).hasMessageContaining(NOBODYS.toString());
            assertThat(failure.deadLetterReason()).contains(DeadLetterReason.UNKNOWN_SCHEMA);
            assertThat(failure.retriable()).isFalse();
        }
        assertThat(registry.asked()).containsExactly("GET /schemas/guids/" + NOBODYS);
    }

    @Test
    void S3_with_a_registry_that_knows_no_GUIDs_at_all_it_is_the_records_fault_as_well() {
        registry.misbehaving(says(404, "<html>no such resource</html>"));

        assertThat(failure(header(guid), bare))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("cannot look up GUIDs");
        assertThat(registry.asked()).containsExactly("GET /schemas/guids/" + guid, "GET /config");
    }

    @Test
    void S3_a_registry_that_is_away_is_waited_for_and_then_says_nothing_of_the_record() {
        // Whatever answers here is no registry.
        registry.misbehaving(20, says(404, "<html>welcome</html>"));
        assertThat(failure(header(guid), bare)).isInstanceOf(RegistryUnavailableException.class);

        stop();
        WireException failure = failure(header(guid), bare);
        assertThat(failure).isInstanceOf(RegistryUnavailableException.class);
        assertThat(failure.deadLetterReason()).isEmpty();
        assertThat(failure.retriable()).isTrue();
    }

    @Test
    void a_registry_that_comes_back_is_asked_again() {
        registry.misbehaving(says(500, "{}"), says(503, ""));

        assertThat(deserializer.deserialize(TOPIC, header(guid), bare)).isEqualTo(ACK);
    }

    @Test
    void a_header_that_is_neither_is_told_apart_without_quoting_it() {
        for (byte[] value :
                List.of(new byte[0], new byte[] {1}, new byte[16], new byte[17], new byte[] {2, 0, 0, 0, 1})) {
            assertThat(failure(header(value), bare))
                    .isInstanceOf(NotFramedException.class)
                    .hasMessageContaining("__value_schema_id of " + value.length + " bytes");
        }
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void a_value_that_has_a_frame_as_well_is_unreadable() {
        assertThat(failure(header(guid), framed)).isInstanceOf(UnreadableException.class);
    }

    private WireException failure(Headers headers, byte[] bytes) {
        return catchThrowableOfType(WireException.class, () -> deserializer.deserialize(TOPIC, headers, bytes));
    }

    private static Headers header(UUID guid) {
        return header(ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array());
    }

    private static Headers header(byte[] value) {
        return new RecordHeaders().add("__value_schema_id", value);
    }
}
