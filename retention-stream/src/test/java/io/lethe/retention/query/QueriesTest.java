package io.lethe.retention.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.subject.RefusalReason;
import io.lethe.retention.subject.RightsAct;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.topology.Harness;
import io.lethe.retention.topology.Records;
import io.lethe.retention.wave.Allowance;
import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Decision;
import io.lethe.service.HttpService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions over HTTP. */
class QueriesTest {

    private static final Instant AT = Harness.time("2026-03-01T09:30:00+01:00");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SubjectsInMemory subjects = new SubjectsInMemory();
    private HttpService service;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    QueriesTest() {}

    @BeforeEach
    void open() {
        RetentionSettings settings = RetentionSettings.from(Harness.environment(folder));
        SubjectRules rules = new SubjectRules(settings.policy());
        put(
                rules,
                Records.CONTACT,
                SubjectKind.CONTACT,
                new SubjectEvent.Interacted("e-1", AT, "contact-form", List.of()));
        put(
                rules,
                Records.CONTACT,
                SubjectKind.CONTACT,
                new SubjectEvent.RightExercised("r-1", AT, AT, "www", "access", true, List.of()));
        put(
                rules,
                Records.CONTACT,
                SubjectKind.CONTACT,
                new SubjectEvent.HoldStated("h", AT, "case-12", true, "court", "desk-1"));
        put(
                rules,
                Records.VISITOR,
                SubjectKind.VISITOR,
                new SubjectEvent.Stated(new Statement(
                        "e-2",
                        AT,
                        AT,
                        "www",
                        List.of(new Statement.Choice("advertising", null, Verb.GRANTED)),
                        new Statement.Proof("2026-01", "banner-7", "fr", "save", null))));
        service = HttpService.start(
                settings.http(),
                1,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional::empty,
                new RetentionRoutes(
                        settings.policy(),
                        settings.subjectIds(),
                        () -> AT.plusSeconds(60),
                        settings.http().keys(),
                        subjects));
    }

    @AfterEach
    void close() {
        service.close();
        client.close();
    }

