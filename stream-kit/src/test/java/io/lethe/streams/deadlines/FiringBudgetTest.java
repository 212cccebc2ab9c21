package io.lethe.streams.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.streams.deadlines.FiringBudget.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The budget of firing. */
class FiringBudgetTest {

    private static final Duration ROUND = Duration.ofMillis(60);
    private static final Optional<Instant> MORE = Optional.of(Instant.EPOCH);

    private long nanos;
    private final FiringBudget budget = new FiringBudget(ROUND, ROUND, () -> nanos);

    @Test
    void S4_six_tasks_with_endless_work_spend_no_more_in_a_round_than_one() {
        List<Share> tasks = tasks(6);

        for (int round = 0; round < 20; round++) {
            long started = nanos;
            tasks.forEach(this::spendAll);
            assertThat(Duration.ofNanos(nanos - started)).isEqualTo(ROUND);
        }
    }

    @Test
    void tasks_with_endless_work_get_the_same() {
        List<Share> tasks = tasks(6);
        tasks.forEach(this::spendAll);

        assertThat(tasks.stream().map(this::spendAll)).containsOnly(ROUND.dividedBy(6));
    }

    @Test
    void a_task_that_is_alone_with_its_backlog_has_all_of_the_round() {
        List<Share> tasks = tasks(6);
        Share busy = tasks.get(3);
        for (int round = 0; round < 3; round++) {
            tasks.stream().filter(task -> task != busy).forEach(this::spendNothing);
            assertThat(spendAll(busy)).isEqualTo(ROUND);
        }
    }

    @Test
    void what_a_task_leaves_over_goes_to_those_that_come_after_it() {
        List<Share> tasks = tasks(3);
        tasks.forEach(this::spendAll);

        spendNothing(tasks.get(0));

        assertThat(spendAll(tasks.get(1))).isEqualTo(ROUND.dividedBy(2));
        assertThat(spendAll(tasks.get(2))).isEqualTo(ROUND.dividedBy(2));
    }

    @Test
    void a_task_that_overspends_does_so_at_the_cost_of_its_round_and_not_of_the_next() {
        List<Share> tasks = tasks(2);

        tasks.get(0).turn(_ -> {
            nanos += ROUND.multipliedBy(3).toNanos();
            return MORE;
        });

        assertThat(spendAll(tasks.get(1))).isEqualTo(Duration.ZERO);
        assertThat(spendAll(tasks.get(0))).isEqualTo(ROUND.dividedBy(2));
        assertThat(spendAll(tasks.get(1))).isEqualTo(ROUND.dividedBy(2));
    }

    @Test
    void a_task_that_has_left_takes_no_share() {
        List<Share> tasks = tasks(2);
        tasks.forEach(this::spendAll);

        tasks.get(1).close();

        assertThat(spendAll(tasks.get(0))).isEqualTo(ROUND);
    }

    @Test
    void a_turn_tells_what_its_firing_told() {
        Share task = budget.join();

        assertThat(task.turn(_ -> MORE)).isEqualTo(MORE);
        assertThat(task.turn(_ -> Optional.empty())).isEmpty();
    }

    @Test
    void what_is_left_of_other_work_counts_like_something_due() {
        List<Share> tasks = tasks(2);
        tasks.getFirst().turn(_ -> Optional.empty());
        tasks.getLast().turn(_ -> Optional.empty(), () -> true);

        assertThat(spendAll(tasks.getFirst())).isEqualTo(ROUND.dividedBy(2));
    }

    @Test
    void each_thread_has_one_of_its_own() {
        FiringBudget here = FiringBudget.ofThisThread();

        assertThat(FiringBudget.ofThisThread()).isSameAs(here);
        assertThat(CompletableFuture.supplyAsync(
                                FiringBudget::ofThisThread,
                                task -> Thread.ofPlatform().start(task))
                        .join())
                .isNotSameAs(here);
    }

    @Test
    void a_thread_that_reads_nothing_fires_for_nearly_all_of_a_tick() {
        try (Share alone = FiringBudget.ofThisThread().join()) {
            assertThat(given(alone)).isEqualTo(FiringBudget.TICK.multipliedBy(9).dividedBy(10));
        }
    }

    @Test
    void a_round_leaves_to_records_twice_what_they_took_in_the_last_one() {
        Share task = new FiringBudget(ROUND.dividedBy(2), ROUND, () -> nanos).join();
        given(task);

        read(task, Duration.ofMillis(10));

        assertThat(given(task)).isEqualTo(ROUND.minusMillis(20));
        assertThat(given(task)).isEqualTo(ROUND);
    }

    @Test
    void half_of_each_tick_is_there_for_deadlines_however_many_records_there_are() {
        Share task = new FiringBudget(ROUND.dividedBy(2), ROUND, () -> nanos).join();
        given(task);

        read(task, ROUND);
        read(task, ROUND);

        assertThat(given(task)).isEqualTo(ROUND.dividedBy(2));
    }

    private void read(Share task, Duration time) {
        task.process(() -> nanos += time.toNanos());
    }

    private static Duration given(Share task) {
        List<Duration> given = new ArrayList<>();
        task.turn(all -> {
            given.add(all);
            return Optional.empty();
        });
        return given.getFirst();
    }

    private List<Share> tasks(int count) {
        return IntStream.range(0, count).mapToObj(_ -> budget.join()).toList();
    }

    private Duration spendAll(Share task) {
        List<Duration> given = new ArrayList<>();
        task.turn(all -> {
            given.add(all);
            nanos += all.toNanos();
            return MORE;
        });
        return given.getFirst();
    }

    private void spendNothing(Share task) {
        task.turn(_ -> Optional.empty());
    }
}
