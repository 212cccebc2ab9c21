package io.lethe.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.connectors.work.Deletion;
import io.lethe.connectors.work.Verdict;
import io.lethe.schemas.DeletionOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server, which misbehaves in each way. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpConnectorTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ADDRESS = "ada+\"o'x\"\\\u0085@example.org";

    @Test
    void calls_as_the_template_says_and_a_value_stays_one_text() throws Exception {
        try (Recipient recipient = Recipient.answering(204)) {
            assertThat(attempt(recipient, LONG)).isEqualTo(Verdict.COMPLETED);

            Recipient.Call call = recipient.calls().getFirst();
            JsonNode body = new ObjectMapper().readTree(call.body());
            assertThat(call.line()).isEqualTo("POST /crm/v3/objects/contacts/gdpr-delete");
            assertThat(call.authorization()).isEqualTo("Bearer t0ken");
            assertThat(body.path("objectId").asText()).isEqualTo(ADDRESS);
            assertThat(body.path("idProperty").asText()).isEqualTo("email");
            assertThat(body.size()).isEqualTo(2);
        }
    }

    @Test
    void calls_google_analytics_as_it_is_documented() throws Exception {
        try (Recipient recipient = Recipient.answering(200);
                HttpConnector connector = new HttpConnector(
                        Samples.userDeletion(recipient.url()), Samples.credentials(), () -> Instant.EPOCH)) {
            assertThat(connector.attempt(Samples.of("visitorId", "v-\"1\""))).isEqualTo(Verdict.COMPLETED);

            Recipient.Call call = recipient.calls().getFirst();
            assertThat(call.line()).isEqualTo("POST /analytics/v3/userDeletion/userDeletionRequests:upsert");
            assertThat(call.authorization()).isEqualTo("Bearer t0ken");
            assertThat(new ObjectMapper().readTree(call.body())).isEqualTo(new ObjectMapper().readTree("""
                            {"kind": "analytics#userDeletionRequest", "propertyId": "123456789",
                             "id": {"type": "CLIENT_ID", "userId": "v-\\"1\\""}}
                            """));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, COMPLETED",
        "201, COMPLETED",
        "202, COMPLETED",
        "404, NOT_FOUND",
        "409, NOT_FOUND",
        "410, NOT_FOUND",
        "400, FAILED",
        "401, FAILED",
        "403, FAILED",
        "418, FAILED",
        "422, FAILED",
        "302, FAILED",
        "304, FAILED",
    })
    void E2_each_status_has_its_outcome(int status, DeletionOutcome outcome) throws Exception {
        try (Recipient recipient = Recipient.answering(status)) {
            Verdict.Acknowledged answer = (Verdict.Acknowledged) attempt(recipient, LONG);

            assertThat(answer.outcome()).isEqualTo(outcome);
            assertThat(answer.reason().isPresent()).isEqualTo(outcome == DeletionOutcome.FAILED);
            assertThat(answer.reason().orElse("" + status)).contains("" + status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void E3_what_may_pass_is_tried_again(int status) throws Exception {
        try (Recipient recipient = Recipient.answering(status)) {
            Verdict.Later later = (Verdict.Later) attempt(recipient, LONG);

            assertThat(later.reason()).contains("" + status);
            assertThat(later.pause()).isEmpty();
        }
    }

    @Test
    void Retry_After_is_honoured_in_both_forms() throws Exception {
        String inTenMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                InstantSource.system().instant().plusSeconds(600).atZone(ZoneOffset.UTC));
        try (Recipient bySeconds = Recipient.answering(429, "Retry-After", "7");
                Recipient byDate = Recipient.answering(503, "Retry-After", inTenMinutes)) {
            assertThat(((Verdict.Later) attempt(bySeconds, LONG)).pause()).hasValue(Duration.ofSeconds(7));
            assertThat(((Verdict.Later) attempt(byDate, LONG)).pause().orElseThrow())
                    .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        }
    }

    @Test
    void a_redirect_is_not_followed_whatever_it_says() throws Exception {
        try (Recipient other = Recipient.answering(200);
                Recipient recipient = Recipient.answering(307, "Location", other.url())) {
            assertThat(((Verdict.Acknowledged) attempt(recipient, LONG)).outcome())
                    .isEqualTo(DeletionOutcome.FAILED);
            assertThat(other.calls()).isEmpty();
        }
    }

    @Test
    void who_never_answers_is_waited_for_until_the_time_out_and_not_longer() throws Exception {
        try (Recipient recipient = Recipient.that((_, closing) -> closing.await())) {
            assertThat(attempt(recipient, SHORT)).isEqualTo(later("the system did not answer within PT0.3S"));
        }
    }

    @Test
    void who_begins_an_answer_and_dribbles_on_is_not_waited_for_either() throws Exception {
        try (Recipient recipient = Recipient.that((exchange, closing) -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                body.write('.');
                body.flush();
            }
        })) {
            assertThat(attempt(recipient, SHORT)).isEqualTo(later("the system did not answer within PT0.3S"));
        }
    }

    @Test
    void who_closes_the_connection_is_called_again() throws Exception {
        try (Recipient recipient = Recipient.that((exchange, _) -> exchange.close())) {
            assertThat(((Verdict.Later) attempt(recipient, LONG)).reason()).startsWith("the connection failed");
        }
    }

    @Test
    void who_is_not_there_is_called_again() throws Exception {
        Recipient gone = Recipient.answering(200);
        gone.close();

        assertThat(attempt(gone, LONG)).isEqualTo(later("the connection failed (ConnectException)"));
    }

    @Test
    void of_a_body_without_end_no_more_is_read_than_a_little() throws Exception {
        try (Recipient recipient = Recipient.that((exchange, closing) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 20];
            while (closing.getCount() > 0) {
                exchange.getResponseBody().write(much);
            }
        })) {
            assertThat(attempt(recipient, LONG)).isEqualTo(Verdict.COMPLETED);
        }
    }

    @Test
    void E2_a_refusal_comes_with_the_systems_reason_and_without_the_person() throws Exception {
        try (Recipient recipient = Recipient.that((exchange, _) -> {
            byte[] why = ("{\"status\": \"error\", \"message\": \"the portal of ada@example.org has no GDPR add-on\"}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, why.length);
            exchange.getResponseBody().write(why);
        })) {
            assertThat(((Verdict.Acknowledged) attempt(recipient, LONG, Samples.of("email", "ada@example.org")))
                            .reason())
                    .hasValue("the system answered 400 (Bad Request): the portal of [removed] has no GDPR add-on");
        }
    }

    @Test
    void no_reason_repeats_what_the_system_has_written_otherwise_or_was_sent() throws Exception {
        try (Recipient recipient = Recipient.that((exchange, _) -> {
            byte[] echo = ADDRESS.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, echo.length);
            exchange.getResponseBody().write(echo);
        })) {
            assertThat(((Verdict.Acknowledged) attempt(recipient, LONG)).reason())
                    .hasValue("the system answered 400 (Bad Request)");
        }
    }

    @Test
    void a_command_the_call_cannot_be_made_of_is_answered_without_a_call() throws Exception {
        try (Recipient recipient = Recipient.answering(200)) {
            assertThat(attempt(recipient, LONG, Samples.of("visitorId", "v-1")))
                    .isEqualTo(Verdict.notSupported("the call needs email, which this command does not name"));
            assertThat(recipient.calls()).isEmpty();
        }
    }

    private static Verdict later(String reason) {
        return new Verdict.Later(reason, Optional.empty());
    }

    private static Verdict attempt(Recipient recipient, Duration timeout) throws InterruptedException, IOException {
        return attempt(recipient, timeout, Samples.of("email", ADDRESS));
    }

    private static Verdict attempt(Recipient recipient, Duration timeout, Deletion deletion)
            throws InterruptedException {
        try (HttpConnector connector = new HttpConnector(
                Samples.gdprDelete(recipient.url(), timeout), Samples.credentials(), () -> Instant.EPOCH)) {
            return connector.attempt(deletion);
        }
    }
}
