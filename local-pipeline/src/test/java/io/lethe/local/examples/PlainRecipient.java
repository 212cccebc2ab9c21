package io.lethe.local.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A recipient system, complete, in plain kafka-clients and Avro: it knows nothing of Lethe but two topics. Copy it, and put your
 * own deletion in.
 */
public final class PlainRecipient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACKNOWLEDGEMENTS = "deletion-acks";

    /** Your part. */
    @FunctionalInterface
    public interface Deleter {
        /**
         * Deletes whatever is known of a person.
         *
         * @return whether there was anything; false is a success too
         * @throws IOException where it cannot be done at the moment
         */
        boolean delete(Map<String, String> identifiers) throws IOException;
    }

    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final String registry;
    private final Deleter deleter;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    PlainRecipient(
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            String registry,
            Deleter deleter,
            InstantSource clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.registry = registry;
        this.deleter = deleter;
        this.clock = clock;
    }

    /** Arguments: the brokers, the registry's address, and the system's id in the policy. */
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> reading = Map.of(
                "bootstrap.servers",
                arguments[0],
                "group.id",
                "recipient." + arguments[2],
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                // The pipeline writes in transactions.
                "isolation.level",
                "read_committed");
        Map<String, Object> writing = Map.of("bootstrap.servers", arguments[0], "acks", "all");
        try (Consumer<String, byte[]> consumer =
                        new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
                Producer<String, byte[]> producer =
                        new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of("deletion-commands." + arguments[2]));
            PlainRecipient recipient =
                    new PlainRecipient(consumer, producer, arguments[1], _ -> false, InstantSource.system());
            while (true) {
                recipient.serve(Duration.ofSeconds(1));
            }
        }
    }

    /** One round: every command is answered before any counts as taken, so whoever is killed in between is given it again. */
    void serve(Duration patience) throws IOException, InterruptedException, ExecutionException {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(patience)) {
            GenericRecord command = read(one.value());
            String outcome;
            String reason = null;
            try {
                outcome = deleter.delete(identifiers(command)) ? "COMPLETED" : "NOT_FOUND";
            } catch (IOException e) {
                outcome = "FAILED"; // it will be given again
                reason = "the database cannot be reached"; // and nothing of what was in the command
            }
            byte[] answer = answer(command.get("commandId").toString(), outcome, reason);
            producer.send(new ProducerRecord<>(ACKNOWLEDGEMENTS, one.key(), answer))
                    .get();
        }
        consumer.commitSync();
    }

    private static Map<String, String> identifiers(GenericRecord command) {
        Map<String, String> identifiers = new HashMap<>();
        for (Object one : (List<?>) command.get("identifiers")) {
            GenericRecord identifier = (GenericRecord) one;
            identifiers.put(
                    identifier.get("type").toString(), identifier.get("value").toString());
        }
        return identifiers;
    }

    /** A zero, the schema's id in four bytes, and the datum. */
    private GenericRecord read(byte[] value) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (bytes.get() != 0) {
            throw new IOException("not in the registry's wire format");
        }
        Schema schema = schema(bytes.getInt());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, bytes.position(), bytes.remaining(), null));
    }

    private byte[] answer(String commandId, String outcome, String reason) throws IOException, InterruptedException {
        JsonNode latest = ask("/subjects/" + ACKNOWLEDGEMENTS + "-value/versions/latest");
        int id = latest.path("id").asInt();
        Schema schema = schema(id);
        GenericRecord answer = new GenericData.Record(schema);
        answer.put("commandId", commandId);
        answer.put(
                "outcome", new GenericData.EnumSymbol(schema.getField("outcome").schema(), outcome));
        answer.put("reason", reason);
        answer.put("at", clock.millis());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(bytes);
        head.writeByte(0);
        head.writeInt(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(answer, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** What an id stands for never changes. */
    private Schema schema(int id) throws IOException, InterruptedException {
        Schema known = schemas.get(id);
        if (known == null) {
            known = new Schema.Parser()
                    .parse(ask("/schemas/ids/" + id).path("schema").asText());
            schemas.put(id, known);
        }
        return known;
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("the registry answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
