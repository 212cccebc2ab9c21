package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A pipeline started with {@code ./lethe up}, as its data folder describes it. */
final class Pipeline implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path data;
    private final JsonNode running;
    private final Map<String, String> keys;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Pipeline(Path data, JsonNode running, Map<String, String> keys) {
        this.data = data;
        this.running = running;
        this.keys = keys;
    }

    /** @throws IOException where none runs on this data folder */
    static Pipeline on(Path data) throws IOException {
        try {
            return new Pipeline(
                    data,
                    JSON.readTree(Files.readAllBytes(data.resolve("pipeline.json"))),
                    keys(data.resolve("keys.env")));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "no pipeline runs on " + data + ": start it with './lethe up', or name its --data", e);
        }
    }

    private static Map<String, String> keys(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        return Files.readAllLines(file).stream()
                .map(line -> line.strip().split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    String bootstrap() {
        return "127.0.0.1:" + port("kafka");
    }

    /** The registry's API. */
    String registry() {
        return "http://127.0.0.1:" + port("registry") + "/apis/ccompat/v7";
    }

    /** A secret of the services. */
    Path secret(String name) {
        return data.resolve("secrets").resolve(name);
    }

    /** What lets somebody into the console. */
    String consoleToken() throws IOException {
        return Files.readString(data.resolve("console.token")).strip();
    }

    /** Where a service has its stores. */
    Path state(String service) {
        return data.resolve("state").resolve(service);
    }

    int port(String part) {
        return running.at("/ports/" + part).asInt();
    }

    /** The time that the services go by. */
    Instant now() throws IOException {
        return Instant.now().plus(ahead());
    }

    /**
     * Moves the clock of a pipeline that was started with one.
     *
     * @throws IOException where it was not
     */
    void turnClock(Duration on) throws IOException {
        Path clock = data.resolve("clock");
        if (!Files.exists(clock)) {
            throw new IOException("the pipeline has the real clock: start it with './lethe up --clock INSTANT'");
        }
        Instant real = Instant.now();
        Path next = data.resolve("clock.next");
        Files.writeString(next, real.plus(ahead()).plus(on) + " " + real + System.lineSeparator());
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Duration ahead() throws IOException {
        Path clock = data.resolve("clock");
        if (!Files.exists(clock)) {
            return Duration.ZERO;
        }
        String[] words = Files.readString(clock).strip().split(" ", -1);
        return Duration.between(Instant.parse(words[1]), Instant.parse(words[0]));
    }

    /** What front-ends send along; empty where the door asks for nothing. */
    Optional<String> writeKey() {
        return Optional.ofNullable(keys.get("LETHE_WRITE_KEY"));
    }

    /** Posts one event; returns the answer, which has to be a 202. */
    JsonNode publish(String kind, String event) throws IOException, InterruptedException {
        return ask(
                202,
                authorised(HttpRequest.newBuilder(door(kind)), "LETHE_WRITE_KEY")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(event)));
    }

    /** Posts one event as an operator; returns the answer, which has to be a 202. */
    JsonNode decide(String kind, String event) throws IOException, InterruptedException {
        return ask(
                202,
                authorised(HttpRequest.newBuilder(door(kind)), "LETHE_OPERATOR_KEY")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(event)));
    }

    JsonNode subject(String id) throws IOException, InterruptedException {
        return ask(200, query(id));
    }

    /** Empty while the retention stream does not know the subject. */
    Optional<JsonNode> knownSubject(String id) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(query(id).build(), BodyHandlers.ofByteArray());
        return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
    }

    private HttpRequest.Builder query(String id) {
        URI uri = URI.create("http://127.0.0.1:" + port("retention") + "/v1/subjects/" + id);
        return authorised(HttpRequest.newBuilder(uri), "LETHE_OPERATOR_KEY");
    }

    private URI door(String kind) {
        return URI.create("http://127.0.0.1:" + port("ingest") + "/v1/" + kind);
    }

    private HttpRequest.Builder authorised(HttpRequest.Builder request, String key) {
        Optional.ofNullable(keys.get(key)).ifPresent(it -> request.header("authorization", "Bearer " + it));
        return request;
    }

    private JsonNode ask(int expected, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != expected) {
            throw new IOException(answer.uri().getPath() + " answers " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /** Stops the given main classes in their tracks; they go on when the result is closed. */
    Pause pause(List<String> mains) throws IOException, InterruptedException {
        List<Long> pids = processes(mains).stream().map(ProcessHandle::pid).toList();
        if (pids.size() != mains.size()) {
            throw new IOException("the pipeline runs " + pids.size() + " of " + mains);
        }
        return Pause.of(pids);
    }

    /** The processes of the given main classes, as far as they run. */
    List<ProcessHandle> processes(List<String> mains) throws IOException {
        ProcessHandle supervisor = ProcessHandle.of(running.path("pid").asLong())
                .orElseThrow(() -> new IOException("the pipeline on " + data + " runs no more"));
        return supervisor
                .children()
                .filter(child -> child.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(mains::contains))
                .toList();
    }

    /** Whether the retention stream says that it is ready. */
    boolean isReady() throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port("retention") + "/readyz");
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notThere) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
