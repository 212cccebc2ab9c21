package io.lethe.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.Fixtures;
import io.lethe.schemas.Sample;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events as JSON. */
public class EventJsonTest {

    public static final EventJson IN_PARIS = new EventJson(ZoneId.of("Europe/Paris"));

    @ParameterizedTest
    @EnumSource
    void an_event_is_shown_like_this(Sample sample) {
        assertThat(IN_PARIS.object(sample.event).toPrettyString()).isEqualTo(Fixtures.json(sample));
    }

    @Test
    void one_line_with_nulls_and_kebab_case() {
        DeletionAck ack = DeletionAck.newBuilder()
                .setCommandId("c")
                .setOutcome(DeletionOutcome.NOT_FOUND)
                .setAt(Instant.parse("2026-07-01T10:00:00Z"))
                .build();

        assertThat(IN_PARIS.object(ack))
                .hasToString("{\"commandId\":\"c\",\"outcome\":\"not-found\",\"reason\":null,"
                        + "\"at\":\"2026-07-01T12:00:00+02:00\"}");
        assertThat(new EventJson(ZoneOffset.UTC).object(ack).toString()).contains("\"at\":\"2026-07-01T10:00:00Z\"");
    }

    @Test
    void an_offset_with_seconds_which_RFC_3339_does_not_know_gives_way_to_UTC() {
        DeletionAck ack = DeletionAck.newBuilder()
                .setCommandId("c")
                .setOutcome(DeletionOutcome.COMPLETED)
                .setAt(Instant.parse("1900-01-01T00:00:00Z"))
                .build();

        assertThat(IN_PARIS.object(ack).toString()).contains("\"at\":\"1900-01-01T00:00:00Z\"");
    }

    @Test
    void bytes_are_shown_without_being_consumed() {
        assertThat(IN_PARIS.object(Sample.IDENTITY.event)).isEqualTo(IN_PARIS.object(Sample.IDENTITY.event));
    }
}
