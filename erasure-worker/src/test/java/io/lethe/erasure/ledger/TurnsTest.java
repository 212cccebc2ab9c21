package io.lethe.erasure.ledger;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.POLICY;
import static io.lethe.erasure.ledger.Samples.WINDOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static io.lethe.erasure.ledger.Samples.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.policy.IdentifierKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What waits for its turn (E3). */
class TurnsTest {

    private static final Instant DUE = Instant.parse("2031-03-31T08:00:00Z");

    private final Ledger ledger = new Ledger(POLICY, WINDOW, Samples.ORDERS_ARE_KEPT);

    @Test
    void E3_a_command_that_its_system_has_no_room_for_is_not_published_and_all_others_are() {
        Step step = inLine();

        assertThat(issued(step)).hasSize(5).doesNotContain("hubspot");
        assertThat(hubspot(step).state()).isEqualTo(CommandState.QUEUED);
        assertThat(hubspot(step).attempts()).isZero();
        assertThat(running(step).queued()).containsOnlyKeys("hubspot").containsValue(NOW);
        assertThat(running(step).inFlight()).hasSize(5).doesNotContain("hubspot");
        assertThat(running(step).deadlines()).containsEntry("hubspot", DUE);
        assertThat(step.decisions()).filteredOn(StatusChanged.class::isInstance).hasSize(1);
    }

    @Test
    void E3_when_its_turn_comes_it_is_the_first_attempt_of_that_moment() {
        Step turn = ledger.turn(running(inLine()), "hubspot", true, NOW.plusSeconds(600));

        assertThat(issued(turn)).containsExactly("hubspot");
        assertThat(hubspot(turn).state()).isEqualTo(CommandState.ISSUED);
        assertThat(hubspot(turn).attempts()).isEqualTo(1);
        assertThat(hubspot(turn).issuedAt()).isEqualTo(NOW.plusSeconds(600));
        assertThat(running(turn).queued()).isEmpty();
        assertThat(running(turn).inFlight()).contains("hubspot");
    }

    @Test
    void E3_one_that_is_to_be_given_again_goes_to_the_end_of_the_line_and_keeps_its_attempts() {
        Running given = running(ordered());
        Instant next = Objects.requireNonNull(given.deadlines().get("hubspot"));

        Step again = ledger.inLine(ledger.due(given, "hubspot", true, next), _ -> false, next);
        Step turn = ledger.turn(running(again), "hubspot", true, next.plusSeconds(60));

        assertThat(issued(again)).isEmpty();
        assertThat(running(again).queued()).containsEntry("hubspot", next);
        assertThat(hubspot(again).attempts()).isEqualTo(1);
        assertThat(hubspot(turn).attempts()).isEqualTo(2);
        assertThat(hubspot(turn).issuedAt()).isEqualTo(NOW);
    }

    @Test
    void E3_a_failure_makes_room_until_it_is_given_again() {
        Running given = running(ordered());

        Step failed = ledger.answered(given, "hubspot", says(AckOutcome.FAILED, NOW), NOW.plusSeconds(1));
        Instant next = Objects.requireNonNull(running(failed).deadlines().get("hubspot"));
        Step again = ledger.due(running(failed), "hubspot", true, next);

        assertThat(running(failed).inFlight()).doesNotContain("hubspot");
        assertThat(running(again).inFlight()).contains("hubspot");
    }

    @Test
    void E3_one_whose_turn_never_comes_goes_to_a_person_who_is_told_why() {
        Step due = ledger.due(running(inLine()), "hubspot", true, DUE);

        assertThat(due.decisions()).contains(new Escalated("hubspot", Escalated.Reason.NO_ROOM));
        assertThat(hubspot(due).reason()).isEqualTo("no-room");
        assertThat(running(due).queued()).isEmpty();
    }

    @Test
    void E1_E3_one_who_waits_for_a_system_that_has_left_the_policy_goes_to_a_person_when_its_turn_comes() {
        Command waiting = new Command("long-gone", CommandState.QUEUED, 0, null, NOW, NOW, null, DUE, null);
        Running running = new Running(anOrder().build(), DUE, List.of(waiting));

        for (Step step : List.of(
                ledger.turn(running, "long-gone", true, NOW.plusSeconds(1)),
                ledger.due(running, "long-gone", true, DUE))) {
            assertThat(issued(step)).isEmpty();
            assertThat(step.decisions()).contains(new Escalated("long-gone", Escalated.Reason.NO_LONGER_A_RECIPIENT));
        }
    }

    @Test
    void E2_nobody_has_answered_what_was_never_given() {
        Running waiting = running(inLine());

        assertThat(ledger.answered(waiting, "hubspot", says(AckOutcome.COMPLETED, NOW), NOW)
                        .decisions())
                .containsExactly(new UnknownCommand());
    }

    @Test
    void E3_what_an_operator_has_given_again_goes_out_at_once() {
        Running escalated = running(ledger.due(running(ordered()), "hubspot", true, DUE));
        Act retry = new Act(
                "event",
                escalated.orderId(),
                "hubspot",
                Act.Verdict.RETRY,
                "as agreed",
                null,
                DUE,
                new Act.Origin(0, 1));

        Step step = ledger.inLine(ledger.decided(escalated, retry, true, DUE), _ -> false, DUE);

        assertThat(issued(step)).containsExactly("hubspot");
    }

    @Test
    void E3_one_that_was_ordered_after_its_deadline_has_its_first_wait_in_line_as_well() {
        Instant late = DUE.plusSeconds(86_400);
        Entry waiting = Objects.requireNonNull(
                ledger.ordered(null, anOrder().build(), null, NOW).entry());

        Step step = ledger.inLine(
                ledger.identified(waiting, IdentifierKind.VISITOR_ID, late), system -> !system.equals("hubspot"), late);

        assertThat(issued(ledger.turn(running(step), "hubspot", true, late.plusSeconds(1))))
                .containsExactly("hubspot");
    }

    private Step ordered() {
        return ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW);
    }

    /** Given to all but hubspot. */
    private Step inLine() {
        return ledger.inLine(ordered(), system -> !system.equals("hubspot"), NOW);
    }

    private static Running running(Step step) {
        return (Running) Objects.requireNonNull(step.entry());
    }

    private static Command hubspot(Step step) {
        return running(step).command("hubspot").orElseThrow();
    }

    private static List<String> issued(Step step) {
        return step.decisions().stream()
                .filter(CommandIssued.class::isInstance)
                .map(decision -> ((CommandIssued) decision).command().system())
                .toList();
    }
}
