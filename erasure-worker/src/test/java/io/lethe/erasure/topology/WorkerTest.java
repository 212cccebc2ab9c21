package io.lethe.erasure.topology;

import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Samples;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.Identity;
import io.lethe.schemas.SubjectIdentifier;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The worker")
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
    @DisplayName("E1 tells each system that knows a visitor, with the identifier in clear, once")
    void E1_each_system_that_knows_a_visitor_is_told_once() {
        // given
        String visitor = worker.seen(IdentifierKind.VISITOR_ID, "v-81c", BEFORE);
        Order order = anOrder().of(visitor).build();

        // when
        worker.ordered(order);
        worker.ordered(order);

        // then
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
    @DisplayName("E1 an order that comes before its identity waits for it")
    void E1_an_order_waits_for_its_identity() {
        // given
        String contact = worker.subject(IdentifierKind.EMAIL, MAIL);
        worker.ordered(anOrder().of(contact).ofAContact().build());
        assertThat(worker.commands("hubspot")).isEmpty();

        // when
        worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);

        // then
        assertThat(worker.commands("hubspot")).hasSize(1);
    }

    @Test
    @DisplayName("an erasure from order to certificate; then the identifier is forgotten")
    void E7_after_the_last_answer_the_identifier_is_forgotten() {
        // given
        Order order = erasing(MAIL);
        DeletionCommand command = worker.commands("hubspot").getFirst();
        worker.records(Topics.IDENTITIES);

        // when
        worker.turn(Duration.ofSeconds(5));
        worker.acknowledged(command.getCommandId(), DeletionOutcome.COMPLETED);

        // then
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
        KnownIdentity left =
                worker.<String, KnownIdentity>store(LedgerStores.IDENTITIES).get(order.subjectId());
        assertThat(left.held()).isNull();
    }

    @Test
    @DisplayName("E7 an identifier that is seen after the cut belongs to a new life and stays")
    void E7_a_new_life_keeps_its_identifier() {
        // given
        Order order = erasing(MAIL);
        worker.seen(IdentifierKind.EMAIL, MAIL, Harness.START.plusSeconds(60));

        // when
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.NOT_FOUND);

        // then
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
        assertThat(worker.records(Topics.IDENTITIES)).isEmpty();
    }

    @Test
    @DisplayName("E7 a tombstone that covers a new life's identifier is undone")
    void E7_a_tombstone_that_covers_a_new_life_is_undone() {
        // given
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        worker.seen(IdentifierKind.EMAIL, MAIL, Harness.START.plusSeconds(60));

        // when
        worker.loopIdentities();

        // then
        List<TestRecord<String, Identity>> restored = worker.records(Topics.IDENTITIES);
        assertThat(restored).hasSize(1);
        assertThat(restored.getFirst().value().getSeenAt()).isEqualTo(Harness.START.plusSeconds(60));
    }

    @Test
    @DisplayName("E6 an identifier from before the erasure that comes after it is erased again")
    void E6_a_late_identifier_is_erased_again() {
        // given
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        worker.loopIdentities();

        // when
        worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);

        // then
        assertThat(worker.records(Topics.IDENTITIES))
                .hasSize(1)
                .allSatisfy(record -> assertThat(record.value()).isNull());
        assertThat(worker.counts()).containsEntry("lethe.identities.refused", 1.0);
    }

    @Test
    @DisplayName("E3 a recipient that fails twice is asked again, and completes")
    void E3_a_recipient_that_fails_twice_is_asked_again() {
        // given
        Order order = erasing(MAIL);
        String command = CommandId.of(order.orderId(), "hubspot");

        // when
        worker.acknowledged(command, DeletionOutcome.FAILED, "try later");
        worker.turn(Duration.ofMinutes(1));
        worker.acknowledged(command, DeletionOutcome.FAILED, "try later");
        worker.turn(Duration.ofMinutes(2));
        worker.acknowledged(command, DeletionOutcome.COMPLETED);

        // then
        assertThat(worker.commands("hubspot"))
                .extracting(DeletionCommand::getAttempt)
                .containsExactly(1, 2, 3);
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
    }

    @Test
    @DisplayName("E3 what nobody answers is escalated at the deadline, and a late completion completes it")
    void E3_what_nobody_answers_is_escalated_and_can_still_complete() {
        // given
        Order order = erasing(MAIL);

        // when
        worker.turnTo(Instant.parse("2031-03-31T08:00:00Z"));

        // then
        assertThat(last(worker.values(Topics.ERASURE_STATUS)).getStatus()).isEqualTo(ErasureState.ESCALATED);
        assertThat(worker.counts()).containsEntry("lethe.deletion.escalations", 1.0);

        // when
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        // then
        assertThat(last(worker.values(Topics.ERASURE_STATUS)).getStatus()).isEqualTo(ErasureState.COMPLETED);
    }

    @Test
    @DisplayName("E2 an acknowledgement of no command of ours is counted and becomes a dead letter")
    void E2_an_unknown_acknowledgement_becomes_a_dead_letter() {
        // given
        Order order = erasing(MAIL);

        // when
        worker.acknowledged("nonsense", DeletionOutcome.COMPLETED);
        worker.acknowledged(CommandId.of(order.orderId(), "linkedin"), DeletionOutcome.COMPLETED);

        // then
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
        // given
        Order order = erasing(MAIL);

        // when
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.NOT_FOUND);

        // then
        assertThat(counted("lethe.deletion.acks", "outcome", "not-found")).isEqualTo(1);
    }

    private double counted(String name, String label, String word) {
        return worker.meters.get(name).tag(label, word).counter().count();
    }

    @Test
    @DisplayName("S3 bytes that cannot be read become a dead letter, and the stream goes on")
    void S3_bad_bytes_become_a_dead_letter() {
        // when
        worker.sendBytes(Topics.ERASURE_ORDERS, "key", "no avro".getBytes(StandardCharsets.UTF_8));
        worker.sendBytes(Topics.DELETION_ACKS, null, new byte[] {0, 0, 0, 99, 99, 1});
        worker.sendBytes(Topics.IDENTITIES, "key", new byte[0]);
        Order order = erasing(MAIL);

        // then
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
    @DisplayName("S3 an order whose key is not its subject becomes a dead letter")
    void S3_an_order_under_another_key_becomes_a_dead_letter() {
        // when
        worker.send(Topics.ERASURE_ORDERS, Samples.ADA, null);
        worker.ordered(anOrder().of("somebody").build());

        // then
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .extracting(DeadLetter::getReason)
                .containsExactly(DeadLetterReason.NO_VALUE, DeadLetterReason.RULE_BROKEN);
    }

    @Test
    @DisplayName("S3 an identity that does not open becomes a dead letter")
    void S3_an_identity_that_does_not_open_becomes_a_dead_letter() {
        // given
        String contact = worker.subject(IdentifierKind.EMAIL, MAIL);

        // when
        worker.seenForged(contact);

        // then
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .extracting(DeadLetter::getReason, DeadLetter::getTopic)
                .containsExactly(tuple(DeadLetterReason.RULE_BROKEN, "identities"));
    }

    @Test
    @DisplayName("S3 a failing timer fails the service")
    void S3_a_failing_timer_fails_the_service() {
        // given
        erasing(MAIL);
        worker.clock.breakDown();

        // then
        assertThatThrownBy(() -> worker.turn(Duration.ofDays(1))).hasRootCauseMessage("the clock is broken");
    }

    @Test
    @DisplayName("E7 of two orders of one subject, the last to finish forgets the identifier")
    void E7_of_two_orders_the_last_forgets() {
        // given
        Order first = erasing(MAIL);
        Order second = anOrder()
                .of(first.subjectId())
                .numbered("second000001")
                .ofAContact()
                .build();
        worker.ordered(second);

        // when
        worker.acknowledged(CommandId.of(first.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        // then
        assertThat(worker.records(Topics.IDENTITIES)).isEmpty();

        // when
        worker.acknowledged(CommandId.of(second.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        // then
        assertThat(worker.records(Topics.IDENTITIES)).hasSize(1);
    }

    @Test
    @DisplayName("a finished order leaves no trace once its proof has aged out, and the topics cannot repeat it")
    void a_finished_order_leaves_no_trace_in_the_end() {
        // given
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        // when
        worker.turnTo(Instant.parse("2042-03-02T00:00:00Z"));

        // then
        for (String store : List.of(LedgerStores.ORDERS, LedgerStores.IDENTITIES, LedgerStores.DUE)) {
            try (var left = worker.store(store).all()) {
                assertThat(left.hasNext()).as(store).isFalse();
            }
        }
    }

    @Test
    @DisplayName(
            "E2 an acknowledgement with its schema's GUID in a header counts; with a GUID of nobody's it is a dead letter")
    void E2_acknowledgements_of_newer_serializers_are_read() {
        // given
        Order order = erasing(MAIL);
        DeletionAck ack = DeletionAck.newBuilder()
                .setCommandId(CommandId.of(order.orderId(), "hubspot"))
                .setOutcome(DeletionOutcome.COMPLETED)
                .setAt(worker.clock.instant())
                .build();

        // when
        worker.acknowledgedInTheNewerForm(ack, false);

        // then
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
                    assertThat(letter.getDetail()).contains("GUID");
                });

        // when
        worker.acknowledgedInTheNewerForm(ack, true);

        // then
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).hasSize(1);
        assertThat(worker.values(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();
    }

    @Test
    @DisplayName("E6 an order that the topics repeat after years does not erase a new life")
    void E6_a_repeated_order_does_not_erase_a_new_life() {
        // given
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        assertThat(worker.commands("hubspot")).hasSize(1);

        // when
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

        // then
        assertThat(worker.commands("hubspot")).isEmpty();
        assertThat(worker.<String, KnownIdentity>store(LedgerStores.IDENTITIES).get(order.subjectId()))
                .satisfies(known -> assertThat(known.held()).isNotNull());
    }

    @Test
    @DisplayName("E6 a ledger built anew from the topics reads its certificates before it commands what is old")
    void E6_a_ledger_that_was_lost_learns_from_its_certificates() {
        // given
        Order order = erasing(MAIL);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        TestRecord<String, ErasureCertificate> certificate =
                worker.records(Topics.ERASURE_CERTIFICATES).getFirst();

        try (Harness anew = new Harness(folder.resolve("anew"))) {
            // when
            anew.clock.turn(Duration.ofDays(2_000));
            anew.seen(IdentifierKind.EMAIL, MAIL, Harness.START.plus(Duration.ofDays(1_999)));
            anew.orderedLongAgo(order, Duration.ofDays(2_000));
            anew.idle(Duration.ofSeconds(40));
            anew.sendOld(Topics.ERASURE_CERTIFICATES, certificate, Duration.ofDays(1_998));
            anew.idle(Duration.ofMinutes(5));

            // then
            assertThat(anew.commands("hubspot")).isEmpty();
            assertThat(anew.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
            assertThat(anew.records(Topics.IDENTITIES)).isEmpty();

            // when the new life is to be erased, it is
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
    @DisplayName("E1 an order that waited while the worker was away is commanded once the backlog is worked off")
    void E1_an_order_from_a_backlog_is_deferred_and_not_dropped() {
        // given
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        Order order = anOrder().of(contact).ofAContact().build();

        // when
        worker.orderedLongAgo(order, Duration.ofDays(2));
        assertThat(worker.commands("hubspot")).isEmpty();
        worker.idle(Duration.ofSeconds(50));
        worker.orderedLongAgo(order, Duration.ofDays(1));
        worker.idle(Duration.ofSeconds(50));

        // then, as long as the backlog lasts
        assertThat(worker.commands("hubspot")).isEmpty();

        // when
        worker.idle(Duration.ofMinutes(3));

        // then
        assertThat(worker.commands("hubspot")).hasSize(1);
    }

    @Test
    @DisplayName("E6 the cut travels with the command, in all attempts, so that a recipient can spare what is newer")
    void E6_the_cut_travels_with_the_command() {
        // given
        String contact = worker.seen(IdentifierKind.EMAIL, MAIL, BEFORE);
        worker.ordered(anOrder()
                .of(contact)
                .ofAContact()
                .upTo(Harness.START.minusSeconds(3_600))
                .build());

        // when
        worker.turn(Duration.ofHours(8));
        worker.turn(Duration.ofHours(8));

        // then
        assertThat(worker.commands("hubspot"))
                .hasSizeGreaterThan(1)
                .extracting(DeletionCommand::getErasedUpTo)
                .containsOnly(Harness.START.minusSeconds(3_600));
    }

    @Test
    @DisplayName("records are stamped with the real time, whatever the sandbox clock says")
    void records_are_stamped_with_the_real_time() {
        // given
        erasing(MAIL);
        worker.records(Topics.deletionCommands("hubspot"));

        // when
        worker.turn(Duration.ofHours(1));

        // then
        assertThat(worker.records(Topics.deletionCommands("hubspot")))
                .singleElement()
                .satisfies(record -> assertThat(record.getRecordTime()).isEqualTo(Harness.START.plusMillis(200)));
    }

    @Test
    @DisplayName("a reason loses what looks like an address before it is kept")
    void a_reason_loses_what_looks_like_an_address() {
        // given
        Order order = erasing(MAIL);

        // when
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.FAILED, "cannot delete " + MAIL);

        // then
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

    private static <T> T last(List<T> all) {
        return all.getLast();
    }
}
