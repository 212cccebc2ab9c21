package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import io.lethe.service.ConfigurationException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console over HTTP: who is let in, and what others' pages can make of it. */
class ConsoleTest {

    private static final String DECISION =
            "{\"orderId\": \"o-1\", \"system\": \"hubspot\", \"decision\": \"waive\", \"reason\": \"its contract ended\"}";

    private static final String[] FILES = {
        "/",
        "/console.css",
        "/console.js",
        "/ask.js",
        "/decide.js",
        "/export.js",
        "/list.js",
        "/orders.js",
        "/element.js",
        "/enter.js",
        "/flow.js",
        "/erasures.js",
        "/rights.js",
        "/deadlines.js",
        "/systems.js",
        "/codes.js",
        "/consents.js",
        "/waves.js",
        "/holds.js",
        "/letters.js",
        "/subject.js",
        "/audit.js",
        "/words.js",
        "/words-en.js",
        "/words-fr.js"
    };

    @TempDir
    private Path folder;

    private OpenConsole console;

    @BeforeEach
    void open() {
        console = new OpenConsole(folder);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoever_shows_a_token_comes_in_with_the_roles_of_its_user(ConsoleRole role) throws Exception {
        HttpResponse<String> answer = comeIn(OpenConsole.token(role));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                .containsIgnoringCase("; httponly")
                .contains("SameSite=Strict", "Path=/")
                .doesNotContain(OpenConsole.token(role));
        HttpResponse<String> told = console.ask("GET", "/api/session", "", "Cookie", cookie(answer));
        assertThat(new ObjectMapper().readTree(told.body()).path("name").textValue())
                .isEqualTo(role.word() + "-1");
        assertThat(told.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\": \"a guess\"}",
                "{}",
                "[]",
                "",
                "{",
                "{\"token\": 1}",
                "{\"token\": \"token-of-dpo\", \"more\": 1}"
            })
    void whoever_shows_none_does_not(String body) {
        HttpResponse<String> answer = console.ask("POST", "/api/session", body, "Content-Type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
        assertThat(answer.body()).doesNotContain("a guess");
    }

    @Test
    void without_a_session_there_is_nothing_to_see_and_the_page_itself_says_nothing_of_the_pipeline() {
        assertThat(console.ask("GET", "/api/session", "").statusCode()).isEqualTo(401);
        assertThat(console.ask("GET", "/api/live", "").statusCode()).isEqualTo(401);
        assertThat(console.ask("GET", "/api/live", "", "Cookie", "lethe-session=bGV0aGU.AA")
                        .statusCode())
                .isEqualTo(401);
        assertThat(console.ask("GET", "/", "").statusCode()).isEqualTo(200);
    }

    @Test
    void nobody_elses_page_gives_somebody_a_session_or_ends_theirs() {
        String token = "{\"token\": \"token-of-dpo\"}";
        assertThat(console.ask("POST", "/api/session", token, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(console.ask(
                                "POST",
                                "/api/session",
                                token,
                                "Content-Type",
                                "application/json",
                                "Origin",
                                "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.ask(
                                "POST",
                                "/api/session",
                                token,
                                "Content-Type",
                                "application/json",
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(403);

        String cookie = cookie(comeIn("token-of-dpo"));
        assertThat(console.ask("DELETE", "/api/session", "", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(console.ask("DELETE", "/api/session", "", "Cookie", cookie, "X-Lethe-Proof", "a guess")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.ask("GET", "/api/session", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
    }

    @Test
    void who_leaves_is_out_and_so_is_whose_name_was_taken_from_the_file() throws Exception {
        HttpResponse<String> one = comeIn("token-of-dpo");
        HttpResponse<String> other = comeIn("token-of-viewer");
        String proof = new ObjectMapper().readTree(one.body()).path("proof").textValue();

        assertThat(console.ask("DELETE", "/api/session", "", "Cookie", cookie(one), "X-Lethe-Proof", proof)
                        .statusCode())
                .isEqualTo(204);
        console.write("[" + OpenConsole.user(ConsoleRole.DPO) + "]");

        assertThat(console.ask("GET", "/api/session", "", "Cookie", cookie(one)).statusCode())
                .isEqualTo(401);
        await().until(() ->
                console.ask("GET", "/api/session", "", "Cookie", cookie(other)).statusCode() == 401);
    }

    @Test
    void who_comes_in_and_who_leaves_is_on_record_and_no_token_is() throws Exception {
        HttpResponse<String> in = comeIn("token-of-dpo");
        String proof = new ObjectMapper().readTree(in.body()).path("proof").textValue();

        console.ask("DELETE", "/api/session", "", "Cookie", cookie(in), "X-Lethe-Proof", proof);

        assertThat(console.trail().comings())
                .extracting(AuditEvent::getAct, AuditEvent::getUser, AuditEvent::getRoles, AuditEvent::getReason)
                .containsExactly(
                        tuple(AuditAct.SIGN_IN, "dpo-1", List.of("dpo"), "token"),
                        tuple(AuditAct.SIGN_OUT, "dpo-1", List.of("dpo"), null));
        assertThat(console.trail().comings().toString()).doesNotContain("token-of", proof, cookie(in));
    }

    @Test
    void whoever_knocks_a_thousand_times_is_on_record_once_and_as_nobody() {
        for (int each = 0; each < 1_000; each++) {
            assertThat(comeIn("a guess").statusCode()).isEqualTo(401);
        }
        assertThat(console.trail().comings()).isEmpty();

        console.restart();

        assertThat(console.trail().comings()).singleElement().satisfies(event -> {
            assertThat(event.getAct()).isEqualTo(AuditAct.SIGN_IN);
            assertThat(event.getOutcome()).isEqualTo(AuditOutcome.REFUSED);
            assertThat(event.getUser()).isEmpty();
            assertThat(event.getRoles()).isEmpty();
            assertThat(event.getReason()).isEqualTo("token 1000");
        });
    }

    @Test
    void a_session_outlasts_a_restart_of_the_console() {
        String cookie = cookie(comeIn("token-of-operator"));

        console.restart();

        assertThat(console.ask("GET", "/api/session", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void the_page_takes_nothing_from_elsewhere_and_is_in_nobodys_frame(String path) {
        HttpResponse<String> answer = console.ask("GET", path, "");

        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self';")
                .doesNotContain("unsafe", "*");
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.body()).doesNotContain("http://", "https://", "innerHTML");
    }

    @Test
    void the_whole_page_is_under_100_kilobytes_in_each_language() {
        for (String other : List.of("/words-fr.js", "/words-en.js")) {
            int bytes = 0;
            for (String path : FILES) {
                String file = console.ask("GET", path, "").body();
                bytes += path.equals(other) ? 0 : file.getBytes(StandardCharsets.UTF_8).length;
            }
            assertThat(bytes).as("all but " + other).isBetween(1_000, 100_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403, 403", "OPERATOR, 200, 202", "DPO, 200, 202", "AUDITOR, 200, 403"})
    void who_may_look_at_what_waits_and_who_may_decide_on_it(ConsoleRole role, int looks, int decides)
            throws Exception {
        HttpResponse<String> in = comeIn(OpenConsole.token(role));

        assertThat(console.ask("GET", "/api/escalations", "", "Cookie", cookie(in))
                        .statusCode())
                .isEqualTo(looks);
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(decides);
        assertThat(console.services().decisions()).hasSize(decides == 202 ? 1 : 0);
    }

    @Test
    void E3_a_decision_has_the_name_of_who_made_it_and_nobody_can_say_another() throws Exception {
        HttpResponse<String> in = comeIn("token-of-operator");

        assertThat(decide(in, DECISION).statusCode()).isEqualTo(202);
        assertThat(decide(in, DECISION.replace("\"reason\"", "\"decidedBy\": \"somebody-else\", \"reason\""))
                        .statusCode())
                .isEqualTo(422);
        assertThat(decide(in, "[]").statusCode()).isEqualTo(400);
        assertThat(decide(in, "{\"reason\": \"" + "x".repeat(9_000) + "\"}").statusCode())
                .isEqualTo(413);

        assertThat(console.services().decisions()).hasSize(1);
        JsonNode sent =
                new ObjectMapper().readTree(console.services().decisions().getFirst());
        assertThat(sent.path("decidedBy").textValue()).isEqualTo("operator-1");
        assertThat(sent.path("source").textValue()).isEqualTo("console");
        assertThat(sent.path("orderId").textValue()).isEqualTo("o-1");
    }

    @Test
    void what_a_service_says_is_handed_on_and_that_it_says_nothing_too() throws Exception {
        HttpResponse<String> in = comeIn("token-of-operator");
        console.services()
                .judge(
                        422,
                        "{\"errors\": [{\"pointer\": \"/orderId\", \"detail\": \"is not the id of an erasure order\"}]}");
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(422);
        assertThat(decide(in, DECISION).body()).contains("is not the id of an erasure order");

        console.services().judge(401, "{}");
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(502);
        console.services().goAway();
        assertThat(console.ask("GET", "/api/escalations", "", "Cookie", cookie(in))
                        .statusCode())
                .isEqualTo(502);
    }

    private HttpResponse<String> decide(HttpResponse<String> in, String body) throws Exception {
        return send(in, "/api/erasure-decisions", body);
    }

    private HttpResponse<String> send(HttpResponse<String> in, String path, String body) throws Exception {
        String proof = new ObjectMapper().readTree(in.body()).path("proof").textValue();
        return console.ask(
                "POST", path, body, "Cookie", cookie(in), "X-Lethe-Proof", proof, "Content-Type", "application/json");
    }

    @Test
    void an_act_is_on_record_before_it_is_done_and_once_more_with_how_it_ended() throws Exception {
        HttpResponse<String> in = comeIn("token-of-operator");

        assertThat(decide(in, DECISION).statusCode()).isEqualTo(202);

        assertThat(console.trail().events())
                .extracting(AuditEvent::getOutcome, AuditEvent::getReason)
                .containsExactly(tuple(AuditOutcome.ASKED, null), tuple(AuditOutcome.DONE, "its contract ended"));
        assertThat(console.trail().events()).allSatisfy(event -> {
            assertThat(event.getUser()).isEqualTo("operator-1");
            assertThat(event.getRoles()).containsExactly("operator");
            assertThat(event.getAct()).isEqualTo(AuditAct.WAIVE_ERASURE);
            assertThat(event.getOrderId()).isEqualTo("o-1");
            assertThat(event.getSystem()).isEqualTo("hubspot");
        });
        assertThat(console.trail().events())
                .extracting(AuditEvent::getActId)
                .as("one act")
                .containsOnly(console.trail().events().getFirst().getActId());
        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains(String.valueOf(console.trail().events().getFirst().getDecisionId()));
    }

    @Test
    void what_cannot_be_recorded_is_not_done_and_what_was_done_is_told_all_the_same() throws Exception {
        HttpResponse<String> in = comeIn("token-of-operator");
        console.trail().takeOnly(0);

        HttpResponse<String> refused = decide(in, DECISION);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(console.services().decisions()).isEmpty();
        console.trail().takeOnly(1);
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(202);
        assertThat(console.ask("GET", "/metrics", "").body()).contains("lethe_console_unrecorded_total 2.0");
    }

    @Test
    void a_reason_that_the_front_door_does_not_take_gets_into_no_record() throws Exception {
        HttpResponse<String> in = comeIn("token-of-operator");
        console.services().judge(422, "{\"errors\": [{\"pointer\": \"/reason\", \"detail\": \"names a person\"}]}");

        assertThat(decide(in, DECISION.replace("its contract ended", "asked by jeanne@example.org"))
                        .statusCode())
                .isEqualTo(422);
        console.services().goAway();
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(502);

        assertThat(console.trail().events())
                .extracting(AuditEvent::getOutcome)
                .containsExactly(AuditOutcome.ASKED, AuditOutcome.REFUSED, AuditOutcome.ASKED, AuditOutcome.UNANSWERED);
        assertThat(console.trail().events())
                .allSatisfy(event -> assertThat(event.getReason()).isNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orderId\": \"jeanne@example.org\", \"decision\": \"waive\", \"reason\": \"r\"}",
                "{\"orderId\": 7, \"decision\": \"waive\", \"reason\": \"r\"}",
                "{\"orderId\": \"o-1\", \"decision\": \"forget\", \"reason\": \"r\"}",
                "{\"orderId\": \"o-1\", \"reason\": \"r\"}"
            })
    void what_is_no_id_and_no_act_is_refused_before_anything_is_recorded(String body) throws Exception {
        HttpResponse<String> answer = decide(comeIn("token-of-operator"), body);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("jeanne", "forget");
        assertThat(console.trail().events()).isEmpty();
        assertThat(console.services().decisions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "place, PLACE_HOLD, /api/holds",
        "release, RELEASE_HOLD, /api/holds",
        "approve, APPROVE_WAVES, /api/wave-decisions",
        "drop, DROP_WAVES, /api/wave-decisions"
    })
    void R4_R6_holds_and_waves_are_decided_on_with_the_name_of_who_decides(String verb, AuditAct act, String path)
            throws Exception {
        String body = path.endsWith("holds")
                ? "{\"subjectId\": \"%s\", \"holdId\": \"case-12\", \"action\": \"%s\", \"reason\": \"litigation\"}"
                        .formatted(Services.SUBJECT, verb)
                : "{\"occurredAt\": \"2026-03-01T09:30:00+01:00\", \"decision\": \"%s\", \"reason\": \"as announced\"}"
                        .formatted(verb);

        assertThat(send(comeIn("token-of-dpo"), path, body).statusCode()).isEqualTo(202);
        assertThat(send(comeIn("token-of-auditor"), path, body).statusCode()).isEqualTo(403);

        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains("\"decidedBy\":\"dpo-1\"", "\"source\":\"console\"");
        assertThat(console.trail().events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getAct()).isEqualTo(act));
    }

    @Test
    void G7_an_address_is_put_right_by_the_data_protection_officer_alone_and_the_record_names_nobody()
            throws Exception {
        String body = """
                {"subjectId": "%s", "corrected": {"email": "ada@example.org"}, "reason": "another provider"}""".formatted(Services.SUBJECT);

        assertThat(send(comeIn("token-of-operator"), "/api/corrections", body).statusCode())
                .isEqualTo(403);
        HttpResponse<String> named = send(
                comeIn("token-of-dpo"), "/api/corrections", body.replace("another provider", "now Ada@example.org"));
        assertThat(named.statusCode()).isEqualTo(422);
        assertThat(named.body()).contains("/reason").doesNotContainIgnoringCase("ada");
        assertThat(send(comeIn("token-of-dpo"), "/api/corrections", body).statusCode())
                .isEqualTo(202);

        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains("\"corrected\":{\"email\":\"ada@example.org\"}", "\"decidedBy\":\"dpo-1\"");
        assertThat(console.trail().events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getAct()).isEqualTo(AuditAct.CORRECT_SUBJECT);
            assertThat(event.getSubjectId()).isEqualTo(Services.SUBJECT);
            assertThat(event.toString()).doesNotContain("ada@");
        });
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403", "OPERATOR, 403", "DPO, 200", "AUDITOR, 200"})
    void who_looks_at_a_subject_is_on_record_before_anything_is_shown(ConsoleRole role, int status) throws Exception {
        HttpResponse<String> answer = send(
                comeIn(OpenConsole.token(role)),
                "/api/subject",
                "{\"subject\": {\"email\": \"ada@example.org\"}, \"reason\": \"request\", \"reference\": \"R-12\"}");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(console.trail().events()).hasSize(status == 200 ? 1 : 0).allSatisfy(event -> {
            assertThat(event.getAct()).isEqualTo(AuditAct.LOOK_AT_SUBJECT);
            assertThat(event.getSubjectId()).isEqualTo(Services.SUBJECT);
            assertThat(event.getReason()).isEqualTo("request R-12");
            assertThat(event.getOutcome()).isEqualTo(AuditOutcome.DONE);
            assertThat(event.toString()).doesNotContain("ada@");
        });
    }

    @Test
    void a_look_that_cannot_be_recorded_is_not_answered() throws Exception {
        HttpResponse<String> in = comeIn("token-of-dpo");
        console.services().know(Map.of(Services.SUBJECT, "{\"status\": \"active\"}"));
        console.trail().takeOnly(0);

        HttpResponse<String> answer = send(in, "/api/subject", lookAt(Services.SUBJECT));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("active");
        console.trail().takeOnly(9);
        assertThat(send(in, "/api/subject", lookAt(Services.SUBJECT)).body()).contains("active");
        assertThat(send(in, "/api/subject", lookAt("b".repeat(43))).statusCode())
                .as("nobody")
                .isEqualTo(404);
        assertThat(console.trail().events())
                .extracting(AuditEvent::getOutcome)
                .containsExactly(AuditOutcome.DONE, AuditOutcome.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403", "OPERATOR, 403", "DPO, 200", "AUDITOR, 403"})
    void G4_who_hands_out_what_is_stored_of_a_person_is_on_record_first_and_the_file_is_named_for_nobody(
            ConsoleRole role, int status) throws Exception {
        HttpResponse<String> answer = send(
                comeIn(OpenConsole.token(role)),
                "/api/export",
                "{\"subject\": {\"email\": \"ada@example.org\"}, \"right\": \"portability\", \"reason\": \"request\", \"reference\": \"R-12\"}");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(console.trail().events()).hasSize(status == 200 ? 1 : 0).allSatisfy(event -> {
            assertThat(event.getAct()).isEqualTo(AuditAct.EXPORT_SUBJECT);
            assertThat(event.getSubjectId()).isEqualTo(Services.SUBJECT);
            assertThat(event.getReason()).isEqualTo("portability, request R-12");
            assertThat(event.getOutcome()).isEqualTo(AuditOutcome.DONE);
        });
        if (status == 200) {
            assertThat(answer.body()).isEqualTo("{\"right\": \"portability\"}");
            assertThat(answer.headers().firstValue("content-disposition"))
                    .contains("attachment; filename=\"lethe-export.json\"");
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        }
    }

    @Test
    void G4_what_cannot_be_recorded_is_not_handed_out_nor_what_is_asked_for_in_another_way() throws Exception {
        HttpResponse<String> in = comeIn("token-of-dpo");
        String asked = lookAt(Services.SUBJECT).replace("}", ", \"right\": \"access\"}");
        console.trail().takeOnly(0);

        assertThat(send(in, "/api/export", asked).statusCode()).isEqualTo(503);
        assertThat(send(in, "/api/export", asked).body()).doesNotContain("access");
        console.trail().takeOnly(9);
        assertThat(send(in, "/api/export", asked.replace("access", "erasure")).statusCode())
                .isEqualTo(422);
        assertThat(send(in, "/api/export", lookAt(Services.SUBJECT)).statusCode())
                .isEqualTo(422);
        assertThat(send(in, "/api/subject", asked).statusCode()).isEqualTo(422);
        assertThat(console.trail().events()).isEmpty();
        assertThat(send(in, "/api/export", asked).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403", "OPERATOR, 403", "DPO, 200", "AUDITOR, 200"})
    void who_may_read_the_record(ConsoleRole role, int status) {
        assertThat(audit(comeIn(OpenConsole.token(role)), "").statusCode()).isEqualTo(status);
    }

    @Test
    void the_record_is_read_page_by_page_from_the_newest_on_and_reading_it_is_no_look_at_anybody() throws Exception {
        HttpResponse<String> in = comeIn("token-of-dpo");
        for (int each = 0; each < 51; each++) {
            send(in, "/api/subject", lookAt(each == 50 ? "b".repeat(43) : Services.SUBJECT));
        }

        JsonNode newest = new ObjectMapper().readTree(audit(in, "").body());
        JsonNode rest = new ObjectMapper()
                .readTree(audit(in, "?before=" + newest.path("next")).body());

        assertThat(newest.path("events")).hasSize(50);
        assertThat(newest.path("events").get(0).path("outcome").asText()).isEqualTo("not-found");
        assertThat(newest.path("events").get(0).path("at").asText()).endsWith("Z");
        assertThat(rest.path("events").findValuesAsText("act")).containsExactly("look-at-subject", "sign-in");
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(audit(in, "?before=nonsense").body()).isEqualTo(newest.toString());
        assertThat(console.trail().events()).hasSize(51);
        console.trail().takeOnly(0);
        assertThat(audit(in, "").statusCode()).isEqualTo(502);
    }

    private HttpResponse<String> audit(HttpResponse<String> in, String question) {
        return console.ask("GET", "/api/audit" + question, "", "Cookie", cookie(in));
    }

    private static String lookAt(String id) {
        return "{\"subjectId\": \"" + id + "\", \"reason\": \"audit\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reason\": \"audit\"}",
                "{\"subject\": {}, \"reason\": \"audit\"}",
                "{\"subject\": \"ada@example.org\", \"reason\": \"audit\"}",
                "{\"subject\": {\"email\": \"ada@example.org\", \"customerId\": \"c-1\"}, \"reason\": \"audit\"}",
                "{\"subject\": {\"email\": \"ada@example.org\"}}",
                "{\"subject\": {\"email\": \"ada@example.org\"}, \"reason\": \"because\"}",
                "{\"subject\": {\"email\": \"ada@example.org\"}, \"reason\": \"audit\", \"reference\": \"ada@example.org\"}",
                "{\"subject\": {\"customerId\": \"c-17\"}, \"reason\": \"audit\", \"reference\": \"C-17\"}",
                "{\"subject\": {\"email\": \"nobody\"}, \"reason\": \"audit\"}",
                "{\"subjectId\": \"../../v1/waves/../waves/../waves/../waves/../\", \"reason\": \"audit\"}"
            })
    void who_is_not_named_as_one_person_with_a_reason_is_not_looked_at(String body) throws Exception {
        HttpResponse<String> answer = send(comeIn("token-of-dpo"), "/api/subject", body);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("ada", "17", "because");
        assertThat(console.trail().events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403", "OPERATOR, 200", "DPO, 200", "AUDITOR, 200"})
    void R4_R6_what_is_held_is_shown_to_whoever_may_see_more_than_figures(ConsoleRole role, int status) {
        String cookie = cookie(comeIn(OpenConsole.token(role)));

        for (String list : List.of("/api/waves", "/api/holds", "/api/holds?after=1~case-1/s")) {
            assertThat(console.ask("GET", list, "", "Cookie", cookie).statusCode())
                    .as(list)
                    .isEqualTo(status);
        }
    }

    @Test
    void services_are_left_alone_while_nobody_looks() {
        assertThat(comeIn("token-of-viewer").statusCode()).isEqualTo(200);

        assertThat(console.services().asked()).isZero();
        assertThat(console.ask("GET", "/metrics", "").body()).contains("lethe_console_open 0.0");
    }

    @Test
    void a_configuration_that_is_wrong_is_told_whole() {
        ConfigurationException thrown = Assertions.catchThrowableOfType(
                ConfigurationException.class,
                () -> ConsoleSettings.from(
                        Map.of("LETHE_CONSOLE_SESSION_KEY", "short", "LETHE_INGEST_URL", "http://127.0.0.1:1")));

        assertThat(thrown.problems())
                .anyMatch(one -> one.startsWith("LETHE_RETENTION_URL"))
                .anyMatch(one -> one.startsWith("LETHE_KAFKA_BOOTSTRAP_SERVERS"))
                .anyMatch(one -> one.startsWith("LETHE_WORKER_URL"))
                .anyMatch(one -> one.startsWith("LETHE_CONSOLE_USERS_FILE"))
                .anyMatch(one -> one.startsWith("LETHE_CONSOLE_SESSION_KEY") && one.contains("at least 32 characters"))
                .noneMatch(one -> one.contains("short"));
    }

    private HttpResponse<String> comeIn(String token) {
        return console.ask(
                "POST", "/api/session", "{\"token\": \"" + token + "\"}", "Content-Type", "application/json");
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }
}
