package io.lethe.retention.wave;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.wave.Decision.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The breaker of one partition (R6). */
class BreakerTest {

    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofHours(1);

    private Breaker breaker = Breaker.NEW;

    @Test
    void R6_as_many_as_the_number_allows_go_and_the_next_is_held_with_all_that_follow() {
        assertThat(asks(3, AT, allowing(3, 100))).isEqualTo(3);
        assertThat(breaker.wave()).isNull();

        assertThat(asks(2, AT.plusSeconds(1), allowing(3, 100))).isZero();

        assertThat(breaker.wave()).isEqualTo(new Wave(AT.plusSeconds(1), Limit.NUMBER, 3));
    }

    @Test
    void R6_as_many_as_the_share_allows_go_and_the_next_is_held() {
        assertThat(asks(6, AT, allowing(100, 5))).isEqualTo(5);

        assertThat(breaker.wave()).isEqualTo(new Wave(AT, Limit.SHARE, 5));
    }

    @Test
    void R6_an_order_counts_for_the_whole_window_and_for_one_step_more_at_most() {
        asks(1, AT, allowing(1, 100));

        assertThat(mayOrderAt(AT.plus(DAY).minusMillis(1))).isFalse();
        assertThat(mayOrderAt(AT.plus(DAY).plus(STEP).minusMillis(1))).isFalse();
        assertThat(mayOrderAt(AT.plus(DAY).plus(STEP))).isTrue();
    }

    @Test
    void R6_an_order_late_in_its_step_counts_for_the_whole_window_too() {
        Instant late = AT.plus(STEP).minusMillis(1);
        asks(1, late, allowing(1, 100));

        assertThat(mayOrderAt(late.plus(DAY))).isFalse();
        assertThat(mayOrderAt(late.plus(DAY).plusMillis(1))).isTrue();
    }

    @Test
    void R6_a_clock_that_lags_behind_does_not_forget_what_was_counted() {
        asks(1, AT.plus(STEP), allowing(1, 100));

        assertThat(mayOrderAt(AT)).isFalse();
    }

    @Test
    void R6_a_wave_is_held_until_somebody_decides_however_old_the_window_has_become() {
        asks(2, AT, allowing(1, 100));

        assertThat(mayOrderAt(AT.plus(Duration.ofDays(400)))).isFalse();
    }

    @Test
    void R6_an_approval_goes_for_what_was_held_up_to_it_and_the_count_begins_anew() {
        asks(2, AT, allowing(1, 100));

        breaker = breaker.decided(new Decision("d", Verdict.APPROVE, AT.plusSeconds(9), "desk-1"), AT.plusSeconds(10));

        assertThat(breaker.wave()).isNull();
        assertThat(breaker.ruling()).satisfies(it -> {
            assertThat(it.upTo()).isEqualTo(AT.plusSeconds(9));
            assertThat(it.wave().since()).isEqualTo(AT);
        });
        assertThat(mayOrderAt(AT.plusSeconds(11))).isTrue();
    }

    @Test
    void R6_after_a_drop_the_count_goes_on_so_that_the_next_is_held_again() {
        asks(2, AT, allowing(1, 100));

        breaker = breaker.decided(new Decision("d", Verdict.DROP, AT.plusSeconds(9), "desk-1"), AT.plusSeconds(10));

        assertThat(mayOrderAt(AT.plusSeconds(11))).isFalse();
    }

    @Test
    void R6_a_decision_from_before_the_wave_does_not_touch_it_one_from_its_begin_does() {
        holds(1, AT);

        assertThat(breaker.decided(new Decision("d", Verdict.APPROVE, AT.minusMillis(1), "desk-1"), AT.plusSeconds(1))
                        .ruling())
                .isNull();
        assertThat(breaker.decided(new Decision("d", Verdict.APPROVE, AT, "desk-1"), AT.plusSeconds(1))
                        .ruling())
                .isNotNull();
    }

    @Test
    void R6_a_decision_stamped_ahead_of_the_clock_goes_no_further_than_the_clock() {
        holds(1, AT);

        breaker = breaker.decided(new Decision("d", Verdict.APPROVE, AT.plusSeconds(300), "desk-1"), AT.plusSeconds(1));

        assertThat(breaker.ruling()).satisfies(it -> assertThat(it.upTo()).isEqualTo(AT.plusSeconds(1)));
    }

    @Test
    void R6_the_same_decision_again_changes_nothing_not_even_for_a_later_wave() {
        Decision decision = new Decision("d", Verdict.APPROVE, AT.plusSeconds(9), "desk-1");
        holds(1, AT);
        breaker = breaker.decided(decision, AT.plusSeconds(10)).left(AT).finished(null);
        holds(1, AT.plusSeconds(9));

        assertThat(breaker.decided(decision, AT.plusSeconds(20))).isSameAs(breaker);
    }

    @Test
    void R6_an_earlier_decision_that_is_sent_again_changes_nothing_however_it_is_stamped() {
        holds(1, AT);
        breaker = breaker.decided(new Decision("d", Verdict.APPROVE, AT, "desk-1"), AT.plusSeconds(1))
                .left(AT)
                .finished(null)
                .decided(new Decision("e", Verdict.DROP, AT.plusSeconds(2), "desk-1"), AT.plusSeconds(3));
        holds(1, AT.plusSeconds(4));

        assertThat(breaker.decided(new Decision("d", Verdict.APPROVE, AT.plusSeconds(5), "desk-1"), AT.plusSeconds(6)))
                .isSameAs(breaker);
    }

