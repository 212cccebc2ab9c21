package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.service.ConfigurationException;
import io.lethe.service.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a console is told of a provider of identities. */
class SignInSettingsTest {

    private static final String PREFIX = "LETHE_CONSOLE_OIDC_";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            PREFIX + "ISSUER", "https://provider.example/realms/staff",
            PREFIX + "CLIENT_ID", "lethe-console",
            PREFIX + "REDIRECT", "https://console.example.org/api/sign-in/back",
            PREFIX + "ROLES", "{\"privacy\": [\"dpo\"], \"CN=ops,OU=it\": [\"operator\", \"viewer\"]}"));

    private Optional<SignInSettings> read(boolean secure) {
        return Settings.read(settings, one -> SignInSettings.from(one, secure));
    }

    @Test
    void nothing_said_is_no_provider() {
        settings.clear();

        assertThat(read(true)).isEmpty();
    }

    @Test
    void what_has_a_default_need_not_be_said() {
        SignInSettings read = read(true).orElseThrow();

        assertThat(read.session()).isEqualTo(Duration.ofHours(1));
        assertThat(read.provider().scopes()).containsExactly("openid", "profile");
        assertThat(read.provider().rolesClaim()).isEqualTo("groups");
        assertThat(read.provider().nameClaim()).isEqualTo("preferred_username");
        assertThat(read.provider().clientSecret()).isEmpty();
        assertThat(read.provider().provider()).isEqualTo("provider.example");
    }

    @Test
    void groups_have_the_roles_of_all_and_of_those_alone_that_are_named() {
        SignInSettings read = read(true).orElseThrow();

        assertThat(read.rolesOf(Set.of("privacy", "CN=ops,OU=it", "others")))
                .containsExactlyInAnyOrder(ConsoleRole.DPO, ConsoleRole.OPERATOR, ConsoleRole.VIEWER);
        assertThat(read.rolesOf(Set.of("Privacy", "dpo", ""))).isEmpty();
    }

    @Test
    void all_that_is_wrong_is_said_at_once_and_no_secret() {
        settings.clear();
        settings.put(PREFIX + "ISSUER", "http://provider.example");
        settings.put(PREFIX + "CLIENT_SECRET", "a secret");
        settings.put(PREFIX + "REDIRECT", "https://console.example.org/");
        settings.put(PREFIX + "SESSION", "PT10H");
        settings.put(PREFIX + "ROLE", "{}");

        assertThatThrownBy(() -> read(true))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        PREFIX + "ISSUER: 'http://provider.example' must be an https address",
                        PREFIX + "CLIENT_ID: is missing",
                        PREFIX + "REDIRECT: 'https://console.example.org/' must be",
                        "/api/sign-in/back",
                        PREFIX + "ROLES: is missing",
                        PREFIX + "SESSION: 'PT10H' must not be longer than PT9H",
                        PREFIX + "ROLE: is not a setting")
                .hasMessageNotContaining("a secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "ftp://provider.example",
                "https://user@provider.example",
                "https://provider.example/#a",
                "https://provider.example/?a=b",
                "http://127.0.0.1.example/",
                "provider.example"
            })
    void an_issuer_is_an_address_that_nobody_between_can_change(String issuer) {
        settings.put(PREFIX + "ISSUER", issuer);

        assertThatThrownBy(() -> read(true)).hasMessageContaining(PREFIX + "ISSUER");
    }

    @Test
    void a_cookie_that_needs_tls_and_an_address_without_it_do_not_go_together() {
        settings.put(PREFIX + "REDIRECT", "http://localhost:8084/api/sign-in/back");

        assertThat(read(false)).isPresent();
        assertThatThrownBy(() -> read(true)).hasMessageContaining("LETHE_CONSOLE_SECURE_COOKIE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]; must be a JSON object of groups",
                "{}; must be a JSON object of groups",
                "{\"privacy\": []}; must be a JSON object of groups",
                "{\"privacy\": null}; must be a JSON object of groups",
                "{\"\": [\"dpo\"]}; must be a JSON object of groups",
                "{\"privacy\": [\"admin\"]}; roles must be of viewer, operator, dpo, auditor",
                "{\"a\": [\"dpo\"], \"a\": [\"viewer\"]}; must be a JSON object of groups",
                "privacy=dpo; must be a JSON object of groups"
            })
    void roles_that_cannot_be_read_are_said_to_be(String roles, String why) {
        settings.put(PREFIX + "ROLES", roles);

        assertThatThrownBy(() -> read(true)).hasMessageContaining(PREFIX + "ROLES: " + why);
    }
}
