package io.lethe.erasure.forgetting;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Copies that the erasure worker cannot look at. */
class ElsewhereTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final ForgettingWindow DAY = new ForgettingWindow(Duration.ofDays(1));

    @Test
    void E5_where_there_are_none_what_was_found_counts() {
        assertThat(Elsewhere.of(1, 0, DAY).goneUpTo(NOW, NOW)).isEqualTo(NOW);
    }

    @Test
    void E5_copies_of_brokers_that_follow_are_waited_for_as_long_as_their_settings_take() {
        Elsewhere followers = Elsewhere.of(3, 1, DAY);
        Instant sure = NOW.minus(Cleanup.longestStay(DAY));

        assertThat(followers.goneUpTo(NOW.minusSeconds(1), NOW)).isEqualTo(sure);
        assertThat(followers.goneUpTo(sure.minusSeconds(1), NOW)).isEqualTo(sure.minusSeconds(1));
    }

    @Test
    void E5_standbys_are_waited_for_as_long_as_two_turns_of_their_watch_take() {
        assertThat(Elsewhere.of(1, 1, DAY).goneUpTo(NOW, NOW)).isEqualTo(NOW.minus(Duration.ofHours(3)));
    }
}
