package io.lethe.kafka.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

/** The registry's settings. */
class RegistryConfigTest {

    @Test
    void have_defaults_for_all_but_the_url() {
        RegistryConfig config = RegistryConfig.of(Map.of("schema.registry.url", "http://a:8081, https://b/path/"));

        assertThat(config.urls()).hasToString("[http://a:8081, https://b/path]");
        assertThat(config.autoRegister()).isTrue();
        assertThat(config.totalTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.authorization()).isNull();
        assertThat(config.tls()).isNull();
    }

    @Test
    void may_be_of_kafkas_own_types() {
        RegistryConfig config = RegistryConfig.of(Map.of(
                "schema.registry.url",
                List.of("http://a", "http://b"),
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                new Password("ada:s3cret"),
                "auto.register.schemas",
                false,
                "max.retries",
                0));

        assertThat(config.urls()).hasSize(2);
        assertThat(config.autoRegister()).isFalse();
        assertThat(config.retries()).isZero();
        assertThat(config.authorization()).isNotNull();
        assertThat(config.toString()).doesNotContain("s3cret", "ada", "YWRh");
    }

    @Test
    void are_complained_about_all_at_once_by_name_and_without_a_secret() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of(
                        "schema.registry.url", "http://ada:s3cret@host bad",
                        "basic.auth.credentials.source", "USER_INFO",
                        "basic.auth.user.info", "s3cret",
                        "auto.register.schemas", "perhaps",
                        "max.retries", "-1",
                        "http.read.timeout.ms", "0",
                        "schema.registry.ssl.truststore.location", "/no/such/file")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "schema.registry.url",
                        "basic.auth.user.info",
                        "auto.register.schemas",
                        "max.retries",
                        "http.read.timeout.ms",
                        "schema.registry.ssl.truststore.location")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void need_a_url() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("max.retries", "many")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("schema.registry.url: is missing", "max.retries");
    }

    @Test
    void know_no_other_source_of_credentials() {
        assertThatThrownBy(() -> RegistryConfig.of(
                        Map.of("schema.registry.url", "http://a", "basic.auth.credentials.source", "SASL_INHERIT")))
                .hasMessageContaining("basic.auth.credentials.source");
    }

    @Test
    void name_the_settings_of_a_store_that_cannot_be_opened_and_say_why() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of(
                        "schema.registry.url", "https://a",
                        "schema.registry.ssl.truststore.location", "/no/such/file",
                        "schema.registry.ssl.truststore.password", "s3cret")))
                .hasMessage("schema.registry.ssl.truststore.location, schema.registry.ssl.truststore.password:"
                        + " cannot be used: Failed to load SSL keystore /no/such/file of type JKS (/no/such/file)");
    }
}
