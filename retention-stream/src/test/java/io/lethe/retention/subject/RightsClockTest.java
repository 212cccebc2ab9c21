package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anExtension;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.Policy;
import io.lethe.policy.Right;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time for an answer, while identity is being proven and where the person was told that it takes longer. */
class RightsClockTest {

    private static final String REQUEST = "2026-03-02T11:00:00+01:00";
    private static final String FIRST = "2026-04-02T23:59:59+02:00";
    private static final String TOLD = "2026-03-20T09:30:00+01:00";
    private static final String LONGEST = "2026-06-02T23:59:59+02:00";

    private final SubjectHarness contact = SubjectHarness.ofAContact();

    @Nested
    class G1_while_identity_is_being_proven {

        @ParameterizedTest(name = "proven {0}, due {1}: {2}")
        @CsvSource({
            "2026-03-02T11:00:00+01:00, 2026-04-02T23:59:59+02:00, at once",
            "2026-03-03T10:59:59+01:00, 2026-04-02T23:59:59+02:00, no whole day",
            "2026-03-03T11:00:00+01:00, 2026-04-03T23:59:59+02:00, a whole day",
            "2026-03-10T10:59:59+01:00, 2026-04-09T23:59:59+02:00, seven whole days",
            "2026-03-10T11:00:00+01:00, 2026-04-10T23:59:59+02:00, eight",
            "2026-03-11T11:00:00+01:00, 2026-04-13T23:59:59+02:00, nine, into a weekend",
            "2026-03-30T10:59:59+02:00, 2026-04-29T23:59:59+02:00, over the night in which clocks go forward",
            "2026-03-30T11:00:00+02:00, 2026-04-30T23:59:59+02:00, 28 days by the clock on the wall",
            "2026-06-02T23:59:59+02:00, 2026-07-03T23:59:59+02:00, as long as a proof can be waited for",
        })
        void G1_the_last_day_moves_by_as_many_whole_days_as_the_proof_was_waited_for(
                String proof, String due, String why) {
            contact.hears(aRequest("access").at(REQUEST));
            assertThat(only().dueAt()).isEqualTo(time(FIRST));

            contact.hears(aRequest("access").at(proof).verified());

            assertThat(only().state()).isEqualTo(RightsCase.State.OPEN);
            assertThat(only().dueAt()).as(why).isEqualTo(time(due));
        }

        @Test
        void G1_the_first_proof_counts_and_a_later_one_moves_nothing() {
            contact.hears(aRequest("access").at(REQUEST));
            contact.hears(aRequest("access").at("2026-03-10T11:00:00+01:00").verified());
            contact.forgetWhatWasTold();

            contact.hears(aRequest("access").at("2026-03-12T11:00:00+01:00").verified());

            assertThat(only().dueAt()).isEqualTo(time("2026-04-10T23:59:59+02:00"));
            assertThat(contact.told(SubjectDecision.class)).isEmpty();
        }

        @Test
        void G1_where_the_policy_asks_for_no_proof_the_time_never_stands_still() {
            contact.under(Policies.withoutProofOfIdentity(SubjectHarness.POLICY));
            contact.hears(aRequest("access").at(REQUEST));

            contact.hears(aRequest("access").at("2026-03-10T11:00:00+01:00").verified());

            assertThat(only().dueAt()).isEqualTo(time(FIRST));
        }

        @Test
        void G1_what_is_proven_of_a_request_that_was_refused_is_told_to_nobody() {
            contact.hears(aRequest("access").called("r").at(REQUEST));
            contact.hears(aRefusal("r", "access", "2026-03-05T00:00:00Z", RefusalReason.NO_MATCH));
            contact.forgetWhatWasTold();

            contact.hears(aRequest("access")
                    .called("r")
                    .at("2026-03-10T11:00:00+01:00")
                    .verified());

            assertThat(contact.told(SubjectDecision.class)).isEmpty();
        }
    }

    @Nested
    class G1_an_extension {

