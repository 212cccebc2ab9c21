package io.lethe.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.connectors.opendsr.OpenDsrConnector;
import io.lethe.connectors.opendsr.Samples;
import io.lethe.opendsr.SampleKeys;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over a real socket, with everything that somebody else could send. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CallbackRoutesTest {

    private static final String OTHER = Samples.COMMAND.replace('o', 'p');

    @TempDir
    private Path folder = Path.of("");

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private boolean kafkaIsGone;
    private OpenDsrConnector processor;
    private HttpService http;

    @BeforeEach
    void start() throws IOException {
        Path certificate = Files.writeString(folder.resolve("crm.pem"), SampleKeys.certificatePem("processor"));
        processor = Samples.calledBack(certificate.toString());
        HttpSettings settings = Settings.read(Map.of(), given -> HttpSettings.from(given, 0, List.of()));
        http = HttpService.start(
                settings,
                1,
                metrics,
                Optional::empty,
                new CallbackRoutes(
                        Map.of("crm", processor),
                        (command, subject, verdict) -> {
                            if (kafkaIsGone) {
                                throw new KafkaException("gone");
                            }
                            acknowledged.add(subject.charAt(0) + " " + verdict.outcome());
                        },
                        metrics));
    }

    @AfterEach
    void stop() {
        http.close();
        processor.close();
    }

    @ParameterizedTest
    @CsvSource({"completed, COMPLETED", "pending, RECEIVED", "in_progress, RECEIVED", "cancelled, REFUSED"})
    void E2_a_signed_callback_becomes_an_acknowledgement(String status, String outcome) throws Exception {
        assertThat(post(Samples.COMMAND, body(status), "processor")).isEqualTo(202);
        assertThat(acknowledged).containsExactly("s " + outcome);
    }

    @Test
    void E2_the_same_callback_twice_is_heard_twice_and_says_nothing_else() throws Exception {
        post(Samples.COMMAND, body("completed"), "processor");
        post(Samples.COMMAND, body("completed"), "processor");

        assertThat(acknowledged).containsExactly("s COMPLETED", "s COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({"''", "other", "self"})
    void a_callback_that_the_processor_has_not_signed_is_forbidden(String signer) throws Exception {
        assertThat(post(Samples.COMMAND, body("completed"), signer)).isEqualTo(403);
        assertThat(acknowledged).isEmpty();
        assertThat(metrics.scrape()).contains("lethe_connector_callbacks_total{outcome=\"forged\",system=\"crm\"} 1.0");
    }

    @Test
    void a_callback_about_one_command_says_nothing_of_another() throws Exception {
        assertThat(post(OTHER, body("completed"), "processor")).isEqualTo(422);
        assertThat(post(Samples.COMMAND, body("completed").replace("lethe.example.org", "elsewhere"), "processor"))
                .isEqualTo(422);
        assertThat(post(Samples.COMMAND, body("lost"), "processor")).isEqualTo(422);
        assertThat(acknowledged).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "short.oooooooooooo.crm", "unknown-system"})
    void what_nobody_was_asked_is_not_found(String command) throws Exception {
        String path = command.equals("unknown-system") ? Samples.COMMAND.replace(".crm", ".erp") : command;

        assertThat(post(path, body("completed"), "processor")).isEqualTo(404);
    }

    @Test
    void a_body_that_is_too_large_too_deep_or_no_object_is_not_taken() throws Exception {
        String deep = "{\"a\":".repeat(50) + "1" + "}".repeat(50);

        assertThat(post(Samples.COMMAND, "{\"a\":\"" + "x".repeat(70_000) + "\"}", "processor"))
                .isEqualTo(413);
        for (String body : List.of("", "[]", "{", deep, "{\"a\":1,\"a\":2}")) {
            assertThat(post(Samples.COMMAND, body, "processor")).isEqualTo(403);
        }
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void S1_a_callback_is_taken_when_Kafka_has_it_and_not_before() throws Exception {
        kafkaIsGone = true;

        assertThat(post(Samples.COMMAND, body("completed"), "processor")).isEqualTo(503);
    }

    private static String body(String status) {
        return "{\"subject_request_id\":\"" + Samples.REQUEST + "\",\"request_status\":\"" + status
                + "\",\"status_callback_url\":\"https://lethe.example.org/v1/opendsr-callbacks/" + Samples.COMMAND
                + "\"}";
    }

    private int post(String command, String body, String signer) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/v1/opendsr-callbacks/" + command))
                .POST(BodyPublishers.ofByteArray(bytes));
        if (!signer.isEmpty()) {
            request.header("X-OpenDSR-Processor-Domain", SampleKeys.DOMAIN)
                    .header("X-OpenDSR-Signature", SampleKeys.of(signer).sign(bytes));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
