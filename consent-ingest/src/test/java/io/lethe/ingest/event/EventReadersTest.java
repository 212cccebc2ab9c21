package io.lethe.ingest.event;

import static io.lethe.ingest.event.Bodies.BOTH;
import static io.lethe.ingest.event.Bodies.DEVICE_CHOICE;
import static io.lethe.ingest.event.Bodies.EMAIL;
import static io.lethe.ingest.event.Bodies.EVENT_ID;
import static io.lethe.ingest.event.Bodies.PERSON_CHOICE;
import static io.lethe.ingest.event.Bodies.PROOF;
import static io.lethe.ingest.event.Bodies.SUBJECT_ID;
import static io.lethe.ingest.event.Bodies.VISITOR;
import static io.lethe.ingest.event.Bodies.acknowledgement;
import static io.lethe.ingest.event.Bodies.correction;
import static io.lethe.ingest.event.Bodies.erasureDecision;
import static io.lethe.ingest.event.Bodies.hold;
import static io.lethe.ingest.event.Bodies.interaction;
import static io.lethe.ingest.event.Bodies.link;
import static io.lethe.ingest.event.Bodies.object;
import static io.lethe.ingest.event.Bodies.refusal;
import static io.lethe.ingest.event.Bodies.rightsRequest;
import static io.lethe.ingest.event.Bodies.statement;
import static io.lethe.ingest.event.Bodies.systemsAnswer;
import static io.lethe.ingest.event.Bodies.waveDecision;
import static io.lethe.ingest.event.Bodies.with;
import static io.lethe.ingest.event.Bodies.withdrawal;
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