    @Test
    void a_subject_is_told_in_the_shape_that_others_rely_on() throws Exception {
        HttpResponse<String> answer = get("/v1/subjects/" + Records.CONTACT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode told = JSON.readTree(answer.body());
        withoutSystems(told.get("rights"));
        assertThat(told).isEqualTo(JSON.readTree("""
                                {"subjectId": "%1$s", "kind": "contact", "status": "active", "consents": [],
                                 "retention": {"lastInteractionAt": "2026-03-01T09:30:00+01:00",
                                               "expiresAt": "2031-03-01T09:30:00+01:00"},
                                 "holds": [{"holdId": "case-12", "since": "2026-03-01T09:30:00+01:00", "via": "%1$s",
                                            "decidedBy": "desk-1"}],
                                 "restricted": false, "restrictions": [], "links": [], "movedTo": [], "movedFrom": [],
                                 "holdHistory": [{"holdId": "case-12", "at": "2026-03-01T09:30:00+01:00",
                                                  "action": "place", "decidedBy": "desk-1"}],
                                 "rights": [{"requestId": "r-1", "right": "access", "status": "open",
                                             "dueAt": "2026-04-01T23:59:59+02:00", "reason": null,
                                             "allowed": ["start", "extend", "refuse", "withdraw"]}],
                                 "waitingErasures": [],
                                 "next": [{"what": "right-at-risk", "at": "2026-03-25T23:59:59+01:00"},
                                          {"what": "right-overdue", "at": "2026-04-02T00:00:00+02:00"},
                                          {"what": "retention-lapse", "at": "2031-03-01T09:30:00+01:00"}]}
                                """.formatted(Records.CONTACT)));
    }

    @Test
    void R4_a_restriction_is_told_with_the_id_by_which_it_is_lifted_and_apart_from_the_holds() throws Exception {
        SubjectRules rules = new SubjectRules(PolicyFile.builtIn());
        put(
                rules,
                Records.CONTACT,
                SubjectKind.CONTACT,
                new SubjectEvent.RightExercised("r-2", AT, AT, "www", "restriction", true, List.of()));

        JsonNode restricted =
                JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body());

        assertThat(restricted.get("restricted").asBoolean()).isTrue();
        assertThat(restricted.get("restrictions")).isEqualTo(JSON.readTree("""
                                [{"id": "restriction:r-2", "since": "2026-03-01T09:30:00+01:00", "via": "%s",
                                  "decidedBy": null}]
                                """.formatted(Records.CONTACT)));
        assertThat(restricted.get("holds")).hasSize(1);

        String id = restricted.get("restrictions").get(0).get("id").asText();
        put(
                rules,
                Records.CONTACT,
                SubjectKind.UNKNOWN,
                new SubjectEvent.HoldStated("e-9", AT.plusSeconds(9), id, false, "the person was told", "dpo"));
        JsonNode lifted = JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body());
        assertThat(lifted.get("restricted").asBoolean()).isFalse();
        assertThat(lifted.get("restrictions")).isEmpty();
    }

    @Test
    void R4_who_placed_and_who_released_a_hold_is_told_while_it_stands_and_afterwards() throws Exception {
        assertThat(JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body()).get("holds"))
                .isEqualTo(JSON.readTree("""
                                [{"holdId": "case-12", "since": "2026-03-01T09:30:00+01:00", "via": "%s",
                                  "decidedBy": "desk-1"}]
                                """.formatted(Records.CONTACT)));

        put(
                new SubjectRules(PolicyFile.builtIn()),
                Records.CONTACT,
                SubjectKind.UNKNOWN,
                new SubjectEvent.HoldStated("e-9", AT.plusSeconds(9), "case-12", false, "it is over", "dpo"));

        JsonNode released = JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body());
        assertThat(released.get("holds")).isEmpty();
        assertThat(released.get("holdHistory")).isEqualTo(JSON.readTree("""
                                [{"holdId": "case-12", "at": "2026-03-01T09:30:00+01:00", "action": "place", "decidedBy": "desk-1"},
                                 {"holdId": "case-12", "at": "2026-03-01T09:30:09+01:00", "action": "release", "decidedBy": "dpo"}]
                                """));
    }

    @Test
    void G6_what_recipient_systems_have_is_told_with_the_request_and_when_all_have_it_can_be_answered()
            throws Exception {
        SubjectRules rules = new SubjectRules(PolicyFile.builtIn());
        RightsAnswer answer = new RightsAnswer(
                "hubspot", AT.plusSeconds(9), RightsAnswer.Outcome.COMPLETED, 3, "export-7", "a-1", "desk-1");
        put(rules, Records.CONTACT, SubjectKind.UNKNOWN, new SubjectEvent.RightAnswered("r-1", "access", answer));

        JsonNode request = JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body())
                .get("rights")
                .get(0);

        assertThat(request.get("systems"))
                .hasSize(PolicyFile.builtIn().recipients().size())
                .contains(JSON.readTree("""
                                {"system": "hubspot", "open": false, "outcome": "completed", "records": 3,
                                 "reference": "export-7", "at": "2026-03-01T09:30:09+01:00", "answeredBy": "desk-1"}
                                """), JSON.readTree("""
                                {"system": "linkedin", "open": true, "outcome": null, "records": null,
                                 "reference": null, "at": null, "answeredBy": null}
                                """));
        assertThat(request.get("allowed")).extracting(JsonNode::asText).doesNotContain("fulfil");
    }

    private static JsonNode withoutSystems(JsonNode requests) {
        requests.forEach(one -> ((ObjectNode) one).remove("systems"));
        return requests;
    }

    @Test
    void G3_a_refused_request_is_told_with_its_reason() throws Exception {
        SubjectRules rules = new SubjectRules(PolicyFile.builtIn());
        put(
                rules,
                Records.CONTACT,
                SubjectKind.UNKNOWN,
                new SubjectEvent.RightDecided(
                        "r-1", "access", RightsStep.refusal(AT.plusSeconds(9), RefusalReason.NO_MATCH, "d-1")));

        JsonNode refused =
                JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body()).get("rights");

        assertThat(withoutSystems(refused)).isEqualTo(JSON.readTree("""
                                [{"requestId": "r-1", "right": "access", "status": "refused",
                                  "dueAt": "2026-04-01T23:59:59+02:00", "reason": "no-match", "allowed": []}]
                                """));
    }

    @Test
    void G1_an_answered_request_is_told_with_where_the_answer_went_and_nothing_more_is_allowed() throws Exception {
        SubjectRules rules = new SubjectRules(PolicyFile.builtIn());
        put(
                rules,
                Records.CONTACT,
                SubjectKind.UNKNOWN,
                new SubjectEvent.RightDecided(
                        "r-1", "access", new RightsStep(AT.plusSeconds(9), RightsAct.FULFIL, "d-1", null, "letter-7")));

        JsonNode answered =
                JSON.readTree(get("/v1/subjects/" + Records.CONTACT).body()).get("rights");

        assertThat(withoutSystems(answered)).isEqualTo(JSON.readTree("""
                                [{"requestId": "r-1", "right": "access", "status": "fulfilled", "reason": null,
                                  "dueAt": "2026-04-01T23:59:59+02:00", "reference": "letter-7", "allowed": []}]
                                """));
    }

    @Test
    void consents_stand_beside_their_recipient_and_their_end() throws Exception {
        JsonNode consents =
                JSON.readTree(get("/v1/subjects/" + Records.VISITOR).body()).get("consents");

        assertThat(consents).isEqualTo(JSON.readTree("""
                                [{"purpose": "advertising", "recipient": null, "status": "given",
                                  "since": "2026-03-01T09:30:00+01:00", "validUntil": "2026-09-01T09:30:00+02:00"}]
                                """));
    }

    @Test
    void C6_C7_the_status_at_a_time_comes_with_its_proof() throws Exception {
        JsonNode answer = JSON.readTree(get("/v1/subjects/" + Records.VISITOR
                        + "/consents?purpose=advertising&recipient=linkedin&asOf="
                        + URLEncoder.encode("2026-03-02T00:00:00+01:00", StandardCharsets.UTF_8))
                .body());

        assertThat(answer.get("status").asText()).isEqualTo("given");
        assertThat(answer.get("recipient").asText()).isEqualTo("linkedin");
        assertThat(answer.get("asOf").asText()).isEqualTo("2026-03-02T00:00:00+01:00");
        assertThat(answer.get("proof").get("eventId").asText()).isEqualTo("e-2");
        assertThat(answer.get("proof").get("noticeId").asText()).isEqualTo("banner-7");
    }

    @Test
    void C6_before_the_first_word_nothing_is_known_and_nothing_proves_it() throws Exception {
        JsonNode answer = JSON.readTree(
                get("/v1/subjects/" + Records.VISITOR + "/consents?purpose=advertising&asOf=2026-01-01T00:00:00Z")
                        .body());

        assertThat(answer.get("status").asText()).isEqualTo("unknown");
        assertThat(answer.get("proof").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/subjects/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "/v1/subjects/too-short",
                "/v1/subjects/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/consents?purpose=advertising",
                "/v1/nothing"
            })
    void a_subject_never_seen_is_404(String path) throws Exception {
        assertProblem(get(path), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/consents",
                "/consents?purpose=levitation",
                "/consents?purpose=advertising&recipient=nobody",
                "/consents?purpose=advertising&asOf=yesterday",
                "/consents?purpose=advertising&asOf=2026-03-01T00:00:00",
            })
    void a_question_that_makes_no_sense_is_422_and_says_where(String path) throws Exception {
        HttpResponse<String> answer = get("/v1/subjects/" + Records.VISITOR + path);

        assertProblem(answer, 422);
        assertThat(JSON.readTree(answer.body())
                        .get("errors")
                        .get(0)
                        .get("pointer")
                        .asText())
                .startsWith("/");
    }

    @Test
    void S4_while_the_state_moves_it_is_503_and_worth_another_try() throws Exception {
        subjects.moving = true;

        for (String path : List.of("/v1/subjects/" + Records.CONTACT, "/v1/deadlines?until=2040-01-01T00:00:00Z")) {
            HttpResponse<String> answer = get(path);
            assertProblem(answer, 503);
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
        }
    }

    @Test
    void deadlines_are_counted_by_kind_and_day() throws Exception {
        JsonNode answer =
                JSON.readTree(get("/v1/deadlines?until=2032-01-01T00:00:00Z").body());

        assertThat(answer.get("until").asText()).isEqualTo("2032-01-01T01:00:00+01:00");
        assertThat(answer.get("complete").asBoolean()).isTrue();
        assertThat(answer.get("deadlines")).isEqualTo(JSON.readTree("""
                                [{"day": "2026-03-25", "kind": "right-at-risk", "count": 1},
                                 {"day": "2026-04-02", "kind": "right-overdue", "count": 1},
                                 {"day": "2026-09-01", "kind": "consent-expiry", "count": 1},
                                 {"day": "2027-04-04", "kind": "retention-lapse", "count": 1},
                                 {"day": "2027-05-04", "kind": "erasure", "count": 1},
                                 {"day": "2031-03-01", "kind": "retention-lapse", "count": 1}]
                                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/deadlines", "/v1/deadlines?until=soon"})
    void deadlines_until_no_time_are_422(String path) throws Exception {
        assertProblem(get(path), 422);
    }

    @Test
    void subject_ids_are_the_front_doors() throws Exception {
        HttpResponse<String> answer = post("{\"subject\": {\"visitorId\": \"v-81c\", \"email\": \"Ada@Example.org\"}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.get("subjectId").asText()).matches("[A-Za-z0-9_-]{43}");
        assertThat(body.get("subjectIds")).hasSize(2);
        assertThat(body.get("subjectIds").get(0).get("type").asText()).isEqualTo("email");
        assertThat(answer.body()).doesNotContainIgnoringCase("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jo@xn--mnchen-3ya.example", "Jo@MÜNCHEN.example.", "\\u00a0jo@münchen。example\\u3000"})
    void one_person_has_one_subject_id_however_the_address_is_spelt(String address) throws Exception {
        String mark = "\uFEFF";

        assertThat(post(mark + "{\"email\": \"" + address + "\"}").body())
                .isEqualTo(post("{\"email\": \"jo@münchen.example\"}").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject\": {}}",
                "{\"subject\": {\"phone\": \"0123456789\"}}",
                "{\"subject\": {\"email\": 7}}",
                "{\"subject\": {\"email\": \"0123456789\"}}",
                "{\"subject\": {\"email\": \"0123456789@example.org\\u200b\"}}",
                "{\"subject\": {\"visitorId\": \"0123456789\\u200f\"}}",
                "{\"subject\": []}",
                "[]"
            })
    void subject_ids_of_nobody_are_422_and_repeat_nothing(String body) throws Exception {
        HttpResponse<String> answer = post(body);

        assertProblem(answer, 422);
        assertThat(answer.body()).doesNotContain("0123456789");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"email\": 7}                                      | /email",
                "{\"subject\": {\"email\": 7}}                       | /subject/email",
                "{\"phone\": 7}                                      | /phone",
                "{\"subject\": {\"visitorId\": \"v\"}, \"kind\": \"x\"} | /kind",
            })
    void a_pointer_goes_to_the_member_where_it_stands(String body, String pointer) throws Exception {
        JsonNode errors = JSON.readTree(post(body).body()).get("errors");

        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).get("pointer").asText()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{\"subject\": {\"email\": \"a@b.org\"}} and more"})
    void subject_ids_of_no_json_are_400(String body) throws Exception {
        HttpResponse<String> answer = post(body);

        assertProblem(answer, 400);
        assertThat(JSON.readTree(answer.body()).get("errors")).hasSize(1);
    }

    @Test
    void R5_a_policy_is_compared_with_the_one_in_force_and_nothing_changes() throws Exception {
        Map<String, Subject> before = Map.copyOf(subjects.known);

        HttpResponse<String> begun = compare(policy("keepFor: P5Y", "keepFor: P2Y"));

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        JsonNode answer = ended(begun);
        assertThat(answer.path("state").asText()).isEqualTo("finished");
        assertThat(answer.path("subjects").path("lookedAt").asLong()).isEqualTo(2);
        assertThat(answer.path("result").path("lapses")).isEqualTo(JSON.readTree("""
                                [{"kind": "visitor", "sooner": 0, "later": 0, "new": 0, "never": 0, "same": 1,
                                  "months": [{"month": "2027-04", "before": 1, "after": 1}]},
                                 {"kind": "contact", "sooner": 1, "later": 0, "new": 0, "never": 0, "same": 0,
                                  "months": [{"month": "2028-03", "before": 0, "after": 1},
                                             {"month": "2031-03", "before": 1, "after": 0}]}]
                                """));
        assertThat(answer.path("result").path("consentsEnding").path("expired")).isEqualTo(JSON.readTree("""
                                [{"kind": "visitor", "purpose": "advertising", "sooner": 0, "later": 0, "new": 0,
                                  "never": 0, "same": 1, "months": [{"month": "2026-09", "before": 1, "after": 1}]}]
                                """));
        assertThat(subjects.known).isEqualTo(before);
    }

    @Test
    void R5_a_policy_that_cannot_be_used_is_422_with_each_problem_and_its_line() throws Exception {
        HttpResponse<String> answer =
                compare(policy("keepFor: P5Y", "keepFor: five years").replace("grace: P30D", "grace: P0D"));

        assertProblem(answer, 422);
        assertThat(JSON.readTree(answer.body()).get("errors"))
                .hasSize(2)
                .allSatisfy(error -> assertThat(error.path("detail").asText()).matches("\\d+:\\d+: .+"));
        assertProblem(compare(""), 422);
    }

    @Test
    void R5_one_comparison_runs_at_a_time_and_the_second_is_told_which() throws Exception {
        subjects.visits.acquire();
        HttpResponse<String> first = compare(policy("keepFor: P5Y", "keepFor: P2Y"));

        HttpResponse<String> second = compare(policy("keepFor: P5Y", "keepFor: P3Y"));

        assertProblem(second, 409);
        assertThat(second.body())
                .contains(first.headers().firstValue("location").orElseThrow());
        subjects.visits.release();
        ended(first);
        assertThat(compare(policy("keepFor: P5Y", "keepFor: P3Y")).statusCode()).isEqualTo(202);
    }

    @Test
    void R5_a_comparison_whose_partitions_move_fails_and_says_so() throws Exception {
        subjects.visits.acquire();
        HttpResponse<String> begun = compare(policy("keepFor: P5Y", "keepFor: P2Y"));
        subjects.moving = true;
        subjects.visits.release();

        JsonNode answer = ended(begun);
        assertThat(answer.path("state").asText()).isEqualTo("failed");
        assertThat(answer.path("reason").asText()).contains("moving").endsWith("start it again");
        assertThat(answer.has("result")).isFalse();
    }

    @Test
    void a_comparison_nobody_started_is_404() throws Exception {
        assertProblem(get("/v1/policy-diffs/e7f0"), 404);
    }

    @Test
    void R6_what_is_held_is_told_partition_by_partition_with_the_time_of_the_look() throws Exception {
        assertThat(JSON.readTree(get("/v1/waves").body())).isEqualTo(JSON.readTree("""
                                {"at": "2026-03-01T09:31:00+01:00", "held": 0, "waves": [], "lastDecision": null}
                                """));

        subjects.breaker = Breaker.NEW
                .ask(AT, new Allowance(Duration.ofDays(1), 0, 0))
                .breaker()
                .entered()
                .entered();

        assertThat(JSON.readTree(get("/v1/waves").body())).isEqualTo(JSON.readTree("""
                                {"at": "2026-03-01T09:31:00+01:00", "held": 2, "waves": [
                                  {"partition": 0, "held": 2, "heldSince": "2026-03-01T09:30:00+01:00",
                                   "limit": "number", "allowed": 0, "decision": null}], "lastDecision": null}
                                """));

        subjects.breaker = subjects.breaker
                .decided(new Decision("d-1", Decision.Verdict.DROP, AT.plusSeconds(5), "desk-1"), AT.plusSeconds(9))
                .left(AT);

        JsonNode decided = JSON.readTree(get("/v1/waves").body());
        assertThat(decided.path("lastDecision")).isEqualTo(JSON.readTree("""
                                {"decisionId": "d-1", "decision": "drop", "decidedBy": "desk-1",
                                 "at": "2026-03-01T09:30:05+01:00"}
                                """));
        assertThat(decided.path("waves").path(0)).isEqualTo(JSON.readTree("""
                                {"partition": 0, "held": 1, "heldSince": null, "limit": null, "allowed": null,
                                 "decision": {"decisionId": "d-1", "decision": "drop", "decidedBy": "desk-1",
                                              "upTo": "2026-03-01T09:30:05+01:00", "settled": 1}}
                                """));
    }

    private HttpResponse<String> compare(String policy) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/v1/policy-diffs"))
                        .header("Authorization", "Bearer operator-key")
                        .header("content-type", "application/yaml")
                        .POST(HttpRequest.BodyPublishers.ofString(policy))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ended(HttpResponse<String> begun) throws Exception {
        String path = begun.headers().firstValue("location").orElseThrow();
        Awaitility.await()
                .until(() ->
                        !JSON.readTree(get(path).body()).path("state").asText().equals("running"));
        return JSON.readTree(get(path).body());
    }

    private static String policy(String words, String others) throws IOException {
        try (var builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            assertThat(builtIn).isNotNull();
            String text = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains(words);
            return text.replace(words, others);
        }
    }

    private void assertProblem(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("status").asInt()).isEqualTo(status);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .header("Authorization", "Bearer operator-key")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/v1/subject-ids"))
                        .header("Authorization", "Bearer operator-key")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void put(SubjectRules rules, String id, SubjectKind kind, SubjectEvent event) {
        Subject before = subjects.known.getOrDefault(id, Subject.unseen(id));
        Subject after = rules.apply(before, kind, event, AT, true).subject();
        subjects.known.put(id, after.armed(rules.due(after).getFirst().at()));
    }
}
