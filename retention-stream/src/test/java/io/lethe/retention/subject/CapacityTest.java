package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.ADVERTISING;
import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.GOOGLE_ADS;
import static io.lethe.retention.subject.Events.LINKEDIN;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.VIDEO;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.anUnlink;
import static io.lethe.retention.subject.Events.anUnverifiedRequest;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentStatus;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** S3 R7 nobody can write a subject so large that it stops the stream, and nothing that protects is refused for it. */
class CapacityTest {

    private static final int MOST = 20_000;
    private static final String LATER = "2026-03-01T00:00:00Z";

    private final SubjectHarness life = SubjectHarness.ofAContact();

    @Test
    void S3_statements_without_end_are_refused_and_every_other_event_is_still_taken() {
        int taken = fill(CapacityTest::grant);

        assertThat(taken).isGreaterThan(500);
        assertThat(life.subject().statements()).hasSize(taken);
        life.hears(grant(0));
        life.hears(anInteraction(LATER));
        assertThat(life.subject().lastInteractionAt()).isEqualTo(time(LATER));
    }

    @Test
    void S3_an_erasure_makes_room_again() {
        fill(CapacityTest::grant);

        life.hears(aVerifiedRequest("erasure", LATER));

        assertThat(life.subject().statements()).isEmpty();
        life.hears(aStatement().at("2026-04-01T00:00:00Z"));
        assertThat(life.subject().statements()).hasSize(1);
    }

    @Test
    void S3_history_grows_with_statements_and_not_with_interactions_be_they_its_own_or_carried() {
        life.hears(aLink("Customer", SubjectKind.CONTACT, at(0)));
        for (int n = 0; n < 1_000; n++) {
            life.hears(anInteraction(at(n)), interactionOfTheCustomer(at(n)));
        }

        assertThat(life.subject().interactions().all()).hasSize(8);
        assertThat(life.subject().links().values())
                .singleElement()
                .satisfies(it -> assertThat(it.carried().all()).hasSize(8));
        assertThat(life.subject().statements()).isEmpty();
    }

    private static SubjectEvent interactionOfTheCustomer(String at) {
        return new SubjectEvent.Signalled(new SubjectEvent.Signal(
                "c-1",
                SubjectKind.CONTACT,
                "Customer",
                SubjectKind.CONTACT,
                SubjectEvent.Signal.Type.INTERACTED,
                time(at),
                "login " + at,
                null,
                Witness.PERSON,
                null,
                null));
    }

    @Test
    void S3_links_without_end_are_refused() {
        assertThat(fill(n -> aLink("subject " + n, SubjectKind.VISITOR, at(n)))).isGreaterThan(500);
    }

    @Test
    void E8_statements_without_end_leave_room_for_links_so_that_an_erasure_still_reaches_the_device() {
        fill(CapacityTest::grant);

        life.hears(aLink("device", SubjectKind.VISITOR, LATER), aVerifiedRequest("erasure", "2026-03-02T00:00:00Z"));

        assertThat(life.told(SubjectDecision.SignalSent.class))
                .filteredOn(it -> it.signal().type() == SubjectEvent.Signal.Type.ERASURE_ORDERED)
                .extracting(it -> it.signal().to())
                .containsExactly("device");
    }

    @Nested
    class R7_however_full_the_subject_is {

