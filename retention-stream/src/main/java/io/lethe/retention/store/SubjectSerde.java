package io.lethe.retention.store;

import io.lethe.retention.stored.StoredSubject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A stored subject as bytes: one byte for the version of the schema it was written with, then Avro. The schemas of all versions
 * ever written stand in {@code /stored/}, so that neither a store nor a changelog needs the registry.
 */
public final class SubjectSerde {

    /** The version written; {@code /stored/subject.v<version>.avsc} is its schema. */
    private static final int VERSION = 2;

    static {
        // Avro makes objects only of classes it was told to trust.
        String ours = StoredSubject.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(ours)));
    }

    private static final SpecificDatumWriter<StoredSubject> WRITER = new SpecificDatumWriter<>(StoredSubject.class);
    private static final List<SpecificDatumReader<StoredSubject>> READERS = readers();

    /** Its buffer is used again: one for each thread that writes, which is the stream's. */
    private static final ThreadLocal<@Nullable BinaryEncoder> ENCODER = new ThreadLocal<>();

    private SubjectSerde() {}

    public static Serde<StoredSubject> serde() {
        return Serdes.serdeFrom(
                (topic, subject) -> subject == null ? null : write(subject), (topic, bytes) -> read(bytes));
    }

    private static byte[] write(StoredSubject subject) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(VERSION);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, ENCODER.get());
        ENCODER.set(encoder);
        try {
            WRITER.write(subject, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static @Nullable StoredSubject read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        int version = bytes[0];
        if (version < 1 || version > READERS.size()) {
            throw new SerializationException("a stored subject of version " + version
                    + " cannot be read; this build knows versions 1 to " + READERS.size());
        }
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
        try {
            return READERS.get(version - 1).read(null, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SpecificDatumReader<StoredSubject>> readers() {
        Schema now = StoredSubject.getClassSchema();
        SpecificData model = new StoredSubject().getSpecificData();
        model.setFastReaderEnabled(true);
        return IntStream.rangeClosed(1, VERSION)
                .mapToObj(version -> new SpecificDatumReader<StoredSubject>(schema(version), now, model))
                .toList();
    }

    private static Schema schema(int version) {
        String name = "/stored/subject.v" + version + ".avsc";
        try (InputStream in = SubjectSerde.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
