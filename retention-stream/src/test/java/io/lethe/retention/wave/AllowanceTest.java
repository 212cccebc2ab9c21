package io.lethe.retention.wave;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.WaveLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is allowed to one partition (R6). */
class AllowanceTest {

    private static final Duration DAY = Duration.ofHours(24);

    @ParameterizedTest(name = "{0} over {1} partitions: {2} each")
    @CsvSource({"10000, 1, 10000", "10000, 6, 1667", "12, 6, 2", "13, 6, 3", "1, 6, 1"})
    void R6_each_partition_has_its_part_of_the_number_rounded_up(long number, int partitions, long each) {
        assertThat(Allowance.of(new WaveLimits(DAY, number, 100, 1), partitions, 1_000_000)
                        .number())
                .isEqualTo(each);
    }

    @ParameterizedTest(name = "2 % of {0} subjects, never below 100 over 6 partitions: {1}")
    @CsvSource({"0, 17", "849, 17", "850, 17", "899, 17", "900, 18", "50000, 1000"})
    void R6_the_share_goes_by_the_partitions_own_subjects_and_never_below_its_part_of_the_floor(
            long subjects, long share) {
        assertThat(Allowance.of(new WaveLimits(DAY, 10_000, 2, 100), 6, subjects)
                        .share())
                .isEqualTo(share);
    }

    @Test
    void R6_a_limit_is_exceeded_by_one_more_than_it_and_the_number_is_named_first() {
        assertThat(new Allowance(DAY, 10, 20).exceededBy(10)).isEmpty();
        assertThat(new Allowance(DAY, 10, 20).exceededBy(11)).contains(Limit.NUMBER);
        assertThat(new Allowance(DAY, 20, 10).exceededBy(10)).isEmpty();
        assertThat(new Allowance(DAY, 20, 10).exceededBy(11)).contains(Limit.SHARE);
        assertThat(new Allowance(DAY, 10, 10).exceededBy(11)).contains(Limit.NUMBER);
    }
}
