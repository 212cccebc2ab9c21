package io.lethe.kafka.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void a_position_is_read_as_the_key_of_a_dead_letter_writes_it_dashes_and_dots_of_the_topic_included() {
        Position position = Position.parse("erasure-status.a-1-3-170000000000");

        assertThat(position).isEqualTo(new Position("erasure-status.a-1", 3, 170_000_000_000L));
        assertThat(position).hasToString("erasure-status.a-1-3-170000000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "interactions", "interactions-1", "-1-2", "interactions-1-x", "interactions-1--2", "a b-1-2"
            })
    void anything_else_is_refused_and_told_what_a_position_looks_like(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Position.parse(text))
                .withMessageContaining("such as interactions-3-17");
    }

    @Test
    void in_a_partition_positions_are_in_the_order_of_their_records() {
        assertThat(new TreeSet<>(Stream.of("b-0-1", "a-10-2", "a-2-10", "a-2-9")
                        .map(Position::parse)
                        .toList()))
                .map(Position::toString)
                .containsExactly("a-2-9", "a-2-10", "a-10-2", "b-0-1");
    }
}
