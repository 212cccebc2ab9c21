package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A subject whose erasure is one of too many at once (R6). */
class HeldErasureTest {

    private static final Instant HELD = time("2031-03-31T12:00:00+02:00");
    private static final Instant LATER = time("2031-04-10T00:00:00Z");

    private final SubjectRules rules = new SubjectRules(SubjectHarness.POLICY);
    private final Subject lapsed = SubjectHarness.ofAContact()
            .hears(anInteraction("2026-03-01T12:00:00+01:00"))
            .until("2031-03-01T12:00:00+01:00")
            .subject();
    private final Subject held = rules.hold(lapsed, HELD).subject();

    @Test
    void R6_stays_lapsed_and_nothing_is_due_until_somebody_decides() {
        assertThat(held.status()).isEqualTo(Subject.Status.LAPSED);
        assertThat(held.heldAt()).contains(HELD);
        assertThat(rules.due(held)).isEmpty();
    }

    @Test
    void R6_no_tick_orders_it() {
        assertThat(rules.settle(held, LATER, true)).isEqualTo(new Transition(held, List.of(), true));
    }

    @Test
    void R6_is_held_once_since_the_first_time() {
        assertThat(rules.hold(held, LATER).subject()).isEqualTo(held);
    }

    @Test
    void R6_an_approval_orders_it_with_the_cut_and_the_id_it_would_have_had() {
        Transition never = rules.settle(lapsed, HELD, true);

        Transition approved = rules.approve(held, LATER);

        assertThat(approved.ordersByLapse()).isTrue();
        assertThat(approved.subject().erasures()).isEqualTo(never.subject().erasures());
        assertThat(approved.subject().heldAt()).isEmpty();
    }

    @Test
    void R6_a_drop_leaves_a_whole_grace_window_from_then() {
        Transition dropped = rules.drop(held, LATER);

        assertThat(dropped.decisions())
                .containsExactly(new SubjectDecision.ErasurePutOff(LATER, time("2031-05-10T00:00:00Z")));
        assertThat(rules.due(dropped.subject()))
                .containsExactly(new Due(Due.What.ERASURE, time("2031-05-10T00:00:00Z")));
    }
}
