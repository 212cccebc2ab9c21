package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aSystemsAnswer;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Where a request comes to stand, whatever is decided on it, in whatever order that arrives and however often. */
class RightsStandingPropertyTest {

    private static final Instant RECEIPT = time("2026-03-02T00:00:00Z");
    private static final List<RightsAct> ACTS =
            List.of(RightsAct.START, RightsAct.ASK_FOR_PROOF, RightsAct.FULFIL, RightsAct.REFUSE, RightsAct.WITHDRAW);

    @Test
    void G1_what_has_come_to_its_end_allows_nothing_and_everything_else_can_be_brought_to_one() {
        for (RightsStanding standing : RightsStanding.values()) {
            Set<RightsAct> allowed = EnumSet.noneOf(RightsAct.class);
            for (RightsAct act : RightsAct.values()) {
                standing.after(act).ifPresent(_ -> allowed.add(act));
            }

            assertThat(allowed.isEmpty()).isEqualTo(standing.isEnd());
            assertThat(allowed.stream()
                            .anyMatch(act -> standing.after(act)
                                    .filter(RightsStanding::isEnd)
                                    .isPresent()))
                    .isEqualTo(!standing.isEnd());
        }
    }

    @Test
    void G3_what_is_ordered_can_only_be_extended_and_fulfilled_and_nobody_is_answered_unproven() {
        assertThat(RightsStanding.ORDERED.decisions("erasure")).containsExactly(RightsAct.EXTEND);
        assertThat(RightsStanding.OPEN.decisions("erasure"))
                .containsExactly(RightsAct.EXTEND, RightsAct.REFUSE, RightsAct.WITHDRAW);
        assertThat(RightsStanding.OPEN.decisions("access"))
                .containsExactly(
                        RightsAct.START, RightsAct.EXTEND, RightsAct.FULFIL, RightsAct.REFUSE, RightsAct.WITHDRAW);
        assertThat(RightsStanding.IDENTITY_TO_BE_PROVEN.decisions("access"))
                .containsExactly(RightsAct.ASK_FOR_PROOF, RightsAct.EXTEND, RightsAct.REFUSE, RightsAct.WITHDRAW);
    }

    @Property(tries = 2000)
    void C2_G1_a_request_stands_where_the_table_leads_in_the_order_of_times_whatever_the_order_of_arrival(
            @ForAll Random random) {
        List<SubjectEvent> events = events(random);
        RightsStanding expected = inTheOrderOfTimes(events);
        for (int again = random.nextInt(4); again > 0; again--) {
            events.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(events, random);

        SubjectHarness life = SubjectHarness.ofAContact();
        events.forEach(life::hears);

        assertThat(life.subject().rights().values())
                .singleElement()
                .satisfies(it -> assertThat(it.standing()).contains(expected));
    }

    @Property(tries = 1000)
    void C2_G1_G6_all_that_is_known_of_a_request_is_alike_in_any_order_and_a_repeat_takes_nothing(
            @ForAll Random random) {
        List<SubjectEvent> events = events(random);
        for (int answers = random.nextInt(5); answers > 0; answers--) {
            RightsAnswer.Outcome[] outcomes = RightsAnswer.Outcome.values();
            events.add(aSystemsAnswer(
                    "r",
                    "access",
                    random.nextBoolean() ? "hubspot" : "linkedin",
                    outcomes[random.nextInt(outcomes.length)],
                    day(random.nextInt(20))));
        }
        SubjectHarness inOrder = SubjectHarness.ofAContact();
        events.forEach(inOrder::hears);
        Collections.shuffle(events, random);
        SubjectHarness life = SubjectHarness.ofAContact();
        events.forEach(life::hears);
        assertThat(life.subject()).isEqualTo(inOrder.subject());
        life.forgetWhatWasTold();

        events.forEach(life::hears);

        assertThat(life.subject()).isEqualTo(inOrder.subject());
        assertThat(life.told(SubjectDecision.RightAdvanced.class)).isEmpty();
    }

    /** A request, maybe the proof of who asks, and what somebody decides; some of it at the same time. */
    private static List<SubjectEvent> events(Random random) {
        List<SubjectEvent> events = new ArrayList<>();
        events.add(aRequest("access").called("r").at(day(0)).exercised());
        for (int proofs = random.nextInt(3); proofs > 0; proofs--) {
            events.add(aRequest("access")
                    .called("r")
                    .at(day(random.nextInt(20)))
                    .verified()
                    .exercised());
        }
        for (int decisions = random.nextInt(7); decisions > 0; decisions--) {
            RightsAct act = ACTS.get(random.nextInt(ACTS.size()));
            String at = day(random.nextInt(20));
            events.add(
                    act == RightsAct.REFUSE
                            ? aRefusal("r", "access", at, RefusalReason.NO_MATCH)
                            : aDecision(act, "r", "access", at));
        }
        return events;
    }

    private static String day(int days) {
        return RECEIPT.plusSeconds(86_400L * days).toString();
    }

    /** What a desk does that gets everything in its order: act by act through the table, and what that does not allow is left. */
    private static RightsStanding inTheOrderOfTimes(List<SubjectEvent> events) {
        RightsStanding standing = RightsStanding.IDENTITY_TO_BE_PROVEN;
        List<SubjectEvent> sorted = new ArrayList<>(events);
        // At one time, a proof comes before what rests on it.
        sorted.sort(Comparator.comparing(SubjectEvent::at)
                .thenComparing(event -> act(event) != RightsAct.PROVE)
                .thenComparing(event -> act(event)));
        for (SubjectEvent event : sorted) {
            boolean asks = event instanceof SubjectEvent.RightExercised request && !request.verified();
            standing = asks ? standing : standing.after(act(event)).orElse(standing);
        }
        return standing;
    }

    private static RightsAct act(SubjectEvent event) {
        return event instanceof SubjectEvent.RightDecided decided
                ? decided.step().act()
                : RightsAct.PROVE;
    }
}
