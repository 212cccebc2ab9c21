package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.service.AccessKeys.Role;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With bare sockets: no client would send this. */
class RequestFramingTest {

    private static final String NEXT = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final AtomicInteger handled = new AtomicInteger();
    private final HttpService service = HttpService.start(
            Settings.read(Map.of("LETHE_PORT", "0"), settings -> HttpSettings.from(settings, 1, List.of(Role.WRITE))),
            1,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional::empty,
            router -> {
                router.post("/taken").handler(context -> {
                    handled.incrementAndGet();
                    context.next();
                });
                router.post("/taken")
                        .handler(BodyHandler.create(false))
                        .handler(context -> context.end("took " + context.body().length()));
            });

    @AfterEach
    void close() {
        service.close();
    }

    static Stream<String> ambiguous() {
        return Stream.of(
                post("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n",
                post("Transfer-Encoding: chunked", "Content-Length: 5") + "0\r\n\r\n",
                post("transfer-encoding: CHUNKED", "content-length: 0") + "0\r\n\r\n",
                post("Content-Length: 5", "Content-Length: 6") + "hello",
                post("Content-Length: 5", "Content-Length: 5") + "hello",
                post("Content-Length: 5, 5") + "hello",
                post("Content-Length: 5, 6") + "hello",
                post("Content-Length: +5") + "hello",
                post("Content-Length: -5") + "hello",
                post("Content-Length: 0x5") + "hello",
                post("Content-Length: five") + "hello",
                post("Content-Length:") + "hello",
                post("Content-Length : 5") + "hello",
                post("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n",
                post("Transfer-Encoding: chunked, identity") + "0\r\n\r\n",
                post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\r\n\r\n",
                post("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + "0\r\n\r\n",
                post("Transfer-Encoding: identity", "Content-Length: 5") + "hello",
                post("Transfer-Encoding: identity") + "hello",
                post("Transfer-Encoding: gzip") + "hello",
                post("Transfer-Encoding: xchunked") + "0\r\n\r\n",
                post("Transfer-Encoding: \"chunked\"") + "0\r\n\r\n",
                post("Transfer-Encoding:") + "hello",
                post("Transfer-Encoding : chunked") + "0\r\n\r\n",
                post("Transfer-Encoding: \u000bchunked") + "0\r\n\r\n",
                post("Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0") + "0\r\n\r\n",
                post("Content-Length: 5", "Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0") + "0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void an_ambiguous_length_is_one_400_no_handler_sees_it_and_what_follows_on_the_connection_is_not_read(
            String request) throws IOException {
        String answer = exchange(request + NEXT);

        assertThat(answer).matches("(?s)HTTP/1\\.[01] 400 .*").contains("application/problem+json");
        assertThat(answer.split("HTTP/1\\.[01] ", -1)).as(answer).hasSize(2);
        assertThat(answer).doesNotContain("alive");
        assertThat(handled).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void the_same_where_it_comes_second_on_a_connection(String request) throws IOException {
        String answer = exchange("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n" + request + NEXT);

        assertThat(answer).startsWith("HTTP/1.1 200 ").containsPattern("HTTP/1\\.[01] 400 ");
        assertThat(answer.split("HTTP/1\\.[01] ", -1)).as(answer).hasSize(3);
        assertThat(handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nhello\r\n0\r\n\r\n", "5\r\nhello--0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n"})
    void a_body_that_is_not_chunked_though_it_says_so_takes_the_rest_of_the_connection_along(String body)
            throws IOException {
        assertThat(exchange(post("Transfer-Encoding: chunked") + body + NEXT)).doesNotContain("alive", "took");
    }

    @ParameterizedTest
    @MethodSource("clear")
    void a_clear_length_is_taken_and_so_is_what_follows_on_the_connection(String request) throws IOException {
        assertThat(exchange(request + NEXT)).contains("took 5", "alive");
    }

    static Stream<String> clear() {
        return Stream.of(
                post("Content-Length: 5") + "hello",
                post("content-length:5") + "hello",
                post("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
                post("transfer-encoding:  Chunked ") + "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
    }

    @Test
    void what_is_too_long_is_told_so_and_ends_the_connection_too() throws IOException {
        String line = "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
        String header = "GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n";

        assertThat(exchange(line + NEXT)).containsOnlyOnce(" 414 ").doesNotContain("alive");
        assertThat(exchange(header + NEXT)).containsOnlyOnce(" 431 ").doesNotContain("alive");
    }

    @Test
    void no_connection_changes_its_protocol() throws IOException {
        String upgrade = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n";

        assertThat(exchange(upgrade + NEXT)).startsWith("HTTP/1.1 200 ").doesNotContain("101");
    }

    private static String post(String... headers) {
        return "POST /taken HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** All that comes until the server closes. */
    private String exchange(String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
