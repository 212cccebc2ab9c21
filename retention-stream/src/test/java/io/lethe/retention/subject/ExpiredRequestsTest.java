package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Policy;
import java.time.Period;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Requests of which nobody proves in time who asks; the built-in policy waits for three months. */
class ExpiredRequestsTest {

    private static final String REQUEST = "2026-03-02T11:00:00+01:00";
    private static final String LAST = "2026-06-02T23:59:59+02:00";
    private static final String OVER = "2026-06-03T00:00:00+02:00";
    private static final String LATER = "2026-08-01T00:00:00Z";

    private final SubjectHarness contact = SubjectHarness.ofAContact().hears(anInteraction("2026-02-01T00:00:00Z"));

    @Test
    void G1_what_nobody_proves_by_the_last_day_is_over_in_the_second_after_it_and_that_is_told_once() {
        contact.hears(aRequest("erasure").called("r").at(REQUEST));

        assertThat(contact.until(LAST).subject().rights().values())
                .extracting(RightsCase::state)
                .containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN);
        contact.until(OVER).until(OVER).until(LATER);

        assertThat(states()).containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN, RightsCase.State.EXPIRED);
        assertThat(only().changedAt()).isEqualTo(time(OVER));
        assertThat(contact.told(SubjectDecision.RightFellDue.class)).isEmpty();
    }

    @Test
    void G3_a_proof_in_the_last_second_is_one_and_a_later_one_erases_nothing_and_is_counted() {
        contact.hears(aRequest("erasure").called("r").at(REQUEST));
        contact.hears(aRequest("erasure").called("s").at(REQUEST));

        contact.hears(aRequest("erasure").called("r").at(OVER).verified());
        assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        assertThat(dropped()).containsExactly("proven-too-late");
        contact.hears(aRequest("erasure").called("s").at(LAST).verified());

        assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        assertThat(contact.subject().rights().values())
                .extracting(it -> it.requestId() + " " + it.state())
                .containsExactly("r EXPIRED", "s IN_PROGRESS");
    }

    @Test
    void G1_what_has_expired_allows_nothing_more_and_a_new_request_is_another_case() {
        contact.hears(aRequest("access").called("r").at(REQUEST)).until(OVER);

        contact.hears(
                aRefusal("r", "access", LATER, RefusalReason.NO_MATCH),
                aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", LATER),
                aDecision(RightsAct.WITHDRAW, "r", "access", LATER));
        assertThat(only().decisions()).isEmpty();
        assertThat(dropped()).containsExactly("refused-too-late", "asked-too-late", "withdrawn-too-late");
        contact.hears(aRequest("access").called("s").at(LATER).verified());

        assertThat(contact.subject().rights().values())
                .extracting(RightsCase::state)
                .containsExactly(RightsCase.State.EXPIRED, RightsCase.State.OPEN);
    }

    @Test
    void C2_a_proof_from_before_the_last_day_that_arrives_after_it_opens_the_request_all_the_same() {
        contact.hears(aRequest("consent-withdrawal").called("r").at(REQUEST)).until(LATER);

        contact.hears(aRequest("consent-withdrawal")
                .called("r")
                .at("2026-05-01T00:00:00Z")
                .verified());

        assertThat(states())
                .containsExactly(
                        RightsCase.State.IDENTITY_TO_BE_PROVEN,
                        RightsCase.State.EXPIRED,
                        RightsCase.State.OPEN,
                        RightsCase.State.FULFILLED);
    }

    @Test
    void C2_a_refusal_from_before_the_last_day_that_arrives_after_it_is_one() {
        contact.hears(aRequest("access").called("r").at(REQUEST)).until(LATER);

        contact.hears(aRefusal("r", "access", "2026-05-01T00:00:00Z", RefusalReason.INSUFFICIENT_VERIFICATION));
        contact.until("2027-01-01T00:00:00Z");

        assertThat(only().state()).isEqualTo(RightsCase.State.REFUSED);
        assertThat(states()).last().isEqualTo(RightsCase.State.REFUSED);
    }

    @Test
    void C2_what_the_table_does_not_allow_does_not_bring_back_what_has_expired() {
        contact.hears(aRequest("access").called("r").at(REQUEST)).until(LATER);

        contact.hears(aDecision(RightsAct.START, "r", "access", "2026-05-01T00:00:00Z"));
        contact.until("2027-01-01T00:00:00Z");

        assertThat(states()).containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN, RightsCase.State.EXPIRED);
    }

    @Test
    void G1_out_of_a_backlog_nothing_expires_as_the_proof_may_be_still_to_be_read() {
        contact.hears(aRequest("erasure").called("r").at(REQUEST)).whileReadingABacklog(LATER);
        assertThat(states()).containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN);
        assertThat(contact.rules.waitingSince(contact.subject(), time(LATER))).contains(time(OVER));

        contact.hears(aRequest("erasure").called("r").at("2026-04-01T00:00:00Z").verified())
                .until(LATER);

        assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
    }

    @Test
    void G1_another_policy_moves_no_day_that_was_told_and_takes_no_proof_back() {
        contact.hears(aRequest("access").called("r").at(REQUEST));
        contact.hears(aRequest("access").called("s").at(REQUEST));
        contact.hears(aRequest("access").called("s").at("2026-05-15T00:00:00Z").verified());

        contact.under(waitingFor(Period.ofMonths(2))).until(LAST);
        contact.hears(aDecision(RightsAct.START, "s", "access", LAST));
        assertThat(contact.subject().rights().values())
                .extracting(RightsCase::state)
                .containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN, RightsCase.State.IN_PROGRESS);
        contact.until(OVER);

        assertThat(contact.subject().rights().values())
                .extracting(RightsCase::state)
                .containsExactly(RightsCase.State.EXPIRED, RightsCase.State.IN_PROGRESS);
    }

    @Test
    void G1_what_an_older_version_stored_without_a_last_day_expires_by_the_policy_in_force() {
        contact.holding(new RightsCase(
                "r",
                "access",
                RightsCase.State.IDENTITY_TO_BE_PROVEN,
                RightsClock.asTold(time(REQUEST), time("2026-04-02T23:59:59+02:00"), false),
                time(REQUEST),
                null,
                null,
                BoundedSet.none(),
                RightsCase.Told.NOTHING,
                null,
                RightsTasks.NONE));

        contact.until(OVER).until(LATER);

        assertThat(states()).containsExactly(RightsCase.State.EXPIRED);
    }

    @Property(tries = 300)
    void C2_G1_a_request_ends_alike_whenever_the_clock_is_looked_at_and_if_it_is_not_at_all(
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 160) Integer> days,
            @ForAll @IntRange(min = 0, max = 150) int proven,
            @ForAll Random random) {
        String right = List.of("access", "erasure", "objection", "restriction").get(random.nextInt(4));
        SubjectEvent request = aRequest(right).called("r").at(REQUEST).exercised();
        SubjectEvent proof = aRequest(right)
                .called("r")
                .at(time(REQUEST).plusSeconds(86_400L * proven).toString())
                .verified()
                .exercised();
        SubjectHarness read = SubjectHarness.ofAContact().hears(request, proof);
        SubjectHarness lived = SubjectHarness.ofAContact().hears(request);

        for (int day : new TreeSet<>(days)) {
            if (day < proven) {
                lived.until(time(REQUEST).plusSeconds(86_400L * day));
            }
        }
        lived.hears(proof);

        assertThat(lived.subject().rights()).isEqualTo(read.subject().rights());
        assertThat(lived.told(SubjectDecision.ErasureOrdered.class))
                .hasSameSizeAs(read.told(SubjectDecision.ErasureOrdered.class));
    }

    private static Policy waitingFor(Period period) {
        return Policies.withProofWithin(SubjectHarness.POLICY, period);
    }

    private List<RightsCase.State> states() {
        return contact.told(SubjectDecision.RightAdvanced.class).stream()
                .map(it -> it.rightsCase().state())
                .toList();
    }

    private List<String> dropped() {
        return contact.told(SubjectDecision.EventDropped.class).stream()
                .map(SubjectDecision.EventDropped::reason)
                .toList();
    }

    private RightsCase only() {
        assertThat(contact.subject().rights()).hasSize(1);
        return List.copyOf(contact.subject().rights().values()).getFirst();
    }
}
