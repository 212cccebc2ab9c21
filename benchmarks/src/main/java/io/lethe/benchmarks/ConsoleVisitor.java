package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who has come into the console: what they are told live, and what they ask for. */
final class ConsoleVisitor implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SESSION = "/api/session";
    private static final String DATA = "data: ";
    private static final int MOST_UNREAD = 1_000;

    private final URI console;
    private final String cookie;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BlockingQueue<Told> told = new ArrayBlockingQueue<>(MOST_UNREAD);

    /** @param at when it came, by {@link System#nanoTime} */
    record Told(JsonNode flow, long at) {

        /** The total of a step, or the value of a concern; -1 where it is not told. */
        double figure(String id) {
            for (JsonNode step : flow.path("steps")) {
                if (step.path("id").asText().equals(id)) {
                    return step.path("total").asDouble();
                }
            }
            for (JsonNode concern : flow.path("concerns")) {
                if (concern.path("id").asText().equals(id)) {
                    return concern.path("value").asDouble();
                }
            }
            return -1;
        }
    }

    private ConsoleVisitor(URI console, String cookie) {
        this.console = console;
        this.cookie = cookie;
    }

    static ConsoleVisitor comeIn(Pipeline pipeline) throws IOException, InterruptedException {
        URI console = address(pipeline);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(console.resolve(SESSION))
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString("{\"token\": \"" + pipeline.consoleToken() + "\"}"))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the console answers its token with " + answer.statusCode());
            }
            return new ConsoleVisitor(
                    console,
                    answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0]);
        }
    }

    static URI address(Pipeline pipeline) {
        return URI.create("http://127.0.0.1:" + pipeline.port("console"));
    }

    /** Name and value. */
    String cookie() {
        return cookie;
    }

    JsonNode ask(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request(path).build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri().getPath() + " answers " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /** How many pages the console has open. */
    int open() throws IOException, InterruptedException {
        String metrics =
                http.send(request("/metrics").build(), BodyHandlers.ofString()).body();
        return metrics.lines()
                .filter(line -> line.startsWith("lethe_console_open "))
                .map(line -> (int) Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElse(0);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(console.resolve(path)).header("cookie", cookie);
    }

    /** Has itself told what changes from now on. */
    void listen() {
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    http.send(request("/api/live").build(), BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8))) {
                for (String line; (line = lines.readLine()) != null; ) {
                    if (line.startsWith(DATA)) {
                        // Who does not read what they are told is not kept waiting for.
                        told.offer(new Told(JSON.readTree(line.substring(DATA.length())), System.nanoTime()));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | UncheckedIOException closed) {
                // Whoever leaves hears no more.
            }
        });
    }

    /** What is told next. */
    Told next(Duration patience) throws InterruptedException, IOException {
        Told next = told.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new IOException("the console has told nothing within " + patience);
        }
        return next;
    }

    /** The last that was told, if anything was since it was asked before; else what is told next. */
    Told latest(Duration patience) throws InterruptedException, IOException {
        Told latest = next(patience);
        for (Told newer; (newer = told.poll()) != null; ) {
            latest = newer;
        }
        return latest;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