    @Test
    void R6_a_bounded_number_of_decisions_is_known_again() {
        for (int each = 0; each < 100; each++) {
            breaker = breaker.decided(
                    new Decision("d" + each, Verdict.DROP, AT.plusSeconds(each), "desk-1"), AT.plusSeconds(100));
        }

        assertThat(breaker.earlier())
                .hasSize(32)
                .first()
                .satisfies(it -> assertThat(it.id()).isEqualTo("d98"));
    }

    @Test
    void R6_the_same_decision_stamped_anew_by_the_door_means_no_more_than_it_did() {
        holds(1, AT);
        breaker = breaker.decided(new Decision("d", Verdict.APPROVE, AT, "desk-1"), AT.plusSeconds(1));

        assertThat(breaker.decided(new Decision("d", Verdict.APPROVE, AT.plusSeconds(2), "desk-1"), AT.plusSeconds(3)))
                .isSameAs(breaker);
        assertThat(breaker.decided(new Decision("e", Verdict.APPROVE, AT.plusSeconds(2), "desk-1"), AT.plusSeconds(3))
                        .ruling())
                .satisfies(it -> assertThat(it.upTo()).isEqualTo(AT.plusSeconds(2)));
    }

    @Test
    void R6_the_newest_decision_is_carried_out_on_what_is_still_held_whatever_the_order_of_arrival() {
        Decision first = new Decision("a", Verdict.APPROVE, AT.plusSeconds(5), "desk-1");
        Decision then = new Decision("b", Verdict.DROP, AT.plusSeconds(6), "desk-1");
        holds(3, AT);

        Breaker inOrder = breaker.decided(first, AT.plusSeconds(10)).decided(then, AT.plusSeconds(11));
        Breaker reversed = breaker.decided(then, AT.plusSeconds(10)).decided(first, AT.plusSeconds(11));

        assertThat(inOrder.ruling()).satisfies(it -> assertThat(it.decision()).isEqualTo(then));
        assertThat(reversed.ruling()).satisfies(it -> assertThat(it.decision()).isEqualTo(then));
    }

    @Test
    void R6_of_an_approval_and_a_drop_at_one_time_the_drop_wins() {
        Decision approval = new Decision("a", Verdict.APPROVE, AT.plusSeconds(5), "desk-1");
        Decision drop = new Decision("b", Verdict.DROP, AT.plusSeconds(5), "desk-1");
        holds(1, AT);

        assertThat(breaker.decided(approval, AT.plusSeconds(10))
                        .decided(drop, AT.plusSeconds(10))
                        .ruling())
                .satisfies(it -> assertThat(it.decision()).isEqualTo(drop));
        assertThat(breaker.decided(drop, AT.plusSeconds(10))
                        .decided(approval, AT.plusSeconds(10))
                        .ruling())
                .satisfies(it -> assertThat(it.decision()).isEqualTo(drop));
    }

    @Test
    void R6_what_was_held_after_the_decision_is_a_wave_of_its_own_once_that_is_carried_out() {
        holds(1, AT);
        breaker = breaker.entered().decided(new Decision("d", Verdict.APPROVE, AT, "desk-1"), AT.plusSeconds(10));

        breaker = breaker.left(AT).finished(AT.plusSeconds(5));

        assertThat(breaker.held()).isEqualTo(1);
        assertThat(breaker.ruling()).isNull();
        assertThat(breaker.wave()).satisfies(it -> assertThat(it.since()).isEqualTo(AT.plusSeconds(5)));
    }

    @Test
    void R6_what_leaves_is_counted_as_settled_by_the_decision_that_meant_it_alone() {
        holds(3, AT);
        breaker = breaker.left(AT)
                .decided(new Decision("d", Verdict.DROP, AT.plusSeconds(1), "desk-1"), AT.plusSeconds(2));

        breaker = breaker.left(AT.plusSeconds(1)).left(AT.plusSeconds(2));

        assertThat(breaker.held()).isZero();
        assertThat(breaker.ruling()).satisfies(it -> assertThat(it.settled()).isEqualTo(1));
    }

    /** So many are held from a time on. */
    private void holds(int count, Instant at) {
        asks(1, at, allowing(0, 100));
        for (int i = 0; i < count; i++) {
            breaker = breaker.entered();
        }
    }

    private boolean mayOrderAt(Instant at) {
        return breaker.ask(at, allowing(1, 100)).mayOrder();
    }

    /** How many of so many subjects may be erased. */
    private int asks(int count, Instant at, Allowance allowance) {
        int allowed = 0;
        for (int i = 0; i < count; i++) {
            Breaker.Answer answer = breaker.ask(at, allowance);
            breaker = answer.breaker();
            allowed += answer.mayOrder() ? 1 : 0;
        }
        return allowed;
    }

    private static Allowance allowing(long number, long share) {
        return new Allowance(DAY, number, share);
    }
}