        @Test
        void G1_told_within_the_first_period_counts_two_months_more_from_receipt_and_is_told() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified()).forgetWhatWasTold();

            contact.hears(anExtension("r", "access", TOLD));

            assertThat(only().dueAt()).isEqualTo(time(LONGEST));
            assertThat(contact.told(SubjectDecision.class)).containsExactly(new SubjectDecision.RightAdvanced(only()));
            assertThat(only().isOpenLonger()).isTrue();
            assertThat(only().openLongerSince()).isEqualTo(time(TOLD));
        }

        @Test
        void G1_three_months_are_counted_from_receipt_and_not_from_a_day_that_was_clamped_or_moved() {
            contact.hears(aRequest("access")
                    .called("r")
                    .at("2026-01-31T12:00:00+01:00")
                    .verified());

            contact.hears(anExtension("r", "access", "2026-02-20T09:30:00+01:00"));

            assertThat(only().dueAt()).isEqualTo(time("2026-04-30T23:59:59+02:00"));
        }

        @Test
        void G1_told_in_the_last_second_of_the_first_period_counts_and_after_it_does_not() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified()).forgetWhatWasTold();

            contact.hears(anExtension("r", "access", "2026-04-03T00:00:00+02:00"));
            assertThat(only().dueAt()).isEqualTo(time(FIRST));
            assertThat(contact.told(SubjectDecision.class))
                    .containsExactly(new SubjectDecision.EventDropped("extended-too-late"));

            contact.hears(anExtension("r", "access", FIRST));
            assertThat(only().dueAt()).isEqualTo(time(LONGEST));
        }

        @Test
        void G1_the_same_again_changes_nothing_and_a_second_one_is_counted() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(anExtension("r", "access", TOLD)).forgetWhatWasTold();
            Subject before = contact.subject();

            contact.hears(anExtension("r", "access", TOLD));
            assertThat(contact.told(SubjectDecision.class)).isEmpty();

            contact.hears(anExtension("r", "access", "2026-03-25T00:00:00Z"));
            assertThat(contact.told(SubjectDecision.class))
                    .containsExactly(new SubjectDecision.EventDropped("extended-before"));
            assertThat(contact.subject()).isEqualTo(before);
        }

        @Test
        void G1_a_request_that_is_refused_or_done_is_not_extended_and_that_is_counted() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(aRefusal("r", "access", "2026-03-05T00:00:00Z", RefusalReason.NO_MATCH));
            contact.hears(aRequest("objection").called("o").at(REQUEST).verified());
            contact.forgetWhatWasTold();

            contact.hears(anExtension("r", "access", TOLD), anExtension("o", "objection", TOLD));

            assertThat(contact.subject().rights().values())
                    .extracting(RightsCase::dueAt)
                    .containsOnly(time(FIRST));
            assertThat(contact.told(SubjectDecision.class))
                    .hasSize(2)
                    .containsOnly(new SubjectDecision.EventDropped("extended-when-settled"));
        }

        @Test
        void G1_an_erasure_that_is_under_way_can_be_extended_and_stays_under_way() {
            contact.hears(anInteraction("2026-02-01T00:00:00Z"));
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());

            contact.hears(anExtension("r", "erasure", TOLD));

            assertThat(only().state()).isEqualTo(RightsCase.State.IN_PROGRESS);
            assertThat(only().dueAt()).isEqualTo(time(LONGEST));
            assertThat(only().isOpenLonger()).isFalse();
        }

        @Test
        void G1_while_identity_is_being_proven_it_is_never_late_and_both_add_up() {
            contact.hears(aRequest("access").called("r").at(REQUEST));
            contact.hears(anExtension("r", "access", "2026-04-20T00:00:00Z"));

            contact.hears(aRequest("access")
                    .called("r")
                    .at("2026-05-01T12:00:00+02:00")
                    .verified());

            // Three months and 60 days, to a Saturday
            assertThat(only().dueAt()).isEqualTo(time("2026-08-03T23:59:59+02:00"));
            assertThat(only().openLongerSince()).isEqualTo(time("2026-05-01T12:00:00+02:00"));
        }

        @Test
        void G1_one_that_comes_ahead_of_its_request_is_told_with_it_once() {
            contact.hears(anExtension("r", "access", TOLD));
            assertThat(contact.told(SubjectDecision.class)).isEmpty();

            contact.hears(aRequest("access").called("r").at(REQUEST).verified());

            assertThat(only().dueAt()).isEqualTo(time(LONGEST));
            assertThat(contact.told(SubjectDecision.RightAdvanced.class)).hasSize(1);
        }

        @Test
        void G1_a_policy_that_allows_more_than_the_law_gives_two_months_and_one_that_allows_none_gives_none() {
            contact.under(extending(Period.ofMonths(6)));
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(anExtension("r", "access", TOLD));
            assertThat(only().dueAt()).isEqualTo(time(LONGEST));

            SubjectHarness other = SubjectHarness.ofAContact().under(extending(Period.ZERO));
            other.hears(aRequest("access").called("r").at(REQUEST).verified()).forgetWhatWasTold();
            other.hears(anExtension("r", "access", TOLD));
            assertThat(other.subject().rights().values())
                    .extracting(RightsCase::dueAt)
                    .containsExactly(time(FIRST));
            assertThat(other.told(SubjectDecision.class))
                    .containsExactly(new SubjectDecision.EventDropped("extended-against-policy"));
        }

        @Test
        void G1_of_a_right_that_the_policy_has_not_it_breaks_the_rules() {
            assertThatThrownBy(() -> contact.hears(anExtension("r", "oblivion", TOLD)))
                    .isInstanceOf(BrokenRuleException.class);
        }

        @Test
        void E6_one_from_before_an_erasure_of_a_request_that_nobody_knows_is_dropped() {
            contact.hears(anInteraction("2026-02-01T00:00:00Z"), aVerifiedRequest("erasure", REQUEST))
                    .forgetWhatWasTold();

            contact.hears(anExtension("r", "access", "2026-02-20T00:00:00Z"));

            assertThat(contact.told(SubjectDecision.class))
                    .containsExactly(new SubjectDecision.EventDropped("before-erasure"));
        }

        private static Policy extending(Period extension) {
            return Policies.withRights(
                    SubjectHarness.POLICY, one -> new Right(one.id(), one.name(), one.answerWithin(), extension));
        }
    }

    @Test
    void G1_a_case_of_an_older_version_keeps_the_day_it_was_told_until_something_of_it_changes() {
        RightsCase older = new RightsCase(
                "r",
                "access",
                RightsCase.State.OPEN,
                RightsClock.asTold(time("2026-01-30T12:00:00+01:00"), time("2026-02-28T23:59:59+01:00"), true),
                time("2026-01-30T12:00:00+01:00"),
                null,
                null,
                BoundedSet.none(),
                RightsCase.Told.NOTHING,
                null,
                RightsTasks.NONE);
        contact.holding(older)
                .hears(aRequest("access")
                        .called("r")
                        .at("2026-01-30T12:00:00+01:00")
                        .verified());
        assertThat(only().dueAt()).isEqualTo(time("2026-02-28T23:59:59+01:00"));
        assertThat(contact.told(SubjectDecision.class)).isEmpty();

        contact.hears(anExtension("r", "access", "2026-02-20T09:30:00+01:00"));
        assertThat(only().dueAt()).isEqualTo(time("2026-04-30T23:59:59+02:00"));

        contact.hears(
                aRequest("access").called("r").at("2026-01-27T12:00:00+01:00").verified());
        assertThat(only().dueAt()).isEqualTo(time("2026-04-27T23:59:59+02:00"));
    }

    private RightsCase only() {
        assertThat(contact.subject().rights()).hasSize(1);
        return List.copyOf(contact.subject().rights().values()).getFirst();
    }
}