import io.lethe.ingest.event.Event.Statement;
import io.lethe.ingest.event.EventReaders.Invalid;
import io.lethe.ingest.event.EventReaders.Reading;
import io.lethe.ingest.event.EventReaders.TooMany;
import io.lethe.ingest.event.EventReaders.Valid;
import io.lethe.ingest.tcf.TcStrings;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.RefusalReason;
import io.lethe.service.HttpProblem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and validating. */
class EventReadersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final EventReaders readers = new EventReaders(PolicyFile.builtIn(), Instant.parse("2018-05-25T00:00:00Z"));

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void takes_every_kind_of_event_as_the_interfaces_show_it(EventKind kind) {
        assertThat(read(kind, Bodies.valid(kind))).isInstanceOf(Valid.class);
    }

    @Test
    void C1_a_tc_string_stands_in_place_of_choices() {
        Statement said = said(tcStatement(VISITOR, TcStrings.accepted(), "2026-03-01T11:30:00Z"));

        assertThat(said.choices())
                .extracting(one -> one.purpose() + " " + one.recipient() + " " + one.decision() + " " + one.ofDevice())
                .containsExactly(
                        "audience-measurement null GRANTED true",
                        "advertising google-ads GRANTED true",
                        "advertising linkedin GRANTED true");
        assertThat(said.envelope().occurredAt()).isEqualTo(Instant.parse("2026-03-01T11:30:00Z"));
    }

    @Test
    void C4_a_tc_string_that_is_sent_again_later_begins_no_consent_anew() {
        String string = TcStrings.aString()
                .created(Instant.parse("2025-09-01T00:00:00Z"))
                .lastUpdated(Instant.parse("2025-09-01T00:00:00Z"))
                .encode();

        assertThat(said(tcStatement(VISITOR, string, "2025-09-02T00:00:00Z"))
                        .envelope()
                        .occurredAt())
                .isEqualTo(Instant.parse("2025-09-02T00:00:00Z"));
        assertThat(said(tcStatement(VISITOR, string, "2025-09-02T00:00:00.001Z"))
                        .envelope()
                        .occurredAt())
                .isEqualTo(Instant.parse("2025-09-01T00:00:00Z"));
    }

    private Statement said(String body) {
        assertThat(read(CONSENT_STATEMENT, body)).isInstanceOf(Valid.class);
        return (Statement) ((Valid) read(CONSENT_STATEMENT, body)).events().getFirst();
    }

    private static String tcStatement(String subject, String string, String occurredAt) {
        return object(
                "subject",
                subject,
                "source",
                "\"www\"",
                "occurredAt",
                '"' + occurredAt + '"',
                "tcString",
                '"' + string + '"',
                "proof",
                PROOF);
    }

    static Stream<Arguments> unreadable() {
        String accepted = TcStrings.accepted();
        String now = "2026-03-01T11:30:00Z";
        return Stream.of(
                Arguments.of(tcStatement(VISITOR, "", now), "must not be empty"),
                Arguments.of(
                        tcStatement(VISITOR, accepted.substring(0, accepted.length() - 4), now), "ends in the middle"),
                Arguments.of(
                        tcStatement(VISITOR, accepted.replace('C', '+'), now),
                        "must be base64url without padding, in segments separated by dots"),
                Arguments.of(tcStatement(EMAIL, accepted, now), "concerns a device, and the subject has no visitorId"),
                Arguments.of(
                        tcStatement(VISITOR, accepted, now)
                                .replace("\"tcString\": \"" + accepted + "\"", "\"tcString\": 1"),
                        "must be a text"),
                Arguments.of(
                        with("choices", "[" + DEVICE_CHOICE + "]", tcStatement(VISITOR, accepted, now)),
                        "stands in place of 'choices'; leave one of them out"),
                Arguments.of(
                        tcStatement(VISITOR, accepted, "2026-02-28T23:54:59Z"),
                        "was last updated after the time of the statement"),
                Arguments.of(
                        tcStatement(
                                VISITOR,
                                TcStrings.aString()
                                        .created(Instant.EPOCH)
                                        .lastUpdated(Instant.EPOCH)
                                        .encode(),
                                now),
                        "was last updated before 2018-05-25T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void a_tc_string_that_cannot_be_taken_is_refused_with_a_reason_and_never_repeated(String body, String reason) {
        Reading reading = read(CONSENT_STATEMENT, body);

        assertThat(((Invalid) reading).problems().errors())
                .containsExactly(new HttpProblem.Error("/tcString", reason))
                .noneMatch(
                        error -> error.toString().contains(TcStrings.accepted().substring(0, 12)));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                // common members
                wrong(INTERACTION, with("subjekt", "1", interaction()), "/subjekt", "is not known here"),
                wrong(
                        INTERACTION,
                        with("ada@example.org", "1", interaction()),
                        "",
                        "has a member that is not known here"),
                wrong(INTERACTION, with("kind", "\"login\"", interaction()), "/kind", "is there twice"),
                wrong(INTERACTION, with("eventId", "\"1-1-1-1-1\"", interaction()), "/eventId", "must be a UUID"),
                wrong(INTERACTION, with("eventId", "7", interaction()), "/eventId", "must be a text"),
                wrong(INTERACTION, with("source", "\"\"", interaction()), "/source", "must not be empty"),
                wrong(INTERACTION, with("source", "\"" + "x".repeat(101) + "\"", interaction()), "/source", "100"),
                wrong(INTERACTION, with("source", "\"a\\u0000\"", interaction()), "/source", "must be an id"),
                wrong(INTERACTION, with("source", "\"a\\ud800\"", interaction()), "/source", "must be an id"),
                wrong(INTERACTION, with("source", "\"my shop\"", interaction()), "/source", "letters (A to Z, a to z)"),
                wrong(
                        INTERACTION,
                        with("source", "\"jeanne%2540example.org\"", interaction()),
                        "/source",
                        "must be an id"),
                wrong(INTERACTION, with("source", "\"b\u00FCro\"", interaction()), "/source", "must be an id"),
                wrong(INTERACTION, with("source", "\"of ada@example.org\"", interaction()), "/source", "e-mail"),
                wrong(CONSENT_STATEMENT, statement().replace("\"source\": \"www\", ", ""), "/source", "is missing"),
                // times
                wrong(INTERACTION, at("2026-03-01T09:30:00"), "/occurredAt", "must have an offset"),
                wrong(INTERACTION, at("2026-03-01"), "/occurredAt", "must be a date and time with an offset"),
                wrong(INTERACTION, at("2026-03-01T09:30Z"), "/occurredAt", "must be a date and time with an offset"),
                wrong(INTERACTION, at("2026-02-30T09:30:00Z"), "/occurredAt", "must be a date and time"),
                wrong(INTERACTION, at("1772360000"), "/occurredAt", "must be a date and time"),
                wrong(INTERACTION, at("2026-03-01T12:05:00.001Z"), "/occurredAt", "5 minutes ahead"),
                wrong(INTERACTION, at("2018-05-25T01:59:59+02:00"), "/occurredAt", "must not be before 2018-05-25"),
                // subjects
                wrong(INTERACTION, interaction().replace("\"subject\": " + EMAIL + ", ", ""), "/subject", "is missing"),
                wrong(INTERACTION, subject("{}"), "/subject", "at least one of"),
                wrong(INTERACTION, subject("{\"email\": null}"), "/subject", "at least one of"),
                wrong(INTERACTION, subject("[]"), "/subject", "must be an object"),
                wrong(INTERACTION, subject("null"), "/subject", "is missing"),
                wrong(INTERACTION, subject("{\"phone\": \"1\", \"visitorId\": \"v\"}"), "/subject/phone", "not known"),
                wrong(INTERACTION, subject("{\"email\": \"nobody\"}"), "/subject/email", "must be an e-mail address"),
                wrong(INTERACTION, subject("{\"email\": 5}"), "/subject/email", "must be a text"),
                wrong(INTERACTION, subject("{\"visitorId\": \" \"}"), "/subject/visitorId", "must not be empty"),
                wrong(
                        INTERACTION,
                        subject("{\"visitorId\": \"" + "v".repeat(201) + "\"}"),
                        "/subject/visitorId",
                        "200"),
                wrong(INTERACTION, subject("{\"customerId\": \"\\u0000\"}"), "/subject/customerId", "control"),
                wrong(
                        INTERACTION,
                        subject("{\"email\": \"ada@example.org\\u200b\"}"),
                        "/subject/email",
                        "cannot be seen"),
                wrong(INTERACTION, subject("{\"visitorId\": \"v\\u200f\"}"), "/subject/visitorId", "cannot be seen"),
                wrong(INTERACTION, subject("{\"customerId\": \"\\ud800\"}"), "/subject/customerId", "well-formed"),
                wrong(INTERACTION, subject("{\"email\": \"jo@xn--a.example\"}"), "/subject/email", "UTS #46"),
                // consent statements
                wrong(CONSENT_STATEMENT, choices(""), "/choices", "must not be empty"),
                wrong(CONSENT_STATEMENT, choices("1"), "/choices/0", "must be an object"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"spam\", \"decision\": \"granted\"}"),
                        "/choices/0/purpose",
                        "must be one of"),
                wrong(
                        CONSENT_STATEMENT,
                        choices(DEVICE_CHOICE + ", {\"purpose\": \"video\", \"decision\": \"objected\"}"),
                        "/choices/1/decision",
                        "rests on consent"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"improvement\", \"decision\": \"granted\"}"),
                        "/choices/0/decision",
                        "objected, objection-lifted (the purpose rests on legitimate-interest)"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"navigation\", \"decision\": \"granted\"}"),
                        "/choices/0/decision",
                        "offers no choice"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"rights-requests\", \"decision\": \"objected\"}"),
                        "/choices/0/decision",
                        "legal-obligation"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"video\", \"decision\": \"UNRECOGNISED\"}"),
                        "/choices/0/decision",
                        "must be one of"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"advertising\", \"recipient\": \"acme\", \"decision\": \"granted\"}"),
                        "/choices/0/recipient",
                        "must be one of"),
                wrong(
                        CONSENT_STATEMENT,
                        choices(
                                "{\"purpose\": \"advertising\", \"recipient\": \"hubspot\", \"decision\": \"granted\"}"),
                        "/choices/0/recipient",
                        "google-ads"),
                wrong(
                        CONSENT_STATEMENT,
                        choices("{\"purpose\": \"video\", \"recipient\": \"hubspot\", \"decision\": \"granted\"}"),
                        "/choices/0/recipient",
                        "has no recipients"),
                wrong(CONSENT_STATEMENT, choices(DEVICE_CHOICE + ", " + DEVICE_CHOICE), "/choices/1", "same purpose"),
                wrong(CONSENT_STATEMENT, statement(EMAIL, DEVICE_CHOICE), "/choices/0/purpose", "no visitorId"),
                wrong(CONSENT_STATEMENT, statement().replace(PROOF, "{}"), "/proof/policyVersion", "is missing"),
                wrong(CONSENT_STATEMENT, statement().replace(", \"proof\": " + PROOF, ""), "/proof", "is missing"),
                wrong(
                        CONSENT_STATEMENT,
                        statement().replace("banner-7", "m-jeanne%40example.org"),
                        "/proof/noticeId",
                        "id"),
                wrong(CONSENT_STATEMENT, statement().replace("banner-7", "m-ada@example.org"), "/proof/noticeId", "id"),
                wrong(
                        CONSENT_STATEMENT,
                        statement().replace("banner-7", "m-jeanne\uFF20example.org"),
                        "/proof/noticeId",
                        "id"),
                wrong(
                        CONSENT_STATEMENT,
                        statement().replace("2026-01", "jeanne%40example.org"),
                        "/proof/policyVersion",
                        "id"),
                wrong(CONSENT_STATEMENT, statement().replace("\"fr\"", "\"fr%40x\""), "/proof/language", "id"),
                wrong(CONSENT_STATEMENT, statement().replace("\"fr\"", "\"fr_FR\""), "/proof/language", "BCP 47"),
                wrong(CONSENT_STATEMENT, statement().replace("\"save\"", "\"sign\""), "/proof/method", "accept-all"),
                wrong(CONSENT_STATEMENT, statement().replace("https://www", "www"), "/proof/page", "absolute address"),
                // interactions
                wrong(INTERACTION, interaction().replace("contact-form", "visit"), "/kind", "must be one of"),
                wrong(INTERACTION, interaction().replace("\"contact-form\"", "{\"a\": 1}"), "/kind", "must be a text"),
                wrong(INTERACTION, categories("\"shoe-size\""), "/dataCategories/0", "must be one of"),
                wrong(
                        INTERACTION,
                        categories("\"contact-details\", \"contact-details\""),
                        "/dataCategories/1",
                        "is there twice"),
                wrong(INTERACTION, categories("1"), "/dataCategories/0", "must be a text"),
                wrong(
                        INTERACTION,
                        interaction().replace("[\"contact-details\"]", "\"contact-details\""),
                        "/dataCategories",
                        "must be an array"),
                wrong(INTERACTION, with("message", "\"hello\"", interaction()), "/message", "is not known here"),
                // rights requests
                wrong(RIGHTS_REQUEST, rightsRequest().replace("\"erasure\"", "\"oblivion\""), "/right", "one of"),
                wrong(RIGHTS_REQUEST, rightsRequest().replace("\"verified\"", "\"yes\""), "/identity", "verified"),
                wrong(RIGHTS_REQUEST, rightsRequest().replace("\"web\"", "\"fax\""), "/channel", "letter"),
                wrong(RIGHTS_REQUEST, with("purposes", "[\"x\"]", rightsRequest()), "/purposes/0", "must be one of"),
                wrong(
                        RIGHTS_REQUEST,
                        rights("consent-withdrawal", BOTH, "newsletters", "improvement"),
                        "/purposes/1",
                        "rest on consent"),
                wrong(
                        RIGHTS_REQUEST,
                        rights("consent-withdrawal", BOTH, "navigation"),
                        "/purposes/0",
                        "rest on consent"),
                wrong(
                        RIGHTS_REQUEST,
                        rights("consent-withdrawal", BOTH, "nonsense", "rights-requests"),
                        "/purposes/1",
                        "rest on consent"),
                wrong(RIGHTS_REQUEST, rights("consent-withdrawal", BOTH, "nonsense"), "/purposes/0", "must be one of"),
                wrong(
                        RIGHTS_REQUEST,
                        rights("objection", BOTH, "improvement", "newsletters"),
                        "/purposes/1",
                        "legitimate-interest"),
                wrong(RIGHTS_REQUEST, rights("objection", BOTH, "advertising"), "/purposes/0", "legitimate-interest"),
                wrong(
                        RIGHTS_REQUEST,
                        rights("consent-withdrawal", EMAIL, "newsletters", "advertising"),
                        "/purposes/1",
                        "no visitorId"),
                wrong(RIGHTS_REQUEST, rights("access", EMAIL, "video"), "/purposes/0", "no visitorId"),
                wrong(RIGHTS_REQUEST, rights("access", EMAIL, "nonsense"), "/purposes/0", "must be one of"),
                // decisions on rights requests
                wrong(RIGHTS_DECISION, refusal().replace("erasure", "access"), "/reason", "against erasure alone"),
                wrong(RIGHTS_DECISION, refusal().replace("\"refuse\"", "\"extend\""), "/reason", "is for a refusal"),
                wrong(RIGHTS_DECISION, refusal().replace("legal-claims", "no-time"), "/reason", "no-match, "),
                wrong(RIGHTS_DECISION, without("reason", refusal()), "/reason", "is missing"),
                wrong(
                        RIGHTS_DECISION,
                        refusal().replace("\"refuse\"", "\"ignore\""),
                        "/act",
                        "must be one of: refuse, extend, start, ask-for-proof, fulfil, withdraw"),
                wrong(RIGHTS_DECISION, without("act", refusal()), "/act", "is missing"),
                wrong(
                        RIGHTS_DECISION,
                        without("reason", refusal()).replace("\"refuse\"", "\"fulfil\""),
                        "/act",
                        "allowed are ask-for-proof, extend, refuse, withdraw"),
                wrong(
                        RIGHTS_DECISION,
                        without("reason", refusal())
                                .replace("\"refuse\"", "\"start\"")
                                .replace("erasure", "objection"),
                        "/act",
                        "answered by what it leads to"),
                wrong(RIGHTS_DECISION, answer().replace("\"fulfil\"", "\"withdraw\""), "/reference", "is for fulfil"),
                wrong(RIGHTS_DECISION, answer().replace("letter-7", "ada@example.org"), "/reference", "must be an id"),
                wrong(RIGHTS_DECISION, answer().replace("letter-7", "x".repeat(101)), "/reference", "100"),
                wrong(RIGHTS_DECISION, refusal().replace("\"erasure\"", "\"oblivion\""), "/right", "access, "),
                wrong(RIGHTS_DECISION, without("right", refusal()), "/right", "is missing"),
                wrong(
                        RIGHTS_DECISION,
                        without("text", refusal()).replace("legal-claims", "other"),
                        "/text",
                        "has to be told"),
                wrong(RIGHTS_DECISION, refusal().replace("Nanterre", "ada (at) example.org"), "/text", "e-mail"),
                wrong(RIGHTS_DECISION, refusal().replace("Nanterre", "x".repeat(501)), "/text", "500"),
                wrong(RIGHTS_DECISION, without("decidedBy", refusal()), "/decidedBy", "is missing"),
                wrong(RIGHTS_DECISION, refusal().replace("dpo", "dpo@example.org"), "/decidedBy", "must be an id"),
                wrong(RIGHTS_DECISION, refusal().replace(EVENT_ID, "r-1"), "/requestId", "must be a UUID"),
                wrong(RIGHTS_DECISION, without("requestId", refusal()), "/requestId", "is missing"),
                wrong(RIGHTS_DECISION, without("subject", refusal()), "", "either subject or subjectId"),
                // what has come of requests in recipient systems
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("access", "erasure"), "/right", "access, portability"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("access", "oblivion"), "/right", "access, "),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("hubspot", "shop"), "/system", "hubspot"),
                wrong(RIGHTS_ANSWER, without("system", systemsAnswer()), "/system", "is missing"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("completed", "waived"), "/outcome", "not-supported"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("completed", "failed"), "/records", "is for completed"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace(": 3", ": -1"), "/records", "whole number from 0"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace(": 3", ": 3.5"), "/records", "whole number from 0"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace(": 3", ": 1e99"), "/records", "whole number from 0"),
                wrong(
                        RIGHTS_ANSWER,
                        systemsAnswer().replace(": 3", ": " + "9".repeat(40)),
                        "/records",
                        "to 1000000000"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace(": 3", ": \"three\""), "/records", "whole number from 0"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("export-7", "ada@example.org"), "/reference", "an id"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace("dpo", "dpo@example.org"), "/answeredBy", "an id"),
                wrong(RIGHTS_ANSWER, systemsAnswer().replace(EVENT_ID, "r-1"), "/requestId", "must be a UUID"),
                wrong(RIGHTS_ANSWER, without("subject", systemsAnswer()), "", "either subject or subjectId"),
                // what is put right
                wrong(CORRECTION, correction().replace("ada@example.com", "ADA@example.org "), "/corrected", "already"),
                wrong(
                        CORRECTION,
                        correction().replace("{\"email\": \"ada@example.com\"}", "{\"customerId\": \"c-9\"}"),
                        "/corrected",
                        "same kind as the subject's: email"),
                wrong(
                        CORRECTION,
                        correction().replace("{\"email\": \"ada@example.com\"}", VISITOR),
                        "/corrected",
                        "an email or a customerId"),
                wrong(CORRECTION, correction().replace(EMAIL, VISITOR), "/subject", "an email or a customerId"),
                wrong(CORRECTION, correction().replace(EMAIL, BOTH), "/subject", "each is put right on its own"),
                wrong(CORRECTION, without("corrected", correction()), "/corrected", "is missing"),
                wrong(CORRECTION, without("subject", correction()), "", "either subject or subjectId"),
                wrong(CORRECTION, correction().replace(EVENT_ID, "r-1"), "/requestId", "must be a UUID"),
                wrong(CORRECTION, correction().replace("dpo", "dpo@example.org"), "/decidedBy", "an id"),
                // withdrawals of requests
                wrong(RIGHTS_WITHDRAWAL, withdrawal().replace(EVENT_ID, "r-1"), "/requestId", "must be a UUID"),
                wrong(RIGHTS_WITHDRAWAL, without("subject", withdrawal()), "/subject", "is missing"),
                wrong(RIGHTS_WITHDRAWAL, withdrawal().replace("erasure", "oblivion"), "/right", "access, "),
                wrong(RIGHTS_WITHDRAWAL, without("right", withdrawal()), "/right", "is missing"),
                wrong(
                        RIGHTS_WITHDRAWAL,
                        withdrawal().replace("\"right\"", "\"act\": \"refuse\", \"right\""),
                        "/act",
                        "is not known here"),
                // links
                wrong(SUBJECT_LINK, link().replace("\"link\"", "\"join\""), "/action", "link, unlink"),
                wrong(SUBJECT_LINK, link().replace("\"with\": " + VISITOR, "\"with\": {}"), "/with", "at least one"),
                wrong(SUBJECT_LINK, link().replace(VISITOR, BOTH), "/with", "that the subject has too"),
                wrong(SUBJECT_LINK, link().replace("login", "x".repeat(501)), "/reason", "500"),
                // holds
                wrong(HOLD, hold().replace("\"subject\": " + EMAIL + ", ", ""), "", "either subject or subjectId"),
                wrong(HOLD, with("subjectId", "\"" + SUBJECT_ID + "\"", hold()), "", "either subject or subjectId"),
                wrong(HOLD, hold().replace("h-1", "h-jeanne%40example.org"), "/holdId", "must be an id"),
                wrong(HOLD, hold().replace("litigation", "asked by jeanne%25252540example.org"), "/reason", "e-mail"),
                wrong(SUBJECT_LINK, link().replace("login", "of jeanne&#64;example.org"), "/reason", "e-mail"),
                wrong(
                        DELETION_ACK,
                        with("reason", "\"jeanne (at) example.org is a customer\"", acknowledgement()),
                        "/reason",
                        "e-mail"),
                wrong(HOLD, holdOf("\"short\""), "/subjectId", "43 characters"),
                wrong(HOLD, hold().replace(", \"reason\": \"litigation\"", ""), "/reason", "is missing"),
                wrong(HOLD, hold().replace("\"place\"", "\"keep\""), "/action", "must be one of: "),
                wrong(HOLD, hold().replace("dpo", "dpo@example.org"), "/decidedBy", "must be an id"),
                wrong(WAVE_DECISION, waveDecision().replace("dpo", "dpo@example.org"), "/decidedBy", "must be an id"),
                // decisions on waves
                wrong(WAVE_DECISION, waveDecision().replace("approve", "perhaps"), "/decision", "approve, drop"),
                wrong(WAVE_DECISION, object("decision", "\"drop\""), "/reason", "is missing"),
                wrong(WAVE_DECISION, waveDecision().replace("March", "jeanne@example.org"), "/reason", "e-mail"),
                wrong(WAVE_DECISION, with("subject", EMAIL, waveDecision()), "/subject", "not known"),
                // decisions on what is owed for an order
                wrong(
                        ERASURE_DECISION,
                        erasureDecision().replace("waive", "forget"),
                        "/decision",
                        "retry, waive, close"),
                wrong(ERASURE_DECISION, erasureDecision().replace(".abcdef123456", ""), "/orderId", "not the id"),
                wrong(ERASURE_DECISION, object("decision", "\"retry\""), "/orderId", "is missing"),
                wrong(ERASURE_DECISION, erasureDecision().replace("hubspot", "Hub Spot"), "/system", "not the id"),
                wrong(ERASURE_DECISION, erasureDecision().replace("March", "jeanne@example.org"), "/reason", "e-mail"),
                wrong(ERASURE_DECISION, erasureDecision().replace("\"reason\"", "\"why\""), "/reason", "is missing"),
                wrong(
                        ERASURE_DECISION,
                        erasureDecision().replace("dpo", "dpo@example.org"),
                        "/decidedBy",
                        "must be an id"),
                // acknowledgements
                wrong(DELETION_ACK, acknowledgement().replace("completed", "waived"), "/outcome", "must be one of"),
                wrong(DELETION_ACK, acknowledgement().replace(".hubspot", ""), "/commandId", "not the id"),
                wrong(DELETION_ACK, acknowledgement().replace("abcdef123456", "a"), "/commandId", "not the id"),
                wrong(DELETION_ACK, object("outcome", "\"failed\""), "/commandId", "is missing"),
                wrong(DELETION_ACK, acknowledgement().replace("completed", "done"), "/outcome", "not-supported"),
                wrong(DELETION_ACK, acknowledgement().replace("completed", "refused"), "/reason", "has to say why"),
                wrong(DELETION_ACK, with("at", "\"2026-03-01T13:00:00Z\"", acknowledgement()), "/at", "ahead"),
                // shapes
                wrong(INTERACTION, "[]", "", "holds no event"),
                wrong(INTERACTION, "[1]", "/0", "must be an object"),
                wrong(INTERACTION, "\"text\"", "", "must be an object or an array of objects"),
                wrong(INTERACTION, "null", "", "must be an object or an array of objects"),
                wrong(
                        INTERACTION,
                        with("a", "[".repeat(20) + "]".repeat(20), interaction()),
                        "/a/0/0/0/0/0/0/0",
                        "deep"),
                wrong(
                        INTERACTION,
                        with("a", "[".repeat(2000) + "]".repeat(2000), interaction()),
                        "/a/0/0/0/0/0/0/0",
                        "deep"),
                wrong(INTERACTION, with("a", "9".repeat(5000), interaction()), "/a", "longer name or number"),
                wrong(INTERACTION, with("a", "[" + "1,".repeat(200) + "1]", interaction()), "/a", "200 elements"),
                wrong(INTERACTION, manyMembers(), "", "32 members"));
    }

    @ParameterizedTest(name = "{0} {2}: {3}")
    @MethodSource("wrong")
    void tells_what_breaks_a_rule_and_where(EventKind kind, String body, String pointer, String detail) {
        Reading reading = read(kind, body);

        assertThat(reading).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.problems().malformed()).isFalse();
            assertThat(invalid.problems().errors()).anySatisfy(error -> {
                assertThat(error.pointer()).isEqualTo(pointer);
                assertThat(error.detail()).contains(detail);
            });
            assertThat(invalid.problems().errors().toString()).doesNotContain("ada@", "v-81c");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\"",
                "{\"a\": }",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 01}",
                "{\"a\": NaN}",
                "{\"a\": 1,}",
                "[1,]",
                "{} {}",
                "{\"a\": 1} x",
                "[] // nothing",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\u0000\"}",
                "{\"a\": \"line\nbreak\"}",
                "\uFEFF",
                "\uFEFF\uFEFF{}",
                "{}\uFEFF",
                "ada@example.org"
            })
    void tells_what_is_not_json_without_repeating_it(String body) {
        assertThat(read(INTERACTION, body)).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.problems().malformed()).isTrue();
            assertThat(invalid.problems().errors().toString()).doesNotContain("ada");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\": \"login\", \"subject\": {\"email\": x}} | /subject/email",
                "[{\"kind\": \"login\"}, {\"kind\" \"login\"}] | /1/kind",
                "[{\"kind\": \"login\"}, | /1",
                "[{\"kind\": \"login\", \"a b@c\": x}] | /0",
            })
    void tells_where_json_stops_to_be_json(String body, String pointer) {
        assertThat(errors(read(INTERACTION, body)).getLast().pointer()).isEqualTo(pointer);
    }

    @Test
    void tells_bytes_that_are_not_utf_8() {
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};

        assertThat(readers.read(INTERACTION, overlong, false, NOW))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.problems().malformed()).isTrue());
    }

    @Test
    void tells_every_problem_of_a_batch_at_once() {
        String batch = "[" + interaction() + ", " + at("2026-03-01T09:30:00") + ", "
                + subject("{}").replace("contact-form", "visit") + "]";

        assertThat(errors(read(INTERACTION, batch)))
                .extracting(HttpProblem.Error::pointer)
                .containsExactlyInAnyOrder("/1/occurredAt", "/2/subject", "/2/kind");
    }

    @Test
    void counts_the_lines_of_ndjson_as_they_were_sent() {
        String lines = interaction() + "\r\n\n" + subject("{}") + "\n{\n" + interaction();

        Reading reading = readers.read(INTERACTION, bytes(lines), true, NOW);

        assertThat(errors(reading))
                .extracting(HttpProblem.Error::pointer)
                .containsExactlyInAnyOrder("/2/subject", "/3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF%s", "\uFEFF [%s]", "\uFEFF\r\n\r\n%s\r\n", "\r\n%s\r\n\r\n", "[%s,\r\n\t%s]\r\n"})
    void takes_json_with_a_byte_order_mark_and_lines_of_any_system(String body) {
        assertThat(read(INTERACTION, body.replace("%s", interaction()))).isInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF%s\n%s",
                "\uFEFF%s\r\n%s\r\n",
                "\uFEFF\r\n\r\n%s\r\n\r\n \t\r\n%s",
                "%s\n\uFEFF%s\n\uFEFF\n",
                "\n\n%s\n\n%s\n\n"
            })
    void takes_ndjson_with_byte_order_marks_blank_lines_and_lines_of_any_system(String body) {
        assertThat(readers.read(INTERACTION, bytes(body.replace("%s", interaction())), true, NOW))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.events()).hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " \r\n", "\uFEFF", "\uFEFF\r\n"})
    void ndjson_without_a_line_holds_no_event(String lines) {
        assertThat(errors(readers.read(INTERACTION, bytes(lines), true, NOW)))
                .containsExactly(new HttpProblem.Error("", "holds no event"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takes_a_thousand_events_and_not_one_more(boolean lines) {
        String thousand = String.join(lines ? "\n" : ",", Collections.nCopies(1_000, interaction()));
        String more = thousand + (lines ? "\n" : ",") + interaction();

        assertThat(readers.read(INTERACTION, bytes(lines ? thousand : "[" + thousand + "]"), lines, NOW))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.events()).hasSize(1_000));
        assertThat(readers.read(INTERACTION, bytes(lines ? more : "[" + more + "]"), lines, NOW))
                .isInstanceOf(TooMany.class);
    }

    @Test
    void lists_no_more_than_a_thousand_problems_but_counts_them_all() {
        String bad = "[" + "{},".repeat(999) + "{}]";

        assertThat(read(RIGHTS_REQUEST, bad)).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.problems().errors()).hasSize(1_000);
            assertThat(invalid.problems().count()).isEqualTo(4_000);
        });
    }

    @Test
    void an_event_happens_now_unless_it_says_otherwise() {
        assertThat(only(read(INTERACTION, interaction())).envelope().occurredAt())
                .isEqualTo(NOW);
        assertThat(only(read(INTERACTION, at("2026-03-01T12:05:00Z")))
                        .envelope()
                        .occurredAt())
                .isEqualTo("2026-03-01T12:05:00Z");
        assertThat(only(read(INTERACTION, at("2026-03-01t09:30:00.123456+01:00")))
                        .envelope()
                        .occurredAt())
                .isEqualTo("2026-03-01T08:30:00.123Z");
    }

    @Test
    void event_ids_are_made_up_where_they_are_missing_and_written_in_lower_case() {
        assertThat(only(read(INTERACTION, interaction())).envelope().eventId())
                .isNotEqualTo(only(read(INTERACTION, interaction())).envelope().eventId());
        assertThat(only(read(INTERACTION, with("eventId", "\"0B0E9D5E-6C0A-4C39-8E0A-0A7C7A3F5D11\"", interaction())))
                        .envelope()
                        .eventId())
                .isEqualTo(Bodies.EVENT_ID);
    }

    @Test
    void optional_members_may_be_null() {
        String choice = "{\"purpose\": \"newsletters\", \"recipient\": null, \"decision\": \"granted\"}";

        assertThat(read(CONSENT_STATEMENT, statement(EMAIL, choice))).isInstanceOf(Valid.class);
    }

    @Test
    void C1_a_choice_for_all_recipients_stands_beside_one_for_a_single_recipient() {
        String choices = PERSON_CHOICE
                + ", {\"purpose\": \"newsletters\", \"recipient\": \"hubspot\", \"decision\": \"refused\"}";

        assertThat(read(CONSENT_STATEMENT, statement(EMAIL, choices))).isInstanceOf(Valid.class);
    }

    @Test
    void C7_the_page_loses_what_could_tell_who_looked_at_it() {
        String body = statement().replace("https://www.example.org/", "https://u:p@www.example.org/a?mail=x#y");

        assertThat(((Statement) only(read(CONSENT_STATEMENT, body))).proof().page())
                .isEqualTo("https://www.example.org/a");
    }

    @Test
    void an_id_of_a_person_may_be_an_address_for_it_is_sealed() {
        assertThat(read(INTERACTION, subject("{\"customerId\": \"ada@example.org\"}")))
                .isInstanceOf(Valid.class);
    }

    @Test
    void C7_an_address_in_disguise_does_not_get_into_the_proof() {
        String body =
                statement().replace("https://www.example.org/", "https://www.example.org/out/jeanne%2540example.org");

        assertThat(((Statement) only(read(CONSENT_STATEMENT, body))).proof().page())
                .isEqualTo("https://www.example.org/out/");
    }

    @Test
    void C1_a_right_may_name_the_purposes_that_offer_its_verb_and_any_other_right_every_purpose() {
        assertThat(read(RIGHTS_REQUEST, rights("consent-withdrawal", BOTH, "newsletters", "advertising")))
                .isInstanceOf(Valid.class);
        assertThat(read(RIGHTS_REQUEST, rights("consent-withdrawal", VISITOR, "video")))
                .isInstanceOf(Valid.class);
        assertThat(read(RIGHTS_REQUEST, rights("objection", EMAIL, "improvement", "needs-analysis")))
                .isInstanceOf(Valid.class);
        assertThat(read(RIGHTS_REQUEST, rights("access", BOTH, "navigation", "improvement", "newsletters")))
                .isInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "email", "letter"})
    void G1_a_request_happened_when_the_organisation_received_it_however_long_ago(String channel) {
        String body =
                with("occurredAt", "\"2018-05-25T00:00:00Z\"", rightsRequest().replace("web", channel));

        assertThat(only(read(RIGHTS_REQUEST, body)).envelope().occurredAt()).isEqualTo("2018-05-25T00:00:00Z");
    }

    @Test
    void sources_have_defaults_where_the_interfaces_show_none() {
        assertThat(only(read(INTERACTION, interaction())).envelope().source()).isEqualTo("unknown");
        assertThat(only(read(HOLD, hold())).envelope().source()).isEqualTo("console");
        assertThat(only(read(WAVE_DECISION, waveDecision())).envelope().source())
                .isEqualTo("console");
    }

    private Reading read(EventKind kind, String body) {
        return readers.read(kind, bytes(body), false, NOW);
    }

    private static Event only(Reading reading) {
        assertThat(reading).isInstanceOf(Valid.class);
        return ((Valid) reading).events().getFirst();
    }

    private static List<HttpProblem.Error> errors(Reading reading) {
        assertThat(reading).isInstanceOf(Invalid.class);
        return ((Invalid) reading).problems().errors();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Arguments wrong(EventKind kind, String body, String pointer, String detail) {
        return Arguments.of(kind, body, pointer, detail);
    }

    private static String at(String time) {
        return with("occurredAt", "\"" + time + "\"", interaction());
    }

    private static String subject(String subject) {
        return interaction().replace(EMAIL, subject);
    }

    private static String rights(String right, String subject, String... purposes) {
        return with(
                "purposes",
                "[\"" + String.join("\", \"", purposes) + "\"]",
                rightsRequest().replace("erasure", right).replace(EMAIL, subject));
    }

    private static String choices(String choices) {
        return statement(BOTH, choices);
    }

    private static String categories(String categories) {
        return interaction().replace("\"contact-details\"", categories);
    }

    @Test
    void G3_every_reason_refuses_erasure_and_all_but_those_of_article_17_refuse_every_right() {
        Set<RefusalReason> againstErasure = Set.of(RefusalReason.LEGAL_OBLIGATION, RefusalReason.LEGAL_CLAIMS);
        for (RefusalReason reason : RefusalReason.values()) {
            for (String right : List.of(
                    "access",
                    "rectification",
                    "erasure",
                    "objection",
                    "restriction",
                    "portability",
                    "consent-withdrawal")) {
                String word = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');

                Reading reading = read(
                        RIGHTS_DECISION, refusal().replace("erasure", right).replace("legal-claims", word));

                boolean fits = right.equals("erasure") || !againstErasure.contains(reason);
                assertThat(reading)
                        .as(word + " of " + right)
                        .isInstanceOf(fits && reason != RefusalReason.UNRECOGNISED ? Valid.class : Invalid.class);
            }
        }
    }

    @Test
    void G1_every_right_is_extended_without_a_reason() {
        for (String right : List.of("access", "erasure", "portability")) {
            Reading reading = read(
                    RIGHTS_DECISION,
                    without("reason", refusal())
                            .replace("\"refuse\"", "\"extend\"")
                            .replace("erasure", right));

            assertThat(reading).as(right).isInstanceOf(Valid.class);
        }
    }

    @Test
    void G1_what_people_answer_is_begun_and_fulfilled_and_every_right_is_withdrawn_or_asked_for_a_proof() {
        for (String right : List.of("access", "rectification", "restriction", "portability")) {
            assertThat(read(RIGHTS_DECISION, answer().replace("access", right)))
                    .as(right)
                    .isInstanceOfSatisfying(
                            Valid.class,
                            it -> assertThat(((Event.RightDecided) it.events().getFirst()).reference())
                                    .isEqualTo("letter-7"));
        }
        for (String act : List.of("withdraw", "ask-for-proof")) {
            for (String right : List.of("access", "erasure", "consent-withdrawal")) {
                assertThat(read(
                                RIGHTS_DECISION,
                                without("reason", refusal())
                                        .replace("\"refuse\"", "\"" + act + "\"")
                                        .replace("erasure", right)))
                        .as(act + " " + right)
                        .isInstanceOf(Valid.class);
            }
        }
    }

    /** The person has the answer to a request. */
    private static String answer() {
        return refusal()
                .replace("erasure", "access")
                .replace("\"refuse\"", "\"fulfil\"")
                .replace("\"reason\": \"legal-claims\"", "\"reference\": \"letter-7\"");
    }

    /** A body of {@link Bodies} that lacks a member. */
    private static String without(String name, String object) {
        return object.replaceFirst("\"" + name + "\": (\"[^\"]*\"|\\{[^}]*})(, )?", "")
                .replace(", }", "}");
    }

    private static String holdOf(String subjectId) {
        return hold().replace("\"subject\": " + EMAIL, "\"subjectId\": " + subjectId);
    }

    private static String manyMembers() {
        StringBuilder body = new StringBuilder(interaction());
        for (int i = 0; i < 40; i++) {
            body.insert(1, "\"m" + i + "\": 1, ");
        }
        return body.toString();
    }
}
