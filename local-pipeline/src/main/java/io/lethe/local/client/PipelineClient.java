package io.lethe.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.kafka.UpToNow;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Talks to a pipeline as its users do: over HTTP, and to its topics. */
public final class PipelineClient implements AutoCloseable {

    /** Longer than a service may take to find out that Kafka does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final Ports ports;
    private final Keys keys;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public PipelineClient(Ports ports, Keys keys) {
        this(ports, keys, "127.0.0.1:" + ports.kafka());
    }

    public PipelineClient(Ports ports, Keys keys, String bootstrapServers) {
        this.ports = ports;
        this.keys = keys;
        this.bootstrapServers = bootstrapServers;
    }

    /** What a service answered. */
    public record Answer(int status, String body, Map<String, String> headers) {

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /**
         * What was answered, where it is no refusal.
         *
         * @throws PipelineException with what is wrong
         */
        public JsonNode successful(String service) {
            if (isSuccess()) {
                return json();
            }
            StringBuilder why = new StringBuilder(json().path("detail").asText(body));
            json().path("errors")
                    .forEach(error -> why.append(' ')
                            .append(error.path("pointer").asText())
                            .append(' ')
                            .append(error.path("detail").asText())
                            .append('.'));
            throw new PipelineException(service + " answers " + status + ": " + why);
        }

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new PipelineException("an answer with status " + status + " is not JSON");
            }
        }
    }

    /**
     * Whose key goes with events of a kind where nothing else is asked for: a front-end's for what people do there; a
     * recipient system's for its answers; the operator's for what is done at a desk.
     */
    public static Role usualRole(String kind) {
        return switch (kind) {
            case "rights-requests",
                    "rights-decisions",
                    "rights-answers",
                    "rights-withdrawals",
                    "rights-codes",
                    "holds",
                    "corrections",
                    "wave-decisions",
                    "erasure-decisions" -> Role.OPERATOR;
            case "deletion-acks" -> Role.RECIPIENT;
            default -> Role.WRITE;
        };
    }

    /** Publishes events: a path such as {@code interactions}, and a JSON object or array. */
    public Answer publish(String kind, String body) throws IOException {
        return publish(kind, body, usualRole(kind));
    }

    /** Publishes events as a caller who has this role. */
    public Answer publish(String kind, String body, Role role) throws IOException {
        return send(
                role,
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.ingest() + "/v1/" + kind))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Asks retention-stream. */
    public Answer query(String path) throws IOException {
        return send(Role.OPERATOR, HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.retention() + path)));
    }

    /** Asks retention-stream for an answer of a type. */
    public Answer queryFor(String type, String path) throws IOException {
        return send(
                Role.OPERATOR,
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.retention() + path))
                        .header("accept", type));
    }

    /** Asks erasure-worker where an order stands. */
    public Answer erasure(String orderId) throws IOException {
        String name = URLEncoder.encode(orderId, StandardCharsets.UTF_8);
        return send(
                Role.OPERATOR,
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.worker() + "/v1/erasures/" + name)));
    }

    /**
     * Open erasure orders, first what is looked at next.
     *
     * @param after where the page before has ended; null: from the first on
     */
    public Answer openErasures(int limit, @Nullable String after) throws IOException {
        return orders("erasures", limit, after);
    }

    /**
     * Asks erasure-worker what waits for an operator.
     *
     * @param after where the page before has ended; null: from the oldest on
     */
    public Answer escalations(int limit, @Nullable String after) throws IOException {
        return orders("escalations", limit, after);
    }

    private Answer orders(String list, int limit, @Nullable String after) throws IOException {
        String place = after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        return send(
                Role.OPERATOR,
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.worker() + "/v1/" + list + "?limit=" + limit + place)));
    }

    /** One of the figures of the front door, or of erasure-worker where it is not the door's. */
    public double figure(boolean ofTheDoor, String name) throws IOException {
        int port = ofTheDoor ? ports.ingest() : ports.worker();
        return send(Role.OPERATOR, HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .max()
                .orElse(-1);
    }

    /** Asks retention-stream with a body, where a question holds an identifier. */
    public Answer query(String path, String body) throws IOException {
        return query(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks retention-stream with a body of some type. */
    public Answer query(String path, String type, byte[] body) throws IOException {
        return send(
                Role.OPERATOR,
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.retention() + path))
                        .header("content-type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Answer send(Role role, HttpRequest.Builder request) throws IOException {
        request.header("authorization", keys.authorization(role));
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Answer(response.statusCode(), response.body(), headers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException("interrupted");
        }
    }

    /** The settings under which a serde finds the registry. */
    public Map<String, Object> registry() {
        return Map.of("schema.registry.url", "http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7");
    }

    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    public Admin admin() {
        return Admin.create(kafka());
    }

    /** A consumer without a group that sees committed records only, as they are. */
    KafkaConsumer<String, byte[]> reader() {
        return reader(kafka());
    }

    static KafkaConsumer<String, byte[]> reader(Map<String, Object> kafka) {
        return new KafkaConsumer<>(UpToNow.settings(kafka), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        http.close();
    }
}
