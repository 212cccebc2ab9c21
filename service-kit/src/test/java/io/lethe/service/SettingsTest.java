package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @Test
    void tell_every_problem_at_once_in_the_operators_words() {
        Map<String, String> environment = Map.of(
                "LETHE_PORT", "80800",
                "LETHE_GRACE", "P-1D",
                "LETHE_TICK", "soon",
                "LETHE_TYPO", "x",
                "HOME", "is none of our business");

        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> Settings.read(
                        environment,
                        settings -> List.of(
                                settings.port("LETHE_PORT", 1),
                                settings.period("LETHE_GRACE", Period.ZERO),
                                settings.duration("LETHE_TICK", Duration.ofSeconds(1)),
                                settings.uri("LETHE_REGISTRY_URL"))));

        assertThat(thrown.problems())
                .containsExactly(
                        "LETHE_PORT: '80800' must be between 0 and 65535",
                        "LETHE_GRACE: 'P-1D' must not be negative",
                        "LETHE_TICK: 'soon' is not an ISO 8601 duration such as PT30S",
                        "LETHE_REGISTRY_URL: is missing and has no default",
                        "LETHE_TYPO: is not a setting of this service; remove it or mend its name");
    }

    @Test
    void read_a_secret_from_its_file_and_never_print_it(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pepper"), "s3cret\n");

        Settings.Secret secret = Settings.read(
                Map.of("LETHE_PEPPER_FILE", file.toString()),
                settings -> settings.secret("LETHE_PEPPER").orElseThrow());

        assertThat(secret.value()).isEqualTo("s3cret");
        assertThat(secret).hasToString("***");
    }

    @Test
    void refuse_a_secret_that_is_given_twice(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pepper"), "s3cret");

        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> Settings.read(
                        Map.of("LETHE_PEPPER_FILE", file.toString(), "LETHE_PEPPER", "other"),
                        settings -> settings.secret("LETHE_PEPPER")));

        assertThat(thrown.problems()).containsExactly("LETHE_PEPPER and LETHE_PEPPER_FILE: are both set; keep one");
    }

    @Test
    void rename_what_stands_under_a_prefix_the_way_kafka_spells_it() {
        Map<String, String> kafka = Settings.read(
                Map.of("LETHE_KAFKA_BOOTSTRAP_SERVERS", "b:1", "LETHE_KAFKA_SECURITY_PROTOCOL", "SSL"),
                settings -> settings.prefixed("LETHE_KAFKA_"));

        assertThat(kafka).containsOnly(Map.entry("bootstrap.servers", "b:1"), Map.entry("security.protocol", "SSL"));
    }
}
