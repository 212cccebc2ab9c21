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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.Witness;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the desk decides on requests beside refusals: begun, asked for a proof, answered, withdrawn. */
class RightsDecisionsTest {

    private static final String BEFORE = "2026-02-01T10:00:00Z";
    private static final String REQUEST = "2026-03-02T10:00:00Z";
    private static final String PROOF = "2026-03-05T10:00:00Z";
    private static final String DECISION = "2026-03-10T10:00:00Z";
    private static final String LATER = "2026-03-20T10:00:00Z";
    private static final String NEXT_YEAR = "2027-01-01T00:00:00Z";

    private final SubjectHarness contact = SubjectHarness.ofAContact().hears(anInteraction(BEFORE));

    @Nested
    class G1_an_answer {

        @ParameterizedTest
        @ValueSource(strings = {"access", "rectification", "portability", "restriction"})
        void G1_G2_what_people_answer_is_fulfilled_when_the_person_has_the_answer_and_is_never_late(String right) {
            contact.hears(aRequest(right).called("r").at(REQUEST).verified());

            contact.hears(anAnswer("r", right, DECISION, "letter-7"));
            contact.until(NEXT_YEAR);

            assertThat(only().state()).isEqualTo(RightsCase.State.FULFILLED);
            assertThat(only().changedAt()).isEqualTo(time(DECISION));
            assertThat(only().answer())
                    .isNotNull()
                    .satisfies(it -> assertThat(it.reference()).isEqualTo("letter-7"));
            assertThat(states()).containsExactly(RightsCase.State.OPEN, RightsCase.State.FULFILLED);
            assertThat(contact.told(SubjectDecision.RightFellDue.class)).isEmpty();
        }

        @Test
        void G1_a_request_that_somebody_works_on_is_in_progress_and_still_has_its_last_day() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());

            contact.hears(aDecision(RightsAct.START, "r", "access", DECISION));

