package io.lethe.erasure.ledger;

import static io.lethe.erasure.ledger.Samples.ADA;
import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.POLICY;
import static io.lethe.erasure.ledger.Samples.WINDOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static io.lethe.erasure.ledger.Samples.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.Ledger.Step;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

    private static final Instant DUE = Instant.parse("2031-03-31T08:00:00Z");

    private final Ledger ledger = new Ledger(POLICY, WINDOW, Samples.ORDERS_ARE_KEPT);

    @Nested
    class E1_orders {

        @Test
        void E1_an_order_tells_each_system_that_knows_the_identifier_once() {
            Step step = ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW);

            assertThat(issued(step))
                    .extracting(issue -> issue.command().system())
                    .containsExactlyElementsOf(POLICY.recipients().stream()
                            .map(RecipientSystem::id)
                            .toList());
            assertThat(issued(step)).allSatisfy(issue -> {
                assertThat(issue.command().attempts()).isEqualTo(1);
                assertThat(issue.dueAt()).isEqualTo(DUE);
            });
        }

        @Test
        void E1_only_the_systems_that_know_such_an_identifier_are_told() {
            assertThat(issued(ledger.ordered(null, anOrder().build(), IdentifierKind.EMAIL, NOW)))
                    .extracting(issue -> issue.command().system())
                    .containsExactly("hubspot");
        }

        @Test
        void
                E4_E6_an_order_from_a_backlog_waits_for_its_own_certificate_although_a_later_erasure_is_known_to_be_over() {
            Order order = anOrder().at(NOW.minusSeconds(60)).build();

            Step first = ledger.ordered(null, order, IdentifierKind.EMAIL, NOW, true, NOW);
            assertThat(first.decisions()).isEmpty();

            Step workedOff =
                    ledger.goesOn((Entry.Deferred) entry(first), IdentifierKind.EMAIL, NOW, Duration.ZERO, NOW);
            assertThat(issued(workedOff)).isEmpty();
            assertThat(entry(workedOff)).isInstanceOf(Entry.Finished.class);
        }

        @Test
        void E1_a_system_that_was_added_later_is_not_owed_an_older_order_even_where_its_identifier_comes_later() {
            Ledger later = new Ledger(Samples.policyWithHubspot("2031-03-02", null), WINDOW, Samples.ORDERS_ARE_KEPT);
            Order older = anOrder().ofAContact().build();
            Entry waiting = entry(later.ordered(null, older, null, NOW));

            Step step = later.identified(waiting, IdentifierKind.EMAIL, NOW.plus(Duration.ofDays(5)));

            assertThat(issued(step)).isEmpty();
            assertThat(issued(later.ordered(
                            null, anOrder().at(NOW.plus(Duration.ofDays(1))).build(), IdentifierKind.EMAIL, NOW)))
                    .hasSize(1);
        }

        @Test
        void E1_a_system_that_is_no_longer_a_recipient_still_owes_what_was_ordered_before_and_is_escalated() {
            Ledger ended = new Ledger(Samples.policyWithHubspot(null, "2031-03-01"), WINDOW, Samples.ORDERS_ARE_KEPT);

            Step step = ended.ordered(null, anOrder().build(), IdentifierKind.EMAIL, NOW);
            Instant next = entry(step).deadlines().values().iterator().next();
            Step sameDay = ended.due(entry(step), "hubspot", true, next);
            Step dayAfter = ended.due(entry(step), "hubspot", true, Instant.parse("2031-03-02T00:00:00Z"));

            assertThat(issued(step)).hasSize(1);
            assertThat(issued(sameDay)).hasSize(1);
            assertThat(dayAfter.decisions()).contains(new Escalated("hubspot", Escalated.Reason.NO_LONGER_A_RECIPIENT));
            assertThat(issued(ended.ordered(
                            null, anOrder().at(NOW.plus(Duration.ofDays(1))).build(), IdentifierKind.EMAIL, NOW)))
                    .isEmpty();
        }

        @Test
        void E1_a_repeated_order_changes_nothing() {
            Entry running = running(anOrder().build());

            Step step = ledger.ordered(running, anOrder().build(), IdentifierKind.EMAIL, NOW.plusSeconds(9));

            assertThat(step).isEqualTo(Step.nothing(running));
        }

        @Test
        void E1_the_recipients_time_runs_from_when_the_order_was_recorded_not_from_its_cut() {
            Order longAgo = anOrder().upTo(NOW.minus(Duration.ofDays(400))).build();

            Step step = ledger.ordered(null, longAgo, IdentifierKind.EMAIL, NOW);

            assertThat(issued(step)).extracting(CommandIssued::dueAt).containsExactly(DUE);
        }

        @Test
        void E1_an_order_without_an_identifier_waits_and_is_issued_when_it_arrives() {
            Step waiting = ledger.ordered(null, anOrder().build(), null, NOW);
            assertThat(waiting.entry()).isInstanceOf(Waiting.class);
            assertThat(issued(waiting)).isEmpty();

            Step step = ledger.identified(entry(waiting), IdentifierKind.EMAIL, NOW.plusSeconds(1));

            assertThat(issued(step)).hasSize(1);
        }

        @Test
        void E1_an_order_that_still_has_no_identifier_at_its_deadline_is_escalated_once() {
            Entry waiting = entry(ledger.ordered(null, anOrder().ofAContact().build(), null, NOW));

            Step early = ledger.due(waiting, Entry.WHOLE_ORDER, false, DUE.minusMillis(1));
            Step step = ledger.due(waiting, Entry.WHOLE_ORDER, false, DUE);
            Step again = ledger.due(entry(step), Entry.WHOLE_ORDER, false, DUE.plusSeconds(1));

            assertThat(early.decisions()).isEmpty();
            assertThat(step.decisions()).contains(new Escalated(Entry.WHOLE_ORDER, Escalated.Reason.NO_IDENTIFIER));
            assertThat(lastStatus(step).state()).isEqualTo(OrderState.ESCALATED);
            assertThat(lastStatus(step).systems())
                    .extracting(Command::system, Command::reason)
                    .containsExactly(tuple("hubspot", "no-identifier"));
            assertThat(again.decisions()).isEmpty();
            assertThat(entry(step).deadlines()).isEmpty();
        }

        @Test
        void E1_where_no_system_is_owed_anything_the_order_completes_at_once() {
            var nobody = new Policy(
                    POLICY.version(),
                    POLICY.effectiveFrom(),
                    POLICY.zone(),
                    POLICY.language(),
                    POLICY.controller(),
                    POLICY.purposes(),
                    POLICY.dataCategories(),
                    POLICY.recipientCategories(),
                    List.of(),
                    POLICY.retention(),
                    POLICY.erasure(),
                    POLICY.rights(),
                    POLICY.lastDays(),
                    POLICY.warnBefore(),
                    POLICY.proofWithin(),
                    POLICY.rightsContact(),
                    POLICY.cookies(),
                    POLICY.banners());

            Step step = new Ledger(nobody, WINDOW, Samples.ORDERS_ARE_KEPT)
                    .ordered(null, anOrder().build(), IdentifierKind.EMAIL, NOW);

            assertThat(step.entry()).isInstanceOf(Finished.class);
            assertThat(step.decisions()).hasAtLeastOneElementOfType(CertificateIssued.class);
        }

        @Test
        void E1_a_system_is_told_of_the_categories_it_receives() {
            Order order = anOrder().about("contact-details", "browsing-data").build();

            Step step = ledger.ordered(null, order, IdentifierKind.VISITOR_ID, NOW);

            assertThat(issued(step)).allSatisfy(issue -> {
                switch (issue.command().system()) {
                    case "hubspot" ->
                        assertThat(issue.dataCategories()).containsExactly("contact-details", "browsing-data");
                    case "cloudflare" -> assertThat(issue.dataCategories()).isEqualTo(order.dataCategories());
                    default -> assertThat(issue.dataCategories()).containsExactly("browsing-data");
                }
            });
        }
    }

    @Nested
    class E2_acknowledgements {

        @ParameterizedTest
        @EnumSource(
                value = AckOutcome.class,
                names = {"COMPLETED", "NOT_FOUND", "NOT_SUPPORTED"})
        void E2_what_settles_a_command_is_certified_as_it_was_said(AckOutcome outcome) {
            Step step = answer(contact(), outcome, NOW.plusSeconds(1));

            assertThat(step.entry()).isInstanceOf(Finished.class);
            assertThat(step.decisions())
                    .filteredOn(CertificateIssued.class::isInstance)
                    .singleElement()
                    .satisfies(certificate -> assertThat(((CertificateIssued) certificate).commands())
                            .extracting(command -> command.state().name())
                            .containsExactly(outcome.name()));
        }

        @Test
        void E2_an_end_in_which_a_system_could_not_or_need_not_delete_says_so() {
            assertThat(lastStatus(answer(contact(), AckOutcome.NOT_FOUND, NOW)).state())
                    .isEqualTo(OrderState.COMPLETED);
            Step unable = answer(contact(), AckOutcome.NOT_SUPPORTED, NOW);
            assertThat(lastStatus(unable).state()).isEqualTo(OrderState.COMPLETED_WITH_EXCEPTIONS);
            assertThat(lastStatus(unable).recipientsDoneAt()).isEqualTo(NOW);
            assertThat(((Finished) entry(unable)).state()).isEqualTo(OrderState.COMPLETED_WITH_EXCEPTIONS);
        }

        @Test
        void E2_completed_after_failed_completes() {
            Entry failed = entry(answer(contact(), AckOutcome.FAILED, NOW.plusSeconds(1)));

            assertThat(answer(failed, AckOutcome.COMPLETED, NOW.plusSeconds(2)).entry())
                    .isInstanceOf(Finished.class);
        }

        @ParameterizedTest
        @EnumSource(AckOutcome.class)
        void E2_nothing_changes_what_is_settled(AckOutcome late) {
            Entry running = entry(answer(visitor(), AckOutcome.COMPLETED, NOW.plusSeconds(1)));

            assertThat(answer(running, late, NOW.plusSeconds(2))).isEqualTo(Step.nothing(running));
        }

        @ParameterizedTest
        @EnumSource(AckOutcome.class)
        void E2_nothing_changes_what_is_finished(AckOutcome late) {
            Entry finished = entry(answer(contact(), AckOutcome.COMPLETED, NOW.plusSeconds(1)));

            assertThat(answer(finished, late, NOW.plusSeconds(2))).isEqualTo(Step.nothing(finished));
        }

        @Test
        void E2_received_and_failed_count_in_the_recipients_order_not_in_that_of_arrival() {
            Entry failed = entry(answer(contact(), AckOutcome.FAILED, NOW.plusSeconds(2)));

            Step late = ledger.answered(
                    failed, "hubspot", says(AckOutcome.RECEIVED, NOW.plusSeconds(1)), NOW.plusSeconds(3));

            assertThat(late).isEqualTo(Step.nothing(failed));
        }

        @Test
        void E2_a_repeated_failure_does_not_put_the_next_attempt_off() {
            Entry failed = entry(answer(contact(), AckOutcome.FAILED, NOW.plusSeconds(1)));

            Step repeated = ledger.answered(
                    failed, "hubspot", says(AckOutcome.FAILED, NOW.plusSeconds(1)), NOW.plusSeconds(30));

            assertThat(repeated).isEqualTo(Step.nothing(failed));
        }

        @Test
        void E2_an_answer_from_the_future_does_not_outvote_what_follows() {
            Entry received = entry(ledger.answered(
                    contact(),
                    "hubspot",
                    says(AckOutcome.RECEIVED, NOW.plus(Duration.ofDays(9999))),
                    NOW.plusSeconds(1)));

            Step step = answer(received, AckOutcome.FAILED, NOW.plusSeconds(2));

            assertThat(command(step).state()).isEqualTo(CommandState.RETRYING);
        }

        @Test
        void E2_a_refusal_needs_a_person_and_is_not_asked_again() {
            Step step = ledger.answered(
                    contact(), "hubspot", new Answer(AckOutcome.REFUSED, "legal claim", NOW), NOW.plusSeconds(1));

            assertThat(step.decisions()).contains(new Escalated("hubspot", Escalated.Reason.REFUSED));
            assertThat(lastStatus(step).state()).isEqualTo(OrderState.ESCALATED);
            assertThat(command(step).reason()).isEqualTo("legal claim");
            assertThat(entry(step).deadlines()).isEmpty();
        }

        @Test
        void E2_an_answer_to_a_command_that_was_not_given_is_unknown() {
            assertThat(ledger.answered(contact(), "linkedin", says(AckOutcome.COMPLETED, NOW), NOW)
                            .decisions())
                    .containsExactly(new UnknownCommand());
            assertThat(ledger.answered(null, "hubspot", says(AckOutcome.COMPLETED, NOW), NOW)
                            .decisions())
                    .containsExactly(new UnknownCommand());
            Entry waiting = entry(ledger.ordered(null, anOrder().build(), null, NOW));
            assertThat(ledger.answered(waiting, "hubspot", says(AckOutcome.COMPLETED, NOW), NOW)
                            .decisions())
                    .containsExactly(new UnknownCommand());
        }

        @Test
        void E2_some_settled_and_some_not_is_a_state_of_its_own() {
            assertThat(lastStatus(answer(visitor(), AckOutcome.COMPLETED, NOW)).state())
                    .isEqualTo(OrderState.PARTIALLY_COMPLETED);
        }
    }

    @Nested
    class E3_persistence {

        @Test
        void E3_an_unanswered_command_is_issued_again_with_the_next_attempt() {
            Entry running = contact();
            Instant next = Objects.requireNonNull(running.deadlines().get("hubspot"));

            Step early = ledger.due(running, "hubspot", true, next.minusMillis(1));
            Step step = ledger.due(running, "hubspot", true, next);

            assertThat(early).isEqualTo(Step.nothing(running));
            assertThat(issued(step))
                    .extracting(issue -> issue.command().attempts())
                    .containsExactly(2);
            assertThat(command(step).issuedAt()).isEqualTo(NOW);
        }

        @Test
        void E3_no_wait_outlasts_the_topic_and_waits_grow_until_then() {
            Duration longest = WINDOW.dividedBy(4);
            Entry running = contact();
            Instant now = NOW;
            Duration before = Duration.ZERO;

            for (int attempt = 1; attempt < 40; attempt++) {
                Instant next = Objects.requireNonNull(running.deadlines().get("hubspot"));
                Duration wait = Duration.between(now, next);
                assertThat(wait).isPositive().isLessThanOrEqualTo(longest);
                if (before.compareTo(longest.dividedBy(2)) < 0) {
                    assertThat(wait).isGreaterThan(before);
                }
                before = wait;
                now = next;
                running = entry(ledger.due(running, "hubspot", true, now));
            }
        }

        @Test
        void E3_commands_of_one_moment_do_not_come_back_in_one_moment_and_a_replay_waits_as_long() {
            List<Duration> waits = firstWaitsOf(100);
            Duration longest = waits.stream().max(Comparator.naturalOrder()).orElseThrow();

            assertThat(new HashSet<>(waits)).hasSizeGreaterThan(10);
            assertThat(waits)
                    .allMatch(wait -> wait.compareTo(longest.multipliedBy(79).dividedBy(100)) > 0);
            assertThat(firstWaitsOf(100)).isEqualTo(waits);
        }

        private List<Duration> firstWaitsOf(int orders) {
            return IntStream.range(0, orders)
                    .mapToObj(number -> anOrder()
                            .numbered("order-%06d".formatted(number))
                            .ofAContact()
                            .build())
                    .map(order -> entry(ledger.ordered(null, order, IdentifierKind.EMAIL, NOW)))
                    .map(entry -> Duration.between(
                            NOW, Objects.requireNonNull(entry.deadlines().get("hubspot"))))
                    .toList();
        }

        @Test
        void E3_at_the_deadline_an_unanswered_command_is_escalated_and_no_longer_issued() {
            Step step = ledger.due(contact(), "hubspot", true, DUE);

            assertThat(step.decisions()).contains(new Escalated("hubspot", Escalated.Reason.NO_ANSWER));
            assertThat(issued(step)).isEmpty();
            assertThat(command(step).state()).isEqualTo(CommandState.ESCALATED);
            assertThat(entry(step).deadlines()).isEmpty();
        }

        @Test
        void E3_a_late_completion_completes_what_was_escalated() {
            Entry escalated = entry(ledger.due(contact(), "hubspot", true, DUE));

            assertThat(answer(escalated, AckOutcome.RECEIVED, DUE.plusSeconds(1)))
                    .isEqualTo(Step.nothing(escalated));
            assertThat(answer(escalated, AckOutcome.FAILED, DUE.plusSeconds(1))).isEqualTo(Step.nothing(escalated));
            assertThat(answer(escalated, AckOutcome.COMPLETED, DUE.plusSeconds(1))
                            .entry())
                    .isInstanceOf(Finished.class);
        }

        @Test
        void E3_a_received_command_is_left_alone_for_the_longest_wait() {
            Step step = answer(contact(), AckOutcome.RECEIVED, NOW);

            assertThat(Duration.between(
                            NOW, Objects.requireNonNull(entry(step).deadlines().get("hubspot"))))
                    .isBetween(Duration.ofHours(19), Duration.ofHours(24));
        }

        @Test
        void E3_a_system_that_left_the_policy_while_it_owes_an_answer_is_escalated() {
            Running running =
                    new Running(anOrder().build(), DUE, List.of(Command.issued("long-gone", NOW, NOW.plusSeconds(60))));

            assertThat(ledger.due(running, "long-gone", true, NOW.plusSeconds(60))
                            .decisions())
                    .contains(new Escalated("long-gone", Escalated.Reason.NO_LONGER_A_RECIPIENT));
        }

        @Test
        void E3_an_order_that_is_identified_after_its_deadline_still_gives_time_to_answer() {
            Instant late = DUE.plus(Duration.ofDays(3));
            Entry waiting = entry(ledger.ordered(null, anOrder().build(), null, NOW));

            Entry running = entry(ledger.identified(waiting, IdentifierKind.EMAIL, late));

            assertThat(running.deadlines().get("hubspot")).isAfter(late.plusSeconds(30));
        }
    }

    @Test
    void E6_a_finished_order_is_remembered_for_longer_than_the_topics_can_repeat_it_then_forgotten() {
        Entry finished = entry(answer(contact(), AckOutcome.COMPLETED, NOW));
        Instant drop = NOW.plus(Samples.ORDERS_ARE_KEPT).plus(Duration.ofDays(365));

        assertThat(finished.deadlines()).containsValue(drop);
        assertThat(ledger.due(finished, Entry.WHOLE_ORDER, false, drop.minusMillis(1))
                        .entry())
                .isEqualTo(finished);
        assertThat(ledger.due(finished, Entry.WHOLE_ORDER, false, drop).entry()).isNull();
    }

    @Test
    void E6_a_mark_that_an_earlier_version_meant_to_drop_with_the_proof_stays_as_long_as_the_topics() {
        Instant afterProof = Instant.parse("2036-03-01T09:00:00Z");
        Entry earlier = new Finished(
                ADA + ".order0000001", ADA, NOW, NOW, OrderState.COMPLETED, List.of("hubspot"), afterProof);

        Entry next = entry(ledger.due(earlier, Entry.WHOLE_ORDER, true, afterProof));

        assertThat(next.deadlines().get(Entry.WHOLE_ORDER)).isAfter(NOW.plus(Samples.ORDERS_ARE_KEPT));
    }

    @Test
    void E6_an_order_at_or_before_what_was_erased_completes_without_a_command_one_after_it_is_commanded() {
        for (Instant cut : List.of(NOW, NOW.minusMillis(1))) {
            Step step = ledger.ordered(
                    null, anOrder().upTo(cut).build(), IdentifierKind.EMAIL, NOW, false, NOW.plusSeconds(60));
            assertThat(step.entry()).isInstanceOf(Finished.class);
            assertThat(issued(step)).isEmpty();
            assertThat(step.decisions()).hasAtLeastOneElementOfType(CertificateIssued.class);
        }
        assertThat(issued(ledger.ordered(
                        null, anOrder().upTo(NOW.plusMillis(1)).build(), IdentifierKind.EMAIL, NOW, false, NOW)))
                .hasSize(1);
    }

    private Entry contact() {
        return running(anOrder().of(ADA).ofAContact().build());
    }

    private Entry running(Order order) {
        return entry(ledger.ordered(null, order, IdentifierKind.EMAIL, NOW));
    }

    private Entry visitor() {
        return entry(ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW));
    }

    private Step answer(Entry entry, AckOutcome outcome, Instant at) {
        return ledger.answered(entry, "hubspot", says(outcome, at), at);
    }

    private static Entry entry(Step step) {
        return Objects.requireNonNull(step.entry());
    }

    private static Command command(Step step) {
        return ((Running) entry(step)).commands().getFirst();
    }

    private static List<CommandIssued> issued(Step step) {
        return step.decisions().stream()
                .filter(CommandIssued.class::isInstance)
                .map(CommandIssued.class::cast)
                .toList();
    }

    private static Status lastStatus(Step step) {
        return step.decisions().stream()
                .filter(StatusChanged.class::isInstance)
                .map(decision -> ((StatusChanged) decision).status())
                .reduce((_, last) -> last)
                .orElseThrow();
    }
}
