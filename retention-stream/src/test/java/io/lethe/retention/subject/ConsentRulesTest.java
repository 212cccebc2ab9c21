package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.ADVERTISING;
import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.GOOGLE_ADS;
import static io.lethe.retention.subject.Events.LINKEDIN;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentRulesTest {

    private static final String JANUARY = "2026-01-15T10:00:00+01:00";
    private static final String END = "2026-07-15T10:00:00+02:00";

    private final SubjectHarness visitor = SubjectHarness.ofAVisitor();

    @Nested
    class C1_choices_are_per_purpose_and_recipient {

        @Test
        void C1_what_was_never_spoken_of_is_unknown() {
            visitor.hears(aStatement().granting(AUDIENCE));

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.GIVEN);
            assertThat(visitor.consent(ADVERTISING)).isEqualTo(ConsentStatus.UNKNOWN);
        }

        @Test
        void C1_a_choice_without_recipient_is_for_all_of_them() {
            visitor.hears(aStatement().granting(ADVERTISING));

            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.GIVEN);
        }

        @Test
        void C1_a_later_choice_for_one_recipient_leaves_the_others() {
            visitor.hears(
                    aStatement().granting(ADVERTISING),
                    aStatement().at("2026-02-01T10:00:00+01:00").refusing(ADVERTISING, LINKEDIN));

            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.REFUSED);
            assertThat(visitor.consent(ADVERTISING, GOOGLE_ADS)).isEqualTo(ConsentStatus.GIVEN);
            assertThat(visitor.consent(ADVERTISING)).isEqualTo(ConsentStatus.GIVEN);
        }

        @Test
        void C1_a_later_choice_for_all_recipients_overrides_that_for_one() {
            visitor.hears(
                    aStatement().granting(ADVERTISING, LINKEDIN),
                    aStatement().at("2026-02-01T10:00:00+01:00").withdrawing(ADVERTISING));

            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void C1_an_objection_holds_until_it_is_lifted() {
            SubjectHarness contact = SubjectHarness.ofAContact();

            contact.hears(aStatement().saying(Verb.OBJECTED, NEEDS, null));
            assertThat(contact.consent(NEEDS)).isEqualTo(ConsentStatus.OBJECTED);

            contact.hears(aStatement().at("2026-02-01T10:00:00+01:00").saying(Verb.OBJECTION_LIFTED, NEEDS, null));
            assertThat(contact.consent(NEEDS)).isEqualTo(ConsentStatus.UNKNOWN);
            assertThat(contact.changes(NEEDS)).containsExactly("UNKNOWN>OBJECTED", "OBJECTED>UNKNOWN");
        }
    }

    @Nested
    class C1_within_one_statement_the_choice_that_names_a_recipient_is_the_exception_to_the_one_for_all {

        @Test
        void C1_category_off_and_one_recipient_on_in_one_save() {
            visitor.hears(aStatement().refusing(ADVERTISING).granting(ADVERTISING, LINKEDIN));

            assertThat(visitor.consent(ADVERTISING)).isEqualTo(ConsentStatus.REFUSED);
            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.GIVEN);
            assertThat(visitor.consent(ADVERTISING, GOOGLE_ADS)).isEqualTo(ConsentStatus.REFUSED);
        }

        @Test
        void C1_category_on_and_one_recipient_off_whichever_is_named_first() {
            visitor.hears(aStatement().refusing(ADVERTISING, LINKEDIN).granting(ADVERTISING));

            assertThat(visitor.consent(ADVERTISING)).isEqualTo(ConsentStatus.GIVEN);
            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.REFUSED);
        }

        @Test
        void C1_a_later_choice_for_all_overrides_the_exception() {
            visitor.hears(
                    aStatement().refusing(ADVERTISING).granting(ADVERTISING, LINKEDIN),
                    aStatement().at("2026-02-01T10:00:00+01:00").refusing(ADVERTISING));

            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.REFUSED);
        }

        @Test
        void C2_between_statements_of_one_time_the_more_protective_still_wins() {
            visitor.hears(
                    aStatement().called("z").refusing(ADVERTISING).granting(ADVERTISING, LINKEDIN),
                    aStatement().called("a").refusing(ADVERTISING));

            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.REFUSED);
        }
    }

    @Nested
    class C2_one_event_id_with_two_contents_counts_as_both {

        private final Events.StatementBuilder grant =
                aStatement().called("one").at("2026-03-01T10:00:00Z").granting(AUDIENCE);
        private final Events.StatementBuilder withdrawal =
                aStatement().called("one").at("2026-03-02T10:00:00Z").withdrawing(AUDIENCE);

        @Test
        void C2_both_count_in_whatever_order_they_arrive() {
            visitor.hears(grant, withdrawal);
            SubjectHarness other = SubjectHarness.ofAVisitor().hears(withdrawal, grant);

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(other.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(visitor.asOf(AUDIENCE, null, time("2026-03-01T12:00:00Z"))
                            .status())
                    .isEqualTo(ConsentStatus.GIVEN);
        }

        @Test
        void C2_the_conflict_is_told_once_and_an_exact_repeat_is_none() {
            visitor.hears(grant, grant, withdrawal, withdrawal, grant);

            assertThat(visitor.told(SubjectDecision.EventConflicted.class))
                    .containsExactly(new SubjectDecision.EventConflicted("statement"));
            assertThat(visitor.subject().statements()).hasSize(2);
        }

        @Test
        void C2_at_one_time_the_more_protective_content_wins() {
            Events.StatementBuilder refusal =
                    aStatement().called("one").at("2026-03-01T10:00:00Z").refusing(AUDIENCE);

            assertThat(SubjectHarness.ofAVisitor().hears(grant, refusal).consent(AUDIENCE))
                    .isEqualTo(ConsentStatus.REFUSED);
            assertThat(SubjectHarness.ofAVisitor().hears(refusal, grant).consent(AUDIENCE))
                    .isEqualTo(ConsentStatus.REFUSED);
        }
    }

    @Nested
    class C2_what_is_stamped_ahead_of_its_receipt_counts_as_of_its_receipt {

        @Test
        void C2_a_withdrawal_after_a_grant_from_a_fast_clock_holds() {
            visitor.hears(
                    aStatement()
                            .at("2026-03-01T10:04:00Z")
                            .received("2026-03-01T10:00:00Z")
                            .granting(AUDIENCE),
                    aStatement()
                            .at("2026-03-01T10:00:30Z")
                            .received("2026-03-01T10:00:30Z")
                            .withdrawing(AUDIENCE));

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
            visitor.until("2026-03-01T10:05:00Z");
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void C7_the_stamp_stays_in_the_proof() {
            visitor.hears(aStatement()
                    .at("2026-03-01T10:04:00Z")
                    .received("2026-03-01T10:00:00Z")
                    .granting(AUDIENCE));

            Statement basis =
                    visitor.asOf(AUDIENCE, null, time("2026-03-01T10:00:00Z")).basis();
            assertThat(basis).isNotNull().satisfies(it -> {
                assertThat(it.stampedAt()).isEqualTo(time("2026-03-01T10:04:00Z"));
                assertThat(it.at()).isEqualTo(time("2026-03-01T10:00:00Z"));
            });
        }

        @Test
        void C2_of_copies_received_at_different_times_the_first_receipt_counts_whichever_comes_first() {
            Events.StatementBuilder early =
                    aStatement().called("one").at("2026-03-01T10:04:00Z").received("2026-03-01T10:00:00Z");
            Events.StatementBuilder late =
                    aStatement().called("one").at("2026-03-01T10:04:00Z").received("2026-03-01T10:02:00Z");

            assertThat(SubjectHarness.ofAVisitor().hears(late, early).subject().statements())
                    .isEqualTo(SubjectHarness.ofAVisitor()
                            .hears(early, late)
                            .subject()
                            .statements())
                    .singleElement()
                    .satisfies(it -> assertThat(it.at()).isEqualTo(time("2026-03-01T10:00:00Z")));
        }
    }

    @Nested
    class C2_and_C3_the_set_of_statements_decides_and_nothing_erases_history {

        @Test
        void C2_at_equal_times_the_more_protective_choice_wins() {
            visitor.hears(
                    aStatement().called("a").withdrawing(AUDIENCE),
                    aStatement().called("z").granting(AUDIENCE));

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void C2_at_equal_times_and_protection_the_event_id_decides() {
            visitor.hears(
                    aStatement().called("z").withdrawing(AUDIENCE),
                    aStatement().called("a").refusing(AUDIENCE));

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void C2_a_repeat_changes_nothing_and_is_not_told() {
            visitor.hears(aStatement()).forgetWhatWasTold();
            Subject before = visitor.subject();

            visitor.hears(aStatement());

            assertThat(visitor.subject()).isEqualTo(before);
            assertThat(visitor.told(SubjectDecision.class)).isEmpty();
        }

        @Test
        void C2_a_withdrawal_that_arrives_before_its_grant_holds() {
            visitor.hears(
                    aStatement().at("2026-02-01T10:00:00+01:00").withdrawing(AUDIENCE),
                    aStatement().at(JANUARY).granting(AUDIENCE));

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void C3_a_late_older_grant_never_grants_again_not_even_for_a_moment() {
            visitor.hears(aStatement().at("2026-03-01T10:00:00+01:00").refusing(AUDIENCE))
                    .forgetWhatWasTold();

            visitor.hears(aStatement().at(JANUARY).granting(AUDIENCE));

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.REFUSED);
            assertThat(visitor.changes(AUDIENCE)).isEmpty();
        }

        @Test
        void C3_a_withdrawal_stays_provable() {
            visitor.hears(
                    aStatement().at(JANUARY).granting(AUDIENCE),
                    aStatement().at("2026-02-01T10:00:00+01:00").withdrawing(AUDIENCE),
                    aStatement().at("2026-03-01T10:00:00+01:00").granting(AUDIENCE));

            assertThat(visitor.asOf(AUDIENCE, null, time("2026-02-10T00:00:00+01:00"))
                            .status())
                    .isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void a_statement_a_few_minutes_ahead_counts_at_once() {
            visitor.hears(aStatement().at(JANUARY).granting(AUDIENCE));

            visitor.hearsAheadOfTime(aStatement()
                    .at("2026-01-15T10:04:00+01:00")
                    .withdrawing(AUDIENCE)
                    .stated());

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(visitor.changes(AUDIENCE)).containsExactly("UNKNOWN>GIVEN", "GIVEN>WITHDRAWN");
        }

        @Test
        void a_statement_ahead_of_time_ends_no_window_of_another_purpose() {
            visitor.hears(aStatement().at(JANUARY).granting(AUDIENCE)).clockAt("2026-07-15T09:59:00+02:00");

            visitor.hearsAheadOfTime(aStatement()
                    .at("2026-07-15T10:03:00+02:00")
                    .granting(ADVERTISING)
                    .stated());

            assertThat(visitor.changes(AUDIENCE)).containsExactly("UNKNOWN>GIVEN");
        }
    }

    @Nested
    class C4_a_choice_about_cookies_is_valid_for_six_months_from_the_first_deposit {

        @ParameterizedTest(name = "{0} until {1}")
        @CsvSource({
            "2026-01-15T10:00:00+01:00, 2026-07-15T10:00:00+02:00",
            "2026-08-31T12:00:00+02:00, 2027-02-28T12:00:00+01:00",
            "2027-08-31T12:00:00+02:00, 2028-02-29T12:00:00+01:00",
            "2027-08-29T23:59:59.999+02:00, 2028-02-29T23:59:59.999+01:00",
            // Clocks go forward on 29 March 2026: half past two is skipped.
            "2025-09-29T02:30:00+02:00, 2026-03-29T03:30:00+02:00",
            // Clocks go back on 25 October 2026: half past two comes twice.
            "2026-04-25T02:30:00+02:00, 2026-10-25T02:30:00+02:00",
        })
        void C4_both_sides_of_the_end(String firstDeposit, String end) {
            Instant last = time(end).minusMillis(1);

            visitor.hears(aStatement().at(firstDeposit)).until(last);
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.GIVEN);

            visitor.until(time(end));
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.EXPIRED);
            assertThat(visitor.asOf(AUDIENCE, null, last).validUntil()).isEqualTo(time(end));
        }

        @Test
        void C4_changing_ones_mind_inside_the_window_does_not_extend_it() {
            visitor.hears(
                    aStatement().at(JANUARY).granting(AUDIENCE),
                    aStatement().at("2026-06-01T10:00:00+02:00").refusing(AUDIENCE),
                    aStatement().at("2026-07-14T10:00:00+02:00").granting(AUDIENCE));

            visitor.until(END);

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.EXPIRED);
        }

        @Test
        void C4_a_statement_at_the_very_end_opens_a_new_window() {
            visitor.hears(
                    aStatement().at(JANUARY).granting(AUDIENCE),
                    aStatement().at(END).granting(AUDIENCE));

            Consent consent = visitor.asOf(AUDIENCE, null, time(END));

            assertThat(consent.status()).isEqualTo(ConsentStatus.RENEWED);
            assertThat(consent.validUntil()).isEqualTo(time("2027-01-15T10:00:00+01:00"));
        }

        @Test
        void C4_a_refusal_is_remembered_as_long_and_no_longer() {
            visitor.hears(aStatement().refusing(AUDIENCE)).until(time(END).minusMillis(1));
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.REFUSED);

            visitor.until(END);
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.EXPIRED);
        }

        @Test
        void C4_a_purpose_without_validity_never_ends() {
            SubjectHarness contact = SubjectHarness.ofAContact();

            contact.hears(aStatement().granting(NEWSLETTERS)).until("2030-12-31T00:00:00Z");

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);
        }

        @Test
        void C4_a_recipient_not_spoken_of_in_the_new_window_has_to_be_asked_again() {
            visitor.hears(
                    aStatement().at(JANUARY).granting(ADVERTISING, LINKEDIN),
                    aStatement().at("2026-08-01T10:00:00+02:00").granting(ADVERTISING, GOOGLE_ADS));

            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.EXPIRED);
            assertThat(visitor.consent(ADVERTISING, GOOGLE_ADS)).isEqualTo(ConsentStatus.GIVEN);
        }
    }

    @Nested
    class C5_expiry_is_told_once_for_each_window {

        @Test
        void C5_once_however_often_the_clock_ticks() {
            visitor.hears(aStatement()).until(END).until(END).until("2026-08-01T00:00:00Z");

            assertThat(visitor.changes(AUDIENCE)).containsExactly("UNKNOWN>GIVEN", "GIVEN>EXPIRED");
        }

        @Test
        void C5_after_an_outage_of_years_at_the_time_it_ended() {
            visitor.hears(aStatement()).until("2031-01-01T00:00:00Z");

            assertThat(visitor.told(SubjectDecision.ConsentChanged.class)
                            .getLast()
                            .effectiveAt())
                    .isEqualTo(time(END));
        }

        @Test
        void C5_once_for_all_recipients_of_the_purpose() {
            visitor.hears(aStatement().granting(ADVERTISING, LINKEDIN).refusing(ADVERTISING, GOOGLE_ADS))
                    .until(END);

            assertThat(visitor.changes(ADVERTISING))
                    .filteredOn(one -> one.endsWith(">EXPIRED"))
                    .hasSize(1);
        }

        @Test
        void C5_a_new_statement_before_the_tick_leaves_one_expiry_and_then_a_renewal() {
            visitor.hears(
                    aStatement().at(JANUARY).granting(AUDIENCE),
                    aStatement().at("2026-08-01T10:00:00+02:00").granting(AUDIENCE));
            visitor.until("2026-08-02T00:00:00Z");

            assertThat(visitor.changes(AUDIENCE)).containsExactly("UNKNOWN>GIVEN", "GIVEN>EXPIRED", "EXPIRED>RENEWED");
        }

        @Test
        void C5_a_grant_that_arrives_after_its_end_is_told_and_then_its_end() {
            visitor.clockAt("2027-01-01T00:00:00Z").hears(aStatement().at(JANUARY));

            assertThat(visitor.changes(AUDIENCE)).containsExactly("UNKNOWN>GIVEN", "GIVEN>EXPIRED");
        }

        @Test
        void C5_an_old_window_that_comes_to_light_late_has_its_expiry_too() {
            visitor.hears(aStatement().at(JANUARY).refusing(AUDIENCE))
                    .until(END)
                    .forgetWhatWasTold();

            visitor.hears(aStatement().at("2024-01-15T10:00:00+01:00").granting(AUDIENCE));
            visitor.until("2026-12-01T00:00:00Z");

            List<SubjectDecision.ConsentChanged> told = visitor.told(SubjectDecision.ConsentChanged.class);
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().effectiveAt()).isEqualTo(time("2024-07-15T10:00:00+02:00"));
        }

        @Test
        void C5_a_late_older_statement_that_moves_the_window_back_does_not_end_it_twice() {
            visitor.hears(aStatement().at(JANUARY)).until(END).forgetWhatWasTold();

            visitor.hears(aStatement().at("2025-12-15T10:00:00+01:00").granting(AUDIENCE));
            visitor.until("2026-12-01T00:00:00Z");

            assertThat(visitor.changes(AUDIENCE)).isEmpty();
        }

        @Test
        void C5_a_recipient_named_late_in_a_window_that_has_ended_is_no_second_expiry() {
            visitor.hears(aStatement().at(JANUARY).granting(ADVERTISING))
                    .until(END)
                    .forgetWhatWasTold();

            visitor.hears(aStatement().at("2026-02-01T10:00:00+01:00").refusing(ADVERTISING, LINKEDIN));

            assertThat(visitor.changes(ADVERTISING)).isEmpty();
            assertThat(visitor.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.EXPIRED);
        }

        @Test
        void C5_nothing_is_left_to_wait_for_when_a_window_has_ended() {
            visitor.hears(aStatement()).until(END);

            assertThat(visitor.rules.due(visitor.subject()))
                    .extracting(Due::what)
                    .doesNotContain(Due.What.CONSENT_EXPIRY);
        }
    }

    @Nested
    class C6_and_C7_had_the_subject_consented_at_a_time_and_what_proves_it {

        @ParameterizedTest(name = "{0}: {1}, shown {2}")
        @CsvSource({
            "2026-01-15T09:59:59.999+01:00, UNKNOWN,",
            "2026-01-15T10:00:00+01:00, GIVEN, first",
            "2026-02-28T23:59:59+01:00, GIVEN, first",
            "2026-03-01T00:00:00+01:00, WITHDRAWN, second",
            "2026-07-15T09:59:59.999+02:00, WITHDRAWN, second",
            "2026-07-15T10:00:00+02:00, EXPIRED, second",
            "2026-09-01T00:00:00+02:00, GIVEN, third",
            "2027-03-01T00:00:00+01:00, EXPIRED, third",
        })
        void C6_any_time_has_its_answer_and_C7_its_proof(String at, ConsentStatus status, String notice) {
            visitor.hears(
                    aStatement().at("2026-09-01T00:00:00+02:00").shown("third").granting(AUDIENCE),
                    aStatement().at("2026-03-01T00:00:00+01:00").shown("second").withdrawing(AUDIENCE),
                    aStatement().at(JANUARY).shown("first").granting(AUDIENCE));

            Consent consent = visitor.asOf(AUDIENCE, null, time(at));

            assertThat(consent.status()).isEqualTo(status);
            Statement basis = consent.basis();
            assertThat(basis == null ? null : basis.proof().noticeId()).isEqualTo(notice);
        }

        @Test
        void C6_the_time_since_which_it_holds_is_that_of_the_first_of_equal_choices() {
            visitor.hears(
                    aStatement().at(JANUARY).granting(AUDIENCE),
                    aStatement().at("2026-02-01T10:00:00+01:00").granting(AUDIENCE));

            assertThat(visitor.asOf(AUDIENCE, null, time("2026-03-01T00:00:00Z"))
                            .since())
                    .isEqualTo(time(JANUARY));
        }
    }
}
