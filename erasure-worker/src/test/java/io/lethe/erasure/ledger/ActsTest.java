package io.lethe.erasure.ledger;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.POLICY;
import static io.lethe.erasure.ledger.Samples.WINDOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static io.lethe.erasure.ledger.Samples.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.Act.Verdict;
import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.ActRefused;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.policy.IdentifierKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActsTest {

    private static final Instant DUE = Instant.parse("2031-03-31T08:00:00Z");

    private final Ledger ledger = new Ledger(POLICY, WINDOW, Samples.ORDERS_ARE_KEPT);

    @Test
    void E3_a_retry_asks_at_once_and_unanswered_comes_back_to_the_operator_after_its_first_wait() {
        Running escalated = escalated();

        Step retried = ledger.decided(escalated, act(Verdict.RETRY, "hubspot"), true, DUE.plusSeconds(60));

        Command again = command(retried, "hubspot");
        assertThat(again.state()).isEqualTo(CommandState.RETRYING);
        assertThat(again.nextAt()).isAfter(DUE.plusSeconds(60));
        assertThat(retried.decisions()).hasAtLeastOneElementOfType(CommandIssued.class);
        Step due = ledger.due(running(retried), "hubspot", true, Objects.requireNonNull(again.nextAt()));
        assertThat(due.decisions()).hasAtLeastOneElementOfType(Escalated.class);
        assertThat(command(due, "hubspot").reason()).isEqualTo("no-answer");
        assertThat(due.decisions()).doesNotHaveAnyElementsOfTypes(CommandIssued.class);
    }

    @Test
    void E3_the_same_decision_twice_asks_once() {
        Act retry = act(Verdict.RETRY, "hubspot");
        Running once = running(ledger.decided(escalated(), retry, true, DUE));

        assertThat(ledger.decided(once, retry, true, DUE.plusSeconds(1))).isEqualTo(Step.nothing(once));
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"WAIVE", "CLOSE"})
    void E3_a_decision_on_the_whole_order_settles_all_that_is_owed_and_leaves_the_answers_that_were_given(
            Verdict verdict) {
        Running running = running(ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW));
        running = running(ledger.answered(running, "hubspot", says(AckOutcome.COMPLETED, NOW), NOW));

        Step step = ledger.decided(running, act(verdict, null), true, NOW.plusSeconds(5));

        assertThat(step.entry()).isInstanceOf(Finished.class);
        CertificateIssued certificate = step.decisions().stream()
                .filter(CertificateIssued.class::isInstance)
                .map(CertificateIssued.class::cast)
                .findFirst()
                .orElseThrow();
        CommandState byHand = verdict == Verdict.WAIVE ? CommandState.WAIVED : CommandState.CLOSED;
        assertThat(certificate.commands())
                .allSatisfy(command -> assertThat(command.state())
                        .isEqualTo(command.system().equals("hubspot") ? CommandState.COMPLETED : byHand));
    }

    @Test
    void E3_what_was_waived_counts_as_completed_when_the_recipient_completes_it_after_all() {
        Running running = running(ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW));
        running = running(ledger.decided(running, act(Verdict.WAIVE, "hubspot"), true, NOW));

        Step failed = ledger.answered(running, "hubspot", says(AckOutcome.FAILED, NOW), NOW);
        Step completed = ledger.answered(running, "hubspot", says(AckOutcome.COMPLETED, NOW), NOW);

        assertThat(command(failed, "hubspot").state()).isEqualTo(CommandState.WAIVED);
        assertThat(command(completed, "hubspot").state()).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void E3_an_order_whose_identifier_never_came_can_be_closed_as_a_whole_only() {
        Entry waiting = Objects.requireNonNull(
                ledger.ordered(null, anOrder().ofAContact().build(), null, NOW).entry());

        assertThat(ledger.decided(waiting, act(Verdict.RETRY, null), false, NOW).decisions())
                .hasOnlyElementsOfType(ActRefused.class);
        assertThat(ledger.decided(waiting, act(Verdict.CLOSE, "hubspot"), false, NOW)
                        .decisions())
                .hasOnlyElementsOfType(ActRefused.class);
        assertThat(ledger.decided(waiting, act(Verdict.CLOSE, null), false, NOW).entry())
                .isInstanceOf(Finished.class);
    }

    @Test
    void E3_what_cannot_be_carried_out_says_why_and_changes_nothing() {
        Running running = escalated();

        assertThat(refusal(ledger.decided(running, act(Verdict.WAIVE, "nobody"), true, DUE)))
                .contains("no command for that system");
        assertThat(refusal(ledger.decided(running, act(Verdict.RETRY, "hubspot"), false, DUE)))
                .contains("waive or close");
    }

    @Test
    void E3_a_decision_on_what_is_finished_changes_nothing() {
        Entry finished = Objects.requireNonNull(
                ledger.decided(escalated(), act(Verdict.CLOSE, null), true, DUE).entry());

        assertThat(ledger.decided(finished, act(Verdict.WAIVE, null), true, DUE))
                .isEqualTo(Step.nothing(finished));
    }

    @Test
    void E3_each_decision_that_is_carried_out_is_told() {
        Act waive = act(Verdict.WAIVE, "hubspot");

        assertThat(ledger.decided(escalated(), waive, true, DUE).decisions()).contains(new ActTaken(waive));
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void E3_who_decided_stays_with_the_command_whatever_becomes_of_it(Verdict verdict) {
        Running decided = running(ledger.decided(escalated(), act(verdict, "hubspot"), true, DUE));

        Running answered = running(ledger.answered(
                decided, "hubspot", says(AckOutcome.COMPLETED, DUE.plusSeconds(1)), DUE.plusSeconds(1)));

        for (Running one : List.of(decided, answered)) {
            assertThat(one.commands())
                    .allSatisfy(command -> assertThat(command.lastAct())
                            .isEqualTo(
                                    command.system().equals("hubspot") ? new Command.Decided("event-1", "dpo") : null));
        }
    }

    /** Given to the visitor's systems, and unanswered by hubspot at the deadline. */
    private Running escalated() {
        Running running = running(ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW));
        return running(ledger.due(running, "hubspot", true, DUE));
    }

    private static Act act(Verdict verdict, @Nullable String system) {
        return new Act(
                "event-1", anOrder().build().orderId(), system, verdict, "as agreed", "dpo", DUE, new Act.Origin(0, 7));
    }

    private static Running running(Step step) {
        return (Running) Objects.requireNonNull(step.entry());
    }

    private static Command command(Step step, String system) {
        return running(step).commands().stream()
                .filter(one -> one.system().equals(system))
                .findFirst()
                .orElseThrow();
    }

    private static String refusal(Step step) {
        assertThat(step.decisions()).hasSize(1);
        return List.copyOf(step.decisions()).getFirst() instanceof ActRefused(Act _, String why) ? why : "not refused";
    }
}
