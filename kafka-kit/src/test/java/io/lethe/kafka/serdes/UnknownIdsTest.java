package io.lethe.kafka.serdes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ids the registry did not know. */
class UnknownIdsTest {

    private final AtomicLong now = new AtomicLong();
    private final UnknownIds<Integer> unknown = new UnknownIds<>(2, Duration.ofSeconds(30), now::get);

    @Test
    void are_remembered_for_a_while() {
        unknown.add(7);

        now.set(Duration.ofSeconds(30).toNanos() - 1);
        assertThat(unknown.contains(7)).isTrue();
        now.set(Duration.ofSeconds(30).toNanos());
        assertThat(unknown.contains(7)).isFalse();
    }

    @Test
    void are_few_and_the_oldest_goes_first() {
        unknown.add(1);
        unknown.add(2);
        unknown.add(3);

        assertThat(unknown.contains(1)).isFalse();
        assertThat(unknown.contains(2)).isTrue();
        assertThat(unknown.contains(3)).isTrue();
    }
}
