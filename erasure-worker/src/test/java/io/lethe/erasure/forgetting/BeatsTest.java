package io.lethe.erasure.forgetting;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.forgetting.Beats.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeatsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration FILES = Duration.ofSeconds(60);

    private final Beats beats = new Beats(FILES);

    private static Beat beat(Instant at) {
        return new Beat(at, Map.of());
    }

    @Test
    void E5_no_beat_is_looked_for_before_the_stores_files_are_written_anew() {
        beats.add(beat(NOON));
        assertThat(beats.next()).isEmpty();

        beats.compacted(NOON.minusMillis(1));
        assertThat(beats.next()).isEmpty();

        beats.compacted(NOON);
        assertThat(beats.next()).contains(beat(NOON));
    }

    @Test
    void E5_copies_are_gone_up_to_a_beat_once_the_files_it_was_in_are_and_not_a_moment_earlier() {
        beats.add(beat(NOON));
        beats.compacted(NOON);
        Instant removed = NOON.plusSeconds(600);

        beats.removed(removed);

        assertThat(beats.goneUpTo(removed.plus(FILES).minusMillis(1))).isEqualTo(Instant.EPOCH);
        assertThat(beats.goneUpTo(removed.plus(FILES))).isEqualTo(NOON);
    }

    @Test
    void E5_beats_are_looked_for_one_after_the_other_and_a_later_one_brings_the_copies_further() {
        beats.add(beat(NOON));
        beats.add(beat(NOON.plusSeconds(60)));
        beats.compacted(NOON.plusSeconds(60));

        beats.removed(NOON.plusSeconds(300));
        assertThat(beats.next()).contains(beat(NOON.plusSeconds(60)));
        beats.removed(NOON.plusSeconds(330));

        assertThat(beats.next()).isEmpty();
        assertThat(beats.goneUpTo(NOON.plusSeconds(360))).isEqualTo(NOON);
        assertThat(beats.goneUpTo(NOON.plusSeconds(390))).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void E5_while_no_beat_is_removed_only_so_many_are_remembered_the_oldest_of_them() {
        for (int each = 0; each < 1000; each++) {
            beats.add(beat(NOON.plusSeconds(each)));
        }
        beats.compacted(NOON.plusSeconds(1000));

        int looked = 0;
        while (beats.next().isPresent()) {
            beats.removed(NOON.plusSeconds(2000));
            looked++;
        }

        assertThat(looked).isBetween(16, 100);
    }
}
