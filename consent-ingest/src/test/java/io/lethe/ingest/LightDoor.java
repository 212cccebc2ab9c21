package io.lethe.ingest;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.SentCodes;
import io.lethe.ingest.contract.BannerDoor;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.SubjectLink;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The front door with all that a browser gets from it, before a Kafka that takes everything at once; it can be away for a while. */
final class LightDoor implements AutoCloseable {

    static final String KEY = FrontEndKey.generate();

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://light-door");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Deserializer<SpecificRecord> values = AvroSerdes.deserializer(REGISTRY);
    private final KafkaHealth health = new KafkaHealth(System::nanoTime, () -> true);
    private final Publisher publisher = new Publisher(
            kafka, AvroSerdes.serializer(List.of(), REGISTRY), new Publisher.Limits(1_000, 1024 * 1024), health);

    private final AtomicInteger busy = new AtomicInteger();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final List<RoutingContext> held = new CopyOnWriteArrayList<>();
    private volatile boolean holding;
    private volatile Duration passed = Duration.ZERO;
    private final FrontEndKeys frontEnds;
    private final int port;
    private volatile Policy policy = PolicyFile.builtIn();
    private HttpService http;

    /** @param site whose pages may use the key */
    LightDoor(WebSite site) {
        port = freePort();
        // Of the door itself too, for the demo page.
        frontEnds = new FrontEndKeys(List.of(new FrontEndKey(
                "www", FrontEndKey.hash(KEY), List.of("www", "demo"), List.of(site.address(), address()), null)));
        http = open();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The next instance has this policy. */
    void become(Policy next) {
        policy = next;
        goAway();
        comeBack();
    }

    /** Later it is at the door, and nowhere else. */
    void letPass(Duration time) {
        passed = passed.plus(time);
    }

    Instant now() {
        return InstantSource.system().instant().plus(passed);
    }

    /** Tells so many requests to come again in a second. */
    void beBusy(int requests) {
        busy.set(requests);
    }

    /** Kafka takes nothing any more; what the door says then is its own. */
    void loseKafka() {
        kafka.sendException = new TimeoutException("nothing was taken in time");
    }

    void findKafka() {
        kafka.sendException = null;
    }

    /** Browsers that ask whether a page may send are answered when {@link #letAsk} is called. */
    void holdAsking() {
        holding = true;
    }

    /** How many wait to be told whether a page may send. */
    int asking() {
        return held.size();
    }

    void letAsk() {
        holding = false;
        held.forEach(one -> one.vertx().runOnContext(_ -> one.next()));
        held.clear();
    }

    /** How many records of any kind Kafka has. */
    int published() {
        return kafka.history().size();
    }

    /** All that can be asked for. */
    List<Route> routes() {
        return routes;
    }

    /** When requests with events came in, in nanoseconds of some clock. */
    List<Long> arrivals() {
        return List.copyOf(arrivals);
    }

    List<ConsentStatement> statements() {
        return taken(ConsentStatement.class);
    }

    List<Interaction> interactions() {
        return taken(Interaction.class);
    }

    /** How many links between identifiers reached Kafka. */
    int links() {
        return taken(SubjectLink.class).size();
    }

    /** As if nothing had ever happened here. */
    void begin() {
        kafka.clear();
        findKafka();
        arrivals.clear();
        letAsk();
        busy.set(0);
        passed = Duration.ZERO;
        if (!policy.equals(PolicyFile.builtIn())) {
            become(PolicyFile.builtIn());
        }
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
                        "LETHE_BACKEND_KEY", "back-end-key",
                        "LETHE_OPERATOR_KEY", "operator-key",
                        "LETHE_RECIPIENT_KEY", "recipient-key"),
                all -> HttpSettings.from(all, 8080, List.of(Role.values())));
        Policy current = policy;
        FrontDoor door = new FrontDoor(
                OpenedDoor.doorkeeper(settings, Optional.of(() -> frontEnds), OpenedDoor.UNLIMITED),
                new EventReaders(current, Instant.parse("2018-05-25T00:00:00Z")),
                new ConsentEnds(current),
                new RecordComposer(
                        new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        6,
                        false),
                publisher,
                health,
                this::now,
                ingestMetrics,
                SentCodes.post());
        return HttpService.start(settings, 1, metrics, health::notReady, router -> {
            router.post().order(-1).handler(this::arrive);
            router.get(BannerDoor.PATH).order(-1).handler(LightDoor::fresh);
            router.options().order(-1).handler(this::ask);
            AllDoors.around(door, current, this::now, KEY).accept(router);
            routes.clear();
            routes.addAll(router.getRoutes());
        });
    }

    /** A browser would keep it for five minutes, in which half a year may pass here. */
    private static void fresh(RoutingContext context) {
        context.addHeadersEndHandler(_ -> context.response().putHeader("Cache-Control", "no-store"));
        context.next();
    }

    private void ask(RoutingContext context) {
        if (holding) {
            held.add(context);
        } else {
            context.next();
        }
    }

    private void arrive(RoutingContext context) {
        arrivals.add(System.nanoTime());
        if (busy.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "1")
                .putHeader("Access-Control-Allow-Origin", context.request().getHeader("Origin"))
                .putHeader("Access-Control-Expose-Headers", "Retry-After")
                .end();
    }

    @Override
    public void close() {
        http.close();
    }
}
