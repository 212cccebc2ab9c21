package io.lethe.kafka.serdes;

import static io.lethe.schemas.Schemas.LATER_FIELD;
import static io.lethe.schemas.Schemas.LATER_SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.kafka.registry.InMemoryRegistry;
import io.lethe.schemas.Fixtures;
import io.lethe.schemas.Sample;
import io.lethe.schemas.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer of a later release is understood. */
class NewerWriterTest {

    @ParameterizedTest
    @EnumSource
    void its_new_fields_are_skipped_and_its_new_symbols_are_unrecognised(Sample sample) throws IOException {
        // A registry that knows the later schema only, and a record in which every enum has the new symbol
        String scope = "newer-writer-" + sample.file();
        Schema later = Schemas.later(sample.event.getSchema());
        int id = InMemoryRegistry.scope(URI.create("mock://" + scope)).register(sample.topic.schemaSubject(), later);
        GenericRecord written = asWrittenLater(sample, later);

        SpecificRecord read = AvroSerdes.of(sample.topic, Wire.registry(scope))
                .deserializer()
                .deserialize(sample.topic.name(), framed(id, written));

        assertSame(Objects.requireNonNull(read), sample.event);
    }

    @SuppressWarnings("NullAway") // a record grows into a record
    private static GenericRecord asWrittenLater(Sample sample, Schema later) throws IOException {
        byte[] bytes = Fixtures.wire(sample);
        GenericRecord record = new GenericDatumReader<GenericRecord>(sample.event.getSchema(), later)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        return (GenericRecord) grown(record);
    }

    private static @Nullable Object grown(@Nullable Object value) {
        switch (value) {
            case GenericRecord record -> {
                for (Schema.Field field : record.getSchema().getFields()) {
                    record.put(field.pos(), field.name().equals(LATER_FIELD) ? "new" : grown(record.get(field.pos())));
                }
                return record;
            }
            case List<?> list -> {
                return list.stream().map(NewerWriterTest::grown).toList();
            }
            case GenericEnumSymbol<?> symbol -> {
                return new GenericData.EnumSymbol(symbol.getSchema(), LATER_SYMBOL);
            }
            case null, default -> {
                return value;
            }
        }
    }

    private static byte[] framed(int id, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(4).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static void assertSame(@Nullable Object read, @Nullable Object expected) {
        switch (expected) {
            case null -> assertThat(read).isNull();
            case IndexedRecord record -> {
                for (Schema.Field field : record.getSchema().getFields()) {
                    assertSame(
                            ((IndexedRecord) Objects.requireNonNull(read)).get(field.pos()), record.get(field.pos()));
                }
            }
            case List<?> list -> {
                assertThat((List<?>) read).hasSameSizeAs(list);
                for (int i = 0; i < list.size(); i++) {
                    assertSame(((List<?>) Objects.requireNonNull(read)).get(i), list.get(i));
                }
            }
            case Enum<?> _ -> assertThat(read).hasToString("UNRECOGNISED");
            default -> assertThat(read).isEqualTo(expected);
        }
    }
}
