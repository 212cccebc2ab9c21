package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lethe rights} against services that answer what a test says. */
class RightsCommandTest {

    private static final String OPEN = """
            {"links": ["device"], "rights": [
              {"requestId": "r-1", "right": "erasure", "status": "open", "dueAt": "2026-04-01T23:59:59+02:00",
               "allowed": ["extend", "refuse", "withdraw"]}]}""";

    private static final String ACCESS = """
            {"links": [], "rights": [
              {"requestId": "r-1", "right": "access", "status": "open", "dueAt": "2026-04-01T23:59:59+02:00",
               "allowed": ["start", "extend", "fulfil", "refuse", "withdraw"]}]}""";

    private static final String ASKED = """
            {"links": [], "rights": [
              {"requestId": "r-1", "right": "access", "status": "open", "dueAt": "2026-04-01T23:59:59+02:00",
               "systems": [{"system": "hubspot", "open": true}, {"system": "linkedin", "open": true},
                           {"system": "cloudflare", "open": false, "outcome": "not-found"}],
               "allowed": ["start", "extend", "refuse", "withdraw"]}]}""";

    private static final String ALLOWED = "[\"extend\", \"refuse\", \"withdraw\"]";

    private final StringWriter printed = new StringWriter();
    private final List<JsonNode> posted = new ArrayList<>();
    private final List<JsonNode> answered = new ArrayList<>();
    private final List<JsonNode> corrected = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    private HttpServer services;
    private FileLock claim;
    private Map<String, String> subjects = Map.of();

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    RightsCommandTest() {}

    @BeforeEach
    void open() throws IOException {
        services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        services.createContext("/v1/subjects/", exchange -> {
            String subject = exchange.getRequestURI().getPath().replace("/v1/subjects/", "");
            answer(exchange, subjects.containsKey(subject) ? 200 : 404, subjects.getOrDefault(subject, "{}"));
        });
        services.createContext("/v1/rights-decisions", exchange -> {
            posted.add(Json.MAPPER.readTree(exchange.getRequestBody()));
            answer(exchange, 202, "{}");
        });
        services.createContext("/v1/rights-answers", exchange -> {
            answered.add(Json.MAPPER.readTree(exchange.getRequestBody()));
            answer(exchange, 202, "{}");
        });
        services.createContext("/v1/corrections", exchange -> {
            corrected.add(Json.MAPPER.readTree(exchange.getRequestBody()));
            answer(exchange, 202, "{}");
        });
        services.createContext("/v1/rights-requests", exchange -> {
            asked.add(exchange.getRequestURI().getQuery());
            answer(exchange, 200, "{\"complete\": true, \"requests\": [], \"next\": null}");
        });
        services.start();
        int port = services.getAddress().getPort();
        DataFolder data = new DataFolder(folder);
        claim = data.claim().orElseThrow();
        Keys.fresh().store(data);
        new RunningPipeline(1, new Ports(port, port, port, port, port, port, port), true).store(data);
    }

    @AfterEach
    void close() {
        services.stop(0);
        DataFolder.release(claim);
    }

    @Test
    void G3_a_request_is_refused_for_the_person_and_for_the_device_that_it_was_made_for_too() {
        subjects = Map.of("person", OPEN, "device", OPEN);

        assertThat(refuse("--id", "person", "--reason", "legal-claims", "--text", "a case", "--by", "dpo"))
                .isZero();

        assertThat(posted).singleElement().satisfies(all -> {
            assertThat(all.findValuesAsText("subjectId")).containsExactly("person", "device");
            assertThat(all.get(0)).isEqualTo(Json.MAPPER.readTree("""
                            {"subjectId": "person", "requestId": "r-1", "right": "erasure", "act": "refuse",
                             "reason": "legal-claims", "decidedBy": "dpo", "text": "a case"}"""));
        });
    }

    @Test
    void G7_an_address_is_put_right_of_somebody_who_is_known() {
        subjects = Map.of("person", OPEN);

        assertThat(correct("--id", "person", "--to-email", "ada@example.org", "--request", "r-1", "--by", "dpo"))
                .isZero();
        assertThat(correct("--id", "nobody", "--to-email", "ada@example.org")).isEqualTo(1);

        assertThat(corrected).singleElement().satisfies(one -> assertThat(one).isEqualTo(Json.MAPPER.readTree("""
                        {"subjectId": "person", "corrected": {"email": "ada@example.org"}, "requestId": "r-1",
                         "decidedBy": "dpo"}""")));
        assertThat(printed.toString()).contains("never seen").doesNotContain("ada@example.org");
    }

    @Test
    void G3_whoever_decides_is_the_account_unless_another_name_is_given() {
        subjects = Map.of("person", OPEN);

        assertThat(refuse("--id", "person", "--reason", "no-match")).isZero();

        assertThat(posted.getFirst().findValuesAsText("decidedBy")).containsExactly(System.getProperty("user.name"));
    }

