package io.lethe.kafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final TopicPartition ONE = new TopicPartition("identities", 1);
    private static final TopicPartition TWO = new TopicPartition("identities", 2);

    private final OpenTransactions open = new OpenTransactions();

    @Test
    void E5_a_reader_that_stands_still_behind_a_transaction_has_done_so_since_it_was_first_seen() {
        assertThat(open.look(Map.of(ONE, 5L, TWO, 7L), Map.of(ONE, 6L, TWO, 7L), NOON))
                .isZero();

        Duration seen = open.look(Map.of(ONE, 5L, TWO, 7L), Map.of(ONE, 900L, TWO, 7L), NOON.plusSeconds(150));

        assertThat(seen).isEqualTo(Duration.ofSeconds(150));
        assertThat(open.oldest()).containsExactly(ONE);
    }

    @Test
    void E5_one_that_moves_on_does_not_stand_still_however_much_is_written_behind_it() {
        open.look(Map.of(ONE, 5L), Map.of(ONE, 6L), NOON);

        assertThat(open.look(Map.of(ONE, 6L), Map.of(ONE, 9L), NOON.plusSeconds(60)))
                .isZero();
    }

    @Test
    void E5_a_transaction_that_ended_is_forgotten() {
        open.look(Map.of(ONE, 5L), Map.of(ONE, 6L), NOON);
        open.look(Map.of(ONE, 7L), Map.of(ONE, 7L), NOON.plusSeconds(60));

        assertThat(open.look(Map.of(ONE, 7L), Map.of(ONE, 8L), NOON.plusSeconds(120)))
                .isZero();
        assertThat(open.oldest()).containsExactly(ONE);
    }
}
