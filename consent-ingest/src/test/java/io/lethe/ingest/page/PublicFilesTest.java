package io.lethe.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.ingest.event.EventWords;
import io.lethe.policy.file.PolicyFile;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers fetch from the front door. */
class PublicFilesTest {

    private static final HttpService HTTP = HttpService.start(
            Settings.read(Map.of("LETHE_PORT", "0"), all -> HttpSettings.from(all, 0, List.of())),
            1,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional::empty,
            router -> {
                new BrowserScript().accept(router);
                new DemoPage("a\"<key>").accept(router);
            });
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        HTTP.close();
        CLIENT.close();
    }

    @ParameterizedTest
    @CsvSource({"Decision, decisions", "Method, methods"})
    void the_words_that_are_typed_are_those_that_an_event_may_use(String type, String list) {
        String types = new String(get("/lethe.d.ts").body(), StandardCharsets.UTF_8);
        String typed = types.substring(types.indexOf("type " + type + " ="));

        assertThat(Pattern.compile("'([^']+)'")
                        .matcher(typed.substring(0, typed.indexOf(';')))
                        .results()
                        .map(word -> word.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        EventWords.of(PolicyFile.builtIn()).get(list));
    }

    @ParameterizedTest
    @CsvSource({"/lethe.js, text/javascript; charset=utf-8", "/lethe.d.ts, application/typescript; charset=utf-8"})
    void the_script_and_its_types_are_open_to_every_site_and_kept_for_an_hour(String path, String type) {
        HttpResponse<byte[]> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(header(answer, "Cache-Control")).startsWith("public, max-age=3600");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(answer, "Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gzip", "'br, gzip'", "'gzip;q=0.5, br'"})
    void whoever_understands_it_gets_it_compressed_and_it_is_the_same(String accepted) throws IOException {
        HttpResponse<byte[]> answer = get("/lethe.js", "Accept-Encoding", accepted);

        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.body()).hasSizeLessThan(5_000);
        try (GZIPInputStream plain = new GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))) {
            assertThat(plain.readAllBytes()).isEqualTo(get("/lethe.js").body());
        }
        assertThat(header(answer, "ETag")).isNotEqualTo(header(get("/lethe.js"), "ETag"));
    }

    @ParameterizedTest
    @CsvSource({"br", "gzip;q=0", "'gzip;q=0.0, br'", "notgzip"})
    void whoever_does_not_gets_it_as_it_is(String accepted) {
        assertThat(header(get("/lethe.js", "Accept-Encoding", accepted), "Content-Encoding"))
                .isEmpty();
    }

    @Test
    void what_a_browser_has_is_not_sent_again() {
        String tag = header(get("/lethe.js"), "ETag");

        for (String known : List.of(tag, "\"other\", " + tag, "W/" + tag, "*")) {
            HttpResponse<byte[]> answer = get("/lethe.js", "If-None-Match", known);
            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(header(answer, "ETag")).isEqualTo(tag);
        }
        assertThat(get("/lethe.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_but_reading_is_possible() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/lethe.js"))
                .POST(BodyPublishers.ofString("x"))
                .build();

        assertThat(CLIENT.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void the_demo_page_has_the_key_and_may_load_and_run_only_its_own() {
        HttpResponse<byte[]> answer = get("/demo/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("data-key=\"a&quot;&lt;key>\"");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
                .doesNotContain("unsafe", "*", "data:");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        assertThat(get("/demo/demo.js").statusCode()).isEqualTo(200);
        assertThat(get("/demo/demo.css").statusCode()).isEqualTo(200);
        assertThat(get("/demo/../demo.js").statusCode()).isEqualTo(404);
    }

    @Test
    void the_demo_page_without_its_slash_is_led_to_it() {
        HttpResponse<byte[]> answer = get("/demo");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(header(answer, "Location")).isEqualTo("/demo/");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "127.0.0.1, 200", "[::1], 200", "evil.example, 404", "localhost.evil.example, 404"})
    void the_demo_page_answers_to_names_of_this_machine_alone(String name, int status) {
        assertThat(statusOf("/demo/", name)).contains(" " + status + " ");
    }

    /** As a page would ask under whose name an attacker's server has answered before (DNS rebinding). */
    private static String statusOf(String path, String host) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), HTTP.port());
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + HTTP.port() + path);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
