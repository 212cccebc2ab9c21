package io.lethe.ingest;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.SentCodes;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.guard.Doorkeeper;
import io.lethe.ingest.guard.FrontEndRates;
import io.lethe.ingest.guard.Turnstile;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.file.PolicyFile;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.lethe.service.keys.FrontEndKeys;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A front door over HTTP, before a Kafka that acknowledges everything at once. */
final class OpenedDoor implements AutoCloseable {

    static final FrontEndRates UNLIMITED = new FrontEndRates(1_000_000, 1_000_000, Duration.ofSeconds(10));

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static final Map<Role, String> KEYS = Map.of(
            Role.WRITE, "write-key",
            Role.BACKEND, "back-end-key",
            Role.OPERATOR, "operator-key",
            Role.RECIPIENT, "recipient-key");

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://opened-door");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Deserializer<SpecificRecord> values = AvroSerdes.deserializer(REGISTRY);
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final HttpService http;

    private OpenedDoor(
            Map<String, String> environment, Optional<Supplier<FrontEndKeys>> frontEnds, FrontEndRates rates) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("LETHE_PORT", "0");
        HttpSettings settings = Settings.read(all, read -> HttpSettings.from(read, 8080, List.of(Role.values())));
        KafkaHealth health = new KafkaHealth(System::nanoTime, () -> true);
        IngestMetrics ingestMetrics = new IngestMetrics(metrics);
        FrontDoor door = new FrontDoor(
                new Doorkeeper(
                        settings.keys(),
                        frontEnds,
                        new Turnstile(rates, settings.limits().proxies(), nanos::get, ingestMetrics::refused),
                        now::get,
                        ingestMetrics::refused),
                new EventReaders(PolicyFile.builtIn(), Instant.parse("2018-05-25T00:00:00Z")),
                new ConsentEnds(PolicyFile.builtIn()),
                new RecordComposer(
                        new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        6,
                        false),
                new Publisher(
                        kafka,
                        AvroSerdes.serializer(List.of(), REGISTRY),
                        new Publisher.Limits(1_000, 1 << 20),
                        health),
                health,
                now::get,
                ingestMetrics,
                SentCodes.post());
        http = HttpService.start(settings, 1, metrics, health::notReady, router -> {
            AllDoors.around(door, PolicyFile.builtIn(), now::get, "").accept(router);
            routes.addAll(router.getRoutes());
        });
    }

    /** With a key for each role, and front-ends with these. */
    static OpenedDoor with(AtomicReference<FrontEndKeys> frontEnds) {
        return with(frontEnds, UNLIMITED, Map.of());
    }

    /** @param more settings of the HTTP side */
    static OpenedDoor with(AtomicReference<FrontEndKeys> frontEnds, FrontEndRates rates, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        KEYS.forEach((role, key) -> environment.put(role.setting(), key));
        return new OpenedDoor(environment, Optional.of(frontEnds::get), rates);
    }

    static OpenedDoor withoutKeys() {
        return new OpenedDoor(Map.of(), Optional.empty(), UNLIMITED);
    }

    /** Of a door that is tested for something else. */
    static Doorkeeper doorkeeper(
            HttpSettings settings, Optional<Supplier<FrontEndKeys>> frontEnds, FrontEndRates rates) {
        return new Doorkeeper(
                settings.keys(),
                frontEnds,
                new Turnstile(rates, settings.limits().proxies(), System::nanoTime, _ -> {}),
                () -> NOW,
                _ -> {});
    }

    /** Time for buckets to fill. */
    void goOn(Duration on) {
        nanos.addAndGet(on.toNanos());
    }

    int port() {
        return http.port();
    }

    void timeIs(Instant instant) {
        now.set(instant);
    }

    /** All that can be asked for. */
    List<Route> routes() {
        return routes;
    }

    String metrics() {
        return metrics.scrape();
    }

    /** @param headers name, value, name, value … */
    HttpResponse<String> post(EventKind kind, String body, String... headers) {
        return ask("POST", kind.path(), body, headers);
    }

    HttpResponse<String> ask(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answered(client, request.build());
    }

    static HttpResponse<String> answered(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was published last on a topic. */
    SpecificRecord last(String topic) {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> values.deserialize(topic, record.value()))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    int published() {
        return kafka.history().size();
    }

    @Override
    public void close() {
        http.close();
        client.close();
    }
}
