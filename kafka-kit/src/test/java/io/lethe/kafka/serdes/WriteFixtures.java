package io.lethe.kafka.serdes;

import io.lethe.schemas.Sample;
import io.lethe.schemas.topics.EventJsonTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Not part of the suite: {@code mvn -pl kafka-kit -am test -Dtest=WriteFixtures -Dsurefire.failIfNoSpecifiedTests=false} writes the fixtures that are missing, for a new
 * event, and never changes one that exists. A new version of a released schema is copied by hand.
 */
class WriteFixtures {

    private static final Path RESOURCES = Path.of("..", "schemas", "src", "test", "resources");
    private static final Pattern JAVA_STRING =
            Pattern.compile("\\{\\s*\"type\"\\s*:\\s*\"string\",\\s*\"avro.java.string\"\\s*:\\s*\"String\"\\s*\\}");

    @Test
    void writes_what_is_missing() throws IOException {
        for (Sample sample : Sample.values()) {
            writeIfMissing("wire/" + sample.file() + ".hex", hex(sample));
            writeIfMissing(
                    "json/" + sample.file() + ".json",
                    EventJsonTest.IN_PARIS.object(sample.event).toPrettyString());
            writeIfMissing("released/" + sample.file() + ".v1.avsc", schema(sample.event.getSchema()));
        }
    }

    private static String hex(Sample sample) {
        try (var serde =
                AvroSerdes.of(sample.topic, Map.of("schema.registry.url", "mock://write-fixtures-" + sample.file()))) {
            byte[] bytes = Wire.write(serde, sample);
            return HexFormat.of().formatHex(bytes).replaceAll("(.{80})", "$1\n");
        }
    }

    private static String schema(Schema schema) {
        String text = JAVA_STRING.matcher(schema.toString(true)).replaceAll("\"string\"");
        return text;
    }

    private static void writeIfMissing(String name, String text) throws IOException {
        Path file = RESOURCES.resolve(name);
        Files.createDirectories(file.getParent());
        if (Files.notExists(file)) {
            Files.writeString(file, text.strip() + "\n");
        }
    }
}
