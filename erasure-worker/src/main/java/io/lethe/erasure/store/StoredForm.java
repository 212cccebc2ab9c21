package io.lethe.erasure.store;

import io.lethe.erasure.stored.StoredEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How a value stands in a store, its changelog or an internal topic: one byte that says which version of its schema it was
 * written with, then Avro's binary form. It needs no registry, and what an older version wrote stays readable.
 */
public final class StoredForm<A extends SpecificRecord> {

    static {
        // Avro makes instances of classes only where it was told to trust them.
        String ours = StoredEntry.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(ours)));
    }

    private final byte version;
    private final Class<A> type;
    private final SpecificData model;
    private final SpecificDatumWriter<A> writer;
    private final Map<Byte, SpecificDatumReader<A>> readers = new HashMap<>();

    /**
     * @param version of the schema that {@code type} was made from; counted up whenever it changes
     * @param older the schemas of all earlier versions
     */
    StoredForm(Class<A> type, int version, Map<Integer, Schema> older) {
        this.version = (byte) version;
        this.type = type;
        Schema schema = SpecificData.get().getSchema(type);
        this.model = SpecificData.getForSchema(schema);
        this.writer = new SpecificDatumWriter<>(schema, model);
        readers.put(this.version, new SpecificDatumReader<>(schema, schema, model));
        older.forEach((number, written) ->
                readers.put(number.byteValue(), new SpecificDatumReader<>(written, schema, model)));
    }

    byte[] write(A value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(version);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    A read(byte[] bytes) {
        SpecificDatumReader<A> reader = bytes.length == 0 ? null : readers.get(bytes[0]);
        if (reader == null) {
            throw new SerializationException(
                    "a stored " + type.getSimpleName() + " was written by a newer version of this service");
        }
        try {
            return type.cast(reader.read(null, DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null)));
        } catch (IOException | RuntimeException e) {
            // Without the cause: Avro's messages may quote the record.
            throw new SerializationException("a stored " + type.getSimpleName() + " of version " + bytes[0]
                    + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    public Serde<A> serde() {
        return serde(Function.identity(), Function.identity());
    }

    /** The serde of what the stored form stands for. */
    public <T> Serde<T> serde(Function<T, A> toStored, Function<A, T> fromStored) {
        return Serdes.serdeFrom(
                (_, value) -> value == null ? null : write(toStored.apply(value)),
                (_, bytes) -> bytes == null ? null : fromStored.apply(read(bytes)));
    }
}
