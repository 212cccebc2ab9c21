package io.lethe.connectors.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Backoff;
import io.lethe.schemas.DeletionOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class PersistenceTest {

    private static final Duration LIFE = Duration.ofHours(12);

    private final FakePauses pauses = new FakePauses();
    private final AtomicInteger retries = new AtomicInteger();
    private final Deque<Verdict> next = new ArrayDeque<>();
    private final Persistence.Attempt attempt = next::remove;

    @Test
    void E3_what_may_do_better_is_tried_again_after_growing_waits() throws InterruptedException {
        Verdict.Acknowledged answer =
                persistence(5, later("busy"), later("busy"), Verdict.COMPLETED).carryOut(attempt, pauses.nanos());

        assertThat(answer.outcome()).isEqualTo(DeletionOutcome.COMPLETED);
        assertThat(pauses.waited()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(retries).hasValue(2);
    }

    @Test
    void E3_waits_are_spread_from_half_of_them_on() throws InterruptedException {
        persistence(5, () -> 0, later("busy"), later("busy"), Verdict.COMPLETED).carryOut(attempt, pauses.nanos());

        assertThat(pauses.waited()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void E3_after_the_last_attempt_the_command_has_failed_for_now_with_the_last_reason() throws InterruptedException {
        Verdict.Acknowledged answer =
                persistence(2, later("busy"), later("the system answered 503")).carryOut(attempt, pauses.nanos());

        assertThat(answer.outcome()).isEqualTo(DeletionOutcome.FAILED);
        assertThat(answer.reason()).hasValue("the system answered 503; given up for now, after 2 attempts");
        assertThat(pauses.waited()).hasSize(1);
    }

    @Test
    void while_a_system_has_asked_for_quiet_nobody_calls_it() throws InterruptedException {
        Persistence persistence = persistence(5, later(Duration.ofMinutes(3)), Verdict.COMPLETED, Verdict.COMPLETED);

        persistence.carryOut(attempt, pauses.nanos());
        persistence.carryOut(attempt, pauses.nanos());

        assertThat(pauses.waited()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(179));
    }

    @Test
    void a_pause_that_outlasts_the_command_leaves_it_to_be_given_again_and_all_that_come_meanwhile()
            throws InterruptedException {
        Persistence persistence = persistence(5, later(LIFE.plusSeconds(1)), Verdict.COMPLETED);

        assertThat(persistence.carryOut(attempt, pauses.nanos()).outcome()).isEqualTo(DeletionOutcome.FAILED);
        assertThat(persistence.carryOut(attempt, pauses.nanos()).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("asked not to be called"));
        assertThat(pauses.waited()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void no_wait_goes_beyond_the_life_of_a_command_counted_from_when_it_was_taken() throws InterruptedException {
        Verdict.Acknowledged answer =
                persistence(5, later("busy")).carryOut(attempt, pauses.nanos() - LIFE.toNanos() + 500_000_000L);

        assertThat(answer.reason()).hasValue("busy; given up for now, after one attempt");
        assertThat(pauses.waited()).isEmpty();
    }

    private Persistence persistence(int attempts, Verdict... verdicts) {
        return persistence(attempts, () -> 1, verdicts);
    }

    private Persistence persistence(int attempts, DoubleSupplier random, Verdict... verdicts) {
        next.addAll(List.of(verdicts));
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));
        return new Persistence(
                new Persistence.Limits(attempts, backoff, LIFE), pauses, random, retries::incrementAndGet);
    }

    private static Verdict later(String reason) {
        return new Verdict.Later(reason, Optional.empty());
    }

    private static Verdict later(Duration pause) {
        return new Verdict.Later("busy", Optional.of(pause));
    }
}
