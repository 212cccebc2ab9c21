package io.lethe.ingest;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.SentCodes;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.contract.ContractDoor;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.OpenDsrReader;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.opendsr.SampleKeys;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything that the service answers at its port, before a Kafka that is as the test wants it. */
final class DocumentedDoor implements AutoCloseable {

    /** How it stands with what is behind the door. */
    enum Behind {
        /** All is well, and it is a processor of other controllers. */
        WELL,
        /** As many requests as it can take are under way. */
        CROWDED,
        /** Kafka does not answer, and what was told of requests has not been read yet. */
        AWAY,
        /** All is well, and it is nobody's processor. */
        NO_PROCESSOR
    }

    static final Map<String, String> KEYS = Map.of(
            "LETHE_WRITE_KEY", "write-key",
            "LETHE_BACKEND_KEY", "back-end-key",
            "LETHE_OPERATOR_KEY", "operator-key",
            "LETHE_RECIPIENT_KEY", "recipient-key");

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://documented-door");
    private static final TopicPartition STATUSES = new TopicPartition(Topics.OPENDSR_STATUS.name(), 0);

    private final Policy policy = PolicyFile.builtIn();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final RequestView view;
    private final HttpService http;

    DocumentedDoor(Behind behind) {
        MockProducer<String, byte[]> kafka =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        boolean away = behind == Behind.AWAY;
        kafka.sendException = away ? new TimeoutException("not in time") : null;
        MockConsumer<String, byte[]> told = new MockConsumer<>("earliest");
        told.updateBeginningOffsets(Map.of(STATUSES, 0L));
        told.updateEndOffsets(Map.of(STATUSES, 0L));
        Map<String, String> environment = new HashMap<>(KEYS);
        environment.put("LETHE_PORT", "0");
        HttpSettings settings = Settings.read(environment, all -> HttpSettings.from(all, 8080, List.of(Role.values())));
        KafkaHealth health = new KafkaHealth(System::nanoTime, () -> !away);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        InstantSource clock = InstantSource.fixed(NOW);
        Instant earliest = Instant.parse("2018-05-25T00:00:00Z");
        FrontDoor events = new FrontDoor(
                OpenedDoor.doorkeeper(settings, Optional.empty(), OpenedDoor.UNLIMITED),
                new EventReaders(policy, earliest),
                new ConsentEnds(policy),
                new RecordComposer(
                        new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        6,
                        false),
                new Publisher(
                        kafka,
                        AvroSerdes.serializer(List.of(), REGISTRY),
                        new Publisher.Limits(behind == Behind.CROWDED ? 0 : 1_000, 1 << 20),
                        health),
                health,
                clock,
                new IngestMetrics(metrics),
                SentCodes.post());
        view = new RequestView(
                told, AvroSerdes.of(Topics.OPENDSR_STATUS, REGISTRY).deserializer(), health::broken);
        if (behind == Behind.WELL) {
            // One alone: each is a thread that looks again and again, and there are few to run them.
            view.begin();
        }
        OpenDsrDoor processor = new OpenDsrDoor(new OpenDsrDoor.Parts(
                new OpenDsrDoor.Processor(SampleKeys.of("processor"), "acme", "https://opendsr.example.org/opendsr/v2"),
                new OpenDsrReader(policy, earliest, "acme", _ -> true),
                policy,
                events.doorkeeper(),
                events.intake(),
                view,
                clock));
        Doors doors = new Doors(
                events,
                behind == Behind.NO_PROCESSOR ? Optional.empty() : Optional.of(processor),
                policy,
                clock,
                new ContractDoor(policy),
                Optional.of("write-key"));
        http = HttpService.start(settings, 1, metrics, health::notReady, router -> {
            doors.accept(router);
            routes.addAll(router.getRoutes());
        });
    }

    boolean hasReadAll() {
        return view.isLoaded();
    }

    List<Route> routes() {
        return routes;
    }

    String address() {
        return "http://127.0.0.1:" + http.port();
    }

    /** @param headers name, value, name, value … */
    HttpResponse<String> ask(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return OpenedDoor.answered(client, request.build());
    }

    /** The whole answer to a request that calls this machine by another name. */
    String askByAnotherName(String path) {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        view.close();
        client.close();
    }
}
