package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.anUnlink;
import static io.lethe.retention.subject.Events.anUnverifiedRequest;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.consent.ConsentStatus;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retention and erasure. */
class RetentionRulesTest {

    private static final String LAST = "2026-03-01T12:00:00+01:00";
    private static final String LAPSE = "2031-03-01T12:00:00+01:00";
    private static final String ERASE = "2031-03-31T12:00:00+02:00";

    private final SubjectHarness contact = SubjectHarness.ofAContact();

    @Nested
    class R1_five_years_from_the_last_interaction_that_counts {

        @ParameterizedTest(name = "{0} until {1}")
        @CsvSource({
            "2026-03-01T12:00:00+01:00, 2031-03-01T12:00:00+01:00",
            "2024-02-29T12:00:00+01:00, 2029-02-28T12:00:00+01:00",
            "2026-07-01T00:00:00+02:00, 2031-07-01T00:00:00+02:00",
        })
        void R1_both_sides_of_the_end(String last, String end) {
            contact.hears(anInteraction(last)).until(time(end).minusMillis(1));
            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);

            contact.until(end);
            assertThat(contact.status()).isEqualTo(Subject.Status.LAPSED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "newsletter-subscription",
                    "brochure-download",
                    "white-paper-download",
                    "contact-form",
                    "login",
                    "post"
                })
        void R1_each_kind_that_the_policy_lists_counts(String kind) {
            contact.hears(anInteraction(kind, LAST));

            assertThat(contact.rules.expiresAt(contact.subject())).contains(time(LAPSE));
        }

        @Test
        void R1_another_kind_does_not_count() {
            contact.hears(anInteraction(LAST), anInteraction("page-view", "2027-01-01T00:00:00Z"));

            assertThat(contact.rules.expiresAt(contact.subject())).contains(time(LAPSE));
        }

        @Test
        void R1_an_older_interaction_that_comes_late_moves_nothing() {
            contact.hears(anInteraction(LAST), anInteraction("2025-01-01T00:00:00Z"));

            assertThat(contact.rules.expiresAt(contact.subject())).contains(time(LAPSE));
        }

        @Test
        void R1_a_contact_that_never_interacted_is_kept_from_when_it_was_first_seen() {
            contact.hears(aStatement().at(LAST).granting(NEWSLETTERS));

            assertThat(contact.rules.expiresAt(contact.subject())).contains(time(LAPSE));
        }

        @Test
        void R1_the_data_of_a_device_end_as_long_after_its_last_sign_of_life_as_the_policy_says() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            visitor.hears(aStatement().at(LAST), aStatement().at("2026-05-01T12:00:00+02:00"));

            visitor.until(time("2027-06-04T12:00:00+02:00").minusMillis(1));
            assertThat(visitor.status()).isEqualTo(Subject.Status.ACTIVE);

            visitor.until("2027-06-04T12:00:00+02:00");
            assertThat(visitor.status()).isEqualTo(Subject.Status.LAPSED);

