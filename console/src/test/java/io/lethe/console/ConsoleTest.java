package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.service.ConfigurationException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
        "/element.js",
        "/flow.js",
        "/erasures.js",
        "/rights.js",
        "/rights-words.js",
        "/words.js"
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
    void the_whole_page_is_under_100_kilobytes() {
        int bytes = 0;
        for (String path : FILES) {
            bytes += console.ask("GET", path, "").body().length();
        }
        assertThat(bytes).isBetween(1_000, 100_000);
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
        String proof = new ObjectMapper().readTree(in.body()).path("proof").textValue();
        return console.ask(
                "POST",
                "/api/erasure-decisions",
                body,
                "Cookie",
                cookie(in),
                "X-Lethe-Proof",
                proof,
                "Content-Type",
                "application/json");
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
