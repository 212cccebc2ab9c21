package io.lethe.erasure.topology;

import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.certificate.wire.CertificateWire;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Samples;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.store.Listed;
import io.lethe.erasure.store.Remembered;
import io.lethe.identity.KeyRotation;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.InFlight;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.schemas.Identity;
import io.lethe.schemas.SubjectIdentifier;
import io.lethe.schemas.SystemStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {

    private static final Instant BEFORE = Harness.START.minus(Duration.ofDays(1900));
    private static final String MAIL = "ada@example.org";

    @TempDir
    private Path folder;

    private Harness worker;

    @BeforeEach
    void start() {
        worker = new Harness(folder);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void E1_tells_each_system_that_knows_a_visitor_with_the_identifier_in_clear_once() {
        String visitor = worker.seen(IdentifierKind.VISITOR_ID, "v-81c", BEFORE);
        Order order = anOrder().of(visitor).build();

        worker.ordered(order);
        worker.ordered(order);

        for (RecipientSystem system : Samples.POLICY.recipients()) {
            List<DeletionCommand> commands = worker.commands(system.id());
            assertThat(commands).hasSize(1);
            DeletionCommand command = commands.getFirst();
            assertThat(command.getCommandId()).isEqualTo(order.orderId() + "." + system.id());
            assertThat(command.getIdentifiers())
                    .containsExactly(SubjectIdentifier.newBuilder()
                            .setType("visitorId")
                            .setValue("v-81c")
                            .build());
            assertThat(command.getAttempt()).isEqualTo(1);
            assertThat(command.getIssuedAt()).isEqualTo(Harness.START);
            assertThat(command.getDueAt()).isEqualTo(Instant.parse("2031-03-31T08:00:00Z"));
        }
        assertThat(worker.values(Topics.ERASURE_STATUS))
                .extracting(ErasureStatus::getStatus)
                .containsExactly(ErasureState.IN_PROGRESS);
    }

    @Test
    void E1_an_order_that_comes_before_its_identity_waits_for_it() {
        String contact = worker.subject(IdentifierKind.EMAIL, MAIL);
        worker.ordered(anOrder().of(contact).ofAContact().build());
        assertThat(worker.commands("hubspot")).isEmpty();

        worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);

        assertThat(worker.commands("hubspot")).hasSize(1);
    }

    @Test
    void E7_an_erasure_from_order_to_certificate_then_the_identifier_is_forgotten() {
        Order order = erasing(MAIL);
        DeletionCommand command = worker.commands("hubspot").getFirst();
        worker.records(Topics.IDENTITIES);

        worker.turn(Duration.ofSeconds(5));
        worker.acknowledged(command.getCommandId(), DeletionOutcome.COMPLETED);

        assertThat(worker.values(Topics.ERASURE_STATUS))
                .extracting(ErasureStatus::getStatus)
                .containsExactly(ErasureState.IN_PROGRESS, ErasureState.COMPLETED);
        ErasureCertificate certificate =
                worker.values(Topics.ERASURE_CERTIFICATES).getFirst();
        assertThat(certificate.getOrderId()).isEqualTo(order.orderId());
        assertThat(certificate.getSystems()).hasSize(1);
        assertThat(certificate.getSystems().getFirst().getOutcome()).isEqualTo(DeletionOutcome.COMPLETED);
        List<TestRecord<String, Identity>> forgotten = worker.records(Topics.IDENTITIES);
        assertThat(forgotten).hasSize(1);
        assertThat(forgotten.getFirst().key()).isEqualTo(order.subjectId());
        assertThat(forgotten.getFirst().value()).isNull();
        Remembered left =
                worker.<String, Remembered>store(LedgerStores.IDENTITIES).get(order.subjectId());
        assertThat(left.identity().held()).isNull();
    }

    @Test
    void E5_the_second_time_is_told_once_the_copies_are_gone_and_not_before() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        // The driver hands the tombstone back, as the broker does.
        worker.turn(Duration.ofHours(3));
        assertThat(worker.copiesHaveToGoSince).isPresent();
        assertThat(worker.values(Topics.ERASURE_STATUS))
                .extracting(ErasureStatus::getForgottenAt)
                .containsOnlyNulls();

        worker.copiesGoneUpTo = worker.copiesHaveToGoSince.orElseThrow();
        worker.turn(Duration.ofSeconds(1));

        ErasureStatus last = worker.values(Topics.ERASURE_STATUS).getLast();
        assertThat(last.getStatus()).isEqualTo(ErasureState.COMPLETED);
        assertThat(last.getSystems()).hasSize(1);
        assertThat(last.getRecipientsDoneAt()).isEqualTo(Harness.START);
        assertThat(last.getForgottenAt()).isEqualTo(last.getAt()).isAfter(Harness.START.plus(Duration.ofHours(3)));
        worker.turn(Duration.ofSeconds(1));
        assertThat(worker.copiesHaveToGoSince).isEmpty();
        assertThat(worker.values(Topics.ERASURE_STATUS)).isEmpty();
        assertThat(worker.counts()).containsKey("lethe.forgetting.time");
    }

    @Test
    void E5_identifiers_are_sealed_anew_when_the_key_is_another_and_the_old_key_is_not_needed_any_more() {
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        worker.rotate(KeyRotation::added);
        assertThat(worker.records(Topics.IDENTITIES)).isEmpty();

        worker.rotate(KeyRotation::promoted);

        List<TestRecord<String, Identity>> anew = worker.records(Topics.IDENTITIES);
        assertThat(anew).hasSize(1);
        assertThat(anew.getFirst().key()).isEqualTo(contact);
        assertThat(anew.getFirst().value().getSeenAt()).isEqualTo(BEFORE);
        assertThat(worker.isSealedByTheKeyThatSealsNow(anew.getFirst().value())).isTrue();
        assertThat(worker.counts()).containsEntry("lethe.identities.resealing", 1.0);
        worker.idle(Duration.ofSeconds(4));
        assertThat(worker.counts()).containsEntry("lethe.identities.resealing", 0.0);

        worker.rotate(KeyRotation::reduced);
        worker.ordered(anOrder().of(contact).ofAContact().build());

        assertThat(worker.commands("hubspot")
                        .getFirst()
                        .getIdentifiers()
                        .getFirst()
                        .getValue())
                .isEqualTo(MAIL);
        assertThat(worker.records(Topics.IDENTITIES)).isEmpty();
    }

    @Test
    void E5_an_identifier_that_was_on_its_way_while_the_key_became_another_is_sealed_anew_and_opens_for_good() {
        Identity early = worker.sealed(MAIL, BEFORE);
        Identity late = worker.sealed("other@example.org", BEFORE);
        worker.rotate(KeyRotation::added);
        worker.rotate(KeyRotation::promoted);
        worker.idle(Duration.ofSeconds(4));
        worker.seen(IdentifierKind.EMAIL, "other@example.org", BEFORE.plusSeconds(1));

        worker.send(Topics.IDENTITIES, early.getSubjectId(), early);
        worker.send(Topics.IDENTITIES, late.getSubjectId(), late);

        assertThat(worker.counts()).containsEntry("lethe.identities.resealing", 1.0);
        assertThat(worker.records(Topics.IDENTITIES))
                .extracting(TestRecord::key)
                .containsExactly(early.getSubjectId(), late.getSubjectId());
        worker.idle(Duration.ofSeconds(4));
        assertThat(worker.counts()).containsEntry("lethe.identities.resealing", 0.0);
        worker.rotate(KeyRotation::reduced);
        worker.ordered(anOrder().of(early.getSubjectId()).ofAContact().build());
        worker.ordered(anOrder().of(late.getSubjectId()).ofAContact().build());
        assertThat(worker.commands("hubspot"))
                .extracting(command -> command.getIdentifiers().getFirst().getValue())
                .containsExactly(MAIL, "other@example.org");
    }

    @Test
    void E5_a_heartbeat_in_the_topic_of_identities_is_nobodys_and_leaves_nothing_behind() {
        worker.send(Topics.IDENTITIES, "lethe-heartbeat", null);
        worker.turn(Duration.ofSeconds(1));

        assertThat(worker.copiesHaveToGoSince).isEmpty();
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();
        assertThat(worker.<String, Remembered>store(LedgerStores.IDENTITIES).get("lethe-heartbeat"))
                .isNull();
    }

    @Test
    void E7_an_identifier_that_is_seen_after_the_cut_belongs_to_a_new_life_and_stays() {
        Order order = erasing(MAIL);
        worker.seen(IdentifierKind.EMAIL, MAIL, Harness.START.plusSeconds(60));

        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.NOT_FOUND);

        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
        assertThat(worker.records(Topics.IDENTITIES)).isEmpty();
    }

    @Test
    void E7_a_tombstone_that_covers_a_new_lifes_identifier_is_undone() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        worker.seen(IdentifierKind.EMAIL, MAIL, Harness.START.plusSeconds(60));

        worker.loopIdentities();

        List<TestRecord<String, Identity>> restored = worker.records(Topics.IDENTITIES);
        assertThat(restored).hasSize(1);
        assertThat(restored.getFirst().value().getSeenAt()).isEqualTo(Harness.START.plusSeconds(60));
    }

    @Test
    void E6_an_identifier_from_before_the_erasure_that_comes_after_it_is_erased_again() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        worker.loopIdentities();

        worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);

        assertThat(worker.records(Topics.IDENTITIES))
                .hasSize(1)
                .allSatisfy(record -> assertThat(record.value()).isNull());
        assertThat(worker.counts()).containsEntry("lethe.identities.refused", 1.0);
    }

    @Test
    void E6_a_recipients_late_failure_after_the_certificate_changes_nothing_and_nobody_is_named_again() {
        Order order = erasing(MAIL);
        String command = CommandId.of(order.orderId(), "hubspot");
        worker.acknowledged(command, DeletionOutcome.COMPLETED);
        worker.loopIdentities();
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
        worker.values(Topics.ERASURE_STATUS);
        worker.commands("hubspot");

        worker.acknowledged(command, DeletionOutcome.FAILED, "it was there again");
        worker.acknowledged(command, DeletionOutcome.REFUSED, "an obligation to keep");
        worker.turn(Duration.ofDays(60));

        assertThat(worker.commands("hubspot")).isEmpty();
        assertThat(worker.values(Topics.ERASURE_STATUS)).isEmpty();
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
        assertThat(worker.records(Topics.IDENTITIES))
                .allSatisfy(record -> assertThat(record.value()).isNull());
        assertThat(worker.counts()).containsEntry("lethe.deletion.acks.contradicting", 2.0);
    }

    @Test
    void E3_a_recipient_that_fails_twice_is_asked_again_and_completes() {
        Order order = erasing(MAIL);
        String command = CommandId.of(order.orderId(), "hubspot");

        worker.acknowledged(command, DeletionOutcome.FAILED, "try later");
        worker.turn(Duration.ofMinutes(1));
        worker.acknowledged(command, DeletionOutcome.FAILED, "try later");
        worker.turn(Duration.ofMinutes(2));
        worker.acknowledged(command, DeletionOutcome.COMPLETED);

        assertThat(worker.commands("hubspot"))
                .extracting(DeletionCommand::getAttempt)
                .containsExactly(1, 2, 3);
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
    }

    @Test
    void E3_a_system_is_given_so_many_at_one_time_and_the_others_follow_in_their_order_as_it_answers() {
        try (Harness limited = new Harness(folder.resolve("limited"), Samples.policyWithHubspot(new InFlight(12)))) {
            List<Order> orders = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String contact = limited.seen(IdentifierKind.EMAIL, "somebody" + i + "@example.org", BEFORE);
                Order order = anOrder().of(contact).ofAContact().build();
                limited.ordered(order);
                limited.turn(Duration.ofMillis(200));
                orders.add(order);
            }
            // A sixth of the twelve, since there are six partitions.
            assertThat(limited.commands("hubspot"))
                    .extracting(DeletionCommand::getOrderId)
                    .containsExactly(orders.get(0).orderId(), orders.get(1).orderId());

            limited.acknowledged(CommandId.of(orders.get(1).orderId(), "hubspot"), DeletionOutcome.COMPLETED);
            limited.turn(Duration.ofMillis(200));
            limited.acknowledged(CommandId.of(orders.get(0).orderId(), "hubspot"), DeletionOutcome.FAILED);
            limited.turn(Duration.ofMillis(200));
            limited.turn(Duration.ofMillis(200));

            assertThat(limited.commands("hubspot"))
                    .extracting(DeletionCommand::getOrderId)
                    .containsExactly(orders.get(2).orderId(), orders.get(3).orderId());
            assertThat(last(limited.values(Topics.ERASURE_STATUS)).getOrderId())
                    .isEqualTo(orders.get(3).orderId());

            for (int i = 2; i < 5; i++) {
                limited.acknowledged(CommandId.of(orders.get(i).orderId(), "hubspot"), DeletionOutcome.COMPLETED);
                limited.turn(Duration.ofMinutes(1));
            }
            limited.acknowledged(CommandId.of(orders.get(0).orderId(), "hubspot"), DeletionOutcome.COMPLETED);

            assertThat(limited.commands("hubspot"))
                    .extracting(DeletionCommand::getOrderId)
                    .contains(orders.get(4).orderId(), orders.get(0).orderId());
            assertThat(limited.values(Topics.ERASURE_CERTIFICATES)).hasSize(5);
        }
    }

    @Test
    void E3_what_nobody_answers_is_escalated_at_the_deadline_and_a_late_completion_completes_it() {
        Order order = erasing(MAIL);

        worker.turnTo(Instant.parse("2031-03-31T08:00:00Z"));

        assertThat(last(worker.values(Topics.ERASURE_STATUS)).getStatus()).isEqualTo(ErasureState.ESCALATED);
        assertThat(worker.counts()).containsEntry("lethe.deletion.escalations", 1.0);

        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        assertThat(last(worker.values(Topics.ERASURE_STATUS)).getStatus()).isEqualTo(ErasureState.COMPLETED);
    }

    @Test
    void E3_what_is_escalated_waits_in_the_list_and_leaves_it_at_once_when_it_is_retried_settled_or_answered() {
        Order order = anOrder()
                .of(worker.seen(IdentifierKind.VISITOR_ID, "a-device", BEFORE))
                .build();
        worker.ordered(order);
        assertThat(waiting()).isEmpty();

        worker.turnTo(Instant.parse("2031-03-31T08:00:00Z"));
        assertThat(waiting())
                .containsExactlyInAnyOrder(
                        "hubspot", "google-analytics", "google-ads", "microsoft-clarity", "linkedin", "cloudflare");

        worker.decided(order, "hubspot", ErasureVerdict.RETRY);
        worker.decided(order, "linkedin", ErasureVerdict.WAIVE);
        worker.decided(order, "cloudflare", ErasureVerdict.CLOSE);
        worker.acknowledged(CommandId.of(order.orderId(), "google-ads"), DeletionOutcome.COMPLETED);
        assertThat(waiting()).containsExactlyInAnyOrder("google-analytics", "microsoft-clarity");

        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.REFUSED, "we keep it");
        assertThat(waiting()).containsExactlyInAnyOrder("google-analytics", "microsoft-clarity", "hubspot");

        worker.decided(order, null, ErasureVerdict.CLOSE);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void E3_how_many_wait_for_an_operator_is_told_by_system_until_there_is_none() {
        Order order = erasing(MAIL);
        worker.ordered(anOrder().of("_".repeat(43)).numbered("order0000002").build());
        worker.turnTo(Instant.parse("2031-03-31T08:00:00Z"));
        worker.turnTo(Instant.parse("2031-03-31T08:01:00Z"));
        assertThat(worker.told("lethe.deletion.waiting", "system", "hubspot")).isEqualTo(1);
        assertThat(worker.told("lethe.deletion.waiting", "system", "whole-order"))
                .isEqualTo(1);

        worker.decided(order, "hubspot", ErasureVerdict.CLOSE);
        worker.turnTo(Instant.parse("2031-03-31T08:02:00Z"));

        assertThat(worker.told("lethe.deletion.waiting", "system", "hubspot")).isZero();
        assertThat(worker.told("lethe.deletion.waiting", "system", "whole-order"))
                .isEqualTo(1);
    }

    private List<String> waiting() {
        return Listed.read(worker.store(LedgerStores.ESCALATED), null, 100).stream()
                .map(Listed::system)
                .toList();
    }

    @Test
    void E3_what_an_operator_waives_is_owed_no_more_and_the_certificate_says_why() {
        Order order = erasing(MAIL);
        worker.turnTo(Instant.parse("2031-03-31T08:00:00Z"));

        worker.decided(order, "hubspot", ErasureVerdict.WAIVE);

        assertThat(last(worker.values(Topics.ERASURE_STATUS)).getSystems().getFirst())
                .satisfies(system -> {
                    assertThat(system.getState()).isEqualTo(io.lethe.schemas.CommandState.WAIVED);
                    assertThat(decidedBy(system)).isEqualTo("dpo");
                });
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES))
                .singleElement()
                .satisfies(certificate -> {
                    assertThat(certificate.getResult()).isEqualTo("completed-with-exceptions");
                    assertThat(certificate.toString()).doesNotContain("dpo");
                })
                .extracting(certificate -> certificate.getSystems().getFirst())
                .satisfies(system -> {
                    assertThat(system.getOutcome()).isEqualTo(DeletionOutcome.WAIVED);
                    assertThat(system.getReason()).isEqualTo("as agreed with the recipient");
                    assertThat(system.getAnsweredAt()).isEqualTo(worker.clock.instant());
                });
        assertThat(worker.counts()).containsEntry("lethe.erasure.decisions", 1.0);
    }

    @Test
    void E3_an_operator_has_a_command_given_once_more_after_its_deadline_and_a_repeat_of_that_gives_none() {
        Order order = erasing(MAIL);
        worker.turnTo(Instant.parse("2031-03-31T08:00:00Z"));
        int before = worker.commands("hubspot").size();
        String event = "0b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d11";

        worker.decided(event, order, "hubspot", ErasureVerdict.RETRY);
        worker.decided(event, order, "hubspot", ErasureVerdict.RETRY);

        assertThat(before).isPositive();
        assertThat(worker.commands("hubspot")).hasSize(1);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
    }

    @Test
    void E3_a_decision_whose_order_never_comes_becomes_a_dead_letter_that_can_be_replayed_and_leaves_nothing() {
        worker.decided(anOrder().build(), null, ErasureVerdict.CLOSE);
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();

        worker.idle(Duration.ofMinutes(3));

        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.RULE_BROKEN);
                    assertThat(letter.getTopic()).isEqualTo(Topics.ERASURE_DECISIONS.name());
                    assertThat(letter.getDetail()).contains("no such order is open");
                });
        try (var left = worker.store(LedgerStores.ORDERS).all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    @Test
    void E3_E6_a_decision_that_a_rebuild_reads_before_its_order_counts_and_whoever_was_released_is_not_told_again() {
        String device = worker.seen(IdentifierKind.VISITOR_ID, "a-device", BEFORE);
        Order order = anOrder().of(device).build();

        worker.decidedLongAgo(order, "linkedin", ErasureVerdict.WAIVE, Duration.ofDays(2));
        worker.decidedLongAgo(order, "hubspot", ErasureVerdict.RETRY, Duration.ofDays(2));
        worker.orderedLongAgo(order, Duration.ofDays(3));
        worker.decidedLongAgo(order, "google-ads", ErasureVerdict.CLOSE, Duration.ofDays(1));
        worker.idle(Duration.ofMinutes(3));

        assertThat(worker.commands("linkedin")).isEmpty();
        assertThat(worker.commands("google-ads")).isEmpty();
        assertThat(worker.commands("hubspot"))
                .extracting(DeletionCommand::getAttempt)
                .containsExactly(1);
        List<ErasureStatus> statuses = worker.values(Topics.ERASURE_STATUS);
        assertThat(last(statuses).getSystems())
                .filteredOn(system -> system.getDecision() != null)
                .allSatisfy(system -> assertThat(decidedBy(system)).isEqualTo("dpo"))
                .extracting(SystemStatus::getSystem)
                .containsExactlyInAnyOrder("linkedin", "hubspot", "google-ads");
        assertThat(last(statuses).getSystems())
                .filteredOn(system -> system.getReason() != null)
                .extracting(SystemStatus::getSystem, SystemStatus::getState)
                .containsExactlyInAnyOrder(
                        tuple("linkedin", io.lethe.schemas.CommandState.WAIVED),
                        tuple("google-ads", io.lethe.schemas.CommandState.CLOSED));
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();
        assertThat(worker.counts()).containsEntry("lethe.erasure.decisions", 3.0);
    }

    @Test
    void E3_more_decisions_than_anybody_needs_for_an_order_that_is_not_there_are_dead_letters_at_once() {
        for (int i = 0; i < 40; i++) {
            worker.decided(anOrder().build(), null, ErasureVerdict.CLOSE);
        }

        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .hasSize(8)
                .extracting(DeadLetter::getDetail)
                .allMatch(detail -> detail.contains("too many"));
    }

    @Test
    void E6_a_rebuild_does_not_publish_again_what_was_erased_while_it_looks_for_the_certificate() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        TestRecord<String, Identity> tombstone =
                worker.records(Topics.IDENTITIES).getFirst();
        TestRecord<String, ErasureCertificate> certificate =
                worker.records(Topics.ERASURE_CERTIFICATES).getFirst();

        try (Harness anew = new Harness(folder.resolve("anew"))) {
            anew.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
            anew.orderedLongAgo(order, Duration.ofDays(20));
            anew.decidedLongAgo(order, null, ErasureVerdict.RETRY, Duration.ofDays(20));
            anew.sendOld(Topics.IDENTITIES, tombstone, Duration.ofDays(19));
            anew.sendOld(Topics.ERASURE_CERTIFICATES, certificate, Duration.ofDays(19));
            anew.idle(Duration.ofMinutes(5));

            assertThat(anew.records(Topics.IDENTITIES))
                    .allSatisfy(record -> assertThat(record.value()).isNull());
            assertThat(anew.commands("hubspot")).isEmpty();
            assertThat(anew.values(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();
        }
    }

    @Test
    void E6_a_certificate_that_is_put_back_into_older_topics_erases_once_more_and_commands_nothing() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        TestRecord<String, ErasureCertificate> certificate =
                worker.records(Topics.ERASURE_CERTIFICATES).getFirst();

        try (Harness restored = new Harness(folder.resolve("restored"))) {
            restored.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
            restored.sendOld(
                    Topics.ERASURE_CERTIFICATES,
                    new TestRecord<>(
                            certificate.key(),
                            certificate.value(),
                            new RecordHeaders().add(CertificateWire.REAPPLIED, new byte[0])),
                    Duration.ZERO);
            restored.ordered(order);

            assertThat(restored.records(Topics.IDENTITIES))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isNull());
            assertThat(restored.values(Topics.ERASURE_STATUS)).singleElement().satisfies(status -> {
                assertThat(status.getStatus()).isEqualTo(ErasureState.COMPLETED);
                assertThat(status.getOrderedAt()).isEqualTo(order.orderedAt());
                assertThat(status.getRecipientsDoneAt())
                        .isEqualTo(certificate.value().getCompletedAt());
                assertThat(status.getSystems()).hasSize(1);
            });
            assertThat(restored.commands("hubspot")).isEmpty();
            assertThat(restored.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
        }
    }

    @Test
    void E2_answers_that_contradict_each_other_are_counted_by_what_was_said_and_those_to_a_new_attempt_are_none() {
        String command = CommandId.of(erasing(MAIL).orderId(), "hubspot");
        worker.acknowledged(command, DeletionOutcome.FAILED);
        worker.turn(Duration.ofMinutes(1));
        assertThat(worker.commands("hubspot")).hasSize(2);
        worker.acknowledged(command, DeletionOutcome.FAILED);
        worker.acknowledged(command, DeletionOutcome.COMPLETED);
        worker.acknowledged(command, DeletionOutcome.COMPLETED);
        worker.acknowledged(command, DeletionOutcome.REFUSED);

        assertThat(worker.meters.find("lethe.deletion.acks.contradicting").counters())
                .extracting(counter ->
                        counter.getId().getTag("first") + " " + counter.getId().getTag("then"))
                .containsExactlyInAnyOrder("failed completed", "finished refused");
    }

    @Test
    void E5_a_reason_that_quotes_the_identifier_is_kept_without_it() {
        String contact = worker.seen(IdentifierKind.CUSTOMER_ID, "C-4711", BEFORE);
        Order order = anOrder().of(contact).ofAContact().build();
        worker.ordered(order);

        worker.acknowledged(
                CommandId.of(order.orderId(), "hubspot"),
                DeletionOutcome.FAILED,
                "customer c-4711 has an open invoice");

        assertThat(last(worker.values(Topics.ERASURE_STATUS)).getSystems())
                .extracting(SystemStatus::getReason)
                .contains("customer [removed] has an open invoice");
    }

    @Test
    void E1_orders_that_waited_for_an_identifier_are_given_in_the_order_of_their_cuts() {
        String contact = worker.subject(IdentifierKind.EMAIL, MAIL);
        for (String number : List.of("z-first-0001", "a-second-001")) {
            worker.turn(Duration.ofSeconds(1));
            worker.ordered(anOrder()
                    .of(contact)
                    .numbered(number)
                    .ofAContact()
                    .at(worker.clock.instant())
                    .build());
        }

        worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);

        assertThat(worker.commands("hubspot"))
                .extracting(DeletionCommand::getOrderId)
                .containsExactly(contact + ".z-first-0001", contact + ".a-second-001");
    }

    @Test
    void E2_an_acknowledgement_of_no_command_of_ours_is_counted_and_becomes_a_dead_letter() {
        Order order = erasing(MAIL);

        worker.acknowledged("nonsense", DeletionOutcome.COMPLETED);
        worker.acknowledged(CommandId.of(order.orderId(), "linkedin"), DeletionOutcome.COMPLETED);

        List<DeadLetter> letters = worker.values(Topics.deadLetters(Party.ERASURE_WORKER));
        assertThat(letters)
                .extracting(DeadLetter::getReason, DeadLetter::getTopic)
                .containsOnly(tuple(DeadLetterReason.UNKNOWN_COMMAND, "deletion-acks"));
        assertThat(letters).extracting(DeadLetter::getOffset).containsExactly(0L, 1L);
        assertThat(worker.counts()).containsEntry("lethe.deletion.acks.unknown", 2.0);
        assertThat(counted("lethe.dead.letters", "reason", "unknown-command")).isEqualTo(2);
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
    }

    @Test
    void an_acknowledgement_is_counted_under_the_interfaces_word_for_its_outcome() {
        Order order = erasing(MAIL);

        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.NOT_FOUND);

        assertThat(counted("lethe.deletion.acks", "outcome", "not-found")).isEqualTo(1);
    }

    private double counted(String name, String label, String word) {
        return worker.meters.get(name).tag(label, word).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void S3_bytes_that_cannot_be_read_become_a_dead_letter_and_the_stream_goes_on() {
        worker.sendBytes(Topics.ERASURE_ORDERS, "key", "no avro".getBytes(StandardCharsets.UTF_8));
        worker.sendBytes(Topics.DELETION_ACKS, null, new byte[] {0, 0, 0, 99, 99, 1});
        worker.sendBytes(Topics.IDENTITIES, "key", new byte[0]);
        Order order = erasing(MAIL);

        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .extracting(DeadLetter::getTopic, DeadLetter::getReason)
                .containsExactly(
                        tuple("erasure-orders", DeadLetterReason.NOT_FRAMED),
                        tuple("deletion-acks", DeadLetterReason.UNKNOWN_SCHEMA),
                        tuple("identities", DeadLetterReason.NOT_FRAMED));
        assertThat(worker.commands("hubspot"))
                .extracting(DeletionCommand::getOrderId)
                .containsExactly(order.orderId());
    }

    @Test
    void S3_an_order_whose_key_is_not_its_subject_becomes_a_dead_letter() {
        worker.send(Topics.ERASURE_ORDERS, Samples.ADA, null);
        worker.ordered(anOrder().of("somebody").build());

        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .extracting(DeadLetter::getReason)
                .containsExactly(DeadLetterReason.NO_VALUE, DeadLetterReason.RULE_BROKEN);
    }

    @Test
    void S3_an_identity_that_does_not_open_becomes_a_dead_letter() {
        String contact = worker.subject(IdentifierKind.EMAIL, MAIL);

        worker.seenForged(contact);

        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .extracting(DeadLetter::getReason, DeadLetter::getTopic)
                .containsExactly(tuple(DeadLetterReason.RULE_BROKEN, "identities"));
    }

    @Test
    void S3_a_failing_timer_fails_the_service() {
        erasing(MAIL);
        worker.clock.breakDown();

        assertThatThrownBy(() -> worker.turn(Duration.ofDays(1))).hasRootCauseMessage("the clock is broken");
    }

    @Test
    void E7_of_two_orders_of_one_subject_the_last_to_finish_forgets_the_identifier() {
        Order first = erasing(MAIL);
        Order second = anOrder()
                .of(first.subjectId())
                .numbered("second000001")
                .ofAContact()
                .build();
        worker.ordered(second);

        worker.acknowledged(CommandId.of(first.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        assertThat(worker.records(Topics.IDENTITIES)).isEmpty();

        worker.acknowledged(CommandId.of(second.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        assertThat(worker.records(Topics.IDENTITIES)).hasSize(1);
    }

    @Test
    void a_finished_order_leaves_no_trace_once_its_proof_has_aged_out_and_the_topics_cannot_repeat_it() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        worker.turnTo(Instant.parse("2042-03-02T00:00:00Z"));

        for (String store : List.of(LedgerStores.ORDERS, LedgerStores.IDENTITIES, LedgerStores.DUE)) {
            try (var left = worker.store(store).all()) {
                assertThat(left.hasNext()).as(store).isFalse();
            }
        }
    }

    @Test
    void E2_an_acknowledgement_with_its_schemas_GUID_in_a_header_counts_with_a_GUID_of_nobodys_it_is_a_dead_letter() {
        Order order = erasing(MAIL);
        DeletionAck ack = DeletionAck.newBuilder()
                .setCommandId(CommandId.of(order.orderId(), "hubspot"))
                .setOutcome(DeletionOutcome.COMPLETED)
                .setAt(worker.clock.instant())
                .build();

        worker.acknowledgedInTheNewerForm(ack, false);

        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
                    assertThat(letter.getDetail()).contains("GUID");
                });

        worker.acknowledgedInTheNewerForm(ack, true);

        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();
    }

    @Test
    void E6_an_order_that_the_topics_repeat_after_years_does_not_erase_a_new_life() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        assertThat(worker.commands("hubspot")).hasSize(1);

        worker.turnTo(Instant.parse("2040-12-31T00:00:00Z"));
        worker.seen(IdentifierKind.EMAIL, MAIL, Instant.parse("2040-12-30T00:00:00Z"));
        worker.ordered(order);
        worker.ordered(anOrder()
                .of(order.subjectId())
                .numbered("earlier00001")
                .ofAContact()
                .upTo(order.orderedAt().minusSeconds(1))
                .build());
        worker.turn(Duration.ofDays(2));

        assertThat(worker.commands("hubspot")).isEmpty();
        assertThat(worker.<String, Remembered>store(LedgerStores.IDENTITIES).get(order.subjectId()))
                .satisfies(known -> assertThat(known.identity().held()).isNotNull());
    }

    @Test
    void E6_a_ledger_built_anew_from_the_topics_reads_its_certificates_before_it_commands_what_is_old() {
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        TestRecord<String, ErasureCertificate> certificate =
                worker.records(Topics.ERASURE_CERTIFICATES).getFirst();

        try (Harness anew = new Harness(folder.resolve("anew"))) {
            anew.clock.turn(Duration.ofDays(2_000));
            anew.seen(IdentifierKind.EMAIL, MAIL, Harness.START.plus(Duration.ofDays(1_999)));
            anew.orderedLongAgo(order, Duration.ofDays(2_000));
            anew.idle(Duration.ofSeconds(40));
            anew.sendOld(Topics.ERASURE_CERTIFICATES, certificate, Duration.ofDays(1_998));
            anew.idle(Duration.ofMinutes(5));

            assertThat(anew.commands("hubspot")).isEmpty();
            assertThat(anew.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
            assertThat(anew.records(Topics.IDENTITIES)).isEmpty();

            // The new life is to be erased, it is
            anew.ordered(anOrder()
                    .of(order.subjectId())
                    .numbered("second000001")
                    .ofAContact()
                    .at(anew.clock.instant())
                    .build());
            assertThat(anew.commands("hubspot")).hasSize(1);
        }
    }

    @Test
    void E1_an_order_that_waited_while_the_worker_was_away_is_commanded_once_the_backlog_is_worked_off() {
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        Order order = anOrder().of(contact).ofAContact().build();

        worker.orderedLongAgo(order, Duration.ofDays(2));
        assertThat(worker.commands("hubspot")).isEmpty();
        worker.idle(Duration.ofSeconds(50));
        worker.orderedLongAgo(order, Duration.ofDays(1));
        worker.idle(Duration.ofSeconds(50));

        // As long as the backlog lasts
        assertThat(worker.commands("hubspot")).isEmpty();

        worker.idle(Duration.ofMinutes(3));

        assertThat(worker.commands("hubspot")).hasSize(1);
    }

    @Test
    void E6_a_ledger_that_begins_empty_waits_for_what_has_become_of_an_order_from_the_minute_before() {
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        Order order = anOrder().of(contact).ofAContact().build();

        worker.orderedLongAgo(order, Duration.ofMinutes(1));
        assertThat(worker.commands("hubspot")).isEmpty();

        worker.idle(Duration.ofMinutes(3));
        assertThat(worker.commands("hubspot")).hasSize(1);
    }

    @Test
    void E1_E6_an_order_does_not_overtake_an_earlier_one_of_the_same_subject_that_waits_for_its_certificate() {
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        Order first = anOrder().of(contact).ofAContact().build();
        worker.orderedLongAgo(first, Duration.ofMinutes(1));
        worker.idle(Duration.ofSeconds(50));
        worker.seen(IdentifierKind.EMAIL, MAIL, first.orderedAt().plusSeconds(1));
        Order second = anOrder()
                .of(contact)
                .ofAContact()
                .numbered("order0000002")
                .at(first.orderedAt().plusSeconds(2))
                .build();

        worker.ordered(second);
        assertThat(worker.commands("hubspot")).isEmpty();

        worker.idle(Duration.ofMinutes(3));
        assertThat(worker.commands("hubspot"))
                .extracting(command -> command.getOrderId())
                .containsExactly(first.orderId(), second.orderId());
    }

    @Test
    void E6_the_cut_travels_with_the_command_in_all_attempts_so_that_a_recipient_can_spare_what_is_newer() {
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        worker.ordered(anOrder()
                .of(contact)
                .ofAContact()
                .upTo(Harness.START.minusSeconds(3_600))
                .build());

        worker.turn(Duration.ofHours(8));
        worker.turn(Duration.ofHours(8));

        assertThat(worker.commands("hubspot"))
                .hasSizeGreaterThan(1)
                .extracting(DeletionCommand::getErasedUpTo)
                .containsOnly(Harness.START.minusSeconds(3_600));
    }

    @Test
    void records_are_stamped_with_the_real_time_whatever_the_sandbox_clock_says() {
        erasing(MAIL);
        worker.records(Topics.deletionCommands("hubspot"));

        worker.turn(Duration.ofHours(1));

        assertThat(worker.records(Topics.deletionCommands("hubspot")))
                .singleElement()
                .satisfies(record -> assertThat(record.getRecordTime()).isEqualTo(Harness.START.plusMillis(200)));
    }

    @Test
    void a_reason_loses_what_looks_like_an_address_before_it_is_kept() {
        Order order = erasing(MAIL);

        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.FAILED, "cannot delete " + MAIL);

        assertThat(last(worker.values(Topics.ERASURE_STATUS))
                        .getSystems()
                        .getFirst()
                        .getReason())
                .isEqualTo("cannot delete [removed]");
    }

    private Order erasing(String mail) {
        String contact = worker.seen(IdentifierKind.EMAIL, mail, BEFORE);
        Order order = anOrder().of(contact).ofAContact().build();
        worker.ordered(order);
        return order;
    }

    private static @Nullable String decidedBy(SystemStatus system) {
        return Objects.requireNonNull(system.getDecision()).getDecidedBy();
    }

    private static <T> T last(List<T> all) {
        return all.getLast();
    }
}
