package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.kafka.letters.Position;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import io.lethe.schemas.DeadLetterReason;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters in the console over HTTP. */
class LettersDoorTest {

    private static final String ALIKE =
            "{\"service\": \"retention-stream\", \"topic\": \"interactions\", \"reason\": \"unknown-schema\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private OpenConsole console;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    LettersDoorTest() {}

    @BeforeEach
    void open() {
        console = new OpenConsole(folder);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void S3_letters_are_told_by_topic_and_reason_and_one_by_one_the_newest_first_page_by_page() throws IOException {
        for (int offset = 0; offset < 120; offset++) {
            console.letters()
                    .lay(
                            "interactions",
                            offset,
                            offset < 20 ? DeadLetterReason.RULE_BROKEN : DeadLetterReason.NOT_FRAMED);
        }

        JsonNode first = page("");
        console.letters().lay("holds", 7, DeadLetterReason.NO_KEY);
        JsonNode second = page(first.path("next").asText());
        JsonNode third = page(second.path("next").asText());

        assertThat(first.path("kinds")).isEqualTo(JSON.readTree("""
                        [{"service": "retention-stream", "topic": "interactions", "reason": "not-framed", "replayable": true, "count": 100},
                         {"service": "retention-stream", "topic": "interactions", "reason": "rule-broken", "replayable": true, "count": 20}]
                        """));
        assertThat(positions(first))
                .hasSize(50)
                .startsWith("interactions-0-119")
                .endsWith("interactions-0-70");
        assertThat(positions(second))
                .hasSize(50)
                .startsWith("interactions-0-69")
                .endsWith("interactions-0-20");
        assertThat(positions(third)).hasSize(20).startsWith("interactions-0-19").endsWith("interactions-0-0");
        assertThat(third.path("next").isNull()).isTrue();
        assertThat(first.at("/letters/0")).isEqualTo(JSON.readTree("""
                        {"service": "retention-stream", "topic": "interactions", "reason": "not-framed", "replayable": true,
                         "position": "interactions-0-119", "detail": "a value of 12 bytes is not framed", "failedAt": "2026-03-01T09:31:59Z"}
                        """));
    }

    @Test
    void none_and_fewer_than_there_are_and_a_place_that_is_none_are_answers_too() throws IOException {
        assertThat(page("").path("letters")).isEmpty();

        console.letters().lay("interactions", 1, DeadLetterReason.NO_KEY);
        console.letters().leaveOut();

        assertThat(page("").path("complete").asBoolean()).isFalse();
        assertThat(positions(page("nowhere"))).containsExactly("interactions-0-1");
        assertThat(positions(page("12/nowhere"))).containsExactly("interactions-0-1");
    }

    @Test
    void S3_one_letter_is_replayed_and_on_record_before_it_is_and_with_how_it_ended() {
        console.letters().lay("interactions", 17, DeadLetterReason.UNKNOWN_SCHEMA);

        HttpResponse<String> answer = replay("{\"position\": \"interactions-0-17\", \"reference\": \"INC-204\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"replayed\":1,\"gone\":0,\"repeat\":0}");
        assertThat(console.letters().replayed()).containsExactly(new Position("interactions", 0, 17));
        assertThat(console.trail().events())
                .extracting(
                        AuditEvent::getAct, AuditEvent::getOutcome, AuditEvent::getDeadLetters, AuditEvent::getReason)
                .containsExactly(
                        tuple(AuditAct.REPLAY_DEAD_LETTERS, AuditOutcome.ASKED, "interactions-0-17", null),
                        tuple(AuditAct.REPLAY_DEAD_LETTERS, AuditOutcome.DONE, "interactions-0-17", "INC-204"));
    }

    @Test
    void S3_all_that_are_alike_are_replayed_and_how_many_records_are_gone_is_told() throws IOException {
        console.letters().lay("interactions", 1, DeadLetterReason.UNKNOWN_SCHEMA);
        console.letters().lay("interactions", 2, DeadLetterReason.UNKNOWN_SCHEMA);
        console.letters().lay("interactions", 3, DeadLetterReason.NOT_FRAMED);
        console.letters().lay("holds", 4, DeadLetterReason.UNKNOWN_SCHEMA);
        console.letters().remove(new Position("interactions", 0, 2));

        assertThat(replay(ALIKE).statusCode()).isEqualTo(202);

        JsonNode over = over();
        assertThat(over.path("state").asText()).isEqualTo("done");
        assertThat(over.path("replayed").asInt()).isEqualTo(1);
        assertThat(over.path("gone").asInt()).isEqualTo(1);
        assertThat(console.letters().replayed()).containsExactly(new Position("interactions", 0, 1));
        await().until(() -> console.trail().events().size() == 2);
        assertThat(console.trail().events().getLast().getDeadLetters())
                .isEqualTo("retention-stream interactions unknown-schema");
    }

    @Test
    void S3_a_replay_of_many_goes_on_whoever_looks_and_twice_it_is_one_and_another_waits() throws IOException {
        for (int offset = 0; offset < 5; offset++) {
            console.letters().lay("interactions", offset, DeadLetterReason.UNKNOWN_SCHEMA);
        }
        console.letters().takeTime();

        assertThat(replay(ALIKE).statusCode()).isEqualTo(202);
        assertThat(replay(ALIKE).statusCode()).isEqualTo(202);
        assertThat(replay(ALIKE.replace("unknown-schema", "no-key")).statusCode())
                .isEqualTo(409);
        assertThat(replay("{\"position\": \"interactions-0-1\"}").statusCode()).isEqualTo(409);
        console.letters().let(2);
        await().until(() -> job().path("done").asInt() == 2);
        assertThat(job().path("state").asText()).isEqualTo("running");
        assertThat(job().path("of").asInt()).isEqualTo(5);
        assertThat(job().path("by").asText()).isEqualTo("operator-1");
        console.letters().let(3);

        assertThat(over().path("replayed").asInt()).isEqualTo(5);
        assertThat(console.letters().replayed()).hasSize(5);
        await().until(() -> console.trail().events().size() == 2);
    }

    @Test
    void S3_a_replay_is_stopped_by_an_operator_and_how_far_it_came_is_on_record() throws IOException {
        for (int offset = 0; offset < 5; offset++) {
            console.letters().lay("interactions", offset, DeadLetterReason.UNKNOWN_SCHEMA);
        }
        console.letters().takeTime();
        assertThat(stop(ConsoleRole.OPERATOR).statusCode()).as("none runs").isEqualTo(404);
        replay(ALIKE.replace("}", ", \"reference\": \"INC-204\"}"));
        console.letters().let(2);
        await().until(() -> job().path("done").asInt() == 2);

        assertThat(stop(ConsoleRole.DPO).statusCode()).isEqualTo(403);
        assertThat(stop(ConsoleRole.OPERATOR).statusCode()).isEqualTo(202);
        console.letters().let(3);

        assertThat(over().path("state").asText()).isEqualTo("stopped");
        assertThat(console.letters().replayed()).hasSize(2);
        await().until(() -> console.trail().events().size() == 4);
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct, AuditEvent::getOutcome, AuditEvent::getReason)
                .containsExactly(
                        tuple(AuditAct.REPLAY_DEAD_LETTERS, AuditOutcome.ASKED, null),
                        tuple(AuditAct.STOP_REPLAY, AuditOutcome.ASKED, null),
                        tuple(AuditAct.STOP_REPLAY, AuditOutcome.DONE, null),
                        tuple(AuditAct.REPLAY_DEAD_LETTERS, AuditOutcome.DONE, "INC-204, 2 of 5"));
    }

