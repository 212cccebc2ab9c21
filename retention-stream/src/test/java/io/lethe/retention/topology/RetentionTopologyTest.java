package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.CONTACT;
import static io.lethe.retention.topology.Records.VISITOR;
import static io.lethe.retention.topology.Records.completed;
import static io.lethe.retention.topology.Records.hold;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.link;
import static io.lethe.retention.topology.Records.refusal;
import static io.lethe.retention.topology.Records.request;
import static io.lethe.retention.topology.Records.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.stored.StoredRight;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RequestState;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsDue;
import io.lethe.schemas.RightsDueKind;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.deadlines.DeadlineKey;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology of the retention stream. */
class RetentionTopologyTest {

    private static final String AUDIENCE = "audience-measurement";
    private static final String JANUARY = "2026-01-15T10:00:00+01:00";
    private static final Topic<DeadLetter> DEAD_LETTERS = Topics.deadLetters(Party.RETENTION_STREAM);

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    RetentionTopologyTest() {}

    @BeforeEach
    void open() {
        stream = new Harness(folder, JANUARY);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void is_the_one_that_is_drawn_in_the_file() throws IOException {
        try (var file = RetentionTopologyTest.class.getResourceAsStream("/expected-topology.txt")) {
            assertThat(file).isNotNull();
            assertThat(stream.topology.describe().toString())
                    .isEqualToNormalizingNewlines(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void C5_a_consent_expires_by_the_clock_alone_once_and_others_are_told() {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE));
        assertThat(stream.told(Topics.CONSENT_STATE).getLast().getConsents())
                .singleElement()
                .satisfies(it -> assertThat(it.getStatus()).isEqualTo(ConsentStatus.GIVEN));

        stream.until("2026-07-15T09:59:59.999+02:00");
        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(ConsentChange::getTo)
                .containsExactly(ConsentStatus.GIVEN);

        stream.until("2026-07-15T10:00:00+02:00").until("2026-08-01T00:00:00Z");
        assertThat(stream.told(Topics.CONSENT_CHANGES)).singleElement().satisfies(it -> {
            assertThat(it.getFrom()).isEqualTo(ConsentStatus.GIVEN);
            assertThat(it.getTo()).isEqualTo(ConsentStatus.EXPIRED);
            assertThat(it.getEffectiveAt()).isEqualTo(Harness.time("2026-07-15T10:00:00+02:00"));
        });
        assertThat(stream.told(Topics.CONSENT_STATE).getLast().getConsents())
                .singleElement()
                .satisfies(it -> assertThat(it.getStatus()).isEqualTo(ConsentStatus.EXPIRED));
        assertThat(deadlines())
                .as("only the end of the device's data is left to wait for")
                .containsExactly(Harness.time("2027-02-18T10:00:00+01:00"));
    }

    @Test
    void C5_after_an_expiry_a_new_statement_opens_a_window_that_ends_too() {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE))
                .until("2026-08-01T10:00:00+02:00")
                .hears(
                        Topics.CONSENT_STATEMENTS,
                        VISITOR,
                        statement("2026-08-01T10:00:00+02:00", Decision.GRANTED, AUDIENCE))
                .until("2027-02-01T10:00:00+01:00");

        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(ConsentChange::getTo)
                .containsExactly(
                        ConsentStatus.GIVEN, ConsentStatus.EXPIRED, ConsentStatus.RENEWED, ConsentStatus.EXPIRED);
    }

