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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A breaker in the store (R6). */
class BreakerFormTest {

    private static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");
    private static final Decision DECISION = decision("desk-1");

    private final Serde<Breaker> serde = BreakerForm.serde();

    @Test
    void a_breaker_is_written_as_exactly_these_bytes_and_read_from_them() throws IOException {
        byte[] bytes = serde.serializer().serialize("breaker", full());

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(resource("/stored/breaker.v3.hex").replaceAll("\\s", ""));
        assertThat(serde.deserializer().deserialize("breaker", bytes)).isEqualTo(full());
    }

    @Test
    void what_the_first_version_wrote_is_read_as_one_that_knows_no_earlier_decision() throws IOException {
        assertThat(read("/stored/breaker.v1.hex")).isEqualTo(of(decision(null), List.of()));
    }

    @Test
    void what_the_second_version_wrote_is_read_as_one_whose_decisions_name_nobody() throws IOException {
        assertThat(read("/stored/breaker.v2.hex")).isEqualTo(of(decision(null), full().earlier()));
    }

    private Breaker read(String name) throws IOException {
        return serde.deserializer()
                .deserialize("breaker", HexFormat.of().parseHex(resource(name).replaceAll("\\s", "")));
    }

    @Test
    void one_that_never_counted_anything_is_read_as_it_was_written() {
        assertThat(serde.deserializer()
                        .deserialize("breaker", serde.serializer().serialize("breaker", Breaker.NEW)))
                .isEqualTo(Breaker.NEW);
    }

    @Test
    void the_schema_of_the_present_version_is_kept_for_the_build_that_will_have_another() throws IOException {
        assertThat(SchemaNormalization.toParsingForm(new Schema.Parser().parse(resource("/stored/breaker.v3.avsc"))))
                .isEqualTo(SchemaNormalization.toParsingForm(StoredBreaker.getClassSchema()));
    }

    private static Breaker full() {
        return of(DECISION, List.of(new Decision("d-0", Decision.Verdict.APPROVE, AT, null)));
    }

    private static Decision decision(@Nullable String by) {
        return new Decision("d-1", Decision.Verdict.DROP, AT.plusSeconds(3), by);
    }

    private static Breaker of(Decision last, List<Decision> earlier) {
        return new Breaker(
                new TreeMap<>(Map.of(AT, 3L, AT.plusSeconds(3600), 4L)),
                17,
                new Wave(AT.plusSeconds(5), Limit.SHARE, 7),
                new Ruling(last, AT.plusSeconds(2), new Wave(AT.plusSeconds(1), Limit.NUMBER, 9), 11),
                last,
                earlier);
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
