package io.lethe.connectors.opendsr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.connectors.work.Deletion;
import io.lethe.connectors.work.Verdict;
import io.lethe.opendsr.SampleKeys;
import io.lethe.schemas.DeletionOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server, which misbehaves in each way. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenDsrConnectorTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    private ScriptedProcessor processor;

    @BeforeEach
    void start() throws IOException {
        processor = new ScriptedProcessor();
    }

    @AfterEach
    void stop() {
        processor.close();
    }

    @Test
    void E2_a_command_becomes_a_request_and_a_signed_receipt_says_that_it_was_received() throws Exception {
        assertThat(attempt(1)).isEqualTo(Verdict.RECEIVED);

        JsonNode sent = processor.submitted().getFirst();
        assertThat(processor.credential).isEqualTo("Bearer t0ken");
        assertThat(sent).isEqualTo(new ObjectMapper().readTree("""
                {"regulation": "gdpr", "subject_request_id": "%s", "subject_request_type": "erasure",
                 "submitted_time": "2026-01-05T08:00:00Z", "api_version": "2.0",
                 "subject_identities": [
                   {"identity_type": "email", "identity_value": "ada+\\"o'x\\"@example.org", "identity_format": "raw"}],
                 "status_callback_urls": ["https://lethe.example.org/v1/opendsr-callbacks/%s"]}
                """.formatted(Samples.REQUEST, Samples.COMMAND)));
    }

    @Test
    void E1_a_request_has_the_id_of_its_command_in_the_form_of_a_random_one() {
        UUID id = UUID.fromString(Samples.REQUEST);

        assertThat(RequestId.of(Samples.COMMAND)).isEqualTo(Samples.REQUEST);
        assertThat(RequestId.of(Samples.COMMAND + "2")).isNotEqualTo(Samples.REQUEST);
        assertThat(id.version()).isEqualTo(4);
        assertThat(id.variant()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, RECEIVED",
        "in_progress, RECEIVED",
        "completed, COMPLETED",
        "cancelled, REFUSED",
        "lost, FAILED"
    })
    void E3_a_command_that_is_given_again_is_asked_for_and_not_sent_twice(String status, DeletionOutcome outcome)
            throws Exception {
        processor.put(Samples.REQUEST, status);

        assertThat(outcome(2)).isEqualTo(outcome);

        assertThat(processor.calls()).containsExactly("GET /v2/requests/" + Samples.REQUEST);
    }

    @Test
    void E3_a_command_that_the_processor_does_not_know_is_sent_again() throws Exception {
        assertThat(attempt(2)).isEqualTo(Verdict.RECEIVED);
        assertThat(processor.calls()).containsExactly("GET /v2/requests/" + Samples.REQUEST, "POST /v2/requests");
    }

    @ParameterizedTest
    @CsvSource({"400", "409"})
    void a_repeat_that_the_processor_holds_against_it_is_asked_for(int status) throws Exception {
        processor.put(Samples.REQUEST, "completed");
        processor.onSubmit = ScriptedProcessor.answering(status);

        assertThat(attempt(1)).isEqualTo(Verdict.COMPLETED);
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "404", "409", "422", "302"})
    void what_the_processor_does_not_take_has_failed_with_its_status(int status) throws Exception {
        processor.onSubmit = ScriptedProcessor.answering(status);

        Verdict.Acknowledged answer = (Verdict.Acknowledged) attempt(1);

        assertThat(answer.outcome()).isEqualTo(DeletionOutcome.FAILED);
        assertThat(answer.reason().orElseThrow()).contains("" + status);
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void E3_what_may_pass_is_tried_again_after_as_long_as_the_processor_asks_for(int status) throws Exception {
        processor.onSubmit = ScriptedProcessor.answering(status, "Retry-After", "7");

        assertThat(((Verdict.Later) attempt(1)).pause()).hasValue(Duration.ofSeconds(7));
    }

    @Test
    void who_never_answers_is_waited_for_until_the_time_out_and_not_longer() throws Exception {
        processor.onSubmit = processor.never();

        assertThat(attempt(1, SHORT)).isEqualTo(Verdict.later("the system did not answer within PT0.5S"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '', it is not signed
            other, the signature is not the processor's
            self, the signature is not the processor's
            """)
    void an_answer_that_the_processor_has_not_signed_is_a_failure(String signer, String why) throws Exception {
        processor.signer = signer;

        for (int attempt : new int[] {1, 2}) {
            Verdict.Acknowledged answer = (Verdict.Acknowledged) attempt(attempt);
            assertThat(answer.outcome()).isEqualTo(DeletionOutcome.FAILED);
            assertThat(answer.reason().orElseThrow()).contains(why);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            other, not for the processor's domain
            expired, not valid at this time
            self, signed by itself
            unsigning, not meant for signing
            """)
    void nobody_is_named_to_a_processor_whose_certificate_shows_nothing(String shown, String why) throws Exception {
        processor.shown = shown;

        assertThat(((Verdict.Acknowledged) attempt(1)).reason().orElseThrow()).contains(why);

        assertThat(processor.calls()).isEmpty();
    }

    @Test
    void a_certificate_elsewhere_than_on_the_processors_domain_is_not_looked_at() throws Exception {
        processor.certificateAt = "https://elsewhere.example.org/certificate.pem";

        assertThat(((Verdict.Acknowledged) attempt(1)).reason().orElseThrow()).contains("not on its own domain");
    }

    @Test
    void a_certificate_that_cannot_be_had_is_asked_for_again() throws Exception {
        processor.certificateAt = processor.url() + "/x/y";

        assertThat(((Verdict.Later) attempt(1)).reason()).contains("cannot be had");
    }

    @Test
    void a_certificate_may_be_given_as_a_file_and_be_signed_by_itself() throws Exception {
        processor.signer = "self";
        Path file = Files.writeString(folder.resolve("crm.pem"), SampleKeys.certificatePem("self"));

        try (OpenDsrConnector connector =
                Samples.connector(Samples.processor(processor.url(), LONG, Optional.of(file.toString())))) {
            assertThat(connector.attempt(Samples.deletion(1))).isEqualTo(Verdict.RECEIVED);
        }
        assertThat(processor.looks()).isZero();
    }

    @Test
    void the_certificate_is_looked_at_once_for_many_commands() throws Exception {
        try (OpenDsrConnector connector = connector(LONG)) {
            connector.attempt(Samples.deletion(1));
            connector.attempt(Samples.deletion(2));
            processor.signer = "other";
            connector.attempt(Samples.deletion(2));
        }
        assertThat(processor.looks()).isEqualTo(1);
    }

    @Test
    void an_answer_about_another_request_says_nothing_of_this_one() throws Exception {
        processor.onStatus = exchange -> {
            processor.signed(
                    exchange,
                    200,
                    new ObjectMapper()
                            .createObjectNode()
                            .put("subject_request_id", RequestId.of("another"))
                            .put("request_status", "completed"));
            return true;
        };

        assertThat(((Verdict.Acknowledged) attempt(2)).reason().orElseThrow()).contains("about another request");
    }

    @Test
    void a_receipt_for_something_else_than_was_sent_is_none() throws Exception {
        processor.onSubmit = exchange -> {
            processor.signed(
                    exchange,
                    201,
                    new ObjectMapper()
                            .createObjectNode()
                            .put("subject_request_id", Samples.REQUEST)
                            .put("encoded_request", "e30="));
            return true;
        };

        assertThat(((Verdict.Acknowledged) attempt(1)).reason().orElseThrow()).contains("about another request");
    }

    @Test
    void who_the_processor_has_no_type_for_is_not_told_of() throws Exception {
        Verdict.Acknowledged answer = (Verdict.Acknowledged) attempt(Samples.of("visitorId", 1), LONG);

        assertThat(answer.outcome()).isEqualTo(DeletionOutcome.NOT_SUPPORTED);
        assertThat(processor.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pending, COMPLETED, cancelled", "in_progress, REFUSED, in_progress", "completed, REFUSED, completed"})
    void E3_what_is_owed_no_more_is_cancelled_while_nothing_has_begun(
            String status, DeletionOutcome outcome, String after) throws Exception {
        processor.put(Samples.REQUEST, status);

        assertThat(((Verdict.Acknowledged) withdraw()).outcome()).isEqualTo(outcome);
        assertThat(processor.status(Samples.REQUEST)).isEqualTo(after);
    }

    @Test
    void E3_what_never_got_there_need_not_be_cancelled() throws Exception {
        assertThat(withdraw()).isEqualTo(Verdict.NOT_FOUND);
    }

    @Test
    void a_cancellation_that_the_processor_has_not_signed_is_none() throws Exception {
        processor.put(Samples.REQUEST, "pending");
        processor.signer = "";

        assertThat(((Verdict.Acknowledged) withdraw()).outcome()).isEqualTo(DeletionOutcome.FAILED);
    }

    private Verdict withdraw() throws Exception {
        try (OpenDsrConnector connector = connector(LONG)) {
            return connector.withdraw(Samples.COMMAND);
        }
    }

    @Test
    void no_reason_repeats_what_the_processor_has_written_or_was_sent() throws Exception {
        processor.onSubmit = exchange -> {
            byte[] echo = Samples.ADDRESS.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(422, echo.length);
            exchange.getResponseBody().write(echo);
            return true;
        };

        assertThat(((Verdict.Acknowledged) attempt(1)).reason())
                .hasValue("the system answered 422 (Unprocessable Content)");
    }

    private DeletionOutcome outcome(int attempt) throws Exception {
        return ((Verdict.Acknowledged) attempt(attempt)).outcome();
    }

    private Verdict attempt(int attempt) throws Exception {
        return attempt(attempt, LONG);
    }

    private Verdict attempt(int attempt, Duration timeout) throws Exception {
        return attempt(Samples.deletion(attempt), timeout);
    }

    private Verdict attempt(Deletion deletion, Duration timeout) throws Exception {
        try (OpenDsrConnector connector = connector(timeout)) {
            return connector.attempt(deletion);
        }
    }

    private OpenDsrConnector connector(Duration timeout) {
        return Samples.connector(Samples.processor(processor.url(), timeout, Optional.empty()));
    }
}