    @Test
    void R2_E6_lapse_grace_order_completion_and_erased() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .until("2031-03-01T12:00:00+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).singleElement().satisfies(it -> {
            assertThat(it.getChange()).isEqualTo(RetentionChangeKind.LAPSED);
            assertThat(it.getEraseAfter()).isEqualTo(Harness.time("2031-03-31T12:00:00+02:00"));
        });
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        stream.until("2031-03-31T12:00:00+02:00").until("2031-04-01T00:00:00Z");
        List<ErasureOrder> orders = stream.told(Topics.ERASURE_ORDERS);
        assertThat(orders).singleElement().satisfies(it -> {
            assertThat(it.getCause()).isEqualTo(ErasureCause.RETENTION_LAPSED);
            assertThat(it.getOrderId()).startsWith(CONTACT + ".");
            assertThat(it.getDataCategories()).containsExactly("contact-details");
            assertThat(it.getSubjectKind()).isEqualTo(SubjectKind.CONTACT);
        });
        assertThat(stream.records(Topics.CONSENT_STATE).getLast().value).isNull();

        stream.hears(Topics.ERASURE_STATUS, CONTACT, completed(orders.getFirst(), "2031-04-02T00:00:00Z"));
        assertThat(SubjectForm.fromStored(CONTACT, stored(CONTACT)).status()).isEqualTo(Subject.Status.ERASED);

        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2030-01-01T00:00:00Z"));
        assertThat(stream.count("lethe.events.dropped", "reason", "before-erasure"))
                .isEqualTo(1);
        assertThat(deadlines()).isEmpty();
    }

    @Test
    void R3_an_interaction_moves_no_entry_of_the_deadline_store_and_the_next_lapse_is_not_lost() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(Topics.INTERACTIONS, CONTACT, interaction("2027-03-01T12:00:00+01:00"));
        assertThat(deadlines()).containsExactly(Harness.time("2031-03-01T12:00:00+01:00"));

        stream.until("2031-03-01T12:00:00+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).isEmpty();
        assertThat(deadlines()).containsExactly(Harness.time("2032-03-01T12:00:00+01:00"));

        stream.until("2032-03-01T12:00:00+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).hasSize(1);
    }

    @Test
    void R3_what_falls_due_is_counted_as_it_is_while_the_entry_of_the_deadline_store_stays_where_it_was() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(Topics.INTERACTIONS, CONTACT, interaction("2027-03-01T12:00:00+01:00"));

        assertThat(deadlines()).containsExactly(Harness.time("2031-03-01T12:00:00+01:00"));
        assertThat(stream.dueCounts())
                .isEqualTo(
                        Map.of(YearMonth.parse("2032-03"), Map.of(Due.What.RETENTION_LAPSE, 1L, Due.What.ERASURE, 1L)));

        stream.until("2031-03-01T12:00:00+01:00").until("2032-03-01T12:00:00+01:00");
        assertThat(stream.dueCounts()).isEqualTo(Map.of(YearMonth.parse("2032-03"), Map.of(Due.What.ERASURE, 1L)));

        stream.until("2032-03-31T12:00:00+02:00");
        assertThat(stream.dueCounts()).isEmpty();
    }

    @Test
    void R2_an_interaction_in_the_grace_window_revives() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .until("2031-03-10T00:00:00Z")
                .hears(Topics.INTERACTIONS, CONTACT, interaction("2031-03-10T00:00:00Z"))
                .until("2031-06-01T00:00:00Z");

        assertThat(stream.told(Topics.RETENTION_CHANGES))
                .extracting(RetentionChange::getChange)
                .containsExactly(RetentionChangeKind.LAPSED, RetentionChangeKind.REVIVED);
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    @Test
    void R2_as_long_as_a_backlog_is_worked_off_no_one_is_erased_whom_it_may_keep() {
        Instant beforeTheOutage = Instant.parse("2025-12-01T00:00:00Z");
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .until("2031-03-02T00:00:00Z")
                .clockAt("2031-06-01T00:00:00Z")
                .hears(Topics.HOLDS, VISITOR, null, beforeTheOutage)
                .advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        assertThat(stream.metrics.get("lethe.expiry.lag").gauge().value()).isGreaterThan(1_000_000);

        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2031-03-20T00:00:00Z"), beforeTheOutage)
                .advance(Duration.ofSeconds(4))
                .until("2031-06-02T00:00:00Z");

        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        assertThat(stream.metrics.get("lethe.expiry.lag").gauge().value()).isZero();
    }

    @Test
    void R2_once_the_backlog_is_worked_off_the_order_that_was_held_back_is_given() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .until("2031-03-02T00:00:00Z")
                .clockAt("2031-06-01T00:00:00Z")
                .hears(Topics.HOLDS, VISITOR, null, Instant.parse("2025-12-01T00:00:00Z"))
                .advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        stream.advance(Duration.ofSeconds(4)).until("2031-06-01T00:00:10Z");

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
    }

    @Test
    void C5_consent_expires_also_while_old_records_keep_coming() {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE))
                .hears(Topics.HOLDS, CONTACT, null, Instant.parse("2025-12-01T00:00:00Z"))
                .until("2026-07-15T10:00:00+02:00");

        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(ConsentChange::getTo)
                .containsExactly(ConsentStatus.GIVEN, ConsentStatus.EXPIRED);
    }

    @Test
    void G1_a_controller_is_told_under_its_own_id_of_every_state_of_its_request_and_of_no_other() {
        RightsRequest sent = RightsRequest.newBuilder(request("2026-05-01T00:00:00Z", RightKind.ERASURE))
                .setControllerId("acme")
                .setCallbackUrls(List.of("https://controller.example.org/callbacks"))
                .build();
        stream.hears(Topics.CONSENT_STATEMENTS, CONTACT, statement(JANUARY, Decision.GRANTED, AUDIENCE))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-04-01T00:00:00Z", RightKind.RECTIFICATION))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, sent);

        List<OpenDsrStatus> told = stream.told(Topics.OPENDSR_STATUS);
        assertThat(told).extracting(OpenDsrStatus::getRequestId).containsOnly(sent.getRequestId());
        assertThat(told)
                .extracting(OpenDsrStatus::getStatus)
                .containsExactly(OpenDsrState.PENDING, OpenDsrState.IN_PROGRESS);
        assertThat(told)
                .allSatisfy(one ->
                        assertThat(one.getCallbackUrls()).containsExactly("https://controller.example.org/callbacks"));
    }

    @Test
    void E8_the_linked_visitor_is_erased_with_the_contact() {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE))
                .hears(Topics.SUBJECT_LINKS, CONTACT, link("2026-02-01T00:00:00Z", LinkAction.LINK))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-05-01T00:00:00Z", RightKind.ERASURE));

        List<ErasureOrder> orders = stream.told(Topics.ERASURE_ORDERS);
        assertThat(orders).extracting(ErasureOrder::getSubjectId).containsExactly(CONTACT, VISITOR);
        assertThat(orders.getLast().getCause()).isEqualTo(ErasureCause.LINKED_SUBJECT_ERASED);
        assertThat(orders.getLast().getRootOrderId())
                .isEqualTo(orders.getFirst().getOrderId());
        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(RightsStatus::getStatus)
                .containsExactly(RequestState.OPEN, RequestState.IN_PROGRESS);
    }

    @Test
    void R4_a_hold_parks_and_its_release_resumes() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(Topics.HOLDS, CONTACT, hold("2027-01-01T00:00:00Z", HoldAction.PLACE))
                .until("2031-03-01T12:00:00+01:00")
                .until("2032-01-01T00:00:00Z");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        stream.hears(Topics.HOLDS, CONTACT, hold("2032-02-01T00:00:00Z", HoldAction.RELEASE))
                .until("2032-02-01T00:00:01Z");

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
    }

    @Test
    void R4_a_deadline_that_fired_while_parked_does_not_keep_later_ones_from_being_set() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .until("2031-03-01T12:00:00+01:00")
                .hears(Topics.HOLDS, CONTACT, hold("2031-03-02T00:00:00Z", HoldAction.PLACE))
                .until("2031-06-01T00:00:00Z");
        assertThat(deadlines()).isEmpty();

        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2031-06-01T00:00:00Z"));

        assertThat(deadlines()).containsExactly(Harness.time("2036-06-01T00:00:00Z"));
    }

    @Test
    void S3_what_cannot_be_read_is_one_dead_letter_each_and_the_stream_goes_on() {
        stream.hearsBytes(Topics.INTERACTIONS, CONTACT, "no avro at all".getBytes(StandardCharsets.UTF_8))
                .hearsBytes(Topics.INTERACTIONS, CONTACT, new byte[] {0, 0, 0, 99, 99, 1})
                .hearsBytes(Topics.INTERACTIONS, CONTACT, new byte[0])
                .hearsBytes(Topics.INTERACTIONS, CONTACT, null)
                .hears(Topics.INTERACTIONS, null, interaction(JANUARY), Instant.parse("2026-01-01T00:00:05Z"))
                .hears(Topics.INTERACTIONS, VISITOR, interaction(JANUARY))
                .hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.UNRECOGNISED, AUDIENCE))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, request(JANUARY, RightKind.UNRECOGNISED))
                .hears(Topics.INTERACTIONS, CONTACT, interaction("1969-12-31T00:00:00Z"))
                .hears(Topics.INTERACTIONS, CONTACT, interaction("2026-01-16T00:00:00Z"));

        List<DeadLetter> letters = stream.told(DEAD_LETTERS);
        assertThat(letters)
                .extracting(DeadLetter::getReason)
                .containsExactly(
                        DeadLetterReason.NOT_FRAMED,
                        DeadLetterReason.UNKNOWN_SCHEMA,
                        DeadLetterReason.NOT_FRAMED,
                        DeadLetterReason.NO_VALUE,
                        DeadLetterReason.NO_KEY,
                        DeadLetterReason.RULE_BROKEN,
                        DeadLetterReason.RULE_BROKEN,
                        DeadLetterReason.RULE_BROKEN,
                        DeadLetterReason.RULE_BROKEN);
        assertThat(letters)
                .allSatisfy(
                        it -> assertThat(it.toString()).doesNotContain(CONTACT).doesNotContain(VISITOR));
        assertThat(letters.getFirst().getOffset()).isZero();
        assertThat(counted("not-framed")).isEqualTo(2);
        assertThat(counted("rule-broken")).isEqualTo(4);
        assertThat(stored(CONTACT).getLastInteractionAt())
                .isEqualTo(Harness.time("2026-01-16T00:00:00Z").toEpochMilli());
    }

    private double counted(String reason) {
        return stream.metrics.get("lethe.dead.letters").tag("reason", reason).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void G3_a_parked_erasure_that_an_operator_refuses_is_told_once_with_its_reason_and_never_ordered() {
        RightsRequest erasure = request("2026-05-01T00:00:00Z", RightKind.ERASURE);
        RightsDecision refusal = refusal(erasure, "2026-05-10T00:00:00Z", RefusalReason.LEGAL_CLAIMS);
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(Topics.HOLDS, CONTACT, hold("2026-04-01T00:00:00Z", HoldAction.PLACE))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, erasure)
                .hears(Topics.RIGHTS_DECISIONS, CONTACT, refusal)
                .hears(Topics.RIGHTS_DECISIONS, CONTACT, refusal)
                .hears(Topics.HOLDS, CONTACT, hold("2026-06-01T00:00:00Z", HoldAction.RELEASE));

        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(it -> it.getStatus() + " " + it.getReason())
                .containsExactly("OPEN null", "REFUSED legal-claims");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        assertThat(stream.told(DEAD_LETTERS)).isEmpty();
    }

    @Test
    void G3_a_refusal_that_comes_too_late_changes_nothing_and_is_counted() {
        RightsRequest erasure = request("2026-05-01T00:00:00Z", RightKind.ERASURE);
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, erasure);
        stream.told(Topics.RIGHTS_STATUS);

        stream.hears(
                Topics.RIGHTS_DECISIONS, CONTACT, refusal(erasure, "2026-05-10T00:00:00Z", RefusalReason.LEGAL_CLAIMS));

        assertThat(stream.told(Topics.RIGHTS_STATUS)).isEmpty();
        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
        assertThat(stream.metrics
                        .get("lethe.events.dropped")
                        .tag("reason", "refused-too-late")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void G3_a_controller_is_told_that_its_request_is_cancelled_also_where_the_refusal_came_first() {
        RightsRequest access = RightsRequest.newBuilder(request("2026-05-01T00:00:00Z", RightKind.ACCESS))
                .setControllerId("c-1")
                .setCallbackUrls(List.of("https://c.example.org/"))
                .build();

        stream.hears(Topics.RIGHTS_DECISIONS, CONTACT, refusal(access, "2026-05-10T00:00:00Z", RefusalReason.NO_MATCH))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, access);

        assertThat(stream.told(Topics.OPENDSR_STATUS))
                .extracting(OpenDsrStatus::getStatus)
                .containsExactly(OpenDsrState.CANCELLED);
        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(RightsStatus::getStatus)
                .containsExactly(RequestState.REFUSED);
    }

    @Test
    void G2_a_request_is_told_to_be_at_risk_and_overdue_by_the_clock_alone_once_each() {
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-05-04T10:00:00Z", RightKind.ACCESS));

        stream.until("2026-05-28T21:00:00Z");
        assertThat(stream.told(Topics.RIGHTS_DUE)).isEmpty();
        stream.until("2026-05-29T00:00:00Z").until("2026-06-04T21:59:59Z");
        assertThat(stream.told(Topics.RIGHTS_DUE)).singleElement().satisfies(it -> {
            assertThat(it.getSubjectId()).isEqualTo(CONTACT);
            assertThat(it.getRight()).isEqualTo(RightKind.ACCESS);
            assertThat(it.getKind()).isEqualTo(RightsDueKind.AT_RISK);
            assertThat(it.getDueAt()).isEqualTo(Harness.time("2026-06-04T23:59:59+02:00"));
            assertThat(it.getAt()).isEqualTo(Harness.time("2026-05-28T23:59:59+02:00"));
        });
        stream.until("2026-06-05T00:00:00Z").until("2026-12-01T00:00:00Z");
        assertThat(stream.told(Topics.RIGHTS_DUE))
                .extracting(RightsDue::getKind)
                .containsExactly(RightsDueKind.OVERDUE);

        for (String kind : List.of("at-risk", "overdue")) {
            assertThat(stream.metrics
                            .get("lethe.rights.due")
                            .tags("right", "access", "kind", kind)
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(stream.told(Topics.RIGHTS_STATUS)).hasSize(1);
    }

    @Test
    void G2_how_many_requests_were_late_is_told_of_each_right_before_one_is_so_that_an_alert_sees_the_first() {
        assertThat(stream.metrics.find("lethe.rights.due").counters())
                .hasSize(14)
                .allSatisfy(it -> assertThat(it.count()).isZero());
    }

    @Test
    void G2_none_is_told_of_a_request_that_was_refused() {
        RightsRequest access = request("2026-05-04T10:00:00Z", RightKind.ACCESS);
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, access)
                .hears(
                        Topics.RIGHTS_DECISIONS,
                        CONTACT,
                        refusal(access, "2026-05-10T00:00:00Z", RefusalReason.NO_MATCH))
                .until("2026-12-01T00:00:00Z");

        assertThat(stream.told(Topics.RIGHTS_DUE)).isEmpty();
    }

    @Test
    void G1_an_answer_is_told_once_with_where_it_went_and_then_nothing_is_late() {
        RightsRequest access = request("2026-05-04T10:00:00Z", RightKind.ACCESS);
        RightsDecision answer = RightsDecision.newBuilder(
                        refusal(access, "2026-05-10T00:00:00Z", RefusalReason.NO_MATCH))
                .setAct(RightsAct.FULFIL)
                .setReason(null)
                .setReference("letter-7")
                .build();
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, access)
                .hears(Topics.RIGHTS_DECISIONS, CONTACT, answer)
                .hears(Topics.RIGHTS_DECISIONS, CONTACT, answer)
                .until("2026-12-01T00:00:00Z");

        assertThat(stream.told(Topics.RIGHTS_DUE)).isEmpty();
        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(RightsStatus::getStatus, RightsStatus::getReference)
                .containsExactly(tuple(RequestState.OPEN, null), tuple(RequestState.FULFILLED, "letter-7"));
    }

    @Test
    void G1_the_list_of_open_requests_goes_with_the_subject_by_events_by_the_clock_and_over_a_restart() {
        RightsRequest letter = RightsRequest.newBuilder(request("2026-05-04T10:00:00Z", RightKind.ERASURE))
                .setIdentity(IdentityProof.UNVERIFIED)
                .build();
        RightsRequest access = request("2026-05-04T10:00:00Z", RightKind.ACCESS);
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, letter).hears(Topics.RIGHTS_REQUESTS, CONTACT, access);
        assertThat(stream.openRequests()).containsExactlyInAnyOrder("access", "erasure");

        stream.hears(Topics.RIGHTS_DECISIONS, CONTACT, refusal(access, "2026-05-10T00:00:00Z", RefusalReason.NO_MATCH))
                .until("2026-08-04T21:59:59Z");
        stream = stream.restarted();
        assertThat(stream.openRequests()).containsExactly("erasure");

        stream.until("2026-08-05T00:00:00Z");
        assertThat(stream.openRequests()).isEmpty();
    }

    @Test
    void R4_the_list_of_standing_holds_goes_with_the_subject_and_over_a_restart_and_over_links_it_grows_by_nothing() {
        stream.hears(Topics.SUBJECT_LINKS, CONTACT, link("2026-01-01T00:00:00Z", LinkAction.LINK))
                .hears(Topics.HOLDS, CONTACT, hold("2026-02-01T00:00:00Z", HoldAction.PLACE));
        stream = stream.restarted();
        assertThat(stream.standingHolds()).containsExactly(CONTACT);

        stream.hears(Topics.HOLDS, CONTACT, hold("2026-03-01T00:00:00Z", HoldAction.RELEASE));

        assertThat(stream.standingHolds()).isEmpty();
    }

    @Test
    void G1_a_request_that_nobody_proves_expires_by_the_clock_alone_once() {
        RightsRequest erasure = RightsRequest.newBuilder(request("2026-05-04T10:00:00Z", RightKind.ERASURE))
                .setIdentity(IdentityProof.UNVERIFIED)
                .build();
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, erasure);

        stream.until("2026-08-04T21:59:59Z");
        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(RightsStatus::getStatus)
                .containsExactly(RequestState.IDENTITY_TO_BE_PROVEN);
        stream.until("2026-08-04T22:00:00Z").until("2026-12-01T00:00:00Z");

        assertThat(stream.told(Topics.RIGHTS_STATUS)).singleElement().satisfies(it -> {
            assertThat(it.getStatus()).isEqualTo(RequestState.EXPIRED);
            assertThat(it.getAt()).isEqualTo(Harness.time("2026-08-05T00:00:00+02:00"));
        });
        assertThat(stream.told(Topics.RIGHTS_DUE)).isEmpty();
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    @Test
    void G1_an_extension_shows_as_extended_with_the_later_day_and_moves_what_is_told() {
        RightsRequest access = request("2026-05-04T10:00:00Z", RightKind.ACCESS);
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, access)
                .hears(
                        Topics.RIGHTS_DECISIONS,
                        CONTACT,
                        RightsDecision.newBuilder(refusal(access, "2026-05-10T00:00:00Z", RefusalReason.NO_MATCH))
                                .setAct(RightsAct.EXTEND)
                                .setReason(null)
                                .build())
                .until("2026-07-01T00:00:00Z");

        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(it -> it.getStatus() + " " + it.getDueAt() + " " + it.getAt())
                .containsExactly(
                        "OPEN 2026-06-04T21:59:59Z 2026-05-04T10:00:00Z",
                        "EXTENDED 2026-08-04T21:59:59Z 2026-05-10T00:00:00Z");
        assertThat(stream.told(Topics.RIGHTS_DUE)).isEmpty();
        assertThat(stream.until("2026-08-04T21:59:59Z").told(Topics.RIGHTS_DUE))
                .extracting(RightsDue::getKind)
                .containsExactly(RightsDueKind.AT_RISK);
        assertThat(stream.told(DEAD_LETTERS)).isEmpty();
    }

    @Test
    void S3_truncated_avro_is_a_dead_letter_too() {
        byte[] whole = stream.bytes(Topics.INTERACTIONS, interaction(JANUARY));

        stream.hearsBytes(Topics.INTERACTIONS, CONTACT, Arrays.copyOf(whole, whole.length - 3));

        assertThat(stream.told(DEAD_LETTERS))
                .singleElement()
                .satisfies(it -> assertThat(it.getReason()).isEqualTo(DeadLetterReason.UNREADABLE));
    }

    @Test
    void S3_a_failing_timer_fails() {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE));
        // A subject that no build can have written.
        StoredSubject broken = StoredSubject.newBuilder(stored(VISITOR))
                .setRights(List.of(StoredRight.newBuilder()
                        .setRequestId("r")
                        .setRight("access")
                        .setState("NO_SUCH_STATE")
                        .setReceivedAt(0)
                        .setDueAt(0)
                        .setChangedAt(0)
                        .build()))
                .build();
        KeyValueStore<String, StoredSubject> store = stream.driver.getKeyValueStore(SubjectStores.SUBJECTS);
        store.put(VISITOR, broken);

        assertThatThrownBy(() -> stream.until("2026-08-01T00:00:00Z"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void C2_an_event_that_comes_twice_writes_nothing_the_second_time() {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE));
        stream.told(Topics.CONSENT_CHANGES);
        List<ConsentState> states = stream.told(Topics.CONSENT_STATE);

        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE));

        assertThat(states).hasSize(1);
        assertThat(stream.told(Topics.CONSENT_STATE)).isEmpty();
        assertThat(stream.told(Topics.CONSENT_CHANGES)).isEmpty();
    }

    @Test
    void E6_a_rebuild_from_the_topics_ends_with_the_erased_still_erased_and_erases_no_one_else() {
        ErasureOrder order = stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-05-01T00:00:00Z", RightKind.ERASURE))
                .told(Topics.ERASURE_ORDERS)
                .getFirst();
        Instant longAgo = Instant.parse("2025-06-01T00:00:00Z");

        try (Harness rebuilt = new Harness(folder.resolve("rebuilt"), "2036-01-01T00:00:00Z")) {
            rebuilt.hears(Topics.ERASURE_STATUS, CONTACT, completed(order, "2026-05-02T00:00:00Z"), longAgo)
                    .hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"), longAgo)
                    .hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-05-01T00:00:00Z", RightKind.ERASURE), longAgo)
                    .hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, AUDIENCE), longAgo)
                    .advance(Duration.ofSeconds(10));

            Subject contact = SubjectForm.fromStored(CONTACT, stored(rebuilt, CONTACT));
            assertThat(contact.status()).isEqualTo(Subject.Status.ERASED);
            assertThat(contact.rights().values())
                    .extracting(RightsCase::state)
                    .containsExactly(RightsCase.State.FULFILLED);
            assertThat(rebuilt.told(Topics.ERASURE_ORDERS)).isEmpty();
            assertThat(rebuilt.told(Topics.CONSENT_CHANGES))
                    .extracting(ConsentChange::getTo)
                    .containsExactly(ConsentStatus.GIVEN, ConsentStatus.EXPIRED);
        }
    }

    private StoredSubject stored(String id) {
        return stored(stream, id);
    }

    private static StoredSubject stored(Harness stream, String id) {
        KeyValueStore<String, StoredSubject> store = stream.driver.getKeyValueStore(SubjectStores.SUBJECTS);
        StoredSubject stored = store.get(id);
        assertThat(stored).as("the subject in the store").isNotNull();
        return stored;
    }

    private List<Instant> deadlines() {
        KeyValueStore<DeadlineKey, byte[]> store = stream.driver.getKeyValueStore(SubjectStores.DEADLINES);
        List<Instant> all = new ArrayList<>();
        try (var entries = store.all()) {
            entries.forEachRemaining(one -> all.add(one.key.at()));
        }
        return all;
    }
}
