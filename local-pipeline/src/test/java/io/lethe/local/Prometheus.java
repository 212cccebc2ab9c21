package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** The system's Prometheus, on a port and a folder of its own, with our configuration and our rules. */
final class Prometheus implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address = "127.0.0.1:" + Ports.anyFree();
    private final Process process;

    /** What a tool printed, and how it ended. */
    record Told(int exit, String text) {}

    private Prometheus(Path folder, Path configuration) throws IOException {
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("figures"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /**
     * Starts one, and returns when it answers.
     *
     * @param targets where the services are that our configuration calls by other addresses; each is read every second
     */
    static Prometheus start(Path folder, Map<String, String> targets) throws IOException {
        String configuration = AlertFiles.text(AlertFiles.CONFIGURATION)
                .replaceAll("(scrape_interval|scrape_timeout|evaluation_interval): \\w+", "$1: 1s");
        for (Map.Entry<String, String> target : targets.entrySet()) {
            String other = configuration.replaceAll(
                    "\"" + target.getKey() + ":\\d+\"", Matcher.quoteReplacement("\"" + target.getValue() + "\""));
            assertThat(other).as(target.getKey()).isNotEqualTo(configuration);
            configuration = other;
        }
        Files.copy(AlertFiles.RULES, folder.resolve(AlertFiles.RULES.getFileName()));
        Prometheus started = new Prometheus(folder, Files.writeString(folder.resolve("prometheus.yml"), configuration));
        Trial.await().until(started::isReady);
        return started;
    }

    private boolean isReady() throws IOException {
        assertThat(process.isAlive()).as("Prometheus runs").isTrue();
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** What it says to a query now: a list of series, each with its labels and its value. */
    JsonNode query(String query) {
        JsonNode answer = ask("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        assertThat(answer.path("status").asText()).as("%s: %s", query, answer).isEqualTo("success");
        return answer.path("data").path("result");
    }

    /** The rules for alerts, with how they were evaluated and what they found. */
    List<JsonNode> rules() {
        return ask("/api/v1/rules")
                .path("data")
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }

    private JsonNode ask(String path) {
        try {
            return Json.MAPPER.readTree(get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://" + address + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What its tool says. */
    static Told tool(String input, String... arguments) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        try (var in = tool.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Told(tool.waitFor(), text);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        http.close();
    }
}
