package io.lethe.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.certificate.CertificateSigner;
import io.lethe.identity.IdentifierSeal;
import io.lethe.service.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

    @Test
    void what_is_missing_is_told_all_at_once() {
        assertThatThrownBy(() -> WorkerSettings.from(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LETHE_KAFKA_BOOTSTRAP_SERVERS")
                .hasMessageContaining("LETHE_REGISTRY_URL")
                .hasMessageContaining("LETHE_STATE_DIR")
                .hasMessageContaining("LETHE_IDENTIFIER_KEYS")
                .hasMessageContaining("LETHE_CERTIFICATE_KEY");
    }

    @Test
    void a_key_set_that_is_none_is_told_without_repeating_it() {
        Map<String, String> environment = complete();
        environment.put("LETHE_IDENTIFIER_KEYS", "hunter2");

        assertThatThrownBy(() -> WorkerSettings.from(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LETHE_IDENTIFIER_KEYS")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void E4_a_certificate_key_that_is_none_is_told_without_repeating_it() {
        Map<String, String> environment = complete();
        environment.put("LETHE_CERTIFICATE_KEY", "hunter2");

        assertThatThrownBy(() -> WorkerSettings.from(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LETHE_CERTIFICATE_KEY: is not 32 bytes in base64")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void with_the_least_that_is_needed_it_listens_on_loopback() {
        WorkerSettings settings = WorkerSettings.from(complete());

        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(8083);
        assertThat(settings.policy().version()).isEqualTo("2026-01");
    }

    private static Map<String, String> complete() {
        return new HashMap<>(Map.of(
                "LETHE_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
                "LETHE_REGISTRY_URL", "http://localhost:8081",
                "LETHE_STATE_DIR", "/tmp/unused",
                "LETHE_IDENTIFIER_KEYS", IdentifierSeal.newKeySet(),
                "LETHE_CERTIFICATE_KEY", CertificateSigner.newKey()));
    }
}
