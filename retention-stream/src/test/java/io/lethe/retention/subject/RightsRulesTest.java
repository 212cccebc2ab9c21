package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.ConsentStatus;
import io.lethe.policy.Witness;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RightsRulesTest {

    private static final String GRANT = "2026-02-01T10:00:00Z";
    private static final String REQUEST = "2026-03-02T10:00:00Z";

    private final SubjectHarness contact = SubjectHarness.ofAContact();

    @Nested
    class G1_an_objection_and_a_withdrawal_take_effect_at_once {

        @Test
        void G1_a_withdrawal_of_a_purpose_withdraws_it_and_is_told() {
            contact.hears(aStatement().at(GRANT).granting(NEWSLETTERS).granting("respond-to-requests"));

            contact.hears(aRequest("consent-withdrawal")
                    .at(REQUEST)
                    .about(NEWSLETTERS)
                    .verified());

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(contact.consent("respond-to-requests")).isEqualTo(ConsentStatus.GIVEN);
            assertThat(contact.changes(NEWSLETTERS)).containsExactly("UNKNOWN>GIVEN", "GIVEN>WITHDRAWN");
            assertThat(contact.subject().rights().values())
                    .extracting(RightsCase::state)
                    .containsExactly(RightsCase.State.FULFILLED);
        }

        @Test
        void G1_without_purposes_it_is_about_all_that_offer_it() {
            contact.hears(aStatement().at(GRANT).granting(NEWSLETTERS).granting("respond-to-requests"));

            contact.hears(aRequest("consent-withdrawal").at(REQUEST).verified());

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(contact.consent("respond-to-requests")).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(contact.consent(NEEDS)).isEqualTo(ConsentStatus.UNKNOWN);
        }

        @Test
        void G1_an_objection_is_about_legitimate_interests() {
            contact.hears(aRequest("objection").at(REQUEST).verified());

            assertThat(contact.consent(NEEDS)).isEqualTo(ConsentStatus.OBJECTED);
            assertThat(contact.consent("improvement")).isEqualTo(ConsentStatus.OBJECTED);
            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.UNKNOWN);
        }

        @Test
        void G1_the_withdrawal_of_a_device_is_about_the_purposes_of_devices() {
            SubjectHarness visitor =
                    SubjectHarness.ofAVisitor().hears(aStatement().at(GRANT).granting(AUDIENCE));

            visitor.hears(aRequest("consent-withdrawal").at(REQUEST).verified());

            assertThat(visitor.consent(AUDIENCE)).isEqualTo(ConsentStatus.WITHDRAWN);
        }

        @Test
        void G1_who_has_no_address_can_withdraw_what_he_agreed_to_without_one() {
            for (List<String> purposes : List.of(List.of(NEWSLETTERS), List.<String>of())) {
                SubjectHarness visitor = SubjectHarness.ofAVisitor()
                        .hears(aStatement().at(GRANT).granting(NEWSLETTERS).granting(AUDIENCE));

                visitor.hears(aRequest("consent-withdrawal")
                        .at(REQUEST)
                        .about(purposes.toArray(String[]::new))
                        .verified());

                assertThat(visitor.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.WITHDRAWN);
                assertThat(visitor.consent("respond-to-requests")).isEqualTo(ConsentStatus.UNKNOWN);
            }
        }

        @Test
        void G1_who_has_no_address_can_object() {
            SubjectHarness visitor = SubjectHarness.ofAVisitor()
                    .hears(aRequest("objection").at(REQUEST).verified());

            assertThat(visitor.consent(NEEDS)).isEqualTo(ConsentStatus.OBJECTED);
        }

        @Test
        void G3_unverified_it_does_nothing() {
            contact.hears(aStatement().at(GRANT).granting(NEWSLETTERS));

            contact.hears(aRequest("consent-withdrawal").at(REQUEST));

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);
        }

        @Test
        void C3_a_newer_grant_stands_after_a_withdrawal_that_comes_late() {
            contact.hears(aStatement().at("2026-03-05T10:00:00Z").granting(NEWSLETTERS));

            contact.hears(aRequest("consent-withdrawal").at(REQUEST).verified());

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);
        }
    }

    @Nested
    class G1_G3_an_identity_that_is_proven_after_the_request {

        @Test
        void G3_the_request_goes_on_once_from_there() {
            contact.hears(anInteraction(GRANT));
            contact.hears(aRequest("erasure").called("r").at(REQUEST));
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();

            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("r").at(REQUEST));

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
            assertThat(contact.told(SubjectDecision.RightAdvanced.class))
                    .extracting(it -> it.rightsCase().state())
                    .containsExactly(
                            RightsCase.State.IDENTITY_TO_BE_PROVEN,
                            RightsCase.State.OPEN,
                            RightsCase.State.IN_PROGRESS);
        }

        @Test
        void G3_where_the_policy_asks_for_no_proof_an_erasure_runs_without_one() {
            contact.under(Policies.withoutProofOfIdentity(SubjectHarness.POLICY));
            contact.hears(anInteraction(GRANT));

            contact.hears(aRequest("erasure").at(REQUEST));

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
        }

        @Test
        void G3_the_proof_may_arrive_first() {
            contact.hears(
                    aRequest("erasure").called("r").at("2026-03-10T10:00:00Z").verified());

            contact.hears(aRequest("erasure").called("r").at(REQUEST));

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
            assertThat(contact.subject().rights().values()).singleElement().satisfies(it -> {
                assertThat(it.clock().receivedAt()).isEqualTo(time(REQUEST));
                assertThat(it.dueAt()).as("eight days later").isEqualTo(time("2026-04-10T23:59:59+02:00"));
            });
        }

        @Test
        void G1_what_was_said_up_to_the_proof_is_withdrawn() {
            contact.hears(aStatement()
                    .at("2026-03-05T10:00:00Z")
                    .granting(NEWSLETTERS)
                    .stated());
            contact.hears(aRequest("consent-withdrawal").called("r").at(REQUEST));

            contact.hears(aRequest("consent-withdrawal")
                    .called("r")
                    .at("2026-03-10T10:00:00Z")
                    .verified());

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.WITHDRAWN);
        }
    }

    @Nested
    class C2_of_one_id_with_two_contents_both_count {

        @Test
        void C2_two_rights_are_two_requests_in_either_order() {
            for (List<String> rights : List.of(List.of("access", "erasure"), List.of("erasure", "access"))) {
                SubjectHarness one = SubjectHarness.ofAContact().hears(anInteraction(GRANT));

                rights.forEach(right ->
                        one.hears(aRequest(right).called("r").at(REQUEST).verified()));

                assertThat(one.told(SubjectDecision.ErasureOrdered.class)).hasSize(1);
                assertThat(one.subject().rights().values())
                        .extracting(RightsCase::right)
                        .containsExactly("access", "erasure");
                assertThat(one.told(SubjectDecision.EventConflicted.class))
                        .containsExactly(new SubjectDecision.EventConflicted("rights-request"));
            }
        }

        @Test
        void C2_the_purposes_of_both_are_withdrawn_and_a_repeat_says_nothing_new() {
            contact.hears(aStatement().at(GRANT).granting(NEWSLETTERS).granting("respond-to-requests"));
            Events.RequestBuilder request =
                    aRequest("consent-withdrawal").called("r").at(REQUEST).verified();

            contact.hears(request.about(NEWSLETTERS));
            contact.hears(request.about("respond-to-requests"));
            contact.hears(aStatement().at("2026-03-05T10:00:00Z").granting(NEWSLETTERS));
            contact.hears(request.about(NEWSLETTERS).at("2026-03-06T10:00:00Z"));

            assertThat(contact.consent("respond-to-requests")).isEqualTo(ConsentStatus.WITHDRAWN);
            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);
            assertThat(contact.told(SubjectDecision.EventConflicted.class)).hasSizeGreaterThanOrEqualTo(1);
        }

        @Test
        void C2_two_words_on_a_hold_or_a_link_are_counted() {
            contact.hears(
                    new SubjectEvent.HoldStated("e", time(GRANT), "h", true, "a claim", null),
                    new SubjectEvent.HoldStated("e", time(REQUEST), "h", false, "a claim", null),
                    new SubjectEvent.LinkStated("e", time(GRANT), "v-1", SubjectKind.VISITOR, true, Witness.PERSON),
                    new SubjectEvent.LinkStated("e", time(REQUEST), "v-1", SubjectKind.VISITOR, false, Witness.PERSON));

            assertThat(contact.told(SubjectDecision.EventConflicted.class))
                    .containsExactly(
                            new SubjectDecision.EventConflicted("hold"), new SubjectDecision.EventConflicted("link"));
            assertThat(contact.subject().links().values()).noneMatch(Link::linked);
            assertThat(contact.subject().parked()).isFalse();
        }
    }

    @Test
    void G1_the_time_runs_from_when_the_organisation_received_it_not_from_when_it_was_typed_in() {
        contact.hears(
                aRequest("access").at(REQUEST).typedIn("2026-03-10T08:00:00Z").verified());

        assertThat(contact.subject().rights().values())
                .singleElement()
                .satisfies(it -> assertThat(it.dueAt()).isEqualTo(time("2026-04-02T23:59:59+02:00")));
    }

    @Test
    void E1_of_two_orders_each_fulfils_the_request_that_it_answers() {
        contact.hears(anInteraction(GRANT), aVerifiedRequest("erasure", "2026-03-01T00:00:00Z"));
        contact.hears(anInteraction("2026-03-02T00:00:00Z"), aVerifiedRequest("erasure", "2026-03-03T00:00:00Z"));
        List<Erasure> orders = contact.told(SubjectDecision.ErasureOrdered.class).stream()
                .map(SubjectDecision.ErasureOrdered::erasure)
                .toList();
        assertThat(orders).hasSize(2);

        contact.hears(completed(orders.getLast()));
        assertThat(contact.subject().rights().values())
                .extracting(RightsCase::state)
                .containsExactly(RightsCase.State.IN_PROGRESS, RightsCase.State.FULFILLED);
        assertThat(contact.status()).isEqualTo(Subject.Status.ERASING);

        contact.hears(completed(orders.getFirst()));
        assertThat(contact.subject().rights().values())
                .extracting(RightsCase::state)
                .containsOnly(RightsCase.State.FULFILLED);
        assertThat(contact.status()).isEqualTo(Subject.Status.ERASED);
    }

    @Test
    void E6_when_an_erasure_is_over_the_state_of_the_new_life_says_so() {
        contact.hears(anInteraction(GRANT), aVerifiedRequest("erasure", REQUEST));
        contact.hears(aStatement().at("2026-03-05T10:00:00Z").granting(NEWSLETTERS));
        contact.forgetWhatWasTold();

        contact.hears(completed(contact.subject().erasure().orElseThrow()));

        assertThat(contact.told(SubjectDecision.StateChanged.class)).hasSize(1);
        assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
    }

    @Test
    void R4_a_hold_that_never_parked_the_request_does_not_move_its_cut() {
        contact.hears(aHold("case", "2026-03-15T00:00:00Z"), aRelease("case", "2026-03-18T00:00:00Z"));
        contact.hears(aStatement().at("2026-03-16T00:00:00Z").granting(NEWSLETTERS));

        contact.hears(aVerifiedRequest("erasure", "2026-03-10T00:00:00Z"));

        assertThat(contact.told(SubjectDecision.ErasureOrdered.class))
                .singleElement()
                .satisfies(it -> assertThat(it.erasure().at()).isEqualTo(time("2026-03-10T00:00:00Z")));
        assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);
    }

    @Test
    void R4_holds_that_follow_each_other_park_together() {
        contact.hears(
                anInteraction(GRANT),
                aHold("one", "2026-03-01T00:00:00Z"),
                aHold("two", "2026-03-15T00:00:00Z"),
                aRelease("one", "2026-03-18T00:00:00Z"),
                aRelease("two", "2026-03-20T00:00:00Z"),
                aHold("three", "2026-03-25T00:00:00Z"),
                aRelease("three", "2026-03-26T00:00:00Z"),
                aVerifiedRequest("erasure", "2026-03-10T00:00:00Z"));

        assertThat(contact.subject().erasure())
                .hasValueSatisfying(it -> assertThat(it.at()).isEqualTo(time("2026-03-20T00:00:00Z")));
    }

    private static SubjectEvent completed(Erasure erasure) {
        return new SubjectEvent.ErasureProgressed(
                erasure.orderId(), erasure.cause(), erasure.at(), true, time("2026-04-01T00:00:00Z"));
    }
}
