package io.lethe.kafka.serdes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;

/** Writes Avro's binary encoding, with a buffer and an encoder for each thread that are used again and again. */
public final class AvroBytes {

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private AvroBytes() {}

    /**
     * What stands before a value, and the value.
     *
     * @throws IOException where the writer does; the next value is written as if this one had never been begun
     */
    public static <A> byte[] of(Consumer<ByteArrayOutputStream> before, DatumWriter<A> writer, A value)
            throws IOException {
        boolean whole = false;
        try {
            byte[] bytes = SCRATCH.get().write(before, writer, value);
            whole = true;
            return bytes;
        } finally {
            if (!whole) {
                // What stands in the encoder would come out with the next value.
                SCRATCH.remove();
            }
        }
    }

    private static final class Scratch extends ByteArrayOutputStream {

        private static final int LARGEST_KEPT = 1 << 16;

        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(this, null);

        <A> byte[] write(Consumer<ByteArrayOutputStream> before, DatumWriter<A> writer, A value) throws IOException {
            reset();
            before.accept(this);
            writer.write(value, encoder);
            encoder.flush();
            byte[] bytes = toByteArray();
            if (buf.length > LARGEST_KEPT) {
                buf = new byte[1024];
            }
            return bytes;
        }
    }
}
