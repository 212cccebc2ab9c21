package io.lethe.ingest;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.page.BrowserScript;
import io.lethe.ingest.page.DemoPage;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Interaction;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The front door with all that a browser gets from it, before a Kafka that takes everything at once; it can be away for a while. */
final class LightDoor implements AutoCloseable {

    static final String KEY = "write-key";

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://light-door");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Deserializer<SpecificRecord> values = AvroSerdes.deserializer(REGISTRY);
    private final KafkaHealth health = new KafkaHealth(System::nanoTime, () -> true);
    private final Publisher publisher = new Publisher(
            kafka, AvroSerdes.serializer(List.of(), REGISTRY), new Publisher.Limits(1_000, 1024 * 1024), health);

    private volatile Instant changedAt = Instant.EPOCH;
    private int port;
    private HttpService http;

    LightDoor() {
        http = open();
        port = http.port();
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Nobody answers any more. */
    void goAway() {
        http.close();
    }

    /** The next instance, at the same address. */
    void comeBack() {
        http = open();
    }

    /** From then on the purpose of measuring is another one. */
    void changePurpose(Instant at) {
        changedAt = at;
    }

    List<ConsentStatement> statements() {
        return taken(ConsentStatement.class);
    }

    List<Interaction> interactions() {
        return taken(Interaction.class);
    }

    void forget() {
        kafka.clear();
    }

    private <T extends SpecificRecord> List<T> taken(Class<T> kind) {
        return kafka.history().stream()
                .map(one -> values.deserialize(one.topic(), one.value()))
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private HttpService open() {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        IngestMetrics ingestMetrics = new IngestMetrics(metrics);
        ingestMetrics.watch(publisher);
        HttpSettings settings = Settings.read(
                Map.of(
                        "LETHE_PORT", Integer.toString(port),
                        "LETHE_WRITE_KEY", KEY,
                        "LETHE_BACKEND_KEY", "back-end-key",
                        "LETHE_OPERATOR_KEY", "operator-key",
                        "LETHE_RECIPIENT_KEY", "recipient-key"),
                all -> HttpSettings.from(all, 8080, List.of(Role.values())));
        FrontDoor door = new FrontDoor(
                settings.keys(),
                OpenedDoor.doorkeeper(settings, Optional.empty(), OpenedDoor.UNLIMITED),
                new EventReaders(PolicyFile.builtIn(), Instant.parse("2018-05-25T00:00:00Z")),
                new ConsentEnds(PolicyFile.builtIn()),
                new RecordComposer(
                        new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        6,
                        false),
                publisher,
                health,
                InstantSource.system(),
                ingestMetrics);
        return HttpService.start(settings, 1, metrics, health::notReady, router -> {
            standIn(router);
            door.accept(router);
            new BrowserScript().accept(router);
            new DemoPage(KEY).accept(router);
        });
    }

    private void standIn(Router router) {
        router.route("/v1/*").order(-2).handler(context -> {
            String origin = context.request().getHeader("Origin");
            if (origin != null) {
                context.response().putHeader("Access-Control-Allow-Origin", origin);
            }
            if (context.request().method() == HttpMethod.OPTIONS) {
                context.response()
                        .putHeader("Access-Control-Allow-Headers", "authorization,content-type")
                        .setStatusCode(204)
                        .end();
            } else {
                context.next();
            }
        });
        router.get("/v1/banner")
                .handler(context -> context.response()
                        .end("""
                {"now": "%s", "policyVersion": "2026-01", "purposes": [
                  {"id": "audience-measurement", "legalBasis": "consent", "validFor": "P6M", "changedAt": "%s"},
                  {"id": "advertising", "legalBasis": "consent", "validFor": "P6M", "changedAt": null}],
                 "banners": {
                  "hubspot": {"analytics": ["audience-measurement"], "advertisement": ["advertising"], "functionality": ["video"]},
                  "cookieconsent": {"analytics": ["audience-measurement"], "ads": ["advertising"]},
                  "tarteaucitron": {"analytic": ["audience-measurement"], "ads": ["advertising"]},
                  "klaro": {"analytics": ["audience-measurement"], "advertising": ["advertising"]},
                  "tcf": {}},
                 "globalPrivacyControl": ["advertising", "social-sharing"],
                 "googleConsentMode": {"analytics_storage": ["audience-measurement"], "ad_storage": ["advertising"]}}
                """.formatted(InstantSource.system().instant(), changedAt)));
    }

    @Override
    public void close() {
        http.close();
    }
}
