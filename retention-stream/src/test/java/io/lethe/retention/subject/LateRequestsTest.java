package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.anExtension;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Requests whose last moment comes near, or has passed; the built-in policy warns a week before. */
class LateRequestsTest {

    private static final String REQUEST = "2026-03-02T11:00:00+01:00";
    private static final String AT_RISK = "2026-03-26T23:59:59+01:00";
    private static final String DUE = "2026-04-02T23:59:59+02:00";
    private static final String OVERDUE = "2026-04-03T00:00:00+02:00";
    private static final String LATER = "2026-08-01T00:00:00Z";

    private final SubjectHarness contact = SubjectHarness.ofAContact();

    @Test
    void G2_a_request_is_at_risk_a_week_before_its_last_moment_and_overdue_in_the_second_after_it_once_each() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());

        assertThat(contact.until(time(AT_RISK).minusMillis(1)).told(SubjectDecision.RightFellDue.class))
                .isEmpty();
        contact.until(AT_RISK).until(AT_RISK).until(DUE);
        assertThat(late()).containsExactly("RIGHT_AT_RISK " + time(AT_RISK));
        contact.until(time(OVERDUE)).until(OVERDUE).until(LATER);

        assertThat(late()).containsExactly("RIGHT_AT_RISK " + time(AT_RISK), "RIGHT_OVERDUE " + time(OVERDUE));
        assertThat(contact.rules.due(contact.subject()))
                .noneMatch(due -> due.what().name().startsWith("RIGHT_"));
    }

    @Test
    void G2_an_event_tells_nothing_of_it_only_the_clock_does() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());

        contact.hears(anInteraction(LATER));

        assertThat(late()).isEmpty();
    }

    @Test
    void G2_while_identity_is_being_proven_nothing_is_at_risk_and_then_it_is_by_the_day_that_has_moved() {
        contact.hears(aRequest("access").called("r").at(REQUEST)).until("2026-05-01T00:00:00Z");
        assertThat(late()).isEmpty();

        contact.hears(
                aRequest("access").called("r").at("2026-05-01T11:00:00+02:00").verified());
        contact.until(LATER);

        assertThat(late())
                .containsExactly(
                        "RIGHT_AT_RISK " + time("2026-05-25T23:59:59+02:00"),
                        "RIGHT_OVERDUE " + time("2026-06-02T00:00:00+02:00"));
    }

    @Test
    void G2_who_was_asked_for_a_proof_when_the_last_day_had_passed_was_answered_too_late_and_that_is_told() {
        contact.hears(aRequest("access").called("r").at(REQUEST)).until(OVERDUE);
        contact.hears(aRequest("portability").called("p").at(REQUEST)).until(OVERDUE);

        contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", OVERDUE));
        contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "p", "portability", DUE));
        contact.until(OVERDUE).until(LATER);

        assertThat(contact.told(SubjectDecision.RightFellDue.class))
                .extracting(it -> it.rightsCase().right() + " " + it.due().what())
                .containsExactly("access RIGHT_AT_RISK", "access RIGHT_OVERDUE");
    }

    @Test
    void G2_where_the_last_day_moves_it_is_told_anew_for_the_new_one() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified()).until(AT_RISK);

        contact.hears(anExtension("r", "access", "2026-03-30T10:00:00Z")).until(OVERDUE);
        assertThat(late()).containsExactly("RIGHT_AT_RISK " + time(AT_RISK));
        contact.until(LATER);

        assertThat(late())
                .containsExactly(
                        "RIGHT_AT_RISK " + time(AT_RISK),
                        "RIGHT_AT_RISK " + time("2026-05-26T23:59:59+02:00"),
                        "RIGHT_OVERDUE " + time("2026-06-03T00:00:00+02:00"));
    }

    @Test
    void G2_what_is_answered_or_refused_is_never_late() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        contact.hears(aRequest("objection").called("o").at(REQUEST).verified());
        contact.hears(aRefusal("r", "access", "2026-03-20T00:00:00Z", RefusalReason.NO_MATCH));

        contact.until(LATER);

        assertThat(late()).isEmpty();
    }

    @Test
    void G2_an_erasure_that_is_under_way_for_too_long_is_late() {
        contact.hears(anInteraction("2026-02-01T00:00:00Z"));
        contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());

        contact.until(LATER);

        assertThat(late()).hasSize(2);
    }

    @Test
    void G2_out_of_a_backlog_nothing_is_told_as_the_answer_may_be_still_to_be_read() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified()).whileReadingABacklog(LATER);
        assertThat(late()).isEmpty();
        assertThat(contact.rules.waitingSince(contact.subject(), time(LATER))).contains(time(AT_RISK));

        contact.hears(aRefusal("r", "access", "2026-03-20T00:00:00Z", RefusalReason.NO_MATCH))
                .until(LATER);

        assertThat(late()).isEmpty();
        assertThat(contact.rules.waitingSince(contact.subject(), time(LATER))).isEmpty();
    }

    @Property(tries = 300)
    void G2_whenever_the_clock_is_looked_at_it_is_told_once_each_at_risk_first(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 60) Integer> days) {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        Instant received = time(REQUEST);

        for (int day : new TreeSet<>(days)) {
            contact.until(received.plusSeconds(86_400L * day));
        }
        contact.until(LATER);

        assertThat(late()).containsExactly("RIGHT_AT_RISK " + time(AT_RISK), "RIGHT_OVERDUE " + time(OVERDUE));
    }

    private List<String> late() {
        return contact.told(SubjectDecision.RightFellDue.class).stream()
                .map(it -> it.due().what() + " " + it.due().at())
                .toList();
    }
}
