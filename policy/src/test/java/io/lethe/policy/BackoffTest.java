package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waits_grow_by_the_factor_up_to_the_longest() {
        var backoff = new Backoff(Duration.ofMinutes(1), 2, Duration.ofMinutes(5));

        assertThat(backoff.after(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofMinutes(2));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofMinutes(4));
        assertThat(backoff.after(4)).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
    }

    @Property
    void waits_never_shrink_and_stay_between_the_first_and_the_longest(
            @ForAll @LongRange(min = 1, max = 100_000) long first,
            @ForAll @DoubleRange(min = 1, max = 10) double factor,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long more,
            @ForAll @IntRange(min = 1, max = 10_000) int attempt) {
        var backoff = new Backoff(Duration.ofMillis(first), factor, Duration.ofMillis(first + more));

        assertThat(backoff.after(attempt))
                .isBetween(backoff.first(), backoff.max())
                .isLessThanOrEqualTo(backoff.after(attempt + 1));
    }

    @Test
    void nonsense_is_refused() {
        Duration minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, 2, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(minute, 0.5, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(minute, Double.NaN, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(minute, 2, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(minute, 2, minute).after(0));
    }
}
