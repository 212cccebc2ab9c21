package io.lethe.kafka.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.schemas.Hold;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry's client over TLS. */
@SuppressWarnings("NullAway.Init")
@Timeout(60)
class HttpRegistryTlsTest {

    private static final String SSL = "schema.registry.ssl.";

    @TempDir
    private static Path keysFolder;

    private static Keys serverKeys;
    private static Keys clientKeys;

    @TempDir
    private Path folder;

    private LocalRegistry server;

    @BeforeAll
    static void makeKeys() throws Exception {
        serverKeys = Keys.inFile(keysFolder.resolve("server.p12"), "RSA");
        clientKeys = Keys.inFile(keysFolder.resolve("client.p12"), "EC");
    }

    @BeforeEach
    void start() throws Exception {
        server = LocalRegistry.withTls(serverKeys.serverTrusting(clientKeys), false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_certificate_nobody_vouches_for_is_not_trusted() {
        assertThatThrownBy(() -> answers(server))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("SSLHandshakeException");
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void a_trust_store_vouches_for_it(String type) throws Exception {
        Path trust = serverKeys.trustStore(folder.resolve("trust"), type);

        answers(
                server,
                SSL + "truststore.location",
                trust.toString(),
                SSL + "truststore.password",
                Keys.PASSWORD,
                SSL + "truststore.type",
                type);
    }

    @Test
    void a_PEM_file_does_too() throws Exception {
        Path pem = Files.writeString(folder.resolve("trust.pem"), "# ours\n" + serverKeys.certificatePem());

        answers(server, SSL + "truststore.location", pem.toString(), SSL + "truststore.type", "PEM");
    }

    @Test
    void and_so_does_a_certificate_in_the_settings() throws Exception {
        answers(server, SSL + "truststore.certificates", serverKeys.certificatePem(), SSL + "truststore.type", "PEM");
    }

    @Test
    void the_host_has_to_be_the_certificates() {
        assertThatThrownBy(() -> answers(
                        server,
                        "schema.registry.url",
                        server.url().replace("localhost", "127.0.0.1"),
                        SSL + "truststore.certificates",
                        serverKeys.certificatePem(),
                        SSL + "truststore.type",
                        "PEM"))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void a_client_shows_its_own_certificate_from_a_store() throws Exception {
        try (LocalRegistry strict = LocalRegistry.withTls(serverKeys.serverTrusting(clientKeys), true)) {
            answers(
                    strict,
                    SSL + "truststore.certificates",
                    serverKeys.certificatePem(),
                    SSL + "truststore.type",
                    "PEM",
                    SSL + "keystore.location",
                    clientKeys.pkcs12().toString(),
                    SSL + "keystore.password",
                    Keys.PASSWORD,
                    SSL + "keystore.type",
                    "PKCS12");
        }
    }

    @Test
    void a_client_shows_its_own_certificate_from_PEM() throws Exception {
        try (LocalRegistry strict = LocalRegistry.withTls(serverKeys.serverTrusting(clientKeys), true)) {
            answers(
                    strict,
                    SSL + "truststore.certificates",
                    serverKeys.certificatePem(),
                    SSL + "truststore.type",
                    "PEM",
                    SSL + "keystore.key",
                    clientKeys.keyPem(),
                    SSL + "keystore.certificate.chain",
                    clientKeys.certificatePem(),
                    SSL + "keystore.type",
                    "PEM");
        }
    }

    @Test
    void stores_that_cannot_be_opened_are_a_configuration_error() throws Exception {
        Path trust = serverKeys.trustStore(folder.resolve("trust"), "PKCS12");

        assertThatThrownBy(() -> answers(
                        server,
                        SSL + "truststore.location",
                        trust.toString(),
                        SSL + "truststore.password",
                        "wrong",
                        SSL + "truststore.type",
                        "PKCS12"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(SSL + "truststore.location");
    }

    private static void answers(LocalRegistry registry, String... settings) {
        int id = registry.knows(Hold.getClassSchema());

        assertThat(new HttpRegistry(RegistryConfig.of(registry.settings(settings))).byId(id))
                .isEqualTo(Hold.getClassSchema());
    }
}
