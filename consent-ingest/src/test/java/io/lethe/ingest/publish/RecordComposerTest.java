package io.lethe.ingest.publish;

import static io.lethe.ingest.event.Bodies.BOTH;
import static io.lethe.ingest.event.Bodies.DEVICE_CHOICE;
import static io.lethe.ingest.event.Bodies.EMAIL;
import static io.lethe.ingest.event.Bodies.EVENT_ID;
import static io.lethe.ingest.event.Bodies.PERSON_CHOICE;
import static io.lethe.ingest.event.Bodies.VISITOR;
import static io.lethe.ingest.event.Bodies.with;
import static io.lethe.ingest.event.EventKind.CONSENT_STATEMENT;
import static io.lethe.ingest.event.EventKind.CORRECTION;
import static io.lethe.ingest.event.EventKind.DELETION_ACK;
import static io.lethe.ingest.event.EventKind.ERASURE_DECISION;
import static io.lethe.ingest.event.EventKind.HOLD;
import static io.lethe.ingest.event.EventKind.INTERACTION;
import static io.lethe.ingest.event.EventKind.RIGHTS_ANSWER;
import static io.lethe.ingest.event.EventKind.RIGHTS_DECISION;
import static io.lethe.ingest.event.EventKind.RIGHTS_REQUEST;
import static io.lethe.ingest.event.EventKind.RIGHTS_WITHDRAWAL;
import static io.lethe.ingest.event.EventKind.SUBJECT_LINK;
import static io.lethe.ingest.event.EventKind.WAVE_DECISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.EventReaders.Valid;
import io.lethe.ingest.publish.RecordComposer.Composed;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Correction;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.ErasureDecision;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.schemas.Hold;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.Identity;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.WaveDecision;
import io.lethe.schemas.WaveVerdict;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Composing records. */
class RecordComposerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-03-01T12:00:05Z");
    private static final String ALL_THREE =
            "{\"visitorId\": \"v-81c\", \"email\": \"ada@example.org\", \"customerId\": \"c-7\"}";

    private final SubjectIds ids =
            new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8));
    private final IdentifierSeal seal = new IdentifierSeal(IdentifierSeal.newKeySet());
    private static final int PARTITIONS = 3;

    private final RecordComposer composer = new RecordComposer(ids, seal, PARTITIONS, false);
    private final EventReaders readers = new EventReaders(PolicyFile.builtIn(), Instant.EPOCH);

    private final String ada = ids.of(new Identifier(IdentifierKind.EMAIL, "ada@example.org"));
    private final String customer = ids.of(new Identifier(IdentifierKind.CUSTOMER_ID, "c-7"));
    private final String visitor = ids.of(new Identifier(IdentifierKind.VISITOR_ID, "v-81c"));

    @Test
    void an_event_belongs_to_the_first_identifier_in_the_order_of_the_interfaces() {
        Composed composed = compose(INTERACTION, Bodies.interaction().replace(EMAIL, ALL_THREE));

        assertThat(composed.subjectId()).isEqualTo(ada);
        assertThat(values(composed, Topics.INTERACTIONS, Interaction.class))
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.getSubjectId()).isEqualTo(ada);
                    assertThat(value.getSubjectKind()).isEqualTo(SubjectKind.CONTACT);
                    assertThat(value.getKind()).isEqualTo("contact-form");
                    assertThat(value.getDataCategories()).containsExactly("contact-details");
                });
    }

    @Test
    void every_further_identifier_is_linked_to_the_first() {
        Composed composed = compose(INTERACTION, Bodies.interaction().replace(EMAIL, ALL_THREE));

        assertThat(values(composed, Topics.SUBJECT_LINKS, SubjectLink.class))
                .extracting(SubjectLink::getSubjectId, SubjectLink::getOtherSubjectId, SubjectLink::getOtherSubjectKind)
                .containsExactly(tuple(ada, customer, SubjectKind.CONTACT), tuple(ada, visitor, SubjectKind.VISITOR));
        assertThat(values(composed, Topics.SUBJECT_LINKS, SubjectLink.class))
                .allMatch(link -> link.getAction() == LinkAction.LINK)
                .extracting(SubjectLink::getEventId)
                .doesNotHaveDuplicates();
    }

    @Test
    void every_identifier_has_its_identity_under_seal() throws GeneralSecurityException {
        Composed composed = compose(INTERACTION, Bodies.interaction().replace(EMAIL, ALL_THREE));

        List<Identity> identities = values(composed, Topics.IDENTITIES, Identity.class);
        assertThat(identities).extracting(Identity::getSubjectId).containsExactly(ada, customer, visitor);
        assertThat(identities)
                .extracting(Identity::getIdentifierType)
                .containsExactly("email", "customerId", "visitorId");
        assertThat(seal.open(ada, IdentifierKind.EMAIL, bytes(identities.getFirst()))
                        .value())
                .isEqualTo("ada@example.org");
    }

    @Test
    void no_record_says_an_identifier_in_clear() {
        for (EventKind kind : EventKind.values()) {
            // Of each identifier that is put right something is said on its own.
            String subject = kind == CORRECTION ? EMAIL : ALL_THREE;
            String body = Bodies.valid(kind).replace("v-81c", "v-82d").replace(EMAIL, subject);
            assertThat(compose(kind, body).records().toString())
                    .doesNotContain("ada@example.org", "v-81c", "v-82d", "c-7");
        }
    }

    @Test
    void choices_about_devices_belong_to_the_visitor_and_all_others_to_the_person() {
        Composed composed = compose(CONSENT_STATEMENT, statement(BOTH, DEVICE_CHOICE + ", " + PERSON_CHOICE));

        assertThat(composed.subjectId()).isEqualTo(ada);
        List<ConsentStatement> statements = values(composed, Topics.CONSENT_STATEMENTS, ConsentStatement.class);
        assertThat(statements)
                .extracting(
                        ConsentStatement::getEventId,
                        ConsentStatement::getSubjectId,
                        one -> one.getChoices().getFirst().getPurpose())
                .containsExactly(tuple(EVENT_ID, ada, "newsletters"), tuple(EVENT_ID, visitor, "audience-measurement"));
        assertThat(statements)
                .allSatisfy(one -> assertThat(one.getProof().getNoticeId()).isEqualTo("banner-7"));
    }

    @Test
    void a_statement_about_devices_alone_belongs_to_the_visitor_and_is_linked_all_the_same() {
        Composed composed = compose(CONSENT_STATEMENT, statement(BOTH, DEVICE_CHOICE));

        assertThat(composed.subjectId()).isEqualTo(visitor);
        assertThat(values(composed, Topics.CONSENT_STATEMENTS, ConsentStatement.class))
                .singleElement()
                .satisfies(one -> assertThat(one.getSubjectKind()).isEqualTo(SubjectKind.VISITOR));
        assertThat(values(composed, Topics.SUBJECT_LINKS, SubjectLink.class))
                .extracting(SubjectLink::getSubjectId, SubjectLink::getOtherSubjectId)
                .containsExactly(tuple(ada, visitor));
    }

    @Test
    void C2_a_visitor_who_is_all_there_is_gets_one_statement_never_two_under_one_id() {
        Composed composed = compose(CONSENT_STATEMENT, statement(VISITOR, DEVICE_CHOICE + ", " + PERSON_CHOICE));

        assertThat(values(composed, Topics.CONSENT_STATEMENTS, ConsentStatement.class))
                .singleElement()
                .satisfies(one -> assertThat(one.getChoices()).hasSize(2));
    }

    @Test
    void an_event_sent_again_says_the_same_under_the_same_ids() {
        String body = with(
                "occurredAt", "\"2026-03-01T09:00:00Z\"", Bodies.interaction().replace(EMAIL, ALL_THREE));

        assertThat(eventIds(compose(INTERACTION, body, NOW)))
                .isEqualTo(eventIds(compose(INTERACTION, body, LATER)))
                .doesNotHaveDuplicates();
    }

    @Test
    void identities_come_before_links_and_links_before_the_event() {
        assertThat(compose(INTERACTION, Bodies.interaction().replace(EMAIL, BOTH))
                        .records())
                .extracting(one -> one.topic().name())
                .containsExactly("identities", "identities", "subject-links", "interactions");
    }

    @Test
    void G1_the_event_id_of_a_rights_request_is_the_id_of_the_request() {
        Composed composed = compose(RIGHTS_REQUEST, Bodies.rightsRequest());

        assertThat(values(composed, Topics.RIGHTS_REQUESTS, RightsRequest.class))
                .singleElement()
                .satisfies(one -> assertThat(one.getRequestId()).isEqualTo(EVENT_ID));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consent-withdrawal | newsletters, advertising | newsletters, advertising | advertising",
                "consent-withdrawal | advertising, video | advertising, video | advertising, video",
                "consent-withdrawal | '' | '' | ''",
                "objection | '' | '' | ''",
                "access | video | video | video",
                "consent-withdrawal | newsletters | newsletters |",
                "objection | improvement | improvement |",
                "erasure | '' | '' |",
                "access | '' | '' |"
            })
    void C1_a_right_that_can_concern_a_device_reaches_its_visitor_too_under_the_same_id(
            String right, String purposes, String ofPerson, @Nullable String ofVisitor) {
        String body = with(
                "purposes",
                "[" + purposes.replaceAll("([a-z-]+)", "\"$1\"") + "]",
                Bodies.rightsRequest().replace("erasure", right).replace(EMAIL, ALL_THREE));

        List<RightsRequest> requests =
                values(compose(RIGHTS_REQUEST, body), Topics.RIGHTS_REQUESTS, RightsRequest.class);

        assertThat(requests).allMatch(one -> one.getRequestId().equals(EVENT_ID));
        assertThat(requests.getFirst().getSubjectId()).isEqualTo(ada);
        assertThat(String.join(", ", requests.getFirst().getPurposes())).isEqualTo(ofPerson);
        assertThat(requests).hasSize(ofVisitor == null ? 1 : 2);
        if (ofVisitor != null) {
            assertThat(requests.getLast().getSubjectId()).isEqualTo(visitor);
            assertThat(requests.getLast().getSubjectKind()).isEqualTo(SubjectKind.VISITOR);
            assertThat(String.join(", ", requests.getLast().getPurposes())).isEqualTo(ofVisitor);
        }
    }

    @Test
    void C1_a_visitor_who_is_all_there_is_gets_one_request() {
        String body =
                Bodies.rightsRequest().replace("erasure", "consent-withdrawal").replace(EMAIL, VISITOR);

        assertThat(values(compose(RIGHTS_REQUEST, body), Topics.RIGHTS_REQUESTS, RightsRequest.class))
                .singleElement()
                .satisfies(one -> assertThat(one.getSubjectId()).isEqualTo(visitor));
    }

    @Test
    void G1_time_runs_from_when_the_organisation_received_the_request() {
        String body = with("occurredAt", "\"2026-02-20T10:00:00+01:00\"", Bodies.rightsRequest());

        assertThat(values(compose(RIGHTS_REQUEST, body), Topics.RIGHTS_REQUESTS, RightsRequest.class))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.getOccurredAt()).isEqualTo("2026-02-20T09:00:00Z");
                    assertThat(one.getReceivedAt()).isEqualTo(NOW);
                });
    }

    @ParameterizedTest
    @CsvSource({"PERSON, UNVERIFIED", "BACK_END, VERIFIED", "OPERATOR, VERIFIED"})
    void G3_only_operators_and_back_ends_can_say_that_an_identity_is_verified(Caller caller, IdentityProof proof) {
        Composed composed = compose(RIGHTS_REQUEST, Bodies.rightsRequest(), new Receipt(caller, NOW));

        assertThat(values(composed, Topics.RIGHTS_REQUESTS, RightsRequest.class))
                .extracting(RightsRequest::getIdentity)
                .containsExactly(proof);
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void G3_an_identity_that_is_not_claimed_to_be_verified_is_not(Caller caller) {
        String unverified = Bodies.rightsRequest().replace("verified", "unverified");

        assertThat(values(
                        compose(RIGHTS_REQUEST, unverified, new Receipt(caller, NOW)),
                        Topics.RIGHTS_REQUESTS,
                        RightsRequest.class))
                .extracting(RightsRequest::getIdentity)
                .containsExactly(IdentityProof.UNVERIFIED);
    }

    @ParameterizedTest
    @CsvSource({"PERSON, PERSON", "BACK_END, BACK_END", "OPERATOR, OPERATOR"})
    void E8_every_link_tells_who_stated_it_said_or_implied(Caller caller, LinkStatedBy statedBy) {
        for (String body : List.of(
                Bodies.link().replace(EMAIL, "{\"email\": \"ada@example.org\", \"customerId\": \"c-7\"}"),
                Bodies.link().replace("\"link\"", "\"unlink\""))) {
            assertThat(values(
                            compose(SUBJECT_LINK, body, new Receipt(caller, NOW)),
                            Topics.SUBJECT_LINKS,
                            SubjectLink.class))
                    .isNotEmpty()
                    .allMatch(link -> link.getStatedBy() == statedBy);
        }
        assertThat(values(
                        compose(INTERACTION, Bodies.interaction().replace(EMAIL, ALL_THREE), new Receipt(caller, NOW)),
                        Topics.SUBJECT_LINKS,
                        SubjectLink.class))
                .hasSize(2)
                .allMatch(link -> link.getStatedBy() == statedBy);
    }

    @Test
    void C2_an_implied_link_that_another_caller_repeats_is_another_link() {
        String body = Bodies.interaction().replace(EMAIL, BOTH);

        assertThat(linkIds(compose(INTERACTION, body, new Receipt(Caller.OPERATOR, NOW))))
                .doesNotContainAnyElementsOf(linkIds(compose(INTERACTION, body, new Receipt(Caller.PERSON, NOW))))
                .isEqualTo(linkIds(compose(INTERACTION, body, new Receipt(Caller.OPERATOR, LATER))));
    }

    private static List<String> linkIds(Composed composed) {
        return values(composed, Topics.SUBJECT_LINKS, SubjectLink.class).stream()
                .map(SubjectLink::getEventId)
                .toList();
    }

    @Test
    void E8_where_it_is_asked_for_a_subject_is_linked_to_the_one_it_was_before_the_rules_changed() {
        String body = with(
                "eventId",
                "\"" + EVENT_ID + "\"",
                Bodies.interaction().replace("ada@example.org", "ada@b\u00FCcher.example"));
        Event event = ((Valid) readers.read(INTERACTION, body.getBytes(StandardCharsets.UTF_8), false, NOW))
                .events()
                .getFirst();
        Receipt receipt = new Receipt(Caller.PERSON, NOW);

        Composed linked = new RecordComposer(ids, seal, PARTITIONS, true).compose(event, receipt);

        String now = ids.of(new Identifier(IdentifierKind.EMAIL, "ada@xn--bcher-kva.example"));
        assertThat(linked.subjectId()).isEqualTo(now);
        assertThat(values(linked, Topics.SUBJECT_LINKS, SubjectLink.class))
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.getSubjectId()).isEqualTo(now);
                    assertThat(link.getOtherSubjectId()).isNotEqualTo(now);
                    assertThat(link.getStatedBy()).isEqualTo(LinkStatedBy.OPERATOR);
                    assertThat(values(linked, Topics.IDENTITIES, Identity.class))
                            .extracting(Identity::getSubjectId)
                            .containsExactly(now, link.getOtherSubjectId());
                });
        assertThat(values(composer.compose(event, receipt), Topics.SUBJECT_LINKS, SubjectLink.class))
                .isEmpty();
    }

    @Test
    void E8_a_link_connects_the_first_identifiers_of_both_sides() {
        Composed composed = compose(SUBJECT_LINK, Bodies.link());

        assertThat(values(composed, Topics.SUBJECT_LINKS, SubjectLink.class))
                .extracting(SubjectLink::getEventId, SubjectLink::getSubjectId, SubjectLink::getOtherSubjectId)
                .containsExactly(tuple(EVENT_ID, ada, visitor));
    }

    @Test
    void E8_an_unlink_leaves_nothing_that_connects_the_two_sides() {
        String both = "{\"email\": \"ada@example.org\", \"customerId\": \"c-7\"}";
        Composed composed =
                compose(SUBJECT_LINK, Bodies.link().replace(EMAIL, both).replace("\"link\"", "\"unlink\""));

        assertThat(values(composed, Topics.SUBJECT_LINKS, SubjectLink.class))
                .extracting(SubjectLink::getSubjectId, SubjectLink::getOtherSubjectId, SubjectLink::getAction)
                .containsExactly(
                        tuple(ada, customer, LinkAction.LINK),
                        tuple(ada, visitor, LinkAction.UNLINK),
                        tuple(customer, visitor, LinkAction.UNLINK));
    }

    @Test
    void R4_a_hold_can_be_placed_on_a_subject_id_alone() {
        Composed composed = compose(
                HOLD, Bodies.hold().replace("\"subject\": " + EMAIL, "\"subjectId\": \"" + Bodies.SUBJECT_ID + "\""));

        assertThat(composed.records()).singleElement().satisfies(one -> {
            assertThat(one.key()).isEqualTo(Bodies.SUBJECT_ID);
            assertThat(((Hold) one.value()).getHoldId()).isEqualTo("h-1");
            assertThat(((Hold) one.value()).getDecidedBy()).isEqualTo("dpo");
        });
    }

    @Test
    void R4_R6_what_nobody_in_particular_decides_is_taken_and_names_nobody() {
        Composed hold = compose(HOLD, unnamed(Bodies.hold()));
        Composed decision = compose(WAVE_DECISION, unnamed(Bodies.waveDecision()));

        assertThat(values(hold, Topics.HOLDS, Hold.class))
                .singleElement()
                .satisfies(one -> assertThat(one.getDecidedBy()).isNull());
        assertThat(values(decision, Topics.WAVE_DECISIONS, WaveDecision.class))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.getDecidedBy()).isNull());
    }

    private static String unnamed(String body) {
        return body.replace(", \"decidedBy\": \"dpo\"", "");
    }

    @Test
    void R4_a_restriction_is_lifted_by_its_id() {
        String restriction = "restriction:0f6c3f4e-5a80-4c5e-9d3b-2f1a7c9e8d10";
        Composed composed =
                compose(HOLD, Bodies.hold().replace("h-1", restriction).replace("\"place\"", "\"release\""));

        assertThat(values(composed, Topics.HOLDS, Hold.class)).singleElement().satisfies(one -> {
            assertThat(one.getSubjectId()).isEqualTo(composed.subjectId());
            assertThat(one.getHoldId()).isEqualTo(restriction);
            assertThat(one.getAction()).isEqualTo(HoldAction.RELEASE);
        });
    }

    @Test
    void G3_a_refusal_goes_to_the_subject_of_its_request_and_publishes_no_identity() {
        Composed composed = compose(RIGHTS_DECISION, Bodies.refusal());

        assertThat(composed.subjectId())
                .isEqualTo(compose(RIGHTS_REQUEST, Bodies.rightsRequest()).subjectId());
        assertThat(composed.records()).singleElement().satisfies(one -> {
            assertThat(one.topic()).isEqualTo(Topics.RIGHTS_DECISIONS);
            assertThat(one.key()).isEqualTo(composed.subjectId());
            assertThat(one.value()).isInstanceOfSatisfying(RightsDecision.class, it -> {
                assertThat(it.getSubjectId()).isEqualTo(one.key());
                assertThat(it.getRequestId()).isEqualTo(EVENT_ID);
                assertThat(it.getRight()).isEqualTo(RightKind.ERASURE);
                assertThat(it.getAct()).isEqualTo(RightsAct.REFUSE);
                assertThat(it.getReason()).isEqualTo(RefusalReason.LEGAL_CLAIMS);
                assertThat(it.getText()).isEqualTo("until the case in Nanterre is over");
                assertThat(it.getDecidedBy()).isEqualTo("dpo");
            });
        });
    }

    @Test
    void G7_a_correction_goes_to_the_subject_of_the_wrong_address_and_introduces_the_right_one_alone() {
        Composed composed = compose(CORRECTION, Bodies.correction());

        String right = compose(INTERACTION, Bodies.interaction().replace("ada@example.org", "ada@example.com"))
                .subjectId();
        assertThat(composed.subjectId())
                .isEqualTo(compose(RIGHTS_REQUEST, Bodies.rightsRequest()).subjectId());
        assertThat(values(composed, Topics.IDENTITIES, Identity.class))
                .extracting(Identity::getSubjectId)
                .containsExactly(right);
        assertThat(values(composed, Topics.CORRECTIONS, Correction.class))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.getSubjectId()).isEqualTo(composed.subjectId());
                    assertThat(it.getCorrectedSubjectId()).isEqualTo(right);
                    assertThat(it.getRequestId()).isEqualTo(EVENT_ID);
                    assertThat(it.getReason()).isEqualTo("another provider");
                    assertThat(it.getDecidedBy()).isEqualTo("dpo");
                });
        assertThat(composed.records()).hasSize(2);
    }

    @Test
    void G6_what_a_system_has_answered_goes_to_the_subject_of_the_request_and_publishes_no_identity() {
        Composed composed = compose(RIGHTS_ANSWER, Bodies.systemsAnswer());

        assertThat(composed.subjectId())
                .isEqualTo(compose(RIGHTS_REQUEST, Bodies.rightsRequest()).subjectId());
        assertThat(composed.records()).singleElement().satisfies(one -> {
            assertThat(one.topic()).isEqualTo(Topics.RIGHTS_ANSWERS);
            assertThat(one.key()).isEqualTo(composed.subjectId());
            assertThat(one.value()).isInstanceOfSatisfying(RightsAnswer.class, it -> {
                assertThat(it.getSubjectId()).isEqualTo(one.key());
                assertThat(it.getRequestId()).isEqualTo(EVENT_ID);
                assertThat(it.getRight()).isEqualTo(RightKind.ACCESS);
                assertThat(it.getSystem()).isEqualTo("hubspot");
                assertThat(it.getOutcome()).isEqualTo(AnswerOutcome.COMPLETED);
                assertThat(it.getRecords()).isEqualTo(3);
                assertThat(it.getReference()).isEqualTo("export-7");
                assertThat(it.getAnsweredBy()).isEqualTo("dpo");
            });
        });
    }

    @Test
    void G1_an_extension_has_no_reason_and_the_time_at_which_the_person_was_told() {
        Composed composed = compose(
                RIGHTS_DECISION,
                Bodies.refusal()
                        .replace("\"refuse\"", "\"extend\"")
                        .replace("\"reason\": \"legal-claims\"", "\"occurredAt\": \"2026-03-01T09:30:00+01:00\""));

        assertThat(values(composed, Topics.RIGHTS_DECISIONS, RightsDecision.class))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.getAct()).isEqualTo(RightsAct.EXTEND);
                    assertThat(it.getReason()).isNull();
                    assertThat(it.getOccurredAt()).isEqualTo(Instant.parse("2026-03-01T08:30:00Z"));
                });
    }

    @Test
    void G3_a_withdrawal_is_a_decision_of_the_person_and_reaches_the_device_too() {
        Composed composed = compose(RIGHTS_WITHDRAWAL, Bodies.withdrawal().replace(EMAIL, BOTH));

        assertThat(values(composed, Topics.RIGHTS_DECISIONS, RightsDecision.class))
                .hasSize(2)
                .allSatisfy(it -> {
                    assertThat(it.getAct()).isEqualTo(RightsAct.WITHDRAW);
                    assertThat(it.getReason()).isNull();
                    assertThat(it.getDecidedBy()).isEqualTo("person");
                });
    }

    @Test
    void G3_a_refusal_reaches_the_device_too_where_it_is_named_as_the_request_does() {
        Composed composed = compose(RIGHTS_DECISION, Bodies.refusal().replace(EMAIL, BOTH));

        assertThat(composed.records())
                .extracting(OutgoingRecord::key)
                .containsExactly(
                        compose(INTERACTION, Bodies.interaction()).subjectId(),
                        compose(CONSENT_STATEMENT, Bodies.statement()).subjectId());
    }

    @Test
    void G3_a_request_of_a_subject_id_alone_can_be_refused() {
        Composed composed = compose(
                RIGHTS_DECISION,
                Bodies.refusal().replace("\"subject\": " + EMAIL, "\"subjectId\": \"" + Bodies.SUBJECT_ID + "\""));

        assertThat(composed.records()).extracting(OutgoingRecord::key).containsExactly(Bodies.SUBJECT_ID);
    }

    @Test
    void E3_a_decision_on_an_order_goes_to_the_subject_that_the_order_names() {
        Composed composed = compose(ERASURE_DECISION, Bodies.erasureDecision());

        assertThat(composed.subjectId()).isEqualTo(Bodies.SUBJECT_ID);
        assertThat(values(composed, Topics.ERASURE_DECISIONS, ErasureDecision.class))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.getOrderId()).isEqualTo(Bodies.SUBJECT_ID + ".abcdef123456");
                    assertThat(one.getSystem()).isEqualTo("hubspot");
                    assertThat(one.getDecision()).isEqualTo(ErasureVerdict.WAIVE);
                    assertThat(one.getDecidedBy()).isEqualTo("dpo");
                });
    }

    @Test
    void E3_a_decision_on_an_erasure_by_nobody_in_particular_is_taken_and_names_nobody() {
        Composed composed = compose(ERASURE_DECISION, Bodies.erasureDecision().replace(", \"decidedBy\": \"dpo\"", ""));

        assertThat(values(composed, Topics.ERASURE_DECISIONS, ErasureDecision.class))
                .singleElement()
                .satisfies(one -> assertThat(one.getDecidedBy()).isNull());
    }

    @Test
    void R6_a_decision_on_waves_goes_into_each_partition_and_concerns_no_subject() {
        Composed composed = compose(WAVE_DECISION, Bodies.waveDecision());

        assertThat(composed.subjectId()).isNull();
        assertThat(composed.records())
                .extracting(OutgoingRecord::topic, OutgoingRecord::key, OutgoingRecord::partition)
                .containsExactly(
                        tuple(Topics.WAVE_DECISIONS, EVENT_ID, 0),
                        tuple(Topics.WAVE_DECISIONS, EVENT_ID, 1),
                        tuple(Topics.WAVE_DECISIONS, EVENT_ID, 2));
        assertThat(values(composed, Topics.WAVE_DECISIONS, WaveDecision.class)).allSatisfy(one -> {
            assertThat(one.getEventId()).isEqualTo(EVENT_ID);
            assertThat(one.getDecision()).isEqualTo(WaveVerdict.APPROVE);
            assertThat(one.getReason()).isEqualTo("the import of March");
            assertThat(one.getDecidedBy()).isEqualTo("dpo");
        });
    }

    @Test
    void E2_an_acknowledgement_goes_to_the_subject_that_its_command_names() {
        Composed composed = compose(DELETION_ACK, Bodies.acknowledgement());

        assertThat(composed.records()).singleElement().satisfies(one -> {
            assertThat(one.topic()).isEqualTo(Topics.DELETION_ACKS);
            assertThat(one.key()).isEqualTo(Bodies.SUBJECT_ID);
            assertThat(((DeletionAck) one.value()).getCommandId()).endsWith(".hubspot");
        });
    }

    private Composed compose(EventKind kind, String body) {
        return compose(kind, body, NOW);
    }

    private Composed compose(EventKind kind, String body, Instant now) {
        return compose(kind, body, new Receipt(Caller.PERSON, now));
    }

    private Composed compose(EventKind kind, String body, Receipt receipt) {
        byte[] bytes = with("eventId", "\"" + EVENT_ID + "\"", body).getBytes(StandardCharsets.UTF_8);
        return composer.compose(
                ((Valid) readers.read(kind, bytes, false, receipt.at()))
                        .events()
                        .getFirst(),
                receipt);
    }

    private static String statement(String subject, String choices) {
        return Bodies.statement(subject, choices);
    }

    private static <V extends SpecificRecord> List<V> values(Composed composed, Topic<V> topic, Class<V> type) {
        return composed.records().stream()
                .filter(one -> one.topic().equals(topic))
                .map(one -> type.cast(one.value()))
                .toList();
    }

    private static List<Object> eventIds(Composed composed) {
        return composed.records().stream().map(one -> one.value().get(0)).toList();
    }

    private static byte[] bytes(Identity identity) {
        byte[] bytes = new byte[identity.getSealed().remaining()];
        identity.getSealed().duplicate().get(bytes);
        return bytes;
    }
}
