package io.lethe.streams.stores;

import io.lethe.kafka.serdes.AvroBytes;
import io.lethe.schemas.topics.TrustedClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How a value stands in a store, its changelog or an internal topic: one byte that says which version of its schema it was
 * written with, then Avro's binary form. It needs no registry, and what an older version wrote stays readable.
 *
 * <p>What goes wrong is told by type and version only, and without the cause: Avro's messages may quote the record.
 */
public final class StoredForm<A extends SpecificRecord> {

    private final Class<A> type;
    private final SpecificDatumWriter<A> writer;

    /** In the order of the versions, from 1. */
    private final List<SpecificDatumReader<A>> readers;

    /**
     * @param type made from the present schema, whose version is one more than there are older ones
     * @param older the schemas of all earlier versions, from version 1 on
     */
    public StoredForm(Class<A> type, List<Schema> older) {
        TrustedClasses.trust(type);
        Schema present = SpecificData.get().getSchema(type);
        SpecificData model = SpecificData.getForSchema(present);
        model.setFastReaderEnabled(false);
        model.setCustomCoders(true);
        this.type = type;
        this.writer = new SpecificDatumWriter<>(present, model);
        this.readers = Stream.concat(older.stream(), Stream.of(present))
                .map(written -> new SpecificDatumReader<A>(written, present, model))
                .toList();
    }

    /**
     * The schemas of versions 1 to {@code last}, which a module keeps in its resources as {@code /stored/NAME.vN.avsc}.
     *
     * @throws IllegalStateException where one is missing from the build
     */
    public static List<Schema> older(String name, int last) {
        return IntStream.rangeClosed(1, last)
                .mapToObj(version -> schema("/stored/" + name + ".v" + version + ".avsc"))
                .toList();
    }

    private static Schema schema(String resource) {
        try (InputStream in = StoredForm.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the build");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    public byte[] write(A value) {
        try {
            return AvroBytes.of(out -> out.write(readers.size()), writer, value);
        } catch (IOException | RuntimeException e) {
            throw failed("written", readers.size(), e);
        }
    }

    /**
     * @throws SerializationException where the bytes are of a version that this build does not know, or cannot be read
     */
    public A read(byte[] bytes) {
        int version = bytes.length == 0 ? 0 : bytes[0];
        if (version < 1 || version > readers.size()) {
            throw new SerializationException("a stored " + type.getSimpleName() + " is of version " + version
                    + "; this build knows 1 to " + readers.size());
        }
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
        try {
            return type.cast(readers.get(version - 1).read(null, decoder));
        } catch (IOException | RuntimeException e) {
            throw failed("read", version, e);
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

    private SerializationException failed(String what, int version, Exception e) {
        return new SerializationException("a stored " + type.getSimpleName() + " of version " + version + " cannot be "
                + what + " (" + e.getClass().getSimpleName() + ")");
    }
}