            assertThat(only().state()).isEqualTo(RightsCase.State.IN_PROGRESS);
            assertThat(only().dueAt()).isEqualTo(time("2026-04-02T23:59:59+02:00"));
            assertThat(contact.until(NEXT_YEAR).told(SubjectDecision.RightFellDue.class))
                    .hasSize(2);
        }

        @Test
        void G1_what_somebody_works_on_is_extended_too() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(aDecision(RightsAct.START, "r", "access", DECISION));

            contact.hears(anExtension("r", "access", LATER));

            assertThat(only().state()).isEqualTo(RightsCase.State.IN_PROGRESS);
            assertThat(only().dueAt()).isEqualTo(time("2026-06-02T23:59:59+02:00"));
        }

        @Test
        void G3_nobody_is_answered_whose_identity_is_not_proven_and_a_proof_of_later_does_not_make_it_an_answer() {
            contact.hears(aRequest("access").called("r").at(REQUEST));

            contact.hears(anAnswer("r", "access", "2026-03-04T00:00:00Z", "letter-7"));
            assertThat(only().state()).isEqualTo(RightsCase.State.IDENTITY_TO_BE_PROVEN);
            assertThat(dropped()).containsExactly("fulfilled-unproven");
            contact.hears(aRequest("access").called("r").at(PROOF).verified());

            assertThat(only().state()).isEqualTo(RightsCase.State.OPEN);
        }

        @Test
        void C2_a_proof_from_before_the_answer_that_arrives_after_it_makes_it_one() {
            contact.hears(aRequest("access").called("r").at(REQUEST));
            contact.hears(anAnswer("r", "access", DECISION, "letter-7"));

            contact.hears(aRequest("access").called("r").at(PROOF).verified());

            assertThat(only().state()).isEqualTo(RightsCase.State.FULFILLED);
            assertThat(only().changedAt()).isEqualTo(time(DECISION));
        }

        @Test
        void C2_an_answer_that_comes_ahead_of_its_request_is_told_once_when_the_request_comes() {
            contact.hears(anAnswer("r", "restriction", DECISION, "letter-7"));
            assertThat(states()).isEmpty();
            assertThat(only().standing()).isEmpty();

            contact.hears(aRequest("restriction").called("r").at(REQUEST).verified());
            contact.hears(aRequest("restriction").called("r").at(REQUEST).verified());

            assertThat(states()).containsExactly(RightsCase.State.FULFILLED);
            assertThat(contact.subject().restricted()).isTrue();
        }

        @Test
        void C2_of_two_answers_the_first_one_counts_and_the_other_is_counted() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(anAnswer("r", "access", DECISION, "letter-7"));

            contact.hears(anAnswer("r", "access", LATER, "letter-8"));

            assertThat(only().answer())
                    .isNotNull()
                    .satisfies(it -> assertThat(it.reference()).isEqualTo("letter-7"));
            assertThat(dropped()).containsExactly("fulfilled-before");
        }

        @ParameterizedTest
        @ValueSource(strings = {"erasure", "objection", "consent-withdrawal"})
        void G1_what_is_answered_by_what_it_leads_to_is_not_fulfilled_by_a_word(String right) {
            for (RightsAct act : List.of(RightsAct.START, RightsAct.FULFIL)) {
                assertThatThrownBy(() -> contact.hears(aDecision(act, "r", right, DECISION)))
                        .isInstanceOf(BrokenRuleException.class)
                        .hasMessageContaining("it can be extended, refused or withdrawn");
            }
        }

        @Test
        void G3_what_was_answered_is_neither_refused_nor_withdrawn_nor_extended_any_more() {
            contact.hears(aRequest("access").called("r").at(REQUEST).verified());
            contact.hears(anAnswer("r", "access", DECISION, "letter-7"));
            contact.forgetWhatWasTold();

            contact.hears(
                    aRefusal("r", "access", LATER, RefusalReason.NO_MATCH),
                    aDecision(RightsAct.WITHDRAW, "r", "access", LATER),
                    anExtension("r", "access", LATER),
                    aDecision(RightsAct.START, "r", "access", LATER),
                    aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", LATER));

            assertThat(only().state()).isEqualTo(RightsCase.State.FULFILLED);
            assertThat(states()).isEmpty();
            assertThat(dropped())
                    .containsExactly(
                            "refused-too-late",
                            "withdrawn-too-late",
                            "extended-when-settled",
                            "started-too-late",
                            "asked-too-late");
        }
    }

    @Nested
    class G3_a_withdrawal_of_the_request {

        @Test
        void G3_an_erasure_that_is_withdrawn_before_it_is_ordered_does_not_happen_when_the_hold_ends() {
            contact.hears(aHold("case", BEFORE));
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());

            contact.hears(aDecision(RightsAct.WITHDRAW, "r", "erasure", DECISION));
            contact.hears(aRelease("case", LATER)).until("2026-04-01T00:00:00Z");

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(only().state()).isEqualTo(RightsCase.State.WITHDRAWN);
            assertThat(only().refused()).isNull();
        }

        @Test
        void G3_an_erasure_that_waits_for_proof_is_withdrawn_and_the_proof_changes_nothing() {
            contact.hears(aRequest("erasure").called("r").at(REQUEST));

            contact.hears(aDecision(RightsAct.WITHDRAW, "r", "erasure", DECISION));
            contact.hears(aRequest("erasure").called("r").at(LATER).verified());

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(states()).containsExactly(RightsCase.State.IDENTITY_TO_BE_PROVEN, RightsCase.State.WITHDRAWN);
        }

        @Test
        void C2_one_that_comes_ahead_of_its_request_holds() {
            contact.hears(aDecision(RightsAct.WITHDRAW, "r", "erasure", DECISION));

            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());

            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
            assertThat(states()).containsExactly(RightsCase.State.WITHDRAWN);
        }

        @Test
        void G3_what_is_ordered_or_said_stays_and_the_withdrawal_is_counted() {
            contact.hears(aRequest("objection").called("o").at(REQUEST).verified());
            contact.hears(aRequest("erasure").called("r").at(REQUEST).verified());
            Subject before = contact.subject();

            contact.hears(
                    aDecision(RightsAct.WITHDRAW, "r", "erasure", DECISION),
                    aDecision(RightsAct.WITHDRAW, "o", "objection", DECISION));

            assertThat(contact.subject()).isEqualTo(before);
            assertThat(dropped()).containsExactly("withdrawn-too-late", "withdrawn-too-late");
        }

        @Test
        void G2_what_is_withdrawn_is_never_late() {
            contact.hears(aRequest("portability").called("r").at(REQUEST).verified());

            contact.hears(aDecision(RightsAct.WITHDRAW, "r", "portability", DECISION))
                    .until(NEXT_YEAR);

            assertThat(contact.told(SubjectDecision.RightFellDue.class)).isEmpty();
        }

        @Test
        void E8_G3_a_request_that_was_withdrawn_for_the_contact_does_not_come_back_to_it_from_the_device() {
            LinkedSubjects world = new LinkedSubjects()
                    .hears("Mail", anInteraction(BEFORE))
                    .hears("Mail", Events.aLink("device", SubjectKind.VISITOR, BEFORE, Witness.OPERATOR))
                    .settles();
            world.hears("Mail", aDecision(RightsAct.WITHDRAW, "r", "erasure", DECISION));

            world.hears(
                            "device",
                            aRequest("erasure").called("r").at(LATER).verified().exercised())
                    .settles();

            assertThat(world.orders("device")).hasSize(1);
            assertThat(world.orders("Mail")).isEmpty();
        }
    }

    @Nested
    class G1_asked_for_a_proof {

        @Test
        void G1_the_time_stands_still_from_when_the_person_was_asked_and_not_from_receipt() {
            contact.hears(aRequest("access").called("r").at("2026-03-02T11:00:00+01:00"));
            contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", "2026-03-06T11:00:00+01:00"));

            contact.hears(aRequest("access")
                    .called("r")
                    .at("2026-03-10T11:00:00+01:00")
                    .verified());

            assertThat(only().dueAt()).isEqualTo(time("2026-04-07T23:59:59+02:00"));
        }

        @Test
        void C2_G1_when_the_person_was_asked_may_be_learned_after_the_proof_and_moves_the_day_back() {
            contact.hears(aRequest("access").called("r").at("2026-03-02T11:00:00+01:00"));
            contact.hears(aRequest("access")
                    .called("r")
                    .at("2026-03-10T11:00:00+01:00")
                    .verified());
            assertThat(only().dueAt()).isEqualTo(time("2026-04-10T23:59:59+02:00"));

            contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", "2026-03-06T11:00:00+01:00"));

            assertThat(only().dueAt()).isEqualTo(time("2026-04-07T23:59:59+02:00"));
            assertThat(states()).last().isEqualTo(RightsCase.State.OPEN);
            assertThat(dropped()).isEmpty();
        }

        @Test
        void G1_who_was_asked_once_is_not_asked_anew_and_who_has_proven_it_is_not_asked() {
            contact.hears(aRequest("access").called("r").at(REQUEST));
            contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", "2026-03-03T00:00:00Z"));
            contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "r", "access", "2026-03-04T00:00:00Z"));
            contact.hears(aRequest("rectification").called("s").at(REQUEST).verified());

            contact.hears(aDecision(RightsAct.ASK_FOR_PROOF, "s", "rectification", DECISION));

            assertThat(dropped()).containsExactly("asked-before", "asked-when-proven");
            assertThat(contact.subject().rights().get(RightsCase.key("s", "rectification")))
                    .isNotNull()
                    .satisfies(it -> assertThat(it.dueAt()).isEqualTo(time("2026-04-02T23:59:59+02:00")));
        }
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
