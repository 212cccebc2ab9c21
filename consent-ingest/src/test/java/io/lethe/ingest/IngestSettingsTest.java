package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.identity.IdentifierSeal;
import io.lethe.ingest.publish.ProducerConfiguration;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.service.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door's settings. */
class IngestSettingsTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "LETHE_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
            "LETHE_REGISTRY_URL", "http://localhost:8081",
            "LETHE_SUBJECT_PEPPER", "a pepper of at least 32 characters",
            "LETHE_IDENTIFIER_KEYS", IdentifierSeal.newKeySet()));

    @Test
    void have_defaults_for_all_but_the_addresses_and_the_secrets() {
        IngestSettings settings = IngestSettings.from(environment);

        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.policy().version()).isEqualTo("2026-01");
        assertThat(settings.earliest()).isEqualTo("2018-05-25T00:00:00Z");
        assertThat(settings.kafka().window()).isEqualTo(ForgettingWindow.DEFAULT);
        assertThat(settings.kafka().replication()).isEqualTo(3);
        assertThat(settings.kafka().createTopics()).isTrue();
        assertThat(settings.kafka().client()).containsEntry("bootstrap.servers", "localhost:9092");
        assertThat(settings.kafka().registry()).containsEntry("schema.registry.url", "http://localhost:8081");
    }

    @Test
    void report_all_problems_at_once_and_no_secret() {
        environment.clear();
        environment.put("LETHE_SUBJECT_PEPPER", "short");
        environment.put("LETHE_IDENTIFIER_KEYS", "hunter2");
        environment.put("LETHE_EARLIEST_EVENT", "yesterday");
        environment.put("LETHE_PUBLISH_TIMEOUT", "PT30S");
        environment.put("LETHE_FORGETTING_WINDOW", "P1Y");
        environment.put("LETHE_KAFKA", "x");

        ConfigurationException thrown =
                catchThrowableOfType(ConfigurationException.class, () -> IngestSettings.from(environment));

        assertThat(thrown.problems())
                .anyMatch(one -> one.startsWith("LETHE_KAFKA_BOOTSTRAP_SERVERS: is missing"))
                .anyMatch(one -> one.startsWith("LETHE_REGISTRY_URL: is missing"))
                .anyMatch(one -> one.startsWith("LETHE_SUBJECT_PEPPER: the pepper must have at least 32 bytes"))
                .anyMatch(one -> one.startsWith("LETHE_IDENTIFIER_KEYS: is not a key set"))
                .anyMatch(one -> one.startsWith("LETHE_EARLIEST_EVENT: 'yesterday' is not an instant"))
                .anyMatch(one -> one.startsWith("LETHE_PUBLISH_TIMEOUT: 'PT30S' must be between"))
                .anyMatch(one -> one.startsWith("LETHE_FORGETTING_WINDOW: 'P1Y' is not"));
        assertThat(thrown.getMessage()).doesNotContain("short", "hunter2");
    }

    @Test
    void a_file_with_keys_of_front_ends_stands_for_the_write_key_and_says_what_is_wrong_with_it(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("front-end-keys.json"), "[]");
        environment.putAll(Map.of(
                "LETHE_BIND", "0.0.0.0",
                "LETHE_OPERATOR_KEY", "op",
                "LETHE_RECIPIENT_KEY", "re",
                "LETHE_FRONT_END_KEYS_FILE", file.toString()));
        assertThat(IngestSettings.from(environment).frontEnds()).isPresent();

        Files.writeString(file, "[{\"hunter2\": 1}]");
        ConfigurationException thrown =
                catchThrowableOfType(ConfigurationException.class, () -> IngestSettings.from(environment));

        assertThat(thrown.problems())
                .singleElement()
                .asString()
                .startsWith("LETHE_FRONT_END_KEYS_FILE: name must be")
                .doesNotContain("hunter2");
    }

    @Test
    void where_front_ends_have_keys_nobody_else_is_let_in_without_one_on_loopback_either(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("front-end-keys.json"), "[]");
        environment.put("LETHE_FRONT_END_KEYS_FILE", file.toString());

        ConfigurationException thrown =
                catchThrowableOfType(ConfigurationException.class, () -> IngestSettings.from(environment));

        assertThat(thrown.problems())
                .hasSize(2)
                .anyMatch(one -> one.startsWith("LETHE_OPERATOR_KEY: is missing; some callers have keys of their own"))
                .anyMatch(one -> one.startsWith("LETHE_RECIPIENT_KEY: is missing"));
    }

    @Test
    void the_page_to_try_it_out_is_shown_only_where_it_is_wanted_and_never_to_others() {
        assertThat(IngestSettings.from(environment).demoKey()).isEmpty();

        environment.put("LETHE_DEMO_PAGE", "true");
        environment.put("LETHE_WRITE_KEY", "w");
        assertThat(IngestSettings.from(environment).demoKey()).isPresent();

        environment.putAll(Map.of("LETHE_BIND", "0.0.0.0", "LETHE_OPERATOR_KEY", "o", "LETHE_RECIPIENT_KEY", "r"));
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> IngestSettings.from(environment))
                        .problems())
                .anyMatch(one -> one.startsWith("LETHE_DEMO_PAGE"));
    }

    @Test
    void limits_and_rates_are_checked() {
        environment.putAll(Map.of(
                "LETHE_TRUSTED_PROXIES", "10.0.0.0/99",
                "LETHE_RATE_PER_ADDRESS", "0",
                "LETHE_RATE_BURST", "P1D",
                "LETHE_REQUEST_TIMEOUT", "PT1H",
                "LETHE_MAX_CONNECTIONS", "none"));

        ConfigurationException thrown =
                catchThrowableOfType(ConfigurationException.class, () -> IngestSettings.from(environment));

        assertThat(thrown.problems())
                .hasSize(5)
                .anyMatch(one -> one.startsWith("LETHE_TRUSTED_PROXIES: '10.0.0.0/99' is not a list of addresses"))
                .anyMatch(one -> one.startsWith("LETHE_RATE_PER_ADDRESS: '0' must be between"))
                .anyMatch(one -> one.startsWith("LETHE_RATE_BURST: 'PT24H' must be at most"))
                .anyMatch(one -> one.startsWith("LETHE_REQUEST_TIMEOUT: 'PT1H' must be between"))
                .anyMatch(one -> one.startsWith("LETHE_MAX_CONNECTIONS: 'none' is not a whole number"));
    }

    @Test
    void pass_what_kafka_and_the_registry_are_to_know_in_their_own_names(@TempDir Path folder) throws IOException {
        Path userInfo = Files.writeString(folder.resolve("user-info"), "lethe:s3cret\n");
        environment.put("LETHE_KAFKA_SECURITY_PROTOCOL", "SSL");
        environment.put("LETHE_REGISTRY_SSL_TRUSTSTORE_LOCATION", "/trust");
        environment.put("LETHE_REGISTRY_AUTO_REGISTER_SCHEMAS", "false");
        environment.put("LETHE_REGISTRY_BASIC_AUTH_USER_INFO_FILE", userInfo.toString());

        IngestSettings settings = IngestSettings.from(environment);

        assertThat(settings.kafka().client()).containsEntry("security.protocol", "SSL");
        assertThat(settings.kafka().registry())
                .containsEntry("schema.registry.ssl.truststore.location", "/trust")
                .containsEntry("auto.register.schemas", "false")
                .containsEntry("basic.auth.user.info", "lethe:s3cret")
                .hasSize(4);
        assertThat(settings.toString()).doesNotContain("s3cret", "a pepper");
    }

    @Test
    void S1_the_operator_cannot_weaken_what_an_acknowledgement_means() {
        Map<String, Object> producer = ProducerConfiguration.of(
                Map.of("acks", "1", "enable.idempotence", "false", "max.block.ms", "60000", "compression.type", "lz4"),
                Duration.ofSeconds(7));

        assertThat(producer)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 7_000)
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    }
}
