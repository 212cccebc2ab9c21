package io.lethe.kafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.kafka.cluster.ReadingWatch.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final TopicPartition ONE = new TopicPartition("holds", 1);
    private static final TopicPartition TWO = new TopicPartition("holds", 2);

    private final Unread unread = new Unread();

    @Test
    void S4_who_has_read_everything_is_not_behind() {
        assertThat(unread.look(Map.of(ONE, 5L), Map.of(ONE, 5L, TWO, 0L), NOON)).isEqualTo(new Lag(0, Duration.ZERO));
    }

    @Test
    void S4_what_is_not_read_has_waited_since_it_was_first_seen_however_much_has_come_after_it() {
        assertThat(unread.look(Map.of(ONE, 5L), Map.of(ONE, 7L), NOON)).isEqualTo(new Lag(2, Duration.ZERO));
        unread.look(Map.of(ONE, 5L), Map.of(ONE, 70L), NOON.plusSeconds(15));

        Lag lag = unread.look(Map.of(ONE, 6L, TWO, 1L), Map.of(ONE, 900L, TWO, 2L), NOON.plusSeconds(150));

        assertThat(lag).isEqualTo(new Lag(895, Duration.ofSeconds(150)));
    }

    @Test
    void S4_who_reads_on_is_behind_by_what_came_since_and_not_by_what_was_read() {
        unread.look(Map.of(ONE, 5L), Map.of(ONE, 7L), NOON);

        assertThat(unread.look(Map.of(ONE, 7L), Map.of(ONE, 20L), NOON.plusSeconds(60)))
                .isEqualTo(new Lag(13, Duration.ZERO));
        assertThat(unread.look(Map.of(ONE, 19L), Map.of(ONE, 30L), NOON.plusSeconds(90)))
                .isEqualTo(new Lag(11, Duration.ofSeconds(30)));
        assertThat(unread.look(Map.of(ONE, 30L), Map.of(ONE, 30L), NOON.plusSeconds(120)))
                .isEqualTo(new Lag(0, Duration.ZERO));
    }
}
