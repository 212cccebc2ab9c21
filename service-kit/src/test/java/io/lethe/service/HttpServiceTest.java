package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.service.AccessKeys.Role;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side of a service. */
class HttpServiceTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<String> notReady = Optional.empty();
    private final HttpService service = HttpService.start(
            Settings.read(
                    Map.of("LETHE_PORT", "0", "LETHE_OPERATOR_KEY", "op"),
                    settings -> HttpSettings.from(settings, 8080, List.of(Role.OPERATOR, Role.WRITE))),
            2,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () -> notReady,
            router -> {
                AccessKeys keys = keys(Map.of("LETHE_OPERATOR_KEY", "op", "LETHE_BACKEND_KEY", "be"));
                router.get("/who")
                        .handler(keys.require(Set.of(Role.BACKEND, Role.OPERATOR)))
                        .handler(c -> c.end(shown(c)));
                router.get("/written").handler(keys.require(Role.WRITE)).handler(c -> c.end("in"));
                router.get("/nobodys")
                        .handler(keys(Map.of()).require(Role.OPERATOR))
                        .handler(c -> c.end(shown(c)));
                router.get("/open").handler(c -> c.end(shown(c)));
                router.post("/small")
                        .handler(BodyHandler.create(false).setBodyLimit(4))
                        .handler(c -> c.end("ok"));
                router.get("/guarded").handler(keys.require(Role.OPERATOR)).handler(c -> c.end("in"));
                router.get("/broken").handler(c -> {
                    throw new IllegalStateException("secret of the house");
                });
            });

    @AfterEach
    void close() {
        service.close();
        client.close();
    }

    @Test
    void tells_that_it_lives_and_is_ready() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void S4_its_figures_say_whether_it_is_ready() throws Exception {
        assertThat(get("/metrics").body()).contains("\nlethe_ready 1.0\n");

        notReady = Optional.of("state is being restored");

        assertThat(get("/metrics").body()).contains("\nlethe_ready 0.0\n");
    }

    @Test
    void a_request_that_failed_is_counted_and_one_that_was_refused_is_not() throws Exception {
        get("/nothing-here");
        get("/guarded");
        assertThat(get("/metrics").body()).contains("\nlethe_http_failures_total 0.0\n");

        get("/broken");

        assertThat(get("/metrics").body()).contains("\nlethe_http_failures_total 1.0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/metrics", "/open", "/open?with=query"})
    void answers_head_as_get_without_a_body(String path) throws Exception {
        HttpResponse<String> full = get(path);
        HttpResponse<String> head = head(path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-type"))
                .isEqualTo(full.headers().firstValue("content-type"));
        head.headers()
                .firstValue("content-length")
                .ifPresent(length ->
                        assertThat(full.headers().firstValue("content-length")).hasValue(length));
    }

    @Test
    void answers_head_as_get_where_get_would_be_refused() throws Exception {
        notReady = Optional.of("state is being restored");

        assertThat(head("/readyz").statusCode()).isEqualTo(503);
        assertThat(head("/guarded").statusCode()).isEqualTo(401);
        assertThat(head("/nothing-here").statusCode()).isEqualTo(404);
        assertThat(head("/small").statusCode()).isEqualTo(405);
        assertThat(head("/readyz").body()).isEmpty();
    }

    private HttpResponse<String> head(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).HEAD().build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void S4_tells_why_it_is_not_ready() throws Exception {
        notReady = Optional.of("state is being restored");

        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("state is being restored");
    }

    @Test
    void answers_what_goes_wrong_with_a_problem_document() throws Exception {
        assertProblem(get("/nothing-here"), 404);
        assertProblem(get("/small"), 405);
        assertProblem(post("/small", "more than four bytes"), 413);
        assertProblem(get("/broken"), 500);
        assertThat(get("/broken").body()).doesNotContain("secret of the house");
    }

    @Test
    void lets_only_the_bearer_of_the_key_pass() throws Exception {
        assertProblem(get("/guarded"), 401);
        assertProblem(get("/guarded", "Bearer no"), 401);
        assertThat(get("/guarded", "Bearer op").body()).isEqualTo("in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer op", "bearer op", "BEARER op", "bEaReR op", "Bearer   op"})
    void the_name_of_the_scheme_has_no_case(String authorization) throws Exception {
        assertThat(get("/guarded", authorization).body()).isEqualTo("in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"op", "Beareop", "Bearerop", "Bearer", "Bearer ", "Basic op", "Bearer OP", "Bearer op op"})
    void anything_else_is_no_key(String authorization) throws Exception {
        assertProblem(get("/guarded", authorization), 401);
    }

    @Test
    void tells_which_role_the_caller_has_shown() throws Exception {
        assertThat(get("/who", "Bearer op").body()).isEqualTo("OPERATOR");
        assertThat(get("/who", "Bearer be").body()).isEqualTo("BACKEND");
        assertProblem(get("/who", "Bearer recipient"), 401);
        assertThat(get("/who", "Bearer recipient").body()).contains("the back-end or the operator key");
    }

    @Test
    void a_role_without_a_key_is_nobodys_once_another_has_one() throws Exception {
        assertProblem(get("/written"), 401);
        assertProblem(get("/written", "Bearer "), 401);
    }

    @Test
    void without_any_key_what_is_for_operators_is_nobodys_and_says_which_key_is_missing() throws Exception {
        assertProblem(get("/nobodys"), 401);
        assertProblem(get("/nobodys", "Bearer "), 401);
        assertThat(get("/nobodys").body()).contains("LETHE_OPERATOR_KEY is missing");
        assertThat(get("/guarded").body()).doesNotContain("is missing");
    }

    @Test
    void two_roles_with_one_key_are_a_mistake() {
        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class, () -> keys(Map.of("LETHE_WRITE_KEY", "k1", "LETHE_OPERATOR_KEY", "k1")));

        assertThat(thrown.problems())
                .singleElement()
                .asString()
                .startsWith("LETHE_OPERATOR_KEY: is the same as LETHE_WRITE_KEY")
                .doesNotContain("k1");
    }

    private static AccessKeys keys(Map<String, String> environment) {
        return Settings.read(environment, settings -> HttpSettings.from(settings, 1, List.of(Role.values())))
                .keys();
    }

    private static String shown(RoutingContext context) {
        return AccessKeys.shownBy(context).map(Role::name).orElse("nobody");
    }

    @Test
    void does_not_start_open_away_from_loopback() {
        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> Settings.read(
                        Map.of("LETHE_BIND", "0.0.0.0"),
                        settings -> HttpSettings.from(settings, 8080, List.of(Role.WRITE))));

        assertThat(thrown.problems()).singleElement().asString().startsWith("LETHE_WRITE_KEY: is missing");
    }

    private void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status);
    }

    private HttpResponse<String> get(String path, String... authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (authorization.length > 0) {
            request.header("Authorization", authorization[0]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }
}
