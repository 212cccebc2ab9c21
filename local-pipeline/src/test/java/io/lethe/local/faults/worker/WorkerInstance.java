package io.lethe.local.faults.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One erasure worker: a process with a state folder of its own, which is missed soon when it is gone, and a standby of what others have. */
public final class WorkerInstance implements AutoCloseable {

    /** Short time-outs, and whoever joins gets its share at once, however much there is to restore. */
    private static final Map<String, String> SETTINGS = Map.of(
            "LETHE_KAFKA_SESSION_TIMEOUT_MS", "2500",
            "LETHE_KAFKA_HEARTBEAT_INTERVAL_MS", "500",
            "LETHE_TRANSACTION_TIMEOUT", "PT10S",
            "LETHE_KAFKA_ACCEPTABLE_RECOVERY_LAG", "100000000",
            "LETHE_STANDBY_REPLICAS", "1");

    /** Fewer than there are. */
    private static final int PAGE = 40;

    private final DataFolder data;
    private final LoneChild process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private final PipelineClient client;

    /**
     * @param shared says where broker, registry, keys and clock are
     * @param partitions of the topics
     */
    public WorkerInstance(PipelineOptions shared, Path folder, int partitions) {
        Ports all = shared.ports();
        port = Ports.anyFree();
        Ports ports = new Ports(
                all.kafka(), all.registry(), all.ingest(), all.retention(), port, all.connectors(), all.console());
        data = new DataFolder(folder);
        data.prepare();
        try {
            for (var secret : List.of(
                    Map.entry(shared.data().identifierKeys(), data.identifierKeys()),
                    Map.entry(shared.data().certificateKey(), data.certificateKey()),
                    Map.entry(shared.data().keys(), data.keys()))) {
                Files.copy(secret.getKey(), secret.getValue(), StandardCopyOption.REPLACE_EXISTING);
            }
            // The real one stays with all others.
            Files.createSymbolicLink(data.clock(), shared.data().clock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = new PipelineClient(ports, Keys.of(data));
        PipelineOptions options = new PipelineOptions(
                data, ports, true, shared.forgettingWindow(), shared.policy(), Optional.of(shared.bootstrapServers()));
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("LETHE_PARTITIONS", Integer.toString(partitions));
        settings.put("LETHE_APPLICATION_SERVER", "127.0.0.1:" + port);
        process = LoneChild.start(Part.ERASURE_WORKER, options, settings);
    }

    public LoneChild process() {
        return process;
    }

    public boolean isReady() {
        return process.isReady();
    }

    /** What it has on its disk, while it is stopped. */
    void loseState() {
        new DataFolder(data.state(Part.ERASURE_WORKER)).delete();
    }

    void killAndStartAgain() {
        process.kill();
        process.startAgain();
    }

    /** What a counter has come to since the process was started, over all its labels. */
    double count(String metric) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * What waits for an operator, read page by page: order and system.
     *
     * @throws io.lethe.local.folder.PipelineException where it cannot say
     */
    List<String> escalated() {
        List<String> escalated = new ArrayList<>();
        String after = null;
        do {
            JsonNode page = page(after);
            page.path("escalations")
                    .forEach(one -> escalated.add(one.path("orderId").asText() + " "
                            + one.path("system").asText() + " "
                            + one.path("state").asText()));
            after = page.path("next").asText(null);
        } while (after != null);
        return escalated;
    }

    private JsonNode page(@Nullable String after) {
        try {
            return client.escalations(PAGE, after).successful(Part.ERASURE_WORKER.label());
        } catch (IOException e) {
            throw new PipelineException("the worker does not answer");
        }
    }

    @Override
    public void close() {
        http.close();
        client.close();
        process.close();
    }
}
