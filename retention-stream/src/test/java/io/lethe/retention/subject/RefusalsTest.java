package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.consent.ConsentStatus;
import io.lethe.policy.Witness;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of requests that an operator refuses. */
class RefusalsTest {

    private static final String BEFORE = "2026-02-01T10:00:00Z";
    private static final String HOLD = "2026-03-01T00:00:00Z";
    private static final String REQUEST = "2026-03-02T10:00:00Z";
    private static final String REFUSAL = "2026-03-05T10:00:00Z";
    private static final String RELEASE = "2026-03-10T00:00:00Z";
    private static final String LATER = "2026-03-20T00:00:00Z";

    private final SubjectHarness contact = SubjectHarness.ofAContact().hears(anInteraction(BEFORE));

    @Nested
    class G3_what_has_not_happened_does_not_happen {

        @Test
        void G3_an_erasure_that_waits_for_proof_of_identity_is_refused_with_its_reason_and_the_proof_changes_nothing() {
            contact.hears(aRequest("erasure").called("r").at(REQUEST));

            contact.hears(aRefusal("r", "erasure", REFUSAL, RefusalReason.SUSPECTED_FRAUD));
            contact.hears(aRequest("erasure").called("r").at(LATER).verified());

            assertThat(orders(contact)).isEmpty();
            assertThat(contact.told(SubjectDecision.RightAdvanced.class))
                    .extracting(it -> it.rightsCase().state())
                    .containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN, RightsCase.State.REFUSED);
            assertThat(only(contact)).satisfies(it -> {
                assertThat(it.refused())
                        .isEqualTo(
                                RightsStep.refusal(time(REFUSAL), RefusalReason.SUSPECTED_FRAUD, "refusal " + REFUSAL));
                assertThat(it.changedAt()).isEqualTo(time(REFUSAL));
                assertThat(it.clock().receivedAt()).isEqualTo(time(REQUEST));
            });
        }

        @Test
        void R4_G3_an_erasure_that_a_hold_parks_is_not_ordered_when_the_hold_ends() {
            contact.hears(aHold("case", HOLD));
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());

