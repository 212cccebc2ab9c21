package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.stored.StoredBreaker;
import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Decision;
import io.lethe.retention.wave.Limit;
import io.lethe.retention.wave.Ruling;
import io.lethe.retention.wave.Wave;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** A breaker in the store (R6). */
class BreakerFormTest {

    private static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");
    private static final Decision DECISION = new Decision("d-1", Decision.Verdict.DROP, AT.plusSeconds(3));

    private final Serde<Breaker> serde = BreakerForm.serde();

    @Test
    void a_breaker_is_written_as_exactly_these_bytes_and_read_from_them() throws IOException {
        byte[] bytes = serde.serializer().serialize("breaker", full());

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(resource("/stored/breaker.v2.hex").replaceAll("\\s", ""));
        assertThat(serde.deserializer().deserialize("breaker", bytes)).isEqualTo(full());
    }

    @Test
    void what_the_first_version_wrote_is_read_as_one_that_knows_no_earlier_decision() throws IOException {
        byte[] bytes =
                HexFormat.of().parseHex(resource("/stored/breaker.v1.hex").replaceAll("\\s", ""));

        Breaker read = serde.deserializer().deserialize("breaker", bytes);
        assertThat(read.earlier()).isEmpty();
        assertThat(read)
                .isEqualTo(new Breaker(
                        full().ordered(), full().held(), full().wave(), full().ruling(), DECISION, List.of()));
    }

    @Test
    void one_that_never_counted_anything_is_read_as_it_was_written() {
        assertThat(serde.deserializer()
                        .deserialize("breaker", serde.serializer().serialize("breaker", Breaker.NEW)))
                .isEqualTo(Breaker.NEW);
    }

    @Test
    void the_schema_of_the_present_version_is_kept_for_the_build_that_will_have_another() throws IOException {
        assertThat(SchemaNormalization.toParsingForm(new Schema.Parser().parse(resource("/stored/breaker.v2.avsc"))))
                .isEqualTo(SchemaNormalization.toParsingForm(StoredBreaker.getClassSchema()));
    }

    private static Breaker full() {
        return new Breaker(
                new TreeMap<>(Map.of(AT, 3L, AT.plusSeconds(3600), 4L)),
                17,
                new Wave(AT.plusSeconds(5), Limit.SHARE, 7),
                new Ruling(DECISION, AT.plusSeconds(2), new Wave(AT.plusSeconds(1), Limit.NUMBER, 9), 11),
                DECISION,
                List.of(new Decision("d-0", Decision.Verdict.APPROVE, AT)));
    }

    private static String resource(String name) throws IOException {
        try (var file = BreakerFormTest.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new AssertionError(name + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
