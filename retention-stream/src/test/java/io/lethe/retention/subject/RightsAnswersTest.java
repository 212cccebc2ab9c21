package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aSystemsAnswer;
import static io.lethe.retention.subject.Events.anAnswer;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static io.lethe.retention.subject.RightsAnswer.Outcome.COMPLETED;
import static io.lethe.retention.subject.RightsAnswer.Outcome.FAILED;
import static io.lethe.retention.subject.RightsAnswer.Outcome.NOT_FOUND;
import static io.lethe.retention.subject.RightsAnswer.Outcome.NOT_SUPPORTED;
import static io.lethe.retention.subject.RightsAnswer.Outcome.RECEIVED;
import static io.lethe.retention.subject.RightsAnswer.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.file.PolicyFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part that recipient systems have in a request: who is asked, what comes back, and when the person can be answered (G6). */
class RightsAnswersTest {

    private static final String BEFORE = "2026-02-01T10:00:00Z";
    private static final String REQUEST = "2026-03-02T10:00:00Z";
    private static final String PROOF = "2026-03-05T10:00:00Z";
    private static final String ANSWER = "2026-03-10T10:00:00Z";
    private static final String LATER = "2026-03-20T10:00:00Z";

    private static final List<String> SYSTEMS =
            PolicyFile.builtIn().recipients().stream().map(RecipientSystem::id).toList();

    private static final Policy HUBSPOT_KNOWS_NO_DEVICES = Policies.withoutDevicesOf(PolicyFile.builtIn(), "hubspot");

    private final SubjectHarness contact = SubjectHarness.ofAContact().hears(anInteraction(BEFORE));

    @ParameterizedTest
    @ValueSource(strings = {"access", "rectification", "restriction", "portability"})
    void G6_each_recipient_system_is_asked_and_waited_for(String right) {
        contact.hears(aRequest(right).called("r").at(REQUEST).verified());

        assertThat(only().tasks().asked()).containsExactlyInAnyOrderElementsOf(SYSTEMS);
        assertThat(only().tasks().open()).isEqualTo(only().tasks().asked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"erasure", "objection", "consent-withdrawal"})
    void G6_recipients_have_no_part_in_what_is_told_to_them_otherwise(String right) {
        contact.hears(aRequest(right).called("r").at(REQUEST).verified());

        assertThat(only().tasks().systems()).isEmpty();
        assertThatThrownBy(() -> contact.hears(aSystemsAnswer("r", right, "hubspot", COMPLETED, ANSWER)))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("no part");
    }

    @Test
    void G3_G6_nobody_is_asked_before_it_is_known_who_asks() {
        contact.hears(aRequest("access").called("r").at(REQUEST));
        assertThat(only().tasks().asked()).isEmpty();

        contact.hears(aRequest("access").called("r").at(PROOF).verified());

        assertThat(only().tasks().asked()).contains("hubspot");
    }

    @Test
    void G6_a_device_is_asked_for_where_devices_are_known() {
        SubjectHarness visitor = SubjectHarness.ofAVisitor().under(HUBSPOT_KNOWS_NO_DEVICES);

        visitor.hears(aRequest("access").called("r").at(REQUEST).verified());

        assertThat(visitor.subject().rights().values())
                .singleElement()
                .satisfies(it -> assertThat(it.tasks().asked())
                        .contains("google-analytics")
                        .doesNotContain("hubspot"));
    }

    @Test
    void G6_what_has_come_back_is_kept_and_told() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        contact.forgetWhatWasTold();

        contact.hears(aSystemsAnswer("r", "access", "hubspot", COMPLETED, ANSWER));

