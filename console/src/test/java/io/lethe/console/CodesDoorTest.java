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

/** One-time codes in the console over HTTP: to whom one is sent, and what is told of one that was read out. */
class CodesDoorTest {

    private static final String WANTED =
            "{\"eventId\": \"00000000-0000-4000-8000-000000000009\", \"subjectId\": \"" + Services.SUBJECT + "\","
                    + " \"requestId\": \"00000000-0000-4000-8000-000000000001\", \"right\": \"erasure\","
                    + " \"subject\": {\"email\": \"ada@example.org\"}}";
    private static final String SHOWN = WANTED.replace("\"right\"", "\"code\": \"48151623\", \"right\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private OpenConsole console;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    CodesDoorTest() {}

    @BeforeEach
    void open() {
        console = new OpenConsole(folder);
        console.services().know(request("identity-to-be-proven", 3));
    }

    @AfterEach
    void close() {
        console.close();
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, 403", "OPERATOR, 403", "DPO, 202", "AUDITOR, 403"})
    void G3_who_decides_on_requests_has_a_code_sent_and_nobody_else(ConsoleRole role, int status) throws Exception {
        assertThat(send(role, WANTED).statusCode()).isEqualTo(status);
        assertThat(console.services().decisions()).hasSize(status == 202 ? 1 : 0);
    }

    @Test
    void G3_a_code_is_on_record_before_it_is_sent_and_no_address_is() throws Exception {
        assertThat(send(ConsoleRole.DPO, WANTED).statusCode()).isEqualTo(202);

        JsonNode sent = JSON.readTree(console.services().decisions().getFirst());
        assertThat(sent.path("subject").path("email").asText()).isEqualTo("ada@example.org");
        assertThat(sent.has("subjectId")).isFalse();
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct, AuditEvent::getOutcome, AuditEvent::getSubjectId)
                .containsExactly(
                        tuple(AuditAct.SEND_CODE, AuditOutcome.ASKED, Services.SUBJECT),
                        tuple(AuditAct.SEND_CODE, AuditOutcome.DONE, Services.SUBJECT));
        assertThat(console.trail().events().toString()).doesNotContain("ada@");
        console.trail().takeOnly(2);
        assertThat(send(ConsoleRole.DPO, WANTED).statusCode()).isEqualTo(503);
        assertThat(console.services().decisions()).hasSize(1);
    }

    @Test
    void G3_no_code_goes_to_an_address_that_the_request_was_not_made_with_and_the_try_is_on_record() throws Exception {
        console.services().addressOf("b".repeat(43));

        HttpResponse<String> answer = send(ConsoleRole.DPO, WANTED);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("urn:lethe:code:other-address").doesNotContain("ada@");
        assertThat(send(ConsoleRole.DPO, WANTED.replace("ada@example.org", "nobody"))
                        .body())
                .contains("urn:lethe:code:other-address");
        assertThat(console.services().decisions()).isEmpty();
        assertThat(console.trail().events())
                .extracting(AuditEvent::getOutcome)
                .containsExactly(AuditOutcome.ASKED, AuditOutcome.REFUSED, AuditOutcome.ASKED, AuditOutcome.REFUSED);
    }

    @Test
    void G3_no_code_goes_out_for_a_request_that_is_proven_or_is_not_there() throws Exception {
        console.services().know(request("in-progress", 3));

        assertThat(send(ConsoleRole.DPO, WANTED).body()).contains("urn:lethe:code:not-needed");
        assertThat(send(ConsoleRole.DPO, WANTED.replace("000000000001", "000000000002"))
                        .statusCode())
                .isEqualTo(404);
        console.services().know(Map.of());
        assertThat(send(ConsoleRole.DPO, WANTED).statusCode()).isEqualTo(404);
        assertThat(console.services().decisions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"404, 409, no-sender", "429, 429, too-many", "503, 503, ''"})
    void G3_why_the_front_door_sends_none_is_told(int said, int told, String word) throws Exception {
        console.services().judge(said, "{}");

        HttpResponse<String> answer = send(ConsoleRole.DPO, WANTED);

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(answer.body()).contains(word);
        console.services().goAway();
        assertThat(send(ConsoleRole.DPO, WANTED).statusCode()).isEqualTo(502);
    }

    @Test
    void G3_the_code_that_a_person_reads_out_proves_who_asks_and_is_on_no_record() throws Exception {
        console.services().knowOnceShown(request("open", 3));

        HttpResponse<String> answer = show(SHOWN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("status").asText()).isEqualTo("open");
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct, AuditEvent::getOutcome)
                .containsExactly(
                        tuple(AuditAct.SHOW_CODE, AuditOutcome.ASKED), tuple(AuditAct.SHOW_CODE, AuditOutcome.DONE));
        assertThat(console.trail().events().toString()).doesNotContain("4815");
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 1, wrong", "1, 0, 1, no-tries", "0, 0, 0, no-tries"})
    void G3_a_code_that_is_wrong_is_refused_and_on_record_as_that(int before, int after, int shown, String word)
            throws Exception {
        console.services().know(request("identity-to-be-proven", before));
        console.services().knowOnceShown(request("identity-to-be-proven", after));

        HttpResponse<String> answer = show(SHOWN);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("urn:lethe:code:" + word).doesNotContain("4815");
        assertThat(console.services().decisions()).hasSize(shown);
        assertThat(console.trail().events().getLast().getOutcome()).isEqualTo(AuditOutcome.REFUSED);
    }

    @Test
    void G3_a_code_that_has_no_effect_is_not_waited_for_for_ever_and_one_that_was_never_sent_is_not_shown()
            throws Exception {
        assertThat(show(SHOWN).body()).contains("urn:lethe:code:no-effect");
        assertThat(console.trail().events().getLast().getOutcome()).isEqualTo(AuditOutcome.UNANSWERED);
        console.services().know(request("identity-to-be-proven", -1));

        assertThat(show(SHOWN).body()).contains("urn:lethe:code:not-sent");
        assertThat(console.services().decisions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"source\": \"elsewhere\"",
                "\"subjectId\": \"../../v1/waves\"",
                "\"requestId\": \"ada@example.org\"",
                "\"right\": 7",
                "\"subject\": \"ada@example.org\"",
                "\"subject\": {\"email\": \"ada@example.org\", \"customerId\": \"c-1\"}",
                "\"subject\": {\"visitorId\": \"v-1\"}",
                "\"code\": \"48151623\""
            })
    void what_the_page_may_not_say_is_refused_and_neither_repeated_nor_recorded(String member) throws Exception {
        HttpResponse<String> answer = send(ConsoleRole.DPO, WANTED.replaceFirst("\\}$", ", " + member + "}"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("waves", "ada", "v-1", "4815");
        assertThat(console.services().decisions()).isEmpty();
        assertThat(console.trail().events()).isEmpty();
    }

    /** @param tries how many are left; none was sent where it is negative */
    private static Map<String, String> request(String status, int tries) {
        String code = tries < 0
                ? ""
                : ", \"code\": {\"validUntil\": \"2026-04-06T09:10:00+02:00\", \"triesLeft\": " + tries + "}";
        return Map.of(
                Services.SUBJECT,
                "{\"rights\": [{\"requestId\": \"00000000-0000-4000-8000-000000000001\", \"right\": \"erasure\","
                        + " \"status\": \"" + status + "\"" + code + ", \"allowed\": []}]}");
    }

    private HttpResponse<String> send(ConsoleRole role, String body) throws Exception {
        return ask(role, "/api/rights-codes", body);
    }

    private HttpResponse<String> show(String body) throws Exception {
        return ask(ConsoleRole.DPO, "/api/rights-proofs", body);
    }

    private HttpResponse<String> ask(ConsoleRole role, String path, String body) throws Exception {
        HttpResponse<String> in = console.ask(
                "POST",
                "/api/session",
                "{\"token\": \"" + OpenConsole.token(role) + "\"}",
                "Content-Type",
                "application/json");
        return console.ask(
                "POST",
                path,
                body,
                "Cookie",
                in.headers().firstValue("set-cookie").orElseThrow().split(";")[0],
                "X-Lethe-Proof",
                JSON.readTree(in.body()).path("proof").textValue(),
                "Content-Type",
                "application/json");
    }
}
