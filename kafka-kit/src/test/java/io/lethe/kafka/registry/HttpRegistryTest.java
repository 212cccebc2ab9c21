package io.lethe.kafka.registry;

import static io.lethe.kafka.registry.LocalRegistry.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.kafka.Pauses;
import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.kafka.wire.UnknownSchemaException;
import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The registry's client, against a registry that misbehaves. */
@SuppressWarnings("NullAway.Init")
@Timeout(60)
class HttpRegistryTest {

    private static final String SUBJECT = "deletion-acks-value";
    private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}";

    private LocalRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = new LocalRegistry();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void registers_and_reads_by_the_two_calls_of_the_api() {
        int id = client().register(SUBJECT, DeletionAck.getClassSchema());

        assertThat(client().byId(id)).isEqualTo(DeletionAck.getClassSchema());
        assertThat(server.asked()).containsExactly("POST /subjects/" + SUBJECT + "/versions", "GET /schemas/ids/" + id);
        assertThat(server.firstAsked().body()).startsWith("{\"schema\":\"{\\\"type\\\":\\\"record\\\"");
        assertThat(server.firstAsked().authorization()).isEqualTo("null");
    }

    @Test
    void a_path_after_the_host_is_kept_as_Apicurio_needs_it() {
        int id = server.knows(DeletionAck.getClassSchema());
        server.misbehaving(says(404, "{\"error_code\":40403}"));

        assertThatThrownBy(() -> client("schema.registry.url", server.url() + "/apis/ccompat/v7/")
                        .byId(id))
                .isInstanceOf(UnknownSchemaException.class);
        assertThat(server.asked()).containsExactly("GET /apis/ccompat/v7/schemas/ids/" + id);
    }

    @Test
    void without_auto_registration_the_schema_is_looked_up() {
        int id = server.knows(DeletionAck.getClassSchema());

        assertThat(client().lookUp(SUBJECT, DeletionAck.getClassSchema())).isEqualTo(id);
        assertThat(server.asked()).containsExactly("POST /subjects/" + SUBJECT);
    }

    @Test
    void a_schema_nobody_registered_is_refused_with_its_name() {
        assertThatThrownBy(() -> client().lookUp(SUBJECT, Hold.getClassSchema()))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("io.lethe.schemas.Hold")
                .hasMessageContaining("auto.register.schemas");
    }

    @Test
    void an_unknown_id_is_a_fact_and_not_asked_for_again() {
        server.misbehaving(says(404, NOT_FOUND));

        WireException unknown = catchThrowableOfType(WireException.class, () -> client().byId(7));

        assertThat(unknown).isInstanceOf(UnknownSchemaException.class).hasMessageContaining("7");
        assertThat(unknown.deadLetterReason()).contains(DeadLetterReason.UNKNOWN_SCHEMA);
        assertThat(unknown.retriable()).isFalse();
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void a_fault_is_tried_again_until_it_is_over() {
        int id = server.knows(DeletionAck.getClassSchema());
        server.misbehaving(says(500, "{\"error_code\":50001}"), says(503, ""));

        assertThat(client().byId(id)).isEqualTo(DeletionAck.getClassSchema());
        assertThat(server.asked()).hasSize(3);
    }

    static Stream<String> uselessAnswers() {
        return Stream.of("<html>welcome</html>", "[]", "\"id\"", "", "{}", "{\"schema\": 7}", "{\"schema\":");
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void an_answer_of_the_wrong_kind_is_a_fault(String body) {
        server.misbehaving(10, says(200, body));

        assertUnavailable(client());
        assertThat(server.asked()).hasSize(3);
    }

    static Stream<String> uselessIds() {
        return Stream.of("{}", "{\"id\":\"7\"}", "{\"id\":0}", "{\"id\":-3}", "{\"id\":1e30}", "{\"id\":1.5}");
    }

    @ParameterizedTest
    @MethodSource("uselessIds")
    void an_id_that_is_none_is_a_fault(String body) {
        server.misbehaving(10, says(200, body));

        assertThatThrownBy(() -> client().register(SUBJECT, DeletionAck.getClassSchema()))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void a_404_of_some_other_server_does_not_make_an_id_unknown() {
        server.misbehaving(10, says(404, "<html>no such page</html>"));

        assertUnavailable(client());
    }

    @Test
    void an_endless_answer_is_not_read_to_its_end() {
        server.misbehaving(10, says(200, " ".repeat(5 << 20)));

        assertUnavailable(client());
    }

    @Test
    void a_registry_that_hangs_is_given_up_on() {
        server.misbehaving(server.hangs(), server.hangs(), server.hangsInTheMiddle());

        RegistryUnavailableException unavailable = assertUnavailable(client("http.read.timeout.ms", "400"));

        assertThat(unavailable).hasMessageContaining("did not answer in PT0.4S");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void the_whole_takes_no_longer_than_allowed() {
        server.misbehaving(100, says(500, ""));
        FakeTime time = new FakeTime();
        HttpRegistry client = new HttpRegistry(
                RegistryConfig.of(server.settings(
                        "max.retries", "1000",
                        "retries.wait.ms", "100",
                        "retries.max.wait.ms", "1000",
                        "lethe.registry.timeout.ms", "5000")),
                time);

        assertUnavailable(client);

        assertThat(time.pauses)
                .startsWith(
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofMillis(1000),
                        Duration.ofMillis(1000))
                .hasSizeLessThan(9);
    }

    @Test
    void a_registry_that_hangs_takes_no_longer_either() {
        server.misbehaving(server.hangs());

        RegistryUnavailableException unavailable = assertUnavailable(client("lethe.registry.timeout.ms", "300"));

        assertThat(unavailable).hasMessageContaining("did not answer in PT0.");
        assertThat(server.asked()).hasSizeLessThan(3);
    }

    @Test
    void nobody_listening_is_unavailable_and_the_next_url_is_asked() {
        int id = server.knows(DeletionAck.getClassSchema());

        assertUnavailable(new HttpRegistry(RegistryConfig.of(LocalRegistry.settingsOf("http://localhost:1"))));
        assertThat(client("schema.registry.url", "http://localhost:1," + server.url())
                        .byId(id))
                .isEqualTo(DeletionAck.getClassSchema());
    }

    @Test
    void an_id_that_one_registry_has_not_got_yet_may_be_in_the_next() throws IOException {
        try (LocalRegistry behind = new LocalRegistry()) {
            int id = server.knows(DeletionAck.getClassSchema());

            assertThat(client("schema.registry.url", behind.url() + "," + server.url())
                            .byId(id))
                    .isEqualTo(DeletionAck.getClassSchema());
            assertThat(behind.asked()).hasSize(1);
        }
    }

    @Test
    void wrong_credentials_are_refused_at_once_and_stay_secret() {
        server.misbehaving(says(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"));

        WireException refused = catchThrowableOfType(
                WireException.class,
                () -> client("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ada:s3cret")
                        .byId(7));

        assertThat(refused).isInstanceOf(RegistryRefusedException.class).hasMessageContaining("401");
        assertThat(refused.getMessage()).doesNotContain("s3cret", "ada");
        assertThat(refused.deadLetterReason()).isEmpty();
        assertThat(refused.retriable()).isFalse();
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void credentials_come_from_the_settings_or_from_the_url() {
        int id = server.knows(DeletionAck.getClassSchema());
        String inUrl = server.url().replace("://", "://ada:s3cret@");

        client("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ada:s3cret")
                .byId(id);
        assertThat(server.firstAsked().authorization()).isEqualTo("Basic YWRhOnMzY3JldA==");

        HttpRegistry other = client("schema.registry.url", inUrl, "basic.auth.credentials.source", "URL");
        server.misbehaving(says(403, ""));
        assertThatThrownBy(() -> other.byId(id))
                .isInstanceOf(RegistryRefusedException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void an_incompatible_schema_is_refused() {
        server.misbehaving(says(409, "{\"error_code\":409,\"message\":\"incompatible\"}"));

        assertThatThrownBy(() -> client().register(SUBJECT, DeletionAck.getClassSchema()))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("409");
    }

    @Test
    void credentials_do_not_follow_a_redirect() throws IOException {
        try (LocalRegistry elsewhere = new LocalRegistry()) {
            server.misbehaving(says(302, elsewhere.url()));

            assertThatThrownBy(
                            () -> client("basic.auth.user.info", "ada:s3cret").byId(7))
                    .isInstanceOf(RegistryRefusedException.class);
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @Test
    void an_interrupted_thread_does_not_wait() {
        server.misbehaving(server.hangs());
        HttpRegistry client = client();

        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(
                () -> {
                    Thread.currentThread().interrupt();
                    return catchThrowableOfType(InterruptException.class, () -> client.byId(7));
                },
                Thread::startVirtualThread);

        assertThat(failure.join()).isNotNull();
    }

    private static RegistryUnavailableException assertUnavailable(Registry client) {
        RegistryUnavailableException unavailable =
                catchThrowableOfType(RegistryUnavailableException.class, () -> client.byId(7));
        assertThat(unavailable).isNotNull();
        assertThat(unavailable.retriable()).isTrue();
        assertThat(unavailable.deadLetterReason()).isEmpty();
        return unavailable;
    }

    private HttpRegistry client(String... settings) {
        Map<String, Object> all = server.settings(settings);
        return new HttpRegistry(RegistryConfig.of(all));
    }

    /** Passes only when somebody pauses. */
    private static final class FakeTime implements Pauses {

        private final List<Duration> pauses = new ArrayList<>();
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(long nanos) {
            pauses.add(Duration.ofNanos(nanos));
            now += nanos;
        }
    }
}
