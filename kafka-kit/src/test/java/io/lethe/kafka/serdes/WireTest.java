package io.lethe.kafka.serdes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.Fixtures;
import io.lethe.schemas.Sample;
import io.lethe.schemas.topics.EventModel;
import io.lethe.schemas.topics.Topics;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes on the wire are pinned. */
class WireTest {

    @Test
    void every_event_of_every_topic_has_a_sample() {
        Set<String> events = Topics.all(List.of("hubspot")).stream()
                .map(topic -> topic.valueType().getName())
                .collect(Collectors.toSet());

        assertThat(Stream.of(Sample.values())
                        .map(sample -> sample.event.getClass().getName()))
                .containsExactlyInAnyOrderElementsOf(events);
    }

    @ParameterizedTest
    @EnumSource
    void an_event_is_written_as_exactly_these_bytes(Sample sample) {
        byte[] bytes = Wire.write(Wire.serde(sample, "wire-written"), sample);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(HexFormat.of().formatHex(Fixtures.wire(sample)));
    }

    @ParameterizedTest
    @EnumSource
    void these_bytes_are_read_as_the_event(Sample sample) {
        Serde<? extends SpecificRecord> serde = Wire.serde(sample, "wire-read");
        Wire.write(serde, sample);

        assertThat(Wire.read(serde, sample, Fixtures.wire(sample))).isEqualTo(sample.event);
    }

    @ParameterizedTest
    @EnumSource
    void the_bytes_of_the_first_release_stay_readable_with_its_schema(Sample sample) throws Exception {
        Schema released = Fixtures.released(sample).getFirst();
        byte[] bytes = Fixtures.firstWire(sample);
        SpecificDatumReader<SpecificRecord> reader =
                new SpecificDatumReader<>(released, sample.event.getSchema(), EventModel.INSTANCE);

        SpecificRecord read = reader.read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));

        assertThat(read).isEqualTo(sample.event);
    }
}
