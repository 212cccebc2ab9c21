package io.lethe.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.policy.file.PolicyFile;
import io.lethe.service.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorSettingsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void with_the_built_in_policy_no_system_is_called_and_no_credential_is_needed() {
        ConnectorSettings settings = ConnectorSettings.from(complete());

        assertThat(settings.policy().connectedRecipients()).isEmpty();
        assertThat(settings.http().port()).isEqualTo(8085);
        assertThat(settings.limits().life()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void what_is_wrong_is_told_all_at_once_a_credential_that_the_policy_names_included() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("LETHE_POLICY_FILE", connected().toString());
        environment.put("LETHE_MAX_IN_FLIGHT", "0");
        environment.put("LETHE_SECRET_UNHEARD_OF", "hunter2");

        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> ConnectorSettings.from(environment));

        assertThat(refused.problems())
                .anyMatch(problem -> problem.startsWith("LETHE_KAFKA_BOOTSTRAP_SERVERS"))
                .anyMatch(problem -> problem.startsWith("LETHE_MAX_IN_FLIGHT"))
                .anyMatch(problem -> problem.startsWith("LETHE_SECRET_HUBSPOT: is missing"))
                .anyMatch(problem -> problem.startsWith("LETHE_SECRET_UNHEARD_OF: is not a setting"))
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void a_credential_comes_from_the_environment_or_from_a_file_and_is_not_shown() throws IOException {
        Map<String, String> environment = complete();
        environment.put("LETHE_POLICY_FILE", connected().toString());
        environment.put(
                "LETHE_SECRET_HUBSPOT_FILE",
                Files.writeString(folder.resolve("token"), "hunter2\n").toString());

        ConnectorSettings settings = ConnectorSettings.from(environment);

        assertThat(settings.policy().connectedRecipients()).hasSize(1);
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    private static Map<String, String> complete() {
        return new HashMap<>(Map.of(
                "LETHE_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", "LETHE_REGISTRY_URL", "http://localhost:8081"));
    }

    /** The built-in policy, with one system that is called. */
    private Path connected() throws IOException {
        try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String policy = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve("policy.yaml"), policy.replaceFirst("(?m)^( *)- id: hubspot$", """
                            $1- id: hubspot
                            $1  dispatch:
                            $1    http:
                            $1      method: POST
                            $1      url: https://api.example.org/delete
                            $1      headers: {Authorization: "Bearer \\${secret:HUBSPOT}"}
                            $1      body: {objectId: "{email}"}"""));
        }
    }
}
