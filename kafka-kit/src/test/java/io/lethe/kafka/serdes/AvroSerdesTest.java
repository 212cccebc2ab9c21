package io.lethe.kafka.serdes;

import static io.lethe.kafka.registry.LocalRegistry.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.kafka.registry.InMemoryRegistry;
import io.lethe.kafka.registry.LocalRegistry;
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
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AvroSerdesTest {

    private static final String TOPIC = Topics.DELETION_ACKS.name();
    private static final DeletionAck ACK = (DeletionAck) Sample.DELETION_ACK.event;

    private final Serde<DeletionAck> serde = AvroSerdes.of(Topics.DELETION_ACKS, Wire.registry("avro-serdes-test"));

    @Test
    void a_value_comes_back_as_it_went() {
        assertThat(read(write(ACK))).isEqualTo(ACK);
    }

    @Test
    void no_value_stays_no_value() {
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
    }

    @Test
    void bytes_without_the_frame_are_told_apart() {
        for (byte[] bytes : List.of(new byte[0], new byte[4], new byte[] {1, 0, 0, 0, 1, 0}, "{\"a\":1}".getBytes())) {
            assertThat(failure(bytes)).isInstanceOf(NotFramedException.class);
            assertThat(failure(bytes).deadLetterReason()).contains(DeadLetterReason.NOT_FRAMED);
        }
    }

    @Test
    void bytes_cut_short_or_going_on_are_unreadable() {
        byte[] bytes = write(ACK);

        for (int length = 5; length < bytes.length; length++) {
            assertThat(failure(Arrays.copyOf(bytes, length))).isInstanceOf(UnreadableException.class);
        }
        assertThat(failure(Arrays.copyOf(bytes, bytes.length + 1))).hasMessageContaining("goes on after its end");
        assertThat(failure(Arrays.copyOf(bytes, 6)).deadLetterReason()).contains(DeadLetterReason.UNREADABLE);
    }

    @Test
    void a_value_of_another_topics_kind_is_unreadable() {
        Map<String, String> registry = Wire.registry("avro-serdes-test");
        byte[] hold = AvroSerdes.serializer(List.of(), registry).serialize(TOPIC, Sample.HOLD.event);

        assertThat(failure(hold))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("io.lethe.schemas.Hold")
                .hasMessageContaining("io.lethe.schemas.DeletionAck");
    }

    @Test
    void a_schema_names_no_class_that_is_not_an_event() {
        InMemoryRegistry registry = InMemoryRegistry.scope(URI.create("mock://foreign"));
        int foreign = registry.register("any", record("java.lang", "ProcessBuilder"));
        int notAnEvent = registry.register("any", record("io.lethe.schemas", "Topics"));
        Deserializer<SpecificRecord> any = AvroSerdes.deserializer(Wire.registry("foreign"));

        for (int id : List.of(foreign, notAnEvent)) {
            assertThatThrownBy(() -> any.deserialize("t", new byte[] {0, 0, 0, 0, (byte) id, 2}))
                    .isInstanceOf(UnreadableException.class);
        }
    }

    private static Schema record(String namespace, String name) {
        return SchemaBuilder.record(name).namespace(namespace).fields().endRecord();
    }

    @Test
    void one_deserializer_reads_all_topics() {
        Map<String, String> registry = Wire.registry("all-topics");
        Serializer<SpecificRecord> serializer =
                AvroSerdes.serializer(List.of(Topics.HOLDS, Topics.DELETION_ACKS), registry);
        Deserializer<SpecificRecord> deserializer = AvroSerdes.deserializer(registry);

        for (Sample sample : Sample.values()) {
            byte[] bytes = serializer.serialize(sample.topic.name(), sample.event);
            assertThat(deserializer.deserialize(sample.topic.name(), bytes)).isEqualTo(sample.event);
        }
    }

    @Test
    @Timeout(60)
    void the_registry_is_asked_once_for_each_schema_however_many_threads_begin_at_once() throws IOException {
        try (LocalRegistry registry = new LocalRegistry()) {
            Serde<DeletionAck> shared = AvroSerdes.of(Topics.DELETION_ACKS, registry.settings());
            CountDownLatch begin = new CountDownLatch(1);

            List<CompletableFuture<Void>> all = IntStream.range(0, 16)
                    .mapToObj(_ -> CompletableFuture.runAsync(
                            () -> {
                                awaitUnchecked(begin);
                                for (int i = 0; i < 500; i++) {
                                    byte[] bytes = shared.serializer().serialize(TOPIC, ACK);
                                    assertThat(shared.deserializer().deserialize(TOPIC, bytes))
                                            .isEqualTo(ACK);
                                }
                            },
                            Thread::startVirtualThread))
                    .toList();
            begin.countDown();

            all.forEach(CompletableFuture::join);
            assertThat(registry.asked())
                    .containsExactly("POST /subjects/deletion-acks-value/versions", "GET /schemas/ids/1");
        }
    }

    @Test
    void a_serializer_for_topics_knows_their_ids_before_the_first_record() throws IOException {
        try (LocalRegistry registry = new LocalRegistry()) {
            AvroSerdes.serializer(List.of(Topics.HOLDS, Topics.INTERACTIONS), registry.settings());
            Serde<DeletionAck> ready = AvroSerdes.ready(Topics.DELETION_ACKS, registry.settings());
            ready.serializer().serialize(TOPIC, ACK);

            assertThat(registry.asked())
                    .containsExactly(
                            "POST /subjects/holds-value/versions",
                            "POST /subjects/interactions-value/versions",
                            "POST /subjects/deletion-acks-value/versions");
        }
    }

    @Test
    void a_run_of_records_with_an_unknown_id_asks_once() throws IOException {
        try (LocalRegistry registry = new LocalRegistry()) {
            Serde<DeletionAck> reading = AvroSerdes.of(Topics.DELETION_ACKS, registry.settings());

            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> reading.deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0, 9, 2}))
                        .isInstanceOf(UnknownSchemaException.class);
            }
            assertThat(registry.asked()).hasSize(1);
        }
    }

    @Test
    void an_id_that_cannot_be_is_unknown_without_asking() throws IOException {
        try (LocalRegistry registry = new LocalRegistry()) {
            Serde<DeletionAck> reading = AvroSerdes.of(Topics.DELETION_ACKS, registry.settings());

            assertThatThrownBy(() -> reading.deserializer().deserialize(TOPIC, new byte[] {0, -1, 0, 0, 9, 2}))
                    .isInstanceOf(UnknownSchemaException.class);
            assertThat(registry.asked()).isEmpty();
        }
    }

    @Test
    void an_unavailable_registry_is_not_remembered() throws IOException {
        try (LocalRegistry registry = new LocalRegistry()) {
            registry.misbehaving(3, says(500, ""));
            Serde<DeletionAck> writing = AvroSerdes.of(Topics.DELETION_ACKS, registry.settings());

            assertThatThrownBy(() -> writing.serializer().serialize(TOPIC, ACK))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(writing.serializer().serialize(TOPIC, ACK)).isNotNull();
        }
    }

    @Test
    void a_schema_that_is_not_avro_is_unreadable_and_asked_for_once() throws IOException {
        try (LocalRegistry registry = new LocalRegistry()) {
            registry.misbehaving(says(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message A {}\"}"));
            Serde<DeletionAck> reading = AvroSerdes.of(Topics.DELETION_ACKS, registry.settings());

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> reading.deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0, 9, 2}))
                        .isInstanceOf(UnreadableException.class)
                        .hasMessageContaining("PROTOBUF");
            }
            assertThat(registry.asked()).hasSize(1);
        }
    }

    @Test
    void the_classes_are_a_setting() {
        Map<String, String> settings = Map.of(
                "schema.registry.url", "mock://classes", AvroSerdes.VALUE_SERIALIZER, StringSerializer.class.getName());

        assertThat(AvroSerdes.of(Topics.HOLDS, settings).serializer()).isInstanceOf(StringSerializer.class);
        assertThatThrownBy(() -> AvroSerdes.of(
                        Topics.HOLDS,
                        Map.of(
                                "schema.registry.url",
                                "mock://classes",
                                AvroSerdes.VALUE_DESERIALIZER,
                                "no.such.Class")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lethe.value.deserializer.class")
                .hasMessageContaining("no.such.Class");
    }

    @Test
    void keys_are_not_written_with_it() {
        Map<String, String> settings = Wire.registry("keys");

        assertThatThrownBy(() -> new AvroSerializer<DeletionAck>().configure(settings, true))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new AvroDeserializer<DeletionAck>().configure(settings, true))
                .isInstanceOf(ConfigException.class);
    }

    private byte[] write(DeletionAck ack) {
        return serde.serializer().serialize(TOPIC, ack);
    }

    private DeletionAck read(byte[] bytes) {
        return serde.deserializer().deserialize(TOPIC, bytes);
    }

    private WireException failure(byte[] bytes) {
        return catchThrowableOfType(WireException.class, () -> read(bytes));
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
