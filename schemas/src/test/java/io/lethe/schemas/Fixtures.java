package io.lethe.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** What was released: bytes and schemas, in files that are added to and never changed. */
public final class Fixtures {

    private Fixtures() {}

    public static byte[] wire(Sample sample) {
        return hex("/wire/" + sample.file() + ".hex");
    }

    /** The bytes of the first release, which stand in a file of their own once a later one has written others. */
    public static byte[] firstWire(Sample sample) {
        String first = "/wire/" + sample.file() + ".v1.hex";
        return Fixtures.class.getResource(first) == null ? wire(sample) : hex(first);
    }

    private static byte[] hex(String name) {
        return HexFormat.of().parseHex(text(name).replaceAll("\\s", ""));
    }

    public static String json(Sample sample) {
        return text("/json/" + sample.file() + ".json").strip();
    }

    /** All released versions of an event's schema, oldest first. */
    public static List<Schema> released(Sample sample) {
        return Stream.iterate(1, version -> version + 1)
                .map(version -> "/released/" + sample.file() + ".v" + version + ".avsc")
                .takeWhile(name -> Fixtures.class.getResource(name) != null)
                .map(name -> new Schema.Parser().parse(text(name)))
                .toList();
    }

    private static String text(String name) {
        try (InputStream file = Fixtures.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new AssertionError("no fixture " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
