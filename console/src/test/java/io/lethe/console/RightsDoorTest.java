package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights requests in the console over HTTP: who may look and decide, and what is sent in whose name. */
class RightsDoorTest {

    private static final String PERSON = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
    private static final String DEVICE = "yv66vgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI";
    private static final String OTHER = "AAAAvgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI";
    private static final String DECISION =
            "{\"eventId\": \"00000000-0000-4000-8000-000000000009\", \"subjectId\": \"" + PERSON + "\","
                    + " \"requestId\": \"00000000-0000-4000-8000-000000000001\", \"right\": \"erasure\", \"act\": \"withdraw\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private OpenConsole console;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    RightsDoorTest() {}

    @BeforeEach
    void open() {
        console = new OpenConsole(folder);
        console.services().know(Map.of(PERSON, open("\"" + DEVICE + "\", \"" + OTHER + "\""), DEVICE, open("")));
    }

    @AfterEach
    void close() {
        console.close();
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403, 403", "OPERATOR, 200, 403", "DPO, 200, 202", "AUDITOR, 200, 403"})
    void who_may_look_at_rights_requests_and_who_may_decide_on_them(ConsoleRole role, int looks, int decides)
            throws Exception {
        HttpResponse<String> in = comeIn(role);

        assertThat(list(in, "").statusCode()).isEqualTo(looks);
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(decides);
        assertThat(console.services().decisions()).hasSize(decides == 202 ? 1 : 0);
    }

    @Test
    void G3_a_decision_is_made_for_the_person_and_for_the_device_in_the_name_of_who_made_it_and_repeated_is_the_same()
            throws Exception {
        HttpResponse<String> in = comeIn(ConsoleRole.DPO);

        assertThat(decide(in, DECISION).statusCode()).isEqualTo(202);
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(202);

        JsonNode sent = JSON.readTree(console.services().decisions().getFirst());
        assertThat(sent.findValuesAsText("subjectId")).containsExactly(PERSON, DEVICE);
        assertThat(sent.findValuesAsText("decidedBy")).containsExactly("dpo-1", "dpo-1");
        assertThat(sent.findValuesAsText("source")).containsExactly("console", "console");
        assertThat(sent.findValuesAsText("eventId")).doesNotHaveDuplicates();
        assertThat(JSON.readTree(console.services().decisions().getLast())).isEqualTo(sent);
    }

    @Test
    void G3_a_decision_is_on_record_before_it_is_made_and_with_its_reason_once_it_is() throws Exception {
        String refusal = DECISION.replace("withdraw", "extend").replace("}", ", \"text\": \"told on 2 March\"}");

        assertThat(decide(comeIn(ConsoleRole.DPO), refusal).statusCode()).isEqualTo(202);

        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct, AuditEvent::getOutcome, AuditEvent::getReason)
                .containsExactly(
                        tuple(AuditAct.EXTEND_REQUEST, AuditOutcome.ASKED, null),
                        tuple(AuditAct.EXTEND_REQUEST, AuditOutcome.DONE, "told on 2 March"));
        assertThat(console.trail().events()).allSatisfy(event -> {
            assertThat(event.getSubjectId()).isEqualTo(PERSON);
            assertThat(event.getRequestId()).isEqualTo("00000000-0000-4000-8000-000000000001");
        });
        console.trail().takeOnly(2);
        assertThat(decide(comeIn(ConsoleRole.DPO), refusal).statusCode()).isEqualTo(503);
        assertThat(console.services().decisions()).hasSize(1);
    }

    @Test
    void G1_what_is_not_allowed_where_a_request_stands_is_not_sent_and_it_is_said_what_is() throws Exception {
        HttpResponse<String> in = comeIn(ConsoleRole.DPO);

        HttpResponse<String> answer = decide(in, DECISION.replace("withdraw", "start"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("The request is open; allowed are: extend, withdraw.");
        assertThat(decide(in, DECISION.replace("000000000001", "000000000002")).statusCode())
                .isEqualTo(404);
        assertThat(decide(in, DECISION.replace(PERSON, OTHER)).statusCode()).isEqualTo(404);
        assertThat(console.services().decisions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"decidedBy\": \"somebody-else\"",
                "\"source\": \"elsewhere\"",
                "\"subjectId\": \"../../v1/waves\"",
                "\"eventId\": \"again\"",
                "\"act\": 7",
                "\"subject\": {\"email\": \"ada@example.org\"}"
            })
    void what_the_page_may_not_say_is_refused_and_not_repeated(String member) throws Exception {
        HttpResponse<String> answer = decide(comeIn(ConsoleRole.DPO), DECISION.replace("}", ", " + member + "}"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("somebody-else", "waves", "ada@example.org");
        assertThat(console.services().decisions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null"})
    void what_is_no_object_is_no_decision(String body) throws Exception {
        assertThat(decide(comeIn(ConsoleRole.DPO), body).statusCode()).isEqualTo(400);
    }

    @Test
    void what_is_asked_for_is_handed_on_and_nothing_else_and_that_a_service_does_not_answer_is_said() throws Exception {
        HttpResponse<String> in = comeIn(ConsoleRole.DPO);
        assertThat(list(in, "?state=open&right=access&after=1~a%2Fb%2Fc&limit=1000&x=%26y")
                        .statusCode())
                .isEqualTo(200);
        assertThat(console.services().questions()).containsExactly("limit=50&state=open&right=access&after=1~a/b/c");

        console.services().goAway();

        assertThat(list(in, "").statusCode()).isEqualTo(502);
        assertThat(decide(in, DECISION).statusCode()).isEqualTo(502);
    }

    private static String open(String links) {
        return "{\"links\": [" + links + "], \"rights\": [{\"requestId\": \"00000000-0000-4000-8000-000000000001\","
                + " \"right\": \"erasure\", \"status\": \"open\", \"allowed\": [\"extend\", \"withdraw\"]}]}";
    }

    private HttpResponse<String> comeIn(ConsoleRole role) {
        return console.ask(
                "POST",
                "/api/session",
                "{\"token\": \"" + OpenConsole.token(role) + "\"}",
                "Content-Type",
                "application/json");
    }

    private HttpResponse<String> list(HttpResponse<String> in, String question) {
        return console.ask("GET", "/api/rights-requests" + question, "", "Cookie", cookie(in));
    }

    private HttpResponse<String> decide(HttpResponse<String> in, String body) throws Exception {
        String proof = JSON.readTree(in.body()).path("proof").textValue();
        return console.ask(
                "POST",
                "/api/rights-decisions",
                body,
                "Cookie",
                cookie(in),
                "X-Lethe-Proof",
                proof,
                "Content-Type",
                "application/json");
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }
}
