package io.lethe.benchmarks;

import io.lethe.ingest.publish.ProducerConfiguration;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The reference of {@link DoorBenchmark}: a server that reads nothing, and sends the same bytes for every request. */
final class BareDoor extends AbstractVerticle {

    private static final int KEYS = 50_000;

    /** As the front door has it where nothing else was said. */
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private static final AtomicLong COUNT = new AtomicLong();

    private final KafkaProducer<String, byte[]> producer;
    private final List<String> topics;
    private final List<byte[]> values;
    private final String[] keys;
    private final Buffer answer;

    private BareDoor(
            KafkaProducer<String, byte[]> producer,
            List<String> topics,
            List<byte[]> values,
            String[] keys,
            Buffer answer) {
        this.producer = producer;
        this.topics = topics;
        this.values = values;
        this.keys = keys;
        this.answer = answer;
    }

    /** Takes the broker, a file with the answer, and for each record of a request its topic and a file with its value. */
    public static void main(String[] args) throws IOException {
        List<String> topics = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int i = 2; i < args.length; i += 2) {
            topics.add(args[i]);
            values.add(Files.readAllBytes(Path.of(args[i + 1])));
        }
        String[] keys = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            // As long as a subject id.
            keys[i] = (UUID.nameUUIDFromBytes(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)) + "0123456");
        }
        Buffer answer = Buffer.buffer(Files.readAllBytes(Path.of(args[1])));
        Vertx vertx = Vertx.vertx();
        // The door's own settings, so that neither side has larger batches than the other.
        Map<String, Object> settings = new HashMap<>(
                ProducerConfiguration.of(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]), PATIENCE));
        // The door looks for its topics before it opens; here the first request does.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            int port = PortsOfPipeline.free();
            vertx.deployVerticle(
                            () -> new BareDoor(producer, topics, values, keys, answer),
                            new DeploymentOptions()
                                    .setInstances(Runtime.getRuntime().availableProcessors())
                                    .setConfig(new JsonObject().put("port", port)))
                    .await();
            Reference.ready(Integer.toString(port));
            Reference.untilTheEnd();
        } finally {
            vertx.close().await();
        }
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(config().getInteger("port"), "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(_ -> send(request));
    }

    private void send(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        AtomicInteger missing = new AtomicInteger(topics.size());
        String key = keys[(int) (COUNT.incrementAndGet() % KEYS)];
        for (int i = 0; i < topics.size(); i++) {
            producer.send(new ProducerRecord<>(topics.get(i), key, values.get(i)), (_, failure) -> {
                if (failure != null) {
                    context.runOnContext(
                            _ -> request.response().setStatusCode(503).end("no"));
                } else if (missing.decrementAndGet() == 0) {
                    context.runOnContext(_ -> request.response()
                            .setStatusCode(202)
                            .putHeader("content-type", "application/json")
                            .end(answer));
                }
            });
        }
    }
}
