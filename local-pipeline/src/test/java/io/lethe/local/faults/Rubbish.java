package io.lethe.local.faults;

import io.lethe.kafka.registry.Registries;
import io.lethe.kafka.registry.RegistryConfig;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.kafka.wire.Frame;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.Sample;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Records that nobody can use, and those of writers newer than the product. The bench is told what must become of each. */
final class Rubbish implements AutoCloseable {

    private static final int NEVER_GIVEN_OUT = 1_999_999_999;

    private static final List<Topic<?>> READ = Topics.all(List.of()).stream()
            .filter(topic -> topic.readers().contains(Party.RETENTION_STREAM))
            .<Topic<?>>map(topic -> topic)
            .toList();

    private final Bench bench;
    private final Random random;
    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<SpecificRecord> today;
    private int count;

    Rubbish(Bench bench, Random random) {
        this.bench = bench;
        this.random = random;
        this.producer =
                new KafkaProducer<>(new HashMap<>(bench.kafka()), new StringSerializer(), new ByteArraySerializer());
        this.today = AvroSerdes.serializer(READ, bench.registrySettings());
    }

    /** One of each kind in each topic that the stream reads, and what a newer writer may write. */
    void strew() {
        for (Topic<?> topic : READ) {
            String name = topic.name();
            // Of any length, the magic byte left to chance but never right.
            dead(DeadLetterReason.NOT_FRAMED, name, subject(), garbage());
            dead(DeadLetterReason.NOT_FRAMED, name, subject(), new byte[] {});
            dead(DeadLetterReason.UNKNOWN_SCHEMA, name, subject(), framed(NEVER_GIVEN_OUT, garbage()));
            dead(DeadLetterReason.NO_VALUE, name, subject(), null);

            byte[] good = today.serialize(name, sample(topic).event);
            byte[] otherMagic = good.clone();
            otherMagic[0] = 7;
            dead(DeadLetterReason.NOT_FRAMED, name, subject(), otherMagic);
            dead(
                    DeadLetterReason.UNREADABLE,
                    name,
                    subject(),
                    Arrays.copyOf(good, good.length - 1 - random.nextInt(20)));
            dead(DeadLetterReason.UNREADABLE, name, subject(), Arrays.copyOf(good, good.length + 1));
            Sample other = sample(topic == Topics.INTERACTIONS ? Topics.HOLDS : Topics.INTERACTIONS);
            dead(DeadLetterReason.UNREADABLE, name, subject(), today.serialize(other.topic.name(), other.event));
            // A decision on waves is about nobody, and its key says nothing.
            if (topic != Topics.WAVE_DECISIONS) {
                dead(DeadLetterReason.NO_KEY, name, null, good);
                dead(DeadLetterReason.RULE_BROKEN, name, subject(), good);
            }
        }
        newerWriters();
    }

    private static Sample sample(Topic<?> topic) {
        return Arrays.stream(Sample.values())
                .filter(sample -> sample.topic == topic)
                .findFirst()
                .orElseThrow();
    }

    /** What they add has a default, or is a word that means nothing here. */
    private void newerWriters() {
        Instant before = bench.now().minus(Duration.ofMinutes(2));
        Instant later = before.plus(Duration.ofMinutes(1));

        String known = subject();
        bench.inputs().say(Facts.interaction(known, before));
        bench.inputs().acknowledged();
        Interaction withMore = Facts.interaction(known, later);
        String ofInteractions = withMore.getSchema().toString();
        String withField = ofInteractions.substring(0, ofInteractions.length() - 2)
                + ",{\"name\":\"mood\",\"type\":\"string\",\"default\":\"none\"}]}";
        newer(Topics.INTERACTIONS, known, withMore, withField, record -> record.put("mood", "excellent"));
        bench.oracle().accepted(withMore);

        Interaction ofNewKind = Facts.interaction(known, bench.now());
        newer(
                Topics.INTERACTIONS,
                known,
                ofNewKind,
                withSymbol(withField, "CONTACT", "HOUSEHOLD"),
                record -> set(record, "subjectKind", "HOUSEHOLD"));
        bench.oracle().accepted(ofNewKind);

        String asking = subject();
        SubjectLink link = Facts.link(asking, subject(), before);
        newer(
                Topics.SUBJECT_LINKS,
                asking,
                link,
                withSymbol(link.getSchema().toString(), "OPERATOR", "NEIGHBOUR"),
                record -> set(record, "statedBy", "NEIGHBOUR"));
        bench.oracle().accepted(link);
        bench.inputs().say(Facts.erasureRequest(asking, later));

        String deciding = subject();
        var statement = Facts.statement(deciding, before, "video", Decision.GRANTED);
        RecordMetadata meaningless = newer(
                Topics.CONSENT_STATEMENTS,
                deciding,
                statement,
                withSymbol(statement.getSchema().toString(), "OBJECTION_LIFTED", "POSTPONED"),
                record -> ((List<?>) record.get("choices"))
                        .forEach(choice -> set((GenericRecord) choice, "decision", "POSTPONED")));
        expect(meaningless, DeadLetterReason.RULE_BROKEN);
    }

    private String subject() {
        return Facts.subject("rubbish " + bench.now() + " " + count++);
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        bytes[0] |= 1;
        return bytes;
    }

    private static byte[] framed(int schemaId, byte[] datum) {
        return ByteBuffer.allocate(Frame.LENGTH + datum.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(datum)
                .array();
    }

    private static String withSymbol(String schema, String symbol, String more) {
        return schema.replace("\"" + symbol + "\"", "\"" + symbol + "\",\"" + more + "\"");
    }

    private static void set(GenericRecord record, String field, String symbol) {
        record.put(
                field,
                new GenericData.EnumSymbol(record.getSchema().getField(field).schema(), symbol));
    }

    /** Writes an event as a writer would whose schema knows more. */
    private RecordMetadata newer(
            Topic<?> topic, String key, SpecificRecord event, String schema, Consumer<GenericRecord> change) {
        Schema newer = new Schema.Parser().parse(schema);
        int id = Registries.of(RegistryConfig.of(bench.registrySettings())).register(topic.name() + "-value", newer);
        byte[] written = today.serialize(topic.name(), event);
        try {
            GenericRecord record = new GenericDatumReader<GenericRecord>(event.getSchema(), newer)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(written, Frame.LENGTH, written.length - Frame.LENGTH, null));
            change.accept(record);
            ByteArrayOutputStream datum = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(datum, null);
            new GenericDatumWriter<GenericRecord>(newer).write(record, encoder);
            encoder.flush();
            return send(topic.name(), key, framed(id, datum.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dead(DeadLetterReason reason, String topic, @Nullable String key, byte @Nullable [] value) {
        expect(send(topic, key, value), reason);
    }

    private void expect(RecordMetadata at, DeadLetterReason reason) {
        bench.expectDeadLetter(new TopicPartition(at.topic(), at.partition()), at.offset(), reason);
    }

    private RecordMetadata send(String topic, @Nullable String key, byte @Nullable [] value) {
        try {
            return producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        today.close();
        producer.close();
    }
}
