package io.lethe.erasure.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.CertificateSigner;
import io.lethe.erasure.WorkerSettings;
import io.lethe.erasure.topology.Harness;
import io.lethe.identity.IdentifierSeal;
import io.lethe.service.HttpService;
import io.lethe.streams.StateQueries;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to the ledger over HTTP, before it has any partition. */
class ErasureRoutesTest {

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private KafkaStreams streams;
    private HttpService service;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    ErasureRoutesTest() {}

    @BeforeEach
    void open() {
        WorkerSettings settings = WorkerSettings.from(Map.of(
                "LETHE_KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:1",
                "LETHE_REGISTRY_URL",
                "http://127.0.0.1:1",
                "LETHE_STATE_DIR",
                folder.toString(),
                "LETHE_PORT",
                "0",
                "LETHE_OPERATOR_KEY",
                "operator-key",
                "LETHE_IDENTIFIER_KEYS",
                IdentifierSeal.newKeySet(),
                "LETHE_CERTIFICATE_KEY",
                Harness.CERTIFICATE_KEY));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "erasure-worker");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        streams = new KafkaStreams(Harness.topology(folder), properties);
        service = HttpService.start(
                settings.http(),
                1,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional::empty,
                new ErasureRoutes(
                        new Erasures(new StateQueries(streams, 6, Optional.empty())),
                        settings.policy().zone(),
                        settings.http().keys(),
                        settings.signer()));
    }

    @AfterEach
    void close() {
        service.close();
        streams.close();
        client.close();
    }

    @Test
    void S4_an_order_whose_partition_is_not_here_is_503_and_worth_another_try_never_404() throws Exception {
        HttpResponse<String> answer = ask("/v1/erasures/" + "a".repeat(43) + "." + "b".repeat(12));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
    }

    @Test
    void S4_what_waits_for_an_operator_is_503_as_long_as_a_partition_is_not_here_and_never_an_empty_list()
            throws Exception {
        assertThat(ask("/v1/escalations").statusCode()).isEqualTo(503);
    }

    @Test
    void what_is_wrong_in_a_question_for_what_waits_is_told_at_once_and_not_repeated() throws Exception {
        HttpResponse<String> answer = ask("/v1/escalations?limit=1001&after=yesterday");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("/limit", "1 to 1000", "/after", "'next'")
                .doesNotContain("yesterday");
    }

    @Test
    void what_cannot_be_an_order_id_is_404_wherever_the_partitions_are() throws Exception {
        assertThat(ask("/v1/erasures/none-of-ours").statusCode()).isEqualTo(404);
    }

    @Test
    void E4_whoever_verifies_certificates_is_told_the_public_key() throws Exception {
        CertificateSigner signer = new CertificateSigner(Harness.CERTIFICATE_KEY);

        assertThat(new JsonObject(ask("/v1/certificate-key").body()))
                .isEqualTo(new JsonObject()
                        .put("keyId", signer.keyId())
                        .put("algorithm", "Ed25519")
                        .put("publicKey", signer.publicKey()));
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .header("Authorization", "Bearer operator-key")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