            contact.hears(aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));
            contact.hears(aRelease("case", RELEASE)).until(LATER);

            assertThat(orders(contact)).isEmpty();
            assertThat(only(contact).state()).isEqualTo(RightsCase.State.REFUSED);
        }

        @Test
        void G3_of_two_requests_that_are_parked_the_other_one_goes_on() {
            contact.hears(aHold("case", HOLD));
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("s").at(REQUEST).verified());

            contact.hears(aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_OBLIGATION), aRelease("case", RELEASE));

            assertThat(orders(contact)).extracting(Erasure::requestId).containsExactly("s");
            assertThat(contact.subject().rights().values())
                    .extracting(it -> it.requestId() + " " + it.state())
                    .containsExactly("r REFUSED", "s IN_PROGRESS");
        }

        @Test
        void G3_a_new_request_with_an_id_of_its_own_is_another_case() {
            contact.hears(aRequest("erasure").called("r").at(REQUEST));
            contact.hears(aRefusal("r", "erasure", REFUSAL, RefusalReason.NO_MATCH));

            contact.hears(aRequest("erasure").called("s").at(LATER).verified());

            assertThat(orders(contact)).extracting(Erasure::requestId).containsExactly("s");
            assertThat(contact.subject().rights().get(RightsCase.key("r", "erasure")))
                    .satisfies(it -> assertThat(it.state()).isEqualTo(RightsCase.State.REFUSED));
        }

        @Test
        void G3_a_refusal_of_one_right_under_an_id_leaves_the_other_right_under_it_alone() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());

            contact.hears(aRefusal("r", "access", REFUSAL, RefusalReason.NOT_COVERED));
            contact.hears(aRequest("erasure").called("r").at(LATER).verified());

            assertThat(orders(contact)).hasSize(1);
        }

        @Test
        void G3_a_restriction_that_stands_is_lifted_by_an_operator_and_not_by_the_refusal() {
            contact.hears(aRequest("restriction").called("r").at(REQUEST).verified());

            contact.hears(aRefusal("r", "restriction", REFUSAL, RefusalReason.NOT_COVERED));

            assertThat(only(contact).state()).isEqualTo(RightsCase.State.REFUSED);
            assertThat(contact.subject().restricted()).isTrue();
        }
    }

    @Nested
    class G3_whatever_comes_first {

        @Test
        void C2_a_refusal_that_comes_ahead_of_its_request_holds_and_is_told_once_when_the_request_comes() {
            contact.hears(aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));
            assertThat(contact.told(SubjectDecision.RightAdvanced.class)).isEmpty();

            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());

            assertThat(orders(contact)).isEmpty();
            assertThat(contact.told(SubjectDecision.RightAdvanced.class))
                    .extracting(it -> it.rightsCase().state())
                    .containsExactly(RightsCase.State.REFUSED);
            assertThat(only(contact)).satisfies(it -> {
                assertThat(it.clock().receivedAt()).isEqualTo(time(REQUEST));
                assertThat(it.dueAt()).isEqualTo(time("2026-04-02T23:59:59+02:00"));
            });
        }

        @Test
        void C2_the_same_refusal_twice_is_one() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(aRefusal("r", "access", REFUSAL, RefusalReason.NO_MATCH));
            contact.forgetWhatWasTold();

            contact.hears(aRefusal("r", "access", REFUSAL, RefusalReason.NO_MATCH));

            assertThat(contact.told(SubjectDecision.class)).isEmpty();
        }

        @Test
        void C2_of_two_refusals_the_first_one_counts_in_either_order() {
            List<SubjectEvent> both = List.of(
                    aRefusal("r", "access", REFUSAL, RefusalReason.NO_MATCH),
                    aRefusal("r", "access", LATER, RefusalReason.NOT_COVERED));
            for (List<SubjectEvent> order : List.of(both, both.reversed())) {
                SubjectHarness one = SubjectHarness.ofAContact()
                        .hears(aRequest("access").called("r").at(REQUEST).verified());

                order.forEach(one::hears);

                assertThat(only(one).refused())
                        .isEqualTo(RightsStep.refusal(time(REFUSAL), RefusalReason.NO_MATCH, "refusal " + REFUSAL));
            }
        }
    }

    @Nested
    class G3_too_late {

        @Test
        void G3_what_is_ordered_or_done_stays_and_the_refusal_is_counted() {
            contact.hears(aStatement().at(BEFORE).granting(NEWSLETTERS));
            contact.hears(aRequest("consent-withdrawal").called("w").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            Subject before = contact.subject();
            contact.forgetWhatWasTold();

            contact.hears(
                    aRefusal("w", "consent-withdrawal", REFUSAL, RefusalReason.OTHER),
                    aRefusal("r", "erasure", REFUSAL, RefusalReason.OTHER));

            assertThat(contact.subject()).isEqualTo(before);
            assertThat(contact.consent(NEWSLETTERS)).isNotEqualTo(ConsentStatus.GIVEN);
            assertThat(contact.told(SubjectDecision.class))
                    .containsExactly(
                            new SubjectDecision.EventDropped("refused-too-late"),
                            new SubjectDecision.EventDropped("refused-too-late"));
        }

        @Test
        void E6_a_refusal_from_before_the_erasure_of_a_request_that_nobody_knows_is_dropped_and_counted() {
            contact.hears(aRequest("erasure").called("r").at(REFUSAL).verified());
            Subject before = contact.subject();

            contact.hears(aRefusal("unknown", "erasure", REQUEST, RefusalReason.NO_MATCH));

            assertThat(contact.subject()).isEqualTo(before);
            assertThat(contact.told(SubjectDecision.EventDropped.class))
                    .containsExactly(new SubjectDecision.EventDropped("before-erasure"));
        }

        @Test
        void E6_a_request_that_was_not_erased_with_the_subject_is_refused_all_the_same() {
            contact.hears(aRequest("access").called("a").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("r").at(LATER).verified());

            contact.hears(aRefusal("a", "access", REFUSAL, RefusalReason.NO_MATCH));

            assertThat(contact.subject().rights().get(RightsCase.key("a", "access")))
                    .satisfies(it -> assertThat(it.state()).isEqualTo(RightsCase.State.REFUSED));
        }

        @Test
        void E6_in_a_rebuild_a_refusal_that_is_read_before_the_order_that_it_came_too_late_for_refuses_nothing() {
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            Erasure ordered = orders(contact).getFirst();
            SubjectEvent progress = new SubjectEvent.ErasureProgressed(
                    ordered.orderId(), ordered.cause(), ordered.at(), true, time(LATER));
            SubjectEvent refusal = aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS);
            SubjectEvent request =
                    aRequest("erasure").called("r").at(REQUEST).verified().exercised();
            for (List<SubjectEvent> order : List.of(
                    List.of(refusal, request, progress),
                    List.of(refusal, progress, request),
                    List.of(progress, refusal, request),
                    List.of(progress, request, refusal),
                    List.of(request, refusal, progress))) {
                SubjectHarness rebuilt = SubjectHarness.ofAContact().hears(anInteraction(BEFORE));

                order.forEach(rebuilt::hears);

                assertThat(rebuilt.status()).isEqualTo(Subject.Status.ERASED);
                assertThat(only(rebuilt).state()).isEqualTo(RightsCase.State.FULFILLED);
                assertThat(only(rebuilt).refused()).isNull();
            }
        }

        @Test
        void E6_a_refusal_ahead_of_a_request_that_an_erasure_had_answered_by_then_refuses_nothing() {
            contact.hears(aRequest("erasure").called("s").at(REQUEST).verified());
            contact.hears(aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));

            contact.hears(aRequest("erasure").called("r").at(BEFORE).verified());

            assertThat(contact.subject().rights().values())
                    .extracting(RightsCase::state)
                    .containsExactly(RightsCase.State.IN_PROGRESS, RightsCase.State.IN_PROGRESS);
        }
    }

    @Nested
    class E8_linked_subjects {

        private final LinkedSubjects world = new LinkedSubjects()
                .hears("Mail", anInteraction(BEFORE))
                .hears("Mail", aLink("device", SubjectKind.VISITOR, BEFORE, Witness.OPERATOR))
                .settles();

        @Test
        void E8_G3_what_is_parked_where_it_was_passed_on_to_is_refused_there() {
            world.hears("device", aHold("case", HOLD));
            world.hears(
                            "Mail",
                            aRequest("erasure")
                                    .called("r")
                                    .at(REQUEST)
                                    .verified()
                                    .exercised())
                    .settles();
            assertThat(world.orders("Mail")).hasSize(1);
            assertThat(world.orders("device")).isEmpty();

            world.hears("device", aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));
            world.hears("device", aRelease("case", RELEASE)).settles();

            assertThat(world.orders("device")).isEmpty();
        }

        @Test
        void E8_G3_a_refusal_that_comes_too_late_where_the_request_began_changes_nothing_anywhere() {
            world.hears("device", aHold("case", HOLD));
            world.hears(
                            "Mail",
                            aRequest("erasure")
                                    .called("r")
                                    .at(REQUEST)
                                    .verified()
                                    .exercised())
                    .settles();

            world.hears("Mail", aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));
            world.hears("device", aRelease("case", RELEASE)).settles();

            assertThat(world.orders("device")).hasSize(1);
        }

        @Test
        void E8_G3_what_was_ordered_where_it_was_passed_on_to_stays() {
            world.hears(
                            "Mail",
                            aRequest("erasure")
                                    .called("r")
                                    .at(REQUEST)
                                    .verified()
                                    .exercised())
                    .settles();
            Subject before = world.subject("device");

            world.hears("device", aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));

            assertThat(world.orders("device")).hasSize(1);
            assertThat(world.subject("device")).isEqualTo(before);
        }

        @Test
        void E8_G3_a_request_that_was_refused_for_the_contact_does_not_come_back_to_it_from_the_device() {
            world.hears("Mail", aRefusal("r", "erasure", REFUSAL, RefusalReason.LEGAL_CLAIMS));

            world.hears(
                            "device",
                            aRequest("erasure").called("r").at(LATER).verified().exercised())
                    .settles();

            assertThat(world.orders("device")).hasSize(1);
            assertThat(world.orders("Mail")).isEmpty();
        }
    }

    @Test
    void G3_a_right_that_the_policy_does_not_have_cannot_be_refused() {
        assertThatThrownBy(() -> contact.hears(aRefusal("r", "to-be-forgotten", REFUSAL, RefusalReason.OTHER)))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("the policy has no such right");
    }

    private static List<Erasure> orders(SubjectHarness one) {
        return one.told(SubjectDecision.ErasureOrdered.class).stream()
                .map(SubjectDecision.ErasureOrdered::erasure)
                .toList();
    }

    private static RightsCase only(SubjectHarness one) {
        assertThat(one.subject().rights()).hasSize(1);
        return one.subject().rights().values().iterator().next();
    }
}