    @Test
    void S3_a_replay_that_is_broken_off_says_so_and_can_be_begun_again() throws IOException {
        console.letters().lay("interactions", 1, DeadLetterReason.UNKNOWN_SCHEMA);
        console.letters().takeTime();
        replay(ALIKE);
        console.letters().breakOff();

        assertThat(over().path("state").asText()).isEqualTo("failed");
        await().until(() -> console.trail().events().size() == 2);
        assertThat(console.trail().events().getLast().getOutcome()).isEqualTo(AuditOutcome.UNANSWERED);
        assertThat(console.trail().events().getLast().getReason()).isEqualTo("0 of 1");
        assertThat(replay(ALIKE).statusCode()).isEqualTo(202);
    }

    @Test
    void S3_a_replay_ends_with_the_console_and_is_on_record_as_far_as_it_came() throws IOException {
        console.letters().lay("interactions", 1, DeadLetterReason.UNKNOWN_SCHEMA);
        console.letters().lay("interactions", 2, DeadLetterReason.UNKNOWN_SCHEMA);
        console.letters().takeTime();
        replay(ALIKE);
        console.letters().let(1);
        await().until(() -> job().path("done").asInt() == 1);

        CompletableFuture<Void> restarted = CompletableFuture.runAsync(console::restart);
        await().until(() -> {
            console.letters().let(1);
            return restarted.isDone();
        });

        assertThat(job().isEmpty()).isTrue();
        assertThat(console.trail().events().getLast().getOutcome()).isEqualTo(AuditOutcome.DONE);
        assertThat(console.letters().replayed()).hasSizeBetween(1, 2);
    }

