package io.lethe.ingest.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Buckets of tokens. */
class TokenBucketsTest {

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

    @Test
    void tells_how_long_there_will_be_none() {
        TokenBuckets buckets = new TokenBuckets(10, Duration.ofMillis(200), 10, nanos::get);

        assertThat(buckets.take(1)).isZero();
        assertThat(buckets.take(1)).isZero();
        assertThat(buckets.take(1)).isEqualTo(100_000_000L);
        nanos.addAndGet(99_999_999);
        assertThat(buckets.take(1)).isEqualTo(1);
        nanos.addAndGet(1);
        assertThat(buckets.take(1)).isZero();
    }

    @Property(tries = 200)
    void never_gives_more_than_a_bucket_and_what_flows_in(
            @ForAll @Size(max = 300) List<@IntRange(max = 50) Integer> pauses) {
        TokenBuckets buckets = new TokenBuckets(100, Duration.ofMillis(500), 10, nanos::get);
        long begin = nanos.get();
        long given = 0;
        for (int pause : pauses) {
            nanos.addAndGet(Duration.ofMillis(pause).toNanos());
            given += buckets.take(7) == 0 ? 1 : 0;
            assertThat(given).isLessThanOrEqualTo(50 + (nanos.get() - begin) / 10_000_000);
        }
    }

    @Test
    void forgets_who_has_a_full_bucket_and_remembers_no_more_than_it_may() {
        TokenBuckets buckets = new TokenBuckets(10, Duration.ofSeconds(1), 1_000, nanos::get);
        for (int caller = 0; caller < 50_000; caller++) {
            buckets.take(caller);
        }
        assertThat(buckets.size()).isEqualTo(1_000);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        buckets.take(50_001);

        assertThat(buckets.size()).isEqualTo(1);
    }

    @Test
    void those_who_are_too_many_share_a_bucket_and_those_who_are_known_keep_theirs() {
        TokenBuckets buckets = new TokenBuckets(1, Duration.ofSeconds(3), 2, nanos::get);
        buckets.take(1);
        buckets.take(2);

        assertThat(buckets.take(3)).isZero();
        assertThat(buckets.take(4)).isZero();
        assertThat(buckets.take(5)).isZero();
        assertThat(buckets.take(6)).isPositive();
        assertThat(buckets.take(1)).isZero();
    }

    @Test
    void what_is_charged_beyond_a_bucket_has_to_flow_in_first() {
        TokenBuckets buckets = new TokenBuckets(10, Duration.ofSeconds(1), 10, nanos::get);
        buckets.take(1);
        buckets.charge(1, 19);

        assertThat(buckets.take(1)).isEqualTo(Duration.ofMillis(1_100).toNanos());
    }
}
