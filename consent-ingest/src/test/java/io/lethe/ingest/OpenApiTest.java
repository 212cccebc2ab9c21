package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.ingest.DocumentedDoor.Behind;
import io.lethe.ingest.PublishedContract.Example;
import io.lethe.ingest.PublishedContract.Operation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The published contract, held against the running door. */
class OpenApiTest {

    private static final DocumentedDoor DOOR = new DocumentedDoor(Behind.WELL);
    private static final PublishedContract CONTRACT =
            new PublishedContract(DOOR.ask("GET", "/openapi.yaml", "").body());
    private static final Pattern COMMAND = Pattern.compile("(?s)<pre class=\"curl\"><code>(.*?)</code></pre>");
    private static final String REQUEST = "/opendsr/v2/requests/a7551968-d5d6-44b2-9831-815ac9017798";

    @AfterAll
    static void close() {
        DOOR.close();
    }

    @Test
    void is_a_document_of_open_api_3_1_whose_references_lead_somewhere() {
        assertThat(CONTRACT.root().path("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(CONTRACT.flaws()).isEmpty();
        assertThat(CONTRACT.root().findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                CONTRACT.root().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(CONTRACT.root().findValuesAsText("operationId"))
                .hasSameSizeAs(CONTRACT.operations())
                .doesNotHaveDuplicates();
    }

    @Test
    void every_path_and_method_of_the_door_is_in_the_document_and_no_other() {
        Set<String> answered = DOOR.routes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .flatMap(route -> route.methods().stream()
                        .map(method -> method.name() + " " + route.getPath().replaceAll(":(\\w+)", "{$1}")))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> documented =
                CONTRACT.operations().stream().map(Operation::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(answered);
    }

    @Test
    void every_list_of_words_is_filled_in() {
        assertThat(CONTRACT.text()).doesNotContain("\"@").contains("enum: [respond-to-requests, needs-analysis, ");
    }

    @Test
    void every_example_fits_its_schema_and_is_answered_as_documented() {
        assertThat(CONTRACT.examples()).hasSizeGreaterThan(20);
        for (Example example : CONTRACT.examples()) {
            if (!example.type().endsWith("ndjson")) {
                assertThat(CONTRACT.problems(CONTRACT.schema(example), example.body()))
                        .as("%s %s", example.of().name(), example.body())
                        .isEmpty();
            }
            HttpResponse<String> answer = DOOR.ask("POST", example.target(), example.body(), example.headers());

            assertThat(answer.statusCode())
                    .as("%s %s: %s", example.of().name(), example.body(), answer.body())
                    .isEqualTo(example.answer());
            CONTRACT.check(example.of(), answer);
        }
    }

    @Test
    void what_is_no_document_of_open_api_is_found() {
        for (String flawed : List.of(
                CONTRACT.text().replaceFirst("(?m)^openapi: .*$", "openapi: 2.0.0"),
                CONTRACT.text().replaceFirst("required: true\n        content:", "required: yes\n        content:"),
                CONTRACT.text().replaceFirst("operationId:", "operationid:"),
                CONTRACT.text().replaceFirst("type: object", "type: thing"))) {
            assertThat(flawed).isNotEqualTo(CONTRACT.text());
            assertThat(new PublishedContract(flawed).flaws()).isNotEmpty();
        }
    }

    @Test
    void beacons_are_documented_for_front_ends_and_for_nobody_else() {
        for (Operation operation : CONTRACT.operations()) {
            boolean documented =
                    operation.said().path("requestBody").path("content").has("text/plain");
            assertThat(documented)
                    .as(operation.name())
                    .isEqualTo(operation.method().equals("post")
                            && operation.keys().contains("write"));
        }
    }

    /** A page that has a key can read whatever it is answered, and when to come again. */
    @Test
    void every_answer_to_a_page_says_that_the_page_may_read_it() {
        String origin = "http://localhost:3000";
        try (DocumentedDoor crowded = new DocumentedDoor(Behind.CROWDED);
                DocumentedDoor away = new DocumentedDoor(Behind.AWAY)) {
            for (Operation operation : CONTRACT.operations()) {
                if (operation.method().equals("post") && operation.keys().contains("write")) {
                    Set<Integer> seen = new TreeSet<>();
                    pageAsks(operation, crowded, away, origin).forEach(answer -> {
                        CONTRACT.check(operation, answer);
                        seen.add(answer.statusCode());
                        assertThat(answer.headers().allValues("vary")).containsExactly("Origin");
                        assertThat(answer.headers().allValues("access-control-allow-origin"))
                                .containsExactly(origin);
                        assertThat(answer.headers().allValues("access-control-expose-headers"))
                                .containsExactly("Retry-After");
                    });
                    assertThat(seen).contains(202, 400, 401, 413, 415, 422, 429, 503);
                }
            }
        }
    }

    private static Stream<HttpResponse<String>> pageAsks(
            Operation operation, DocumentedDoor crowded, DocumentedDoor away, String origin) {
        String path = operation.path();
        String body = CONTRACT.examples(operation).findFirst().orElseThrow().body();
        String[] json = with(operation, "Content-Type", "application/json", "Origin", origin);
        return Stream.of(
                DOOR.ask("POST", path, body, json),
                DOOR.ask("POST", path, "{", json),
                DOOR.ask("POST", path, body, "Content-Type", "application/json", "Origin", origin),
                DOOR.ask("POST", path, "[" + "{},".repeat(1_000) + "{}]", json),
                DOOR.ask("POST", path, body, with(operation, "Content-Type", "text/plain", "Origin", origin)),
                DOOR.ask("POST", path, "[]", json),
                crowded.ask("POST", path, body, json),
                away.ask("POST", path, body, json));
    }

    /** So a status that nobody can bring about is not in the document, and one that is there looks as it says. */
    @Test
    void every_status_of_the_document_is_brought_about_and_its_body_fits() {
        Map<String, Set<String>> seen = new TreeMap<>();
        Map<String, Set<String>> documented = new TreeMap<>();
        try (DocumentedDoor crowded = new DocumentedDoor(Behind.CROWDED);
                DocumentedDoor away = new DocumentedDoor(Behind.AWAY);
                DocumentedDoor nobodys = new DocumentedDoor(Behind.NO_PROCESSOR)) {
            await().until(DOOR::hasReadAll);
            for (Operation operation : CONTRACT.operations()) {
                documented.put(operation.name(), CONTRACT.statuses(operation));
                Set<String> statuses = seen.computeIfAbsent(operation.name(), _ -> new TreeSet<>());
                answers(operation, crowded, away, nobodys).forEach(answer -> {
                    CONTRACT.check(operation, answer);
                    statuses.add(Integer.toString(answer.statusCode()));
                });
                if (operation.path().startsWith("/demo/")) {
                    statuses.add(askedByAnotherName(operation));
                }
            }
        }

        assertThat(seen).isEqualTo(documented);
    }

    private static Stream<HttpResponse<String>> answers(
            Operation operation, DocumentedDoor crowded, DocumentedDoor away, DocumentedDoor nobodys) {
        return switch (operation.method()) {
            case "options" ->
                Stream.of("http://localhost:3000", "https://elsewhere.example")
                        .map(origin -> DOOR.ask(
                                "OPTIONS",
                                operation.path(),
                                "",
                                "Origin",
                                origin,
                                "Access-Control-Request-Method",
                                "POST"));
            case "post" ->
                operation.path().startsWith("/v1/")
                        ? events(operation, crowded, away)
                        : requests(operation, crowded, away, nobodys);
            default ->
                operation.path().contains("{id}")
                        ? oneRequest(operation, away, nobodys)
                        : pages(operation, away, nobodys);
        };
    }

    private static Stream<HttpResponse<String>> events(
            Operation operation, DocumentedDoor crowded, DocumentedDoor away) {
        String path = operation.path();
        Example example = CONTRACT.examples(operation).findFirst().orElseThrow();
        String[] headers = example.headers();
        Stream<HttpResponse<String>> answers = Stream.of(
                DOOR.ask("POST", path, example.body(), headers),
                DOOR.ask("POST", path, "{", headers),
                DOOR.ask("POST", path, example.body(), "Content-Type", "application/json"),
                DOOR.ask("POST", path, "[" + "{},".repeat(1_000) + "{}]", headers),
                DOOR.ask("POST", path, "[\"" + "x".repeat(1 << 20) + "\"]", headers),
                DOOR.ask("POST", path, "<event/>", with(operation, "Content-Type", "text/xml")),
                DOOR.ask("POST", path, "[]", headers),
                DOOR.ask("POST", path, "{}", with(operation, "Content-Type", "application/cloudevents+json")),
                crowded.ask("POST", path, example.body(), headers),
                away.ask("POST", path, example.body(), headers));
        return operation.keys().contains("write")
                ? Stream.concat(
                        answers,
                        Stream.of(DOOR.ask(
                                "POST",
                                path,
                                example.body(),
                                with(
                                        operation,
                                        "Content-Type",
                                        "application/json",
                                        "Origin",
                                        "https://elsewhere.example"))))
                : answers;
    }

    private static Stream<HttpResponse<String>> requests(
            Operation operation, DocumentedDoor crowded, DocumentedDoor away, DocumentedDoor nobodys) {
        Example example = CONTRACT.examples(operation).findFirst().orElseThrow();
        String path = operation.path();
        String[] headers = example.headers();
        return Stream.of(
                DOOR.ask("POST", path, example.body(), headers),
                DOOR.ask("POST", path, "{", headers),
                DOOR.ask("POST", path, example.body(), "Content-Type", "application/json"),
                DOOR.ask("POST", path, "\"" + "x".repeat(16 * 1024) + "\"", headers),
                nobodys.ask("POST", path, example.body(), headers),
                crowded.ask("POST", path, example.body(), headers),
                away.ask("POST", path, example.body(), headers));
    }

    private static Stream<HttpResponse<String>> oneRequest(
            Operation operation, DocumentedDoor away, DocumentedDoor nobodys) {
        String method = operation.method().equals("get") ? "GET" : "DELETE";
        Example taken = CONTRACT.examples().stream()
                .filter(example -> example.of().path().equals("/opendsr/v2/requests"))
                .findFirst()
                .orElseThrow();
        DOOR.ask("POST", taken.of().path(), taken.body(), taken.headers());
        return Stream.of(
                DOOR.ask(method, REQUEST, "", operation.headers()),
                DOOR.ask(method, REQUEST, ""),
                DOOR.ask(method, REQUEST.replace('5', '6'), "", operation.headers()),
                nobodys.ask(method, REQUEST, "", operation.headers()),
                away.ask(method, REQUEST, "", operation.headers()));
    }

    private static Stream<HttpResponse<String>> pages(
            Operation operation, DocumentedDoor away, DocumentedDoor nobodys) {
        String path = operation.path();
        HttpResponse<String> found = DOOR.ask("GET", path, "");
        Stream<HttpResponse<String>> again =
                found.headers().firstValue("etag").stream().map(tag -> DOOR.ask("GET", path, "", "If-None-Match", tag));
        Stream<HttpResponse<String>> elsewhere = switch (path) {
            case "/readyz" -> Stream.of(away.ask("GET", path, ""));
            case "/opendsr/v2/discovery", "/opendsr/v2/certificate.pem" -> Stream.of(nobodys.ask("GET", path, ""));
            default -> Stream.of();
        };
        return Stream.of(Stream.of(found), again, elsewhere).flatMap(answers -> answers);
    }

    private static String askedByAnotherName(Operation operation) {
        String answer = DOOR.askByAnotherName(operation.path());
        int status = Integer.parseInt(answer.substring(9, 12));
        CONTRACT.check(operation, status, "application/problem+json", answer.substring(answer.indexOf("\r\n\r\n") + 4));
        return Integer.toString(status);
    }

    private static String[] with(Operation operation, String... headers) {
        return Stream.concat(Stream.of(operation.headers()), Stream.of(headers)).toArray(String[]::new);
    }

    @Test
    void the_page_holds_nothing_that_runs_and_nothing_from_elsewhere() {
        HttpResponse<String> page = DOOR.ask("GET", "/docs", "");

        assertThat(page.body())
                .doesNotContain("<script", " src=", "@address@", "https://cdn")
                .contains("<h1>The front door of Lethe</h1>", "POST /v1/consent-statements", "<code>google-ads</code>");
        assertThat(page.headers().firstValue("content-security-policy"))
                .get()
                .asString()
                .startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(DOOR.askByAnotherName("/docs")).contains("http://elsewhere.example");
    }

    @Test
    void every_command_of_the_page_works_when_it_is_pasted() throws Exception {
        List<String> commands = COMMAND.matcher(DOOR.ask("GET", "/docs", "").body())
                .results()
                .map(found -> found.group(1)
                        .replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"))
                .toList();

        assertThat(commands).hasSizeGreaterThan(30);
        for (String command : commands) {
            assertThat(status(command)).as(command).matches("20[0-2]|308");
        }
    }

    private static String status(String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder(
                "bash",
                "-c",
                command.replaceFirst("^curl", "curl --silent --output /dev/null --write-out '%{http_code}'"));
        shell.environment().putAll(DocumentedDoor.KEYS);
        Process process = shell.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
