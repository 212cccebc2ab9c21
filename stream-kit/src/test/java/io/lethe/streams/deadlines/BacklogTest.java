package io.lethe.streams.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R2 R4 A backlog holds back who is to be erased. */
class BacklogTest {

    private static final long START = 1_000_000;

    private final Backlog backlog = new Backlog(Duration.ofSeconds(10), Duration.ofSeconds(3));

    @BeforeEach
    void a_task_begins() {
        backlog.taskBegan(START);
    }

    @Test
    void a_task_that_has_just_started_has_not_looked_yet() {
        assertThat(backlog.isWorkedOff(START + 2_999)).isFalse();
        assertThat(backlog.isWorkedOff(START + 3_000)).isTrue();
    }

    @Test
    void it_tells_for_how_long_it_has_to_be_quiet_yet() {
        backlog.met(START - 60_000, START + 1_000);

        assertThat(backlog.left(START + 1_500)).isEqualTo(Duration.ofMillis(2_500));
        assertThat(backlog.left(START + 4_000)).isZero();
        assertThat(backlog.left(START + 9_000)).isZero();
    }

    @Test
    void before_the_first_task_begins_nothing_is_known() {
        Backlog ofNobody = new Backlog(Duration.ofSeconds(10), Duration.ofSeconds(3));

        assertThat(ofNobody.isWorkedOff(START)).isFalse();
        assertThat(ofNobody.met(START, START)).isFalse();
        assertThat(ofNobody.isWorkedOff(START)).isFalse();
    }

    @Test
    void another_task_that_begins_holds_all_back() {
        backlog.taskBegan(START + 5_000);

        assertThat(backlog.isWorkedOff(START + 7_999)).isFalse();
        assertThat(backlog.isWorkedOff(START + 8_000)).isTrue();
    }

    @Test
    void a_record_that_waited_too_long_is_part_of_one() {
        assertThat(backlog.met(START, START + 10_001)).isTrue();

        assertThat(backlog.isWorkedOff(START + 13_000)).isFalse();
        assertThat(backlog.isWorkedOff(START + 13_001)).isTrue();
    }

    @Test
    void of_a_task_that_knows_nothing_all_from_before_it_is_part_of_one() {
        backlog.reachesTo(START);

        assertThat(backlog.met(START - 1, START + 4_000)).isTrue();
        assertThat(backlog.isWorkedOff(START + 6_999)).isFalse();
        assertThat(backlog.met(START, START + 7_000)).isFalse();
        assertThat(backlog.isWorkedOff(START + 7_000)).isTrue();
    }

    @Test
    void fresh_records_hold_nothing_back() {
        assertThat(backlog.met(START, START + 10_000)).isFalse();

        assertThat(backlog.isWorkedOff(START + 10_000)).isTrue();
    }
}