    private JsonNode job() throws IOException {
        return JSON.readTree(ask(ConsoleRole.AUDITOR, "GET", "/api/replays", "").body());
    }

    private JsonNode over() throws IOException {
        await().until(() -> !job().path("state").asText().equals("running"));
        return job();
    }

    private HttpResponse<String> stop(ConsoleRole role) {
        return ask(role, "DELETE", "/api/replays", "");
    }

    @Test
    void nothing_is_replayed_that_could_not_be_put_on_record() {
        console.letters().lay("interactions", 17, DeadLetterReason.UNKNOWN_SCHEMA);
        console.trail().takeOnly(0);

        assertThat(replay("{\"position\": \"interactions-0-17\"}").statusCode()).isEqualTo(503);
        assertThat(console.letters().replayed()).isEmpty();
    }

    @Test
    void E5_what_no_letter_points_at_is_not_replayed_nor_what_services_tell_each_other_nor_identities() {
        console.letters().lay("identities", 3, DeadLetterReason.NOT_FRAMED);
        console.letters().lay("erasure-orders", 4, DeadLetterReason.NOT_FRAMED);

        assertThat(replay("{\"position\": \"interactions-0-17\"}").statusCode()).isEqualTo(404);
        assertThat(replay("{\"position\": \"identities-0-3\"}").statusCode()).isEqualTo(409);
        assertThat(replay("{\"position\": \"erasure-orders-0-4\"}").statusCode())
                .isEqualTo(409);

        assertThat(console.letters().replayed()).isEmpty();
        assertThat(console.trail().events())
                .extracting(AuditEvent::getOutcome)
                .containsExactly(
                        AuditOutcome.ASKED,
                        AuditOutcome.NOT_FOUND,
                        AuditOutcome.ASKED,
                        AuditOutcome.REFUSED,
                        AuditOutcome.ASKED,
                        AuditOutcome.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"service\": \"retention-stream\", \"topic\": \"interactions\"}",
                "{\"position\": \"interactions-0-17\", \"service\": \"s\", \"topic\": \"t\", \"reason\": \"r\"}",
                "{\"position\": \"interactions-0-17\", \"reference\": \"ada@example.org\"}",
                "{\"position\": 17}",
                "{\"positions\": []}"
            })
    void what_does_not_say_which_letters_or_holds_an_address_is_refused_before_it_is_recorded(String body) {
        assertThat(replay(body).statusCode()).isEqualTo(422);
        assertThat(console.trail().events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void only_operators_replay_and_whoever_sees_figures_alone_sees_no_letters(ConsoleRole role) {
        console.letters().lay("interactions", 17, DeadLetterReason.UNKNOWN_SCHEMA);

        assertThat(ask(role, "GET", "/api/dead-letters", "").statusCode())
                .isEqualTo(role == ConsoleRole.VIEWER ? 403 : 200);
        assertThat(ask(role, "POST", "/api/replays", "{\"position\": \"interactions-0-17\"}")
                        .statusCode())
                .isEqualTo(role == ConsoleRole.OPERATOR ? 200 : 403);
    }

    @Test
    void that_kafka_does_not_answer_is_said_and_is_on_record_as_not_answered() {
        console.letters().goAway();

        assertThat(ask(ConsoleRole.OPERATOR, "GET", "/api/dead-letters", "").statusCode())
                .isEqualTo(502);
        assertThat(replay("{\"position\": \"interactions-0-17\"}").statusCode()).isEqualTo(502);
        assertThat(console.trail().events().getLast().getOutcome()).isEqualTo(AuditOutcome.UNANSWERED);
    }

    private static List<String> positions(JsonNode page) {
        return StreamSupport.stream(page.path("letters").spliterator(), false)
                .map(letter -> letter.path("position").asText())
                .toList();
    }

    private JsonNode page(String after) throws IOException {
        String question = after.isEmpty() ? "" : "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        return JSON.readTree(ask(ConsoleRole.AUDITOR, "GET", "/api/dead-letters" + question, "")
                .body());
    }

    private HttpResponse<String> replay(String body) {
        return ask(ConsoleRole.OPERATOR, "POST", "/api/replays", body);
    }

    private HttpResponse<String> ask(ConsoleRole role, String method, String path, String body) {
        HttpResponse<String> in = console.ask(
                "POST",
                "/api/session",
                "{\"token\": \"" + OpenConsole.token(role) + "\"}",
                "Content-Type",
                "application/json");
        String cookie = in.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
        try {
            return console.ask(
                    method,
                    path,
                    body,
                    "Cookie",
                    cookie,
                    "X-Lethe-Proof",
                    JSON.readTree(in.body()).path("proof").asText(),
                    "Content-Type",
                    "application/json");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