        @Test
        void R7_a_withdrawal_is_taken() {
            fill(CapacityTest::grant);

            life.hears(aStatement().at(LATER).withdrawing(ADVERTISING));

            assertThat(life.consent(ADVERTISING, LINKEDIN)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void R7_a_refusal_and_an_objection_are_taken() {
            fill(CapacityTest::grant);

            life.hears(
                    aStatement().at(LATER).refusing(ADVERTISING),
                    aStatement().at(LATER).saying(Verb.OBJECTED, NEEDS, null));

            assertThat(life.consent(ADVERTISING)).isEqualTo(ConsentStatus.REFUSED);
            assertThat(life.consent(NEEDS)).isEqualTo(ConsentStatus.OBJECTED);
        }

        @Test
        void R7_of_a_statement_that_does_both_what_protects_is_taken_and_the_rest_is_told() {
            fill(CapacityTest::grant);

            life.hears(aStatement().at(LATER).refusing(ADVERTISING).granting(VIDEO));

            assertThat(life.consent(ADVERTISING)).isEqualTo(ConsentStatus.REFUSED);
            assertThat(life.consent(VIDEO)).isEqualTo(ConsentStatus.UNKNOWN);
            assertThat(life.told(SubjectDecision.PartRefused.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.reason()).contains("as can be kept of one"));
        }

        @Test
        void R7_a_thousand_refusals_and_withdrawals_in_turn_are_taken_and_do_not_add_up() {
            fill(CapacityTest::grant);
            int before = life.subject().statements().size();

            for (int n = 0; n < 1_000; n++) {
                var one = aStatement().called("late " + n).at(time(LATER).plusSeconds(n));
                life.hears(n % 2 == 0 ? one.refusing(ADVERTISING) : one.withdrawing(ADVERTISING));
            }

            assertThat(life.consent(ADVERTISING)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(life.subject().statements()).hasSizeLessThan(before + 10);
        }

        @Test
        void R7_a_hold_a_request_and_an_unlink_are_taken() {
            life.hears(aLink("device", SubjectKind.VISITOR, "2026-01-01T00:00:00Z"));
            fill(CapacityTest::grant);
            fill(n -> aLink("subject " + n, SubjectKind.VISITOR, at(n)));

            life.hears(
                    anUnlink("device", SubjectKind.VISITOR, LATER),
                    anUnlink("stranger", SubjectKind.VISITOR, LATER),
                    aHold("case", LATER),
                    aVerifiedRequest("access", LATER));

            assertThat(life.subject().links().values())
                    .filteredOn(it -> !it.linked())
                    .extracting(Link::other)
                    .containsExactly("device");
            assertThat(life.told(SubjectDecision.SignalSent.class))
                    .filteredOn(it -> it.signal().type() == SubjectEvent.Signal.Type.UNLINKED)
                    .extracting(it -> it.signal().to())
                    .containsExactly("device", "stranger");
            assertThat(life.subject().holds()).hasSize(1);
            assertThat(life.subject().rights()).hasSize(1);
        }

        @Test
        void R7_requests_that_were_never_proven_make_room_for_those_that_are() {
            for (int n = 0; n < 2_000; n++) {
                life.hears(anUnverifiedRequest("access", at(n)));
            }
            life.hears(aVerifiedRequest("erasure", LATER), aVerifiedRequest("access", LATER));

            assertThat(life.subject().rights()).hasSize(Capacity.RIGHTS);
            assertThat(life.subject().rights().values())
                    .extracting(RightsCase::state)
                    .contains(RightsCase.State.OPEN, RightsCase.State.IN_PROGRESS);
        }

        @Test
        void R7_G3_a_refusal_is_taken_however_many_requests_there_are_and_stays_when_more_come() {
            for (int n = 0; n < 2_000; n++) {
                life.hears(anUnverifiedRequest("access", at(n)));
            }
            life.hears(anUnverifiedRequest("erasure", LATER));
            String id = anUnverifiedRequest("erasure", LATER).requestId();
            life.hears(aRefusal(id, "erasure", LATER, RefusalReason.SUSPECTED_FRAUD));
            for (int n = 2_000; n < 4_000; n++) {
                life.hears(anUnverifiedRequest("access", at(n)));
            }

            life.hears(aVerifiedRequest("erasure", LATER), anUnverifiedRequest("erasure", LATER));

            assertThat(life.subject().rights()).hasSize(Capacity.RIGHTS);
            assertThat(life.subject().rights().get(RightsCase.key(id, "erasure")))
                    .satisfies(it -> assertThat(it.state()).isEqualTo(RightsCase.State.REFUSED));
            assertThat(life.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }

        @Test
        void R7_holds_that_are_over_make_room_for_those_that_stand() {
            for (int n = 0; n < 1_000; n++) {
                life.hears(aHold("case " + n, at(2 * n)), aRelease("case " + n, at(2 * n + 1)));
            }
            life.hears(aHold("last", LATER));

            assertThat(life.subject().holds()).hasSize(Capacity.HOLDS).containsKey("last");
        }
    }

    @Nested
    class C7_what_repeats_a_choice_that_already_stands_takes_no_new_room {

        @Test
        void C7_a_banner_that_posts_its_choices_on_every_page_view_leaves_the_first_the_last_and_how_many() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            for (int n = 0; n < 700; n++) {
                visitor.hears(banner(n).granting(AUDIENCE).granting(VIDEO).granting(ADVERTISING));
            }

            assertThat(visitor.subject().statements()).hasSizeLessThan(50);
            Consent given = visitor.asOf(VIDEO, null, time("2026-02-01T00:00:00Z"));
            assertThat(given.status()).isEqualTo(ConsentStatus.GIVEN);
            assertThat(given.since()).isEqualTo(time(at(0)));
            assertThat(given.basis())
                    .isNotNull()
                    .satisfies(it -> assertThat(it.at()).isEqualTo(time(at(699))));
            assertThat(given.times()).isEqualTo(700);

            visitor.hears(banner(700).withdrawing(AUDIENCE).withdrawing(VIDEO).withdrawing(ADVERTISING));
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(visitor.consent(VIDEO)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(visitor.consent(ADVERTISING)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void C7_two_banners_that_take_turns_do_not_add_up_either() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            for (int n = 0; n < 1_000; n++) {
                visitor.hears(
                        n % 2 == 0
                                ? banner(n).granting(AUDIENCE).granting(VIDEO)
                                : banner(n).granting(VIDEO));
            }

            assertThat(visitor.subject().statements()).hasSizeLessThan(50);
            assertThat(visitor.asOf(VIDEO, null, time(LATER)).times()).isEqualTo(1_000);
            assertThat(visitor.asOf(AUDIENCE, null, time(LATER)).times()).isEqualTo(500);
        }

        @Test
        void C4_repeats_through_several_windows_leave_each_its_first_deposit() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor();
            for (int week = 0; week < 90; week++) {
                var one = aStatement().called("week " + week).at(time(at(0)).plus(Duration.ofDays(7L * week)));
                visitor.hears(one);
            }

            assertThat(visitor.subject().statements()).hasSizeLessThan(50);
            assertThat(visitor.told(SubjectDecision.ConsentChanged.class).stream()
                            .filter(it -> it.to() == ConsentStatus.EXPIRED))
                    .hasSize(3);
            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.RENEWED);
        }

        private Events.StatementBuilder banner(int n) {
            return aStatement().called("view " + n).at(time(at(n)));
        }
    }

    /** Until no more is taken; how many were. */
    private int fill(IntFunction<SubjectEvent> events) {
        for (int n = 0; n < MOST; n++) {
            SubjectEvent next = events.apply(n);
            try {
                life.hears(next);
            } catch (BrokenRuleException e) {
                assertThatThrownBy(() -> life.hears(next)).hasMessageContaining("as can be kept of one");
                return n;
            }
        }
        throw new AssertionError("there is no bound");
    }

    /** Each one says something else than the one before. */
    private static SubjectEvent grant(int n) {
        return aStatement()
                .called("statement " + n)
                .at(at(n))
                .granting(ADVERTISING, n % 2 == 0 ? LINKEDIN : GOOGLE_ADS)
                .stated();
    }

    /** A minute later each time. */
    private static String at(int n) {
        return time("2026-01-01T00:00:00Z").plusSeconds(60L * n).toString();
    }
}
