package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Requests, refusals, withdrawals, holds and proofs of identity, whatever the order of arrival. */
class RefusalPropertyTest {

    private static final String HOLD = "2026-03-01T00:00:00Z";
    private static final String END = "2026-03-25T00:00:00Z";

    @Property(tries = 500)
    void C2_G3_what_a_person_has_to_answer_and_what_a_hold_parks_is_refused_alike_in_any_order(@ForAll Random random) {
        for (String right : List.of("access", "erasure")) {
            List<SubjectEvent> events = events(right);
            Subject inOrder = lived(events, random, false).subject();
            events.addAll(events(right).subList(random.nextInt(events.size()), events.size()));
            Collections.shuffle(events, random);

            SubjectHarness life = lived(events, random, true);

            assertThat(life.subject()).isEqualTo(inOrder);
            assertThat(life.subject().rights().values()).singleElement().satisfies(it -> {
                assertThat(it.state()).isEqualTo(RightsCase.State.REFUSED);
                assertThat(it.refused())
                        .isEqualTo(RightsStep.refusal(
                                time("2026-03-05T00:00:00Z"), RefusalReason.NO_MATCH, "refusal 2026-03-05T00:00:00Z"));
            });
            assertThat(life.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }
    }

    @Property(tries = 1000)
    void
            G3_R4_an_erasure_is_ordered_where_it_could_run_before_it_was_refused_or_withdrawn_and_else_ended_and_never_both(
                    @ForAll Random random) {
        boolean withdrawn = random.nextBoolean();
        List<SubjectEvent> events = events("erasure");
        if (withdrawn) {
            events.replaceAll(event -> event instanceof SubjectEvent.RightDecided
                    ? aDecision(RightsAct.WITHDRAW, "r", "erasure", event.at().toString())
                    : event);
        }
        events.add(aHold("case", HOLD));
        events.add(aRelease("case", END));
        Collections.shuffle(events, random);

        SubjectHarness life = SubjectHarness.ofAContact();
        boolean proven = false;
        boolean held = false;
        boolean released = false;
        boolean over = false;
        boolean ordered = false;
        for (SubjectEvent event : events) {
            life.hears(event);
            proven |= event instanceof SubjectEvent.RightExercised request && request.verified();
            held |= event instanceof SubjectEvent.HoldStated hold && hold.placed();
            released |= event instanceof SubjectEvent.HoldStated hold && !hold.placed();
            over |= event instanceof SubjectEvent.RightDecided && !ordered;
            ordered |= proven && !over && (!held || released);
        }
        life.until(END);

        RightsCase.State ended = withdrawn ? RightsCase.State.WITHDRAWN : RightsCase.State.REFUSED;
        RightsCase.State reached = ordered ? RightsCase.State.IN_PROGRESS : ended;
        RightsCase.State never = ordered ? ended : RightsCase.State.IN_PROGRESS;
        assertThat(life.told(SubjectDecision.ErasureOrdered.class)).hasSize(ordered ? 1 : 0);
        assertThat(life.subject().wanted().all()).isEmpty();
        assertThat(life.subject().rights().values())
                .extracting(RightsCase::state)
                .containsExactly(reached);
        assertThat(life.told(SubjectDecision.RightAdvanced.class))
                .extracting(it -> it.rightsCase().state())
                .contains(reached)
                .doesNotContain(never);
    }

    /** A request, the proof of who asks, and two refusals. */
    private static List<SubjectEvent> events(String right) {
        return new ArrayList<>(List.of(
                aRequest(right).called("r").at("2026-03-02T00:00:00Z").exercised(),
                aRequest(right)
                        .called("r")
                        .at("2026-03-03T00:00:00Z")
                        .verified()
                        .exercised(),
                aRefusal("r", right, "2026-03-05T00:00:00Z", RefusalReason.NO_MATCH),
                aRefusal("r", right, "2026-03-06T00:00:00Z", RefusalReason.OTHER)));
    }

    /** A hold is there from the first to the last, and the clock may tick at any time. */
    private static SubjectHarness lived(List<SubjectEvent> events, Random random, boolean ticks) {
        SubjectHarness life = SubjectHarness.ofAContact().hears(aHold("case", HOLD));
        for (SubjectEvent event : events) {
            life.hears(event);
            if (ticks && random.nextBoolean()) {
                life.until("2026-03-20T00:00:00Z");
            }
        }
        return life.hears(aRelease("case", END)).until(END);
    }
}