    @Test
    void G3_a_request_that_nobody_has_made_is_not_refused() {
        subjects = Map.of("person", OPEN.replace("r-1", "r-2"));

        assertThat(refuse("--id", "person", "--reason", "no-match")).isEqualTo(1);
        assertThat(refuse("--id", "nobody", "--reason", "no-match")).isEqualTo(1);

        assertThat(printed.toString()).contains("has no such request");
        assertThat(posted).isEmpty();
    }

    @Test
    void G3_what_has_taken_effect_or_was_refused_is_not_refused_and_it_is_said_why() {
        for (String status : List.of("in-progress", "fulfilled")) {
            subjects = Map.of("person", OPEN.replace("open", status).replace(ALLOWED, "[]"));
            assertThat(refuse("--id", "person", "--reason", "no-match")).isEqualTo(1);
            assertThat(printed.toString()).contains("the request is " + status);
        }
        subjects = Map.of(
                "person",
                OPEN.replace("\"open\"", "\"refused\", \"reason\": \"not-covered\"")
                        .replace(ALLOWED, "[]"));
        assertThat(refuse("--id", "person", "--reason", "no-match")).isEqualTo(1);

        assertThat(printed.toString()).contains("refused before: not-covered");
        assertThat(posted).isEmpty();
    }

    @Test
    void G3_under_an_id_of_two_rights_it_has_to_be_said_which() {
        String another = "{\"requestId\": \"r-1\", \"right\": \"access\", \"status\": \"open\", \"dueAt\": \"\","
                + " \"allowed\": " + ALLOWED + "}";
        subjects = Map.of("person", OPEN.replace("\"rights\": [", "\"rights\": [" + another + ", "));

        assertThat(refuse("--id", "person", "--reason", "no-match")).isEqualTo(1);
        assertThat(printed.toString()).contains("access, erasure");
        assertThat(refuse("--id", "person", "--reason", "no-match", "--right", "access"))
                .isZero();

        assertThat(posted.getFirst().findValuesAsText("right")).containsExactly("access");
    }

    @Test
    void G1_a_request_is_extended_as_of_when_the_person_was_told() {
        subjects = Map.of("person", OPEN, "device", OPEN);

        assertThat(extend("--id", "person", "--told-at", "2026-03-20T09:30:00+01:00", "--by", "dpo"))
                .isZero();

        assertThat(posted).singleElement().satisfies(all -> {
            assertThat(all.findValuesAsText("subjectId")).containsExactly("person", "device");
            assertThat(all.get(0)).isEqualTo(Json.MAPPER.readTree("""
                            {"subjectId": "person", "requestId": "r-1", "right": "erasure", "act": "extend",
                             "occurredAt": "2026-03-20T08:30:00Z", "decidedBy": "dpo"}"""));
        });
    }

    @Test
    void G1_who_was_told_after_the_first_period_is_told_too_late_and_it_is_said_by_when_that_had_to_be() {
        subjects = Map.of("person", OPEN);

        assertThat(extend("--id", "person", "--told-at", "2026-04-02T00:00:00+02:00"))
                .isEqualTo(1);
        assertThat(printed.toString()).contains("had to be told by 2026-04-01T23:59:59+02:00");
        assertThat(posted).isEmpty();

        assertThat(extend("--id", "person", "--told-at", "2026-04-01T23:59:59+02:00"))
                .isZero();
    }

    @Test
    void G1_what_is_settled_or_extended_is_not_extended_and_it_is_said_what_can_be() {
        for (String status : List.of("fulfilled", "refused")) {
            subjects = Map.of("person", OPEN.replace("open", status).replace(ALLOWED, "[]"));
            assertThat(extend("--id", "person", "--told-at", "2026-03-20T09:30:00+01:00"))
                    .isEqualTo(1);
            assertThat(printed.toString()).contains("the request is " + status + ": nothing more is decided on it");
        }
        subjects = Map.of("person", OPEN.replace("open", "extended").replace("\"extend\", ", ""));
        assertThat(extend("--id", "person", "--told-at", "2026-03-20T09:30:00+01:00"))
                .isEqualTo(1);

        assertThat(printed.toString()).contains("the request is extended; allowed are: refuse, withdraw");
        assertThat(posted).isEmpty();
    }

    @Test
    void G1_while_identity_is_being_proven_the_time_stands_still_and_no_extension_is_late() {
        subjects = Map.of("person", OPEN.replace("open", "identity-to-be-proven"));

        assertThat(extend("--id", "person", "--told-at", "2026-06-20T09:30:00+02:00"))
                .isZero();

        assertThat(posted).hasSize(1);
    }

    @Test
    void G1_an_answer_is_told_with_when_the_person_had_it_and_where_it_went() {
        subjects = Map.of("person", ACCESS);

        assertThat(rights(
                        "fulfil",
                        "--id",
                        "person",
                        "--answered-at",
                        "2026-03-20T09:30:00+01:00",
                        "--reference",
                        "letter-7",
                        "--by",
                        "dpo"))
                .isZero();

        assertThat(posted)
                .singleElement()
                .satisfies(all -> assertThat(all.get(0)).isEqualTo(Json.MAPPER.readTree("""
                        {"subjectId": "person", "requestId": "r-1", "right": "access", "act": "fulfil",
                         "occurredAt": "2026-03-20T08:30:00Z", "reference": "letter-7", "decidedBy": "dpo"}""")));
    }