            visitor.until("2027-07-04T12:00:00+02:00");
            assertThat(visitor.told(SubjectDecision.ErasureOrdered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().cause()).isEqualTo(Erasure.Cause.RETENTION_LAPSED));
        }

        @Test
        void R1_a_device_that_is_seen_again_in_the_grace_window_revives() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            visitor.hears(aStatement().at(LAST)).until("2027-04-10T00:00:00Z");

            visitor.hears(aStatement().at("2027-04-12T00:00:00Z"));

            assertThat(visitor.told(SubjectDecision.RetentionRevived.class))
                    .containsExactly(new SubjectDecision.RetentionRevived(time("2027-04-12T00:00:00Z")));
            assertThat(visitor.status()).isEqualTo(Subject.Status.ACTIVE);
        }

        @Test
        void R1_a_device_of_which_only_a_request_is_known_is_kept_from_then_and_lapses_by_the_clock_alone() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            visitor.hears(aRequest("access").at(LAST).verified()).until("2027-04-05T12:00:00+02:00");

            assertThat(visitor.told(SubjectDecision.RetentionLapsed.class)).hasSize(1);
        }

        @Test
        void R1_C2_what_a_device_said_before_its_request_counts_alike_whichever_is_heard_first() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            SubjectHarness other = SubjectHarness.ofAVisitor();
            SubjectEvent said = aStatement().at("2026-01-05T12:00:00+01:00").stated();
            SubjectEvent asked = aRequest("access").at(LAST).verified().exercised();

            visitor.hears(said, asked);
            other.hears(asked, said);

            assertThat(other.rules.expiresAt(other.subject()))
                    .isEqualTo(visitor.rules.expiresAt(visitor.subject()))
                    .contains(time("2027-02-08T12:00:00+01:00"));
        }

        @Test
        void R1_being_linked_is_a_sign_of_life_of_a_device_and_being_unlinked_is_not() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            visitor.hears(
                    aStatement().at(LAST).stated(),
                    aLink("Mail", SubjectKind.CONTACT, "2026-05-01T12:00:00+02:00"),
                    anUnlink("Mail", SubjectKind.CONTACT, "2026-09-01T12:00:00+02:00"));

            assertThat(visitor.rules.expiresAt(visitor.subject())).contains(time("2027-06-04T12:00:00+02:00"));
        }
    }

    @Nested
    class R2_a_lapse_once_then_a_grace_window_then_an_order {

        @Test
        void R2_lapses_once_and_is_ordered_to_be_erased_after_the_grace_window() {
            contact.hears(anInteraction(LAST)).until(LAPSE).until(time(ERASE).minusMillis(1));
            assertThat(contact.told(SubjectDecision.RetentionLapsed.class))
                    .containsExactly(new SubjectDecision.RetentionLapsed(time(LAPSE), time(ERASE)));
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();

            contact.until(ERASE).until("2031-12-01T00:00:00Z");
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.erasure().cause()).isEqualTo(Erasure.Cause.RETENTION_LAPSED);
                        assertThat(it.erasure().at()).isEqualTo(time(ERASE));
                        assertThat(it.dataCategories()).containsExactly("contact-details");
                    });
            assertThat(contact.told(SubjectDecision.RetentionLapsed.class)).hasSize(1);
            assertThat(contact.status()).isEqualTo(Subject.Status.ERASING);
        }

        @Test
        void R2_an_interaction_inside_the_grace_window_revives() {
            contact.hears(anInteraction(LAST)).until(LAPSE);

            contact.hears(anInteraction("2031-03-10T00:00:00Z"));

            assertThat(contact.told(SubjectDecision.RetentionRevived.class)).hasSize(1);
            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
            contact.until("2036-03-09T00:00:00Z");
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }

        @Test
        void R2_an_interaction_from_before_the_lapse_that_comes_in_the_grace_window_revives() {
            contact.hears(anInteraction(LAST)).until("2031-03-20T00:00:00Z");

            contact.hears(anInteraction("2028-06-01T00:00:00Z"));

            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
            assertThat(contact.rules.expiresAt(contact.subject())).contains(time("2033-06-01T00:00:00Z"));
        }

        @ParameterizedTest(name = "noticed {0}, erased from {1}")
        @CsvSource({
            "2031-03-01T12:00:00+01:00, 2031-03-31T12:00:00+02:00",
            "2031-03-20T08:00:00+01:00, 2031-04-19T08:00:00+02:00",
            "2035-01-01T00:00:00+01:00, 2035-01-31T00:00:00+01:00",
        })
        void R2_a_lapse_that_is_noticed_late_leaves_the_whole_grace_window(String noticed, String erased) {
            contact.hears(anInteraction(LAST)).until(noticed);
            assertThat(contact.told(SubjectDecision.RetentionLapsed.class))
                    .containsExactly(new SubjectDecision.RetentionLapsed(time(LAPSE), time(erased)));

            contact.until(time(erased).minusMillis(1));
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();

            contact.until(erased);
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().at()).isEqualTo(time(erased)));
        }

        @Test
        void R2_an_import_that_brings_the_oldest_first_erases_no_one_whom_a_newer_event_keeps() {
            contact.clockAt("2026-03-10T08:00:00Z")
                    .hears(anInteraction("login", "2020-01-15T00:00:00Z"))
                    .until("2026-03-10T08:00:05Z")
                    .until("2026-03-10T08:00:06Z");
            assertThat(contact.status()).isEqualTo(Subject.Status.LAPSED);

            contact.hears(anInteraction("login", "2026-02-01T00:00:00Z")).until("2026-12-01T00:00:00Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(contact.told(SubjectDecision.RetentionRevived.class)).hasSize(1);
            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
        }

        @Test
        void R2_whoever_comes_back_before_the_order_is_given_is_revived_however_late() {
            contact.hears(anInteraction(LAST)).until(LAPSE).clockAt("2031-05-01T00:00:00Z");

            contact.hears(anInteraction("2031-05-01T00:00:00Z")).until("2031-06-01T00:00:00Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
        }

        @Test
        void R2_as_long_as_old_records_are_read_a_lapse_is_told_and_no_one_is_erased_for_it() {
            contact.hears(anInteraction(LAST))
                    .whileReadingABacklog("2032-01-01T00:00:00Z")
                    .whileReadingABacklog("2033-01-01T00:00:00Z");
            assertThat(contact.told(SubjectDecision.RetentionLapsed.class)).hasSize(1);
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();

            contact.until("2033-01-01T00:00:01Z");
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void R2_a_history_read_again_long_after_erases_no_one_whom_a_later_event_kept() {
            contact.clockAt("2035-01-01T00:00:00Z")
                    .hears(
                            anInteraction("2020-01-01T00:00:00Z"),
                            anInteraction("2024-12-01T00:00:00Z"),
                            anInteraction("2029-11-01T00:00:00Z"),
                            anInteraction("2034-10-01T00:00:00Z"))
                    .until("2035-01-01T00:00:01Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(contact.told(SubjectDecision.RetentionLapsed.class)).isEmpty();
            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
        }

        @Test
        void R2_an_old_history_in_the_wrong_order_erases_no_one_before_the_clock_ticks() {
            contact.clockAt("2026-06-01T00:00:00Z")
                    .hears(anInteraction("2020-01-01T00:00:00Z"), anInteraction("2022-01-01T00:00:00Z"))
                    .hears(anInteraction("2019-01-01T00:00:00Z"))
                    .until("2026-06-01T00:00:01Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(contact.rules.expiresAt(contact.subject())).contains(time("2027-01-01T00:00:00Z"));
        }
    }

    @Nested
    class R4_a_hold_or_a_restriction_parks_erasure {

        private static final String RESTRICTION = "restriction:0f6c";

        @Test
        void R4_a_hold_parks_the_order_and_its_release_resumes_by_itself() {
            contact.hears(anInteraction(LAST), aHold("case-1", "2030-01-01T00:00:00Z"))
                    .until("2031-04-01T00:00:00Z")
                    .until("2032-01-01T00:00:00Z");
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(contact.status()).isEqualTo(Subject.Status.LAPSED);
            assertThat(contact.rules.due(contact.subject())).isEmpty();

            contact.hears(aRelease("case-1", "2032-06-01T00:00:00Z")).until("2032-06-01T00:00:01Z");
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().at()).isEqualTo(time("2032-06-01T00:00:00Z")));
        }

        @Test
        void R4_a_hold_placed_before_a_tick_saw_the_end_parks_all_the_same() {
            contact.hears(anInteraction(LAST)).clockAt("2031-06-01T00:00:00Z");

            contact.hears(aHold("case-1", "2031-06-01T00:00:00Z")).until("2031-07-01T00:00:00Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }

        @Test
        void R4_a_request_waits_for_the_last_hold() {
            contact.hears(
                    anInteraction(LAST),
                    aHold("case-1", "2026-04-01T00:00:00Z"),
                    aHold("case-2", "2026-04-02T00:00:00Z"),
                    aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"),
                    aRelease("case-1", "2026-06-01T00:00:00Z"));
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();

            contact.hears(aRelease("case-2", "2026-07-01T00:00:00Z"));
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void R4_a_release_that_arrives_before_its_hold_wins() {
            contact.hears(
                    anInteraction(LAST),
                    aRelease("case-1", "2026-06-01T00:00:00Z"),
                    aHold("case-1", "2026-05-01T00:00:00Z"),
                    aVerifiedRequest("erasure", "2026-07-01T00:00:00Z"));

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void R4_all_requests_that_were_parked_move_on_with_the_order() {
            contact.hears(
                            aHold("case-1", "2026-04-01T00:00:00Z"),
                            aVerifiedRequest("erasure", "2026-05-02T00:00:00Z"),
                            aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                    .hears(aRelease("case-1", "2026-06-01T00:00:00Z"));

            assertThat(contact.subject().rights().values())
                    .extracting(RightsCase::state)
                    .containsOnly(RightsCase.State.IN_PROGRESS);
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void R4_a_restriction_parks_and_shows() {
            contact.hears(
                    anInteraction(LAST),
                    aVerifiedRequest("restriction", "2026-04-01T00:00:00Z"),
                    aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"));

            assertThat(contact.subject().restricted()).isTrue();
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }

        @Test
        void R4_a_restriction_that_is_lifted_resumes_and_what_was_asked_for_meanwhile_is_ordered() {
            contact.hears(
                            anInteraction(LAST),
                            aRestriction("2026-04-01T00:00:00Z"),
                            aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                    .forgetWhatWasTold();

            contact.hears(aRelease(RESTRICTION, "2026-08-01T00:00:00Z"));

            assertThat(contact.subject().restricted()).isFalse();
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().at()).isEqualTo(time("2026-08-01T00:00:00Z")));
        }

        @Test
        void R4_who_lapsed_under_a_restriction_is_ordered_once_it_is_lifted() {
            contact.hears(anInteraction(LAST), aRestriction("2026-04-01T00:00:00Z"))
                    .until(ERASE)
                    .until("2032-01-01T00:00:00Z");
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();

            contact.hears(aRelease(RESTRICTION, "2032-06-01T00:00:00Z")).until("2032-06-01T00:00:01Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void R4_a_restriction_that_is_lifted_tells_others_that_nothing_is_restricted_any_more() {
            contact.hears(anInteraction(LAST), aRestriction("2026-04-01T00:00:00Z"))
                    .forgetWhatWasTold();

            contact.hears(aRelease(RESTRICTION, "2026-08-01T00:00:00Z"));

            assertThat(contact.told(SubjectDecision.StateChanged.class)).isNotEmpty();
        }

        @Test
        void R4_two_restrictions_are_lifted_one_by_one() {
            contact.hears(
                    anInteraction(LAST),
                    aRestriction("2026-04-01T00:00:00Z"),
                    aVerifiedRequest("restriction", "2026-04-02T00:00:00Z"),
                    aRelease(RESTRICTION, "2026-08-01T00:00:00Z"));

            assertThat(contact.subject().restricted()).isTrue();
        }

        @Test
        void R4_a_restriction_that_is_put_back_restricts_again_whichever_word_came_first() {
            contact.hears(
                    anInteraction(LAST),
                    aRelease(RESTRICTION, "2026-08-01T00:00:00Z"),
                    aRestriction("2026-04-01T00:00:00Z"));
            assertThat(contact.subject().restricted()).isFalse();

            contact.hears(aHold(RESTRICTION, "2026-09-01T00:00:00Z"));

            assertThat(contact.subject().restricted()).isTrue();
        }

        @Test
        void R4_a_hold_of_another_name_restricts_nothing() {
            contact.hears(anInteraction(LAST), aHold("restrictions:1", "2026-04-01T00:00:00Z"));

            assertThat(contact.subject().restricted()).isFalse();
        }

        private static SubjectEvent aRestriction(String at) {
            return aRequest("restriction").called("0f6c").at(at).verified().exercised();
        }
    }

    @Nested
    class E6_nothing_comes_back {

        private static final String REQUEST = "2026-05-01T00:00:00Z";

        @Test
        void E6_late_events_from_before_the_erasure_are_dropped_and_counted() {
            contact.hears(anInteraction(LAST), aVerifiedRequest("erasure", REQUEST))
                    .forgetWhatWasTold();

            contact.hears(
                    anInteraction("2026-04-30T00:00:00Z"),
                    aStatement().at(REQUEST).granting(NEWSLETTERS).stated());

            assertThat(contact.told(SubjectDecision.class))
                    .containsExactly(
                            new SubjectDecision.EventDropped("before-erasure"),
                            new SubjectDecision.EventDropped("before-erasure"));
            assertThat(contact.subject().statements()).isEmpty();
            assertThat(contact.subject().lastInteractionAt()).isNull();
        }

        @Test
        void E6_nothing_of_the_old_life_shines_through_the_new_one() {
            contact.hears(
                            anInteraction(LAST),
                            aStatement().at(LAST).granting(NEWSLETTERS).stated(),
                            aVerifiedRequest("erasure", REQUEST))
                    .hears(aStatement().at("2026-06-01T00:00:00Z").granting(AUDIENCE));

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.UNKNOWN);
            assertThat(contact.subject().lastInteractionAt()).isNull();
            assertThat(contact.subject().dataCategories()).isEmpty();
            assertThat(contact.subject().firstSeenAt()).isEqualTo(time("2026-06-01T00:00:00Z"));
        }

        @Test
        void E6_what_happened_after_the_cut_survives_a_request_that_comes_late() {
            contact.hears(
                    anInteraction(LAST),
                    aStatement()
                            .at("2026-06-01T00:00:00Z")
                            .granting(NEWSLETTERS)
                            .stated(),
                    aVerifiedRequest("erasure", REQUEST));

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void E6_of_an_interaction_that_survives_a_request_that_comes_late_it_is_still_known_what_was_given() {
            contact.hears(
                    anInteraction(LAST), anInteraction("2026-06-01T00:00:00Z"), aVerifiedRequest("erasure", REQUEST));

            assertThat(contact.subject().dataCategories()).containsExactly("contact-details");
        }

        @Test
        void E6_where_no_interaction_survives_nothing_is_known_of_what_was_given() {
            contact.hears(
                    anInteraction(LAST),
                    aStatement()
                            .at("2026-06-01T00:00:00Z")
                            .granting(NEWSLETTERS)
                            .stated(),
                    aVerifiedRequest("erasure", REQUEST));

            assertThat(contact.subject().dataCategories()).isEmpty();
        }

        @Test
        void E6_an_unlink_that_survives_a_request_that_comes_late_is_no_sign_of_life() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            visitor.hears(
                    aStatement().at("2026-06-01T00:00:00Z").stated(),
                    anUnlink("Mail", SubjectKind.CONTACT, "2026-07-01T00:00:00Z"),
                    aVerifiedRequest("erasure", REQUEST));

            assertThat(visitor.subject().lastSeenAt()).isEqualTo(time("2026-06-01T00:00:00Z"));
        }

        @Test
        void E6_how_many_interactions_the_old_life_had_is_not_told_to_whom_the_new_one_was_linked() {
            for (int n = 0; n <= Subject.MOST_INTERACTIONS; n++) {
                contact.hears(anInteraction("2026-04-%02dT00:00:00Z".formatted(n + 1)));
            }
            contact.hears(aVerifiedRequest("erasure", REQUEST), anInteraction("2026-08-01T00:00:00Z"))
                    .forgetWhatWasTold();

            contact.hears(
                    anUnlink("Customer", SubjectKind.CONTACT, "2026-07-01T00:00:00Z"),
                    aLink("Customer", SubjectKind.CONTACT, "2026-06-01T00:00:00Z"));

            assertThat(contact.told(SubjectDecision.SignalSent.class))
                    .extracting(it -> it.signal().type())
                    .doesNotContain(SubjectEvent.Signal.Type.INTERACTED);
        }

        @Test
        void E6_a_window_that_ended_after_the_cut_is_not_told_again() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            visitor.hears(aStatement().at("2026-06-01T00:00:00Z")).until("2027-01-01T00:00:00Z");

            visitor.hears(aVerifiedRequest("erasure", REQUEST)).until("2027-02-01T00:00:00Z");

            assertThat(visitor.changes(AUDIENCE))
                    .filteredOn(one -> one.endsWith(">EXPIRED"))
                    .hasSize(1);
        }

        @Test
        void E6_the_erasure_is_over_when_the_worker_says_so_and_the_request_is_fulfilled() {
            contact.hears(anInteraction(LAST), aVerifiedRequest("erasure", REQUEST));
            Erasure erasure = contact.told(SubjectDecision.ErasureOrdered.class)
                    .getFirst()
                    .erasure();

            contact.hears(progress(erasure, false));
            assertThat(contact.status()).isEqualTo(Subject.Status.ERASING);

            contact.hears(progress(erasure, true), progress(erasure, true), progress(erasure, false));
            assertThat(contact.status()).isEqualTo(Subject.Status.ERASED);
            assertThat(contact.told(SubjectDecision.RightAdvanced.class))
                    .extracting(it -> it.rightsCase().state())
                    .containsExactly(RightsCase.State.OPEN, RightsCase.State.IN_PROGRESS, RightsCase.State.FULFILLED);
        }

        @Test
        void E6_an_order_of_an_earlier_copy_of_the_state_cuts_all_the_same() {
            Erasure earlier =
                    Erasure.ordered("c-1", WantedErasure.byRequest(time(REQUEST), "request-of-old"), time(REQUEST));
            contact.hears(anInteraction(LAST)).forgetWhatWasTold();

            contact.hears(progress(earlier, true)).hears(anInteraction("2026-04-01T00:00:00Z"));

            assertThat(contact.status()).isEqualTo(Subject.Status.ERASED);
            assertThat(contact.told(SubjectDecision.StateRemoved.class)).hasSize(1);
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }

        private SubjectEvent.ErasureProgressed progress(Erasure erasure, boolean completed) {
            return new SubjectEvent.ErasureProgressed(
                    erasure.orderId(), erasure.cause(), erasure.at(), completed, time("2026-05-02T00:00:00Z"));
        }
    }

    @Nested
    class G1_and_G3_requests {

        @ParameterizedTest(name = "received {0}, due {1}")
        @CsvSource({
            "2026-03-02T10:00:00+01:00, 2026-04-02T23:59:59+02:00",
            // The last of February is a Saturday.
            "2026-01-31T23:59:59+01:00, 2026-03-02T23:59:59+01:00",
            // Already the first of February in Paris; the first of March is a Sunday.
            "2026-01-31T23:30:00Z, 2026-03-02T23:59:59+01:00",
            "2026-12-31T12:00:00Z, 2027-02-01T23:59:59+01:00",
        })
        void G1_a_request_is_due_at_the_end_of_the_day_one_month_after_receipt(String received, String due) {
            contact.hears(aVerifiedRequest("access", received));

            assertThat(contact.subject().rights().values()).singleElement().satisfies(it -> {
                assertThat(it.state()).isEqualTo(RightsCase.State.OPEN);
                assertThat(it.dueAt()).isEqualTo(time(due));
            });
        }

        @Test
        void G1_a_request_that_comes_twice_is_one() {
            contact.hears(aVerifiedRequest("erasure", LAST)).forgetWhatWasTold();

            contact.hears(aVerifiedRequest("erasure", LAST));

            assertThat(contact.told(SubjectDecision.class)).isEmpty();
        }

        @Test
        void G3_an_unverified_identity_erases_nothing_and_has_to_be_proven() {
            contact.hears(anInteraction(LAST), anUnverifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                    .until("2026-12-01T00:00:00Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(contact.told(SubjectDecision.RightAdvanced.class))
                    .extracting(it -> it.rightsCase().state())
                    .containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN, RightsCase.State.EXPIRED);
        }

        @Test
        void G3_an_unverified_identity_restricts_nothing() {
            contact.hears(anUnverifiedRequest("restriction", LAST));

            assertThat(contact.subject().restricted()).isFalse();
        }

        @Test
        void E1_a_subject_never_seen_is_erased_when_it_asks_for_it() {
            contact.hears(aVerifiedRequest("erasure", LAST));

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().orderId())
                            .startsWith("c-1.")
                            .hasSize(4 + 12));
        }

        @Test
        void E1_the_same_request_leads_to_the_same_order() {
            SubjectHarness again = SubjectHarness.ofAContact().hears(aVerifiedRequest("erasure", LAST));

            assertThat(contact.hears(aVerifiedRequest("erasure", LAST)).told(SubjectDecision.ErasureOrdered.class))
                    .isEqualTo(again.told(SubjectDecision.ErasureOrdered.class));
        }

        @Test
        void S3_a_right_that_the_policy_does_not_know_is_a_broken_rule() {
            assertThatThrownBy(() -> contact.hears(aVerifiedRequest("levitation", LAST)))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageNotContaining("levitation");
        }

        @Test
        void an_order_tells_its_decisions_in_the_order_in_which_they_are_to_be_read() {
            contact.hears(anInteraction(LAST), aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"));

            assertThat(List.copyOf(contact.told(SubjectDecision.class)))
                    .extracting(it -> it.getClass().getSimpleName())
                    .containsExactly("RightAdvanced", "ErasureOrdered", "StateRemoved", "RightAdvanced");
        }
    }
}
