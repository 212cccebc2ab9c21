package io.lethe.local.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.SubjectIdentifier;
import io.lethe.schemas.topics.TrustedClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client that the guide shows, on the bytes that the pipeline writes and reads. */
class PlainRecipientTest {

    private static final TopicPartition COMMANDS = new TopicPartition("deletion-commands.crm", 0);
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final int COMMAND = 7;
    private static final int ACK = 8;

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private HttpServer registry;

    @BeforeEach
    void start() throws IOException {
        TrustedClasses.trust(DeletionAck.class);
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers("/schemas/ids/" + COMMAND, COMMAND, DeletionCommand.getClassSchema());
        answers("/schemas/ids/" + ACK, ACK, DeletionAck.getClassSchema());
        answers("/subjects/deletion-acks-value/versions/latest", ACK, DeletionAck.getClassSchema());
        registry.start();
        consumer.assign(List.of(COMMANDS));
        consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L));
        consumer.addRecord(new ConsumerRecord<>(COMMANDS.topic(), 0, 0, "subject-1", command()));
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void E2_a_command_is_answered_and_then_counts_as_taken() throws Exception {
        recipient(identifiers -> identifiers.get("email").equals("ada@example.org"))
                .serve(Duration.ofSeconds(1));

        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("deletion-acks");
            assertThat(record.key()).isEqualTo("subject-1");
            assertThat(ack(record.value()))
                    .isEqualTo(DeletionAck.newBuilder()
                            .setCommandId("command-1")
                            .setOutcome(DeletionOutcome.COMPLETED)
                            .setAt(NOW)
                            .build());
        });
        assertThat(consumer.committed(Set.of(COMMANDS)).get(COMMANDS).offset()).isEqualTo(1);
    }

    @Test
    void E2_nothing_to_delete_is_not_found_and_what_cannot_be_done_has_failed() throws Exception {
        consumer.addRecord(new ConsumerRecord<>(COMMANDS.topic(), 0, 1, "subject-1", command()));
        boolean[] reachable = {true};

        recipient(_ -> {
                    if (!reachable[0]) {
                        throw new IOException("ada@example.org could not be found in time");
                    }
                    reachable[0] = false;
                    return false;
                })
                .serve(Duration.ofSeconds(1));

        assertThat(producer.history().stream().map(record -> ack(record.value())))
                .extracting(DeletionAck::getOutcome)
                .containsExactly(DeletionOutcome.NOT_FOUND, DeletionOutcome.FAILED);
        assertThat(new String(producer.history().getLast().value(), StandardCharsets.UTF_8))
                .doesNotContain("ada@");
    }

    private PlainRecipient recipient(PlainRecipient.Deleter deleter) {
        String address = "http://127.0.0.1:" + registry.getAddress().getPort();
        return new PlainRecipient(consumer, producer, address, deleter, () -> NOW);
    }

    private void answers(String path, int id, Schema schema) throws IOException {
        byte[] answer = new ObjectMapper().writeValueAsBytes(Map.of("id", id, "schema", schema.toString()));
        registry.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
    }

    private static byte[] command() throws IOException {
        DeletionCommand command = DeletionCommand.newBuilder()
                .setCommandId("command-1")
                .setOrderId("order-1")
                .setSystem("crm")
                .setSubjectId("subject-1")
                .setIdentifiers(List.of(SubjectIdentifier.newBuilder()
                        .setType("email")
                        .setValue("ada@example.org")
                        .build()))
                .setCause(ErasureCause.ERASURE_REQUESTED)
                .setDataCategories(List.of("contact-details"))
                .setIssuedAt(NOW)
                .setDueAt(NOW)
                .setAttempt(1)
                .setPolicyVersion("2026-01")
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 0, 0, 0, COMMAND});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(DeletionCommand.class).write(command, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static DeletionAck ack(byte[] value) {
        try {
            assertThat(value).startsWith(0, 0, 0, 0, ACK);
            return new SpecificDatumReader<>(DeletionAck.class)
                    .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
