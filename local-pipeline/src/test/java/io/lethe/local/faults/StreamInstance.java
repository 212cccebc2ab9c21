package io.lethe.local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.PipelineClient.Answer;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One retention stream: a process with a state folder of its own, which is missed soon when it is gone. */
final class StreamInstance implements AutoCloseable {

    /** After which one is missed, and others have its partitions. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);

    /** After which is undone what one has begun that is gone. */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /** Short time-outs, a standby for each task, and whoever joins gets its share at once, however much there is to restore. */
    private static final Map<String, String> SETTINGS = Map.of(
            "LETHE_KAFKA_SESSION_TIMEOUT_MS",
            Long.toString(SESSION_TIMEOUT.toMillis()),
            "LETHE_KAFKA_HEARTBEAT_INTERVAL_MS",
            "500",
            "LETHE_TRANSACTION_TIMEOUT",
            TRANSACTION_TIMEOUT.toString(),
            "LETHE_KAFKA_ACCEPTABLE_RECOVERY_LAG",
            "100000000",
            "LETHE_STANDBY_REPLICAS",
            "1",
            "LETHE_PARTITIONS",
            Integer.toString(Bench.PARTITIONS));

    private final DataFolder data;
    private final LoneChild process;
    private final PipelineClient client;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param shared says where broker, registry, keys and clock are */
    StreamInstance(PipelineOptions shared, Path folder) {
        Ports all = shared.ports();
        Ports ports = new Ports(
                all.kafka(),
                all.registry(),
                all.ingest(),
                Ports.anyFree(),
                all.worker(),
                all.connectors(),
                all.console());
        port = ports.retention();
        data = new DataFolder(folder);
        data.prepare();
        try {
            Files.copy(shared.data().pepper(), data.pepper(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(shared.data().keys(), data.keys());
            // The real one stays with all others.
            Files.createSymbolicLink(data.clock(), shared.data().clock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PipelineOptions options = new PipelineOptions(
                data, ports, true, shared.forgettingWindow(), shared.policy(), Optional.of(shared.bootstrapServers()));
        process = LoneChild.start(Part.RETENTION_STREAM, options, SETTINGS);
        client = new PipelineClient(ports, Keys.of(data), shared.bootstrapServers());
    }

    LoneChild process() {
        return process;
    }

    boolean isReady() {
        return process.isReady();
    }

    /** Whether nothing that is due is left to it. */
    boolean isIdle() {
        try {
            return client.query("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("lethe_expiry_lag_seconds"))
                    .allMatch(line -> line.endsWith(" 0.0"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a stream thread has begun to commit a transaction, and has not been told that it is committed. */
    boolean isCommitting() throws IOException {
        return process.threads().contains("StreamsProducer.commitTransaction");
    }

    /** As another instance asks: whether something falls due here. */
    boolean hasPartitions() {
        try {
            HttpRequest asNeighbour = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/v1/deadlines?until=2100-01-01T00:00:00Z"))
                    .header("x-lethe-forwarded", "1")
                    .header("authorization", Keys.of(data).authorization(Role.OPERATOR))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            HttpResponse<String> answer = http.send(asNeighbour, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    && !Json.MAPPER.readTree(answer.body()).path("deadlines").isEmpty();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer ask(String path) throws IOException {
        return client.query(path);
    }

    /** What it knows of a subject. */
    Answer subject(String subject) throws IOException {
        return ask("/v1/subjects/" + subject);
    }

    /** How much falls due until a time, on all instances. */
    JsonNode deadlines(Instant until) throws IOException {
        return ask("/v1/deadlines?until=" + until).json().path("deadlines");
    }

    /** What another policy would change, counted over all instances. */
    JsonNode comparedWith(byte[] policy) {
        List<JsonNode> ended = new ArrayList<>();
        Bench.await().ignoreExceptionsInstanceOf(PipelineException.class).until(() -> {
            ended.add(comparison(policy));
            return ended.getLast().path("state").asText().equals("finished");
        });
        return ended.getLast().path("result");
    }

    /** One that fails, or is refused, because partitions moved meanwhile says that it is to be started again. */
    private JsonNode comparison(byte[] policy) throws IOException {
        JsonNode begun =
                client.query("/v1/policy-diffs", "application/yaml", policy).successful(Part.RETENTION_STREAM.label());
        String path = "/v1/policy-diffs/" + begun.path("id").asText();
        Bench.await().until(() -> !ask(path).json().path("state").asText().equals("running"));
        return ask(path).json();
    }

    /** Everything that it has on disk is lost. */
    void loseState() {
        new DataFolder(data.state(Part.RETENTION_STREAM)).delete();
    }

    /** Whose partitions and transactions the broker calls by this id. */
    String processId() {
        try {
            return Json.MAPPER
                    .readTree(
                            service().resolve("kafka-streams-process-metadata").toFile())
                    .path("processId")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has a copy of everybody in a partition on its disk, to work with or to stand by with. */
    boolean hasCopyOf(int partition) {
        return Files.isDirectory(
                service().resolve("0_" + partition).resolve("rocksdb").resolve("subjects"));
    }

    private Path service() {
        return data.state(Part.RETENTION_STREAM).resolve(Part.RETENTION_STREAM.label());
    }

    /** How often it has found that others had taken its place meanwhile, by what it logs. */
    long timesFenced() {
        try (Stream<String> log = Files.lines(data.log(Part.RETENTION_STREAM))) {
            return log.filter(line -> line.contains("being fenced")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        client.close();
        process.close();
    }
}
