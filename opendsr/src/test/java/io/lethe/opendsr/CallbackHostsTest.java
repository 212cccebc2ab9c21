package io.lethe.opendsr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackHostsTest {

    private static final CallbackHosts HOSTS = CallbackHosts.of("controller.example.org, Other.example.org,127.0.0.1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://controller.example.org/callbacks?x=1",
                "https://CONTROLLER.example.org:8443/",
                "https://other.example.org",
                "http://127.0.0.1:8085/v1"
            })
    void addresses_on_these_hosts_are_called(String address) {
        assertThat(HOSTS.allow(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://controller.example.org/",
                "https://elsewhere.example.org/",
                "https://controller.example.org.elsewhere.example.org/",
                "https://controller.example.org@169.254.169.254/",
                "https://user@controller.example.org/",
                "https://169.254.169.254/latest",
                "http://localhost/",
                "https://[::1]/",
                "https://controller.example.org/#x",
                "file:///etc/passwd",
                "https:controller.example.org",
                "https://controller.example.org/ x",
                "https://controller.example.org/é",
                ""
            })
    void no_others_are(String address) {
        assertThat(HOSTS.allow(address)).isFalse();
    }

    @Test
    void where_nobody_is_named_nobody_is_called() {
        assertThat(CallbackHosts.of("").allow("https://controller.example.org/"))
                .isFalse();
        assertThat(HOSTS.allow("https://controller.example.org/" + "x".repeat(200)))
                .isFalse();
    }
}