        assertThat(only().tasks().open()).hasSize(SYSTEMS.size() - 1).doesNotContain("hubspot");
        assertThat(only().state()).isEqualTo(RightsCase.State.OPEN);
        assertThat(contact.told(SubjectDecision.RightAdvanced.class))
                .singleElement()
                .satisfies(it -> assertThat(it.rightsCase().tasks().answers().get("hubspot"))
                        .satisfies(answer -> {
                            assertThat(answer.records()).isEqualTo(3);
                            assertThat(answer.reference()).isEqualTo("export-7");
                            assertThat(answer.at()).isEqualTo(time(ANSWER));
                        }));
    }

    @ParameterizedTest
    @EnumSource(
            value = RightsAnswer.Outcome.class,
            names = {"COMPLETED", "NOT_FOUND", "NOT_SUPPORTED", "REFUSED"})
    void G6_the_person_can_be_answered_when_all_systems_have_said_what_there_is(RightsAnswer.Outcome outcome) {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        assertThat(only().decisions()).doesNotContain(RightsAct.FULFIL).contains(RightsAct.REFUSE);

        SYSTEMS.forEach(system -> contact.hears(aSystemsAnswer("r", "access", system, outcome, ANSWER)));

        assertThat(only().tasks().open()).isEmpty();
        assertThat(only().decisions()).contains(RightsAct.FULFIL);
    }

    @ParameterizedTest
    @EnumSource(
            value = RightsAnswer.Outcome.class,
            names = {"RECEIVED", "FAILED"})
    void G6_what_will_take_a_while_or_has_failed_is_still_waited_for(RightsAnswer.Outcome outcome) {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());

        contact.hears(aSystemsAnswer("r", "access", "hubspot", outcome, ANSWER));

        assertThat(only().tasks().open()).contains("hubspot");
    }

    @Test
    void G6_the_newest_answer_of_a_system_counts_whatever_comes_first() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        contact.hears(aSystemsAnswer("r", "access", "hubspot", NOT_FOUND, LATER));
        contact.forgetWhatWasTold();

        contact.hears(
                aSystemsAnswer("r", "access", "hubspot", FAILED, ANSWER),
                aSystemsAnswer("r", "access", "hubspot", NOT_FOUND, LATER));

        assertThat(outcomes()).containsExactly(NOT_FOUND);
        assertThat(contact.told(SubjectDecision.RightAdvanced.class)).isEmpty();
    }

    @Test
    void C2_G6_an_answer_before_its_request_waits_for_it() {
        contact.hears(aSystemsAnswer("r", "access", "hubspot", NOT_SUPPORTED, ANSWER));

        contact.hears(aRequest("access").called("r").at(REQUEST).verified());

        assertThat(only().state()).isEqualTo(RightsCase.State.OPEN);
        assertThat(only().clock().receivedAt()).isEqualTo(time(REQUEST));
        assertThat(only().tasks().open()).hasSize(SYSTEMS.size() - 1).doesNotContain("hubspot");
    }

    @Test
    void G6_a_system_that_nobody_asked_may_have_something_all_the_same_one_that_nobody_knows_has_not() {
        SubjectHarness visitor = SubjectHarness.ofAVisitor().under(HUBSPOT_KNOWS_NO_DEVICES);
        visitor.hears(aRequest("access").called("r").at(REQUEST).verified());

        visitor.hears(aSystemsAnswer("r", "access", "hubspot", COMPLETED, ANSWER));

        assertThat(visitor.subject().rights().values())
                .singleElement()
                .satisfies(it -> assertThat(it.tasks().systems()).contains("hubspot"));
        assertThatThrownBy(() -> visitor.hears(aSystemsAnswer("r", "access", "shop", COMPLETED, ANSWER)))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("no such recipient system");
    }

    @Test
    void G6_what_comes_after_the_end_is_kept_and_changes_nothing_else() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        contact.hears(aRefusal("r", "access", ANSWER, RefusalReason.NO_MATCH));
        contact.forgetWhatWasTold();

        contact.hears(aSystemsAnswer("r", "access", "hubspot", RECEIVED, LATER));

        assertThat(only().state()).isEqualTo(RightsCase.State.REFUSED);
        assertThat(outcomes()).containsExactly(RECEIVED);
        assertThat(contact.told(SubjectDecision.RightAdvanced.class)).isEmpty();
    }

    @Test
    void G1_G6_whoever_was_answered_is_answered_whatever_systems_still_owe() {
        contact.hears(aRequest("access").called("r").at(REQUEST).verified());
        contact.hears(aSystemsAnswer("r", "access", "hubspot", REFUSED, ANSWER));

        contact.hears(anAnswer("r", "access", LATER, "letter-7"));

        assertThat(only().state()).isEqualTo(RightsCase.State.FULFILLED);
    }

    private List<RightsAnswer.Outcome> outcomes() {
        return only().tasks().answers().values().stream()
                .map(RightsAnswer::outcome)
                .toList();
    }

    private RightsCase only() {
        assertThat(contact.subject().rights()).hasSize(1);
        return List.copyOf(contact.subject().rights().values()).getFirst();
    }
}
