package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.anAnswer;
import static io.lethe.retention.subject.Events.anExtension;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An erasure waits for older requests that are answered from what is there (G5), and never past its own time (art. 12(3) GDPR). */
class WaitingErasuresTest {

    private static final String INTERACTION = "2026-02-01T10:00:00+01:00";
    private static final String ASKED = "2026-03-02T10:00:00+01:00";
    private static final String ERASE = "2026-03-09T10:00:00+01:00";

    /** The last day of the erasure is 9 April 2026, the policy warns a week before. */
    private static final String NO_LONGER = "2026-04-02T23:59:59+02:00";

    @ParameterizedTest
    @ValueSource(strings = {"access", "portability"})
    void G5_an_erasure_waits_until_an_older_request_is_answered_from_what_is_there_and_cuts_where_it_was_asked_for(
            String right) {
        SubjectHarness life = bothAsked(right);

        assertThat(ordered(life)).isEmpty();
        assertThat(life.subject().interactions().all()).hasSize(1);
        assertThat(life.rules.waiting(life.subject())).singleElement().satisfies(one -> {
            assertThat(one.requestId()).isEqualTo("e");
            assertThat(one.behind()).extracting(RightsCase::requestId).containsExactly("a");
            assertThat(one.until()).isEqualTo(time(NO_LONGER));
        });

        life.hears(anAnswer("a", right, "2026-03-12T10:00:00+01:00", "letter-1"));

        assertThat(ordered(life))
                .singleElement()
                .satisfies(order -> assertThat(order.at()).isEqualTo(time(ERASE)));
        assertThat(life.subject().interactions().all()).isEmpty();
        assertThat(life.rules.waiting(life.subject())).isEmpty();
    }

    @Test
    void G5_so_it_is_when_the_older_request_is_refused_or_withdrawn() {
        for (SubjectEvent end : List.of(
                aRefusal("a", "access", "2026-03-12T10:00:00+01:00", RefusalReason.OTHER),
                aDecision(RightsAct.WITHDRAW, "a", "access", "2026-03-12T10:00:00+01:00"))) {
            SubjectHarness life = bothAsked("access");
            life.hears(aDecision(RightsAct.START, "a", "access", "2026-03-11T10:00:00+01:00"));
            assertThat(ordered(life)).isEmpty();

            life.hears(end);

            assertThat(ordered(life)).hasSize(1);
        }
    }

    @Test
    void G5_nobody_waits_past_the_time_before_the_erasures_own_last_day_by_the_clock_alone() {
        SubjectHarness life = bothAsked("access");

        life.until(time(NO_LONGER).minusMillis(1));
        assertThat(ordered(life)).isEmpty();

        life.until(NO_LONGER);
        assertThat(ordered(life))
                .singleElement()
                .satisfies(order -> assertThat(order.at()).isEqualTo(time(ERASE)));
    }

    @Test
    void G5_where_the_person_was_told_that_the_erasure_takes_longer_it_can_wait_for_longer() {
        SubjectHarness life = bothAsked("access");

        life.hears(anExtension("e", "erasure", "2026-03-20T10:00:00+01:00"));
        life.until(NO_LONGER);
        assertThat(ordered(life)).isEmpty();

        life.until("2026-06-02T23:59:59+02:00");
        assertThat(ordered(life)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "access, 2026-03-10T10:00:00+01:00, true, a younger request",
        "access, 2026-03-09T10:00:00+01:00, true, one of the same time",
        "access, 2026-03-02T10:00:00+01:00, false, one that nobody has proven",
        "rectification, 2026-03-02T10:00:00+01:00, true, one that is answered with something else"
    })
    void G5_it_does_not_wait_for(String right, String at, boolean verified, String what) {
        SubjectHarness life = SubjectHarness.ofAContact();
        life.hears(anInteraction(INTERACTION));
        Events.RequestBuilder request = aRequest(right).called("a").at(at);
        life.hears(verified ? request.verified() : request);

        life.hears(aRequest("erasure").called("e").at(ERASE).verified());

        assertThat(ordered(life)).as(what).hasSize(1);
    }

    @Test
    void G5_R4_a_hold_parks_what_waits_and_after_its_release_it_waits_on() {
        SubjectHarness life = bothAsked("access");
        life.hears(aHold("case", "2026-03-10T10:00:00+01:00"));
        assertThat(life.rules.waiting(life.subject())).isEmpty();
        life.until("2026-05-10T10:00:00+01:00");
        assertThat(ordered(life)).isEmpty();

        life.hears(aRelease("case", "2026-05-11T10:00:00+01:00"));

        assertThat(ordered(life)).hasSize(1);
    }

    @Test
    void G5_an_erasure_that_is_withdrawn_while_it_waits_never_comes() {
        SubjectHarness life = bothAsked("access");

        life.hears(aDecision(RightsAct.WITHDRAW, "e", "erasure", "2026-03-10T10:00:00+01:00"));
        life.hears(anAnswer("a", "access", "2026-03-12T10:00:00+01:00", "letter-1"));
        life.until("2026-06-12T10:00:00+01:00");

        assertThat(ordered(life)).isEmpty();
        assertThat(life.rules.waiting(life.subject())).isEmpty();
    }

    @Property(tries = 500)
    void G5_C2_E6_in_any_order_with_ticks_between_it_is_ordered_once_at_one_cut_and_never_later_than_its_own_time(
            @ForAll Random random) {
        boolean answered = random.nextBoolean();
        Instant answer = time(ASKED).plus(Duration.ofDays(random.nextInt(60)));
        List<SubjectEvent> events = new ArrayList<>(List.of(
                aRequest("access").called("a").at(ASKED).verified().exercised(),
                aRequest("erasure").called("e").at(ERASE).verified().exercised(),
                anInteraction(INTERACTION)));
        Collections.shuffle(events, random);
        SubjectHarness life = SubjectHarness.ofAContact();
        for (SubjectEvent event : events) {
            life.hears(event);
        }
        boolean accessFirst = events.stream()
                .filter(SubjectEvent.RightExercised.class::isInstance)
                .map(SubjectEvent.RightExercised.class::cast)
                .findFirst()
                .orElseThrow()
                .right()
                .equals("access");
        assertThat(ordered(life)).hasSize(accessFirst ? 0 : 1);

        for (int day = 8; day < 60; day++) {
            Instant now = time(ASKED).plus(Duration.ofDays(day));
            if (answered && !now.isBefore(answer) && ordered(life).isEmpty()) {
                life.hears(anAnswer("a", "access", now.toString(), "letter-1"));
                assertThat(ordered(life)).hasSize(1);
            }
            if (random.nextInt(3) > 0) {
                life.until(now);
                assertThat(ordered(life)).hasSizeGreaterThanOrEqualTo(now.isBefore(time(NO_LONGER)) ? 0 : 1);
            }
        }
        life.until("2026-07-01T00:00:00Z");

        assertThat(ordered(life))
                .singleElement()
                .satisfies(order -> assertThat(order.at()).isEqualTo(time(ERASE)));
        assertThat(life.subject().wanted().all()).isEmpty();
    }

    private static SubjectHarness bothAsked(String right) {
        SubjectHarness life = SubjectHarness.ofAContact();
        life.hears(anInteraction(INTERACTION));
        life.hears(aRequest(right).called("a").at(ASKED).verified());
        life.hears(aRequest("erasure").called("e").at(ERASE).verified());
        return life;
    }

    private static List<Erasure> ordered(SubjectHarness life) {
        return life.told(SubjectDecision.ErasureOrdered.class).stream()
                .map(SubjectDecision.ErasureOrdered::erasure)
                .toList();
    }
}