    @Test
    void G3_a_request_is_withdrawn_for_the_person_and_for_the_device_that_it_was_made_for_too() {
        subjects = Map.of("person", OPEN, "device", OPEN);

        assertThat(rights("withdraw", "--id", "person", "--by", "dpo")).isZero();

        assertThat(posted).singleElement().satisfies(all -> {
            assertThat(all.findValuesAsText("subjectId")).containsExactly("person", "device");
            assertThat(all.findValuesAsText("act")).containsExactly("withdraw", "withdraw");
        });
    }

    @Test
    void G1_what_is_not_allowed_is_not_sent_and_it_is_said_what_is() {
        subjects = Map.of("person", OPEN);

        for (String act : List.of("start", "fulfil", "ask-for-proof")) {
            assertThat(rights(act, "--id", "person")).isEqualTo(1);
        }

        assertThat(printed.toString()).contains("the request is open; allowed are: extend, refuse, withdraw");
        assertThat(posted).isEmpty();
    }

    @Test
    void G6_what_has_come_back_from_a_system_is_told_with_how_much_and_where_it_lies() {
        subjects = Map.of("person", ASKED);

        int exit = rights(
                "answer",
                "--id",
                "person",
                "--system",
                "hubspot",
                "--outcome",
                "completed",
                "--records",
                "3",
                "--reference",
                "export-7",
                "--by",
                "dpo");

        assertThat(exit).as(printed.toString()).isZero();
        assertThat(answered)
                .singleElement()
                .satisfies(body -> assertThat(body).singleElement().satisfies(it -> {
                    assertThat(it.path("subjectId").asText()).isEqualTo("person");
                    assertThat(it.path("right").asText()).isEqualTo("access");
                    assertThat(it.path("system").asText()).isEqualTo("hubspot");
                    assertThat(it.path("outcome").asText()).isEqualTo("completed");
                    assertThat(it.path("records").asInt()).isEqualTo(3);
                    assertThat(it.path("reference").asText()).isEqualTo("export-7");
                    assertThat(it.path("answeredBy").asText()).isEqualTo("dpo");
                    assertThat(it.has("act")).isFalse();
                }));
        assertThat(printed).asString().contains("still waited for: linkedin");
    }

    @Test
    void G6_all_that_are_waited_for_are_answered_at_once() {
        subjects = Map.of("person", ASKED);

        int exit = rights("answer", "--id", "person", "--rest", "--outcome", "not-found");

        assertThat(exit).as(printed.toString()).isZero();
        assertThat(answered)
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .extracting(it -> it.path("system").asText())
                        .containsExactly("hubspot", "linkedin"));
        assertThat(printed).asString().contains("the person can be answered by 2026-04-01");
    }

    @Test
    void G6_nobody_is_answered_while_a_system_is_waited_for_and_it_is_said_which() {
        subjects = Map.of("person", ASKED);

        assertThat(rights("fulfil", "--id", "person")).isEqualTo(1);

        assertThat(printed).asString().contains("waits for what there is in hubspot, linkedin");
        assertThat(posted).isEmpty();
    }

    @Test
    void G6_for_what_no_system_has_a_part_in_nothing_is_answered() {
        subjects = Map.of("person", OPEN);

        assertThat(rights("answer", "--id", "person", "--system", "hubspot", "--outcome", "completed"))
                .isEqualTo(1);

        assertThat(printed).asString().contains("no system is asked for such a request");
        assertThat(answered).isEmpty();
    }

    @Test
    void G1_what_is_listed_is_what_was_asked_for_and_goes_on_where_a_list_has_ended() {
        assertThat(list()).isZero();
        assertThat(list(
                        "--state=open",
                        "--right=access",
                        "--until=2026-04-01T23:59:59+02:00",
                        "--limit=7",
                        "--after=1~r-1/access/s&1",
                        "--output=json"))
                .isZero();

        assertThat(asked)
                .containsExactly(
                        "limit=100",
                        "limit=7&state=open&right=access&until=2026-04-01T21:59:59Z&after=1~r-1/access/s&1");
    }

    private int list(String... options) {
        return execute(Stream.concat(Stream.of("rights", "list", "--data", folder.toString()), Stream.of(options)));
    }

    private int correct(String... options) {
        return execute(Stream.concat(Stream.of("rights", "correct", "--data", folder.toString()), Stream.of(options)));
    }

    private int refuse(String... options) {
        return rights("refuse", options);
    }

    private int extend(String... options) {
        return rights("extend", options);
    }

    private int rights(String act, String... options) {
        return execute(Stream.concat(Stream.of("rights", act, "r-1", "--data", folder.toString()), Stream.of(options)));
    }

    private int execute(Stream<String> words) {
        PrintWriter writer = new PrintWriter(printed);
        return Lethe.commandLine().setOut(writer).setErr(writer).execute(words.toArray(String[]::new));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
