package io.lethe.ingest;

import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.contract.ContractDoor;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.OpenDsrReader;
import io.lethe.ingest.guard.Doorkeeper;
import io.lethe.ingest.guard.Turnstile;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.ProducerConfiguration;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.cluster.ClusterWatch;
import io.lethe.kafka.cluster.TopicPreparation;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.FollowedFile;
import io.lethe.service.HttpService;
import io.lethe.service.Service;
import io.lethe.service.ServiceMain;
import io.lethe.service.Settings;
import io.lethe.service.keys.FrontEndKeys;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door's process: HTTP in, validated events out. */
public final class ConsentIngest implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(ConsentIngest.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final long MOST_BYTES_IN_FLIGHT = 32L * 1024 * 1024;

    private final KafkaHealth health;
    private final ClusterWatch watch;
    private final Publisher publisher;
    private final FrontDoor door;
    private final Optional<RequestView> requests;
    private final HttpService http;

    private ConsentIngest(
            KafkaHealth health,
            ClusterWatch watch,
            Publisher publisher,
            FrontDoor door,
            Optional<RequestView> requests,
            HttpService http) {
        this.health = health;
        this.watch = watch;
        this.publisher = publisher;
        this.door = door;
        this.requests = requests;
        this.http = http;
    }

    public static void main(String[] args) {
        System.exit(ServiceMain.run(Party.CONSENT_INGEST.label(), System.getenv(), ConsentIngest::start)
                .value());
    }

    /**
     * Starts the service; it can work when this returns.
     *
     * @param environment the settings
     * @throws Exception where broker or registry do not answer in time, or the port is taken
     */
    static ConsentIngest start(Map<String, String> environment) throws Exception {
        return start(IngestSettings.from(environment));
    }

    private static ConsentIngest start(IngestSettings settings) throws Exception {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return start(settings, opened);
        } catch (Exception e) {
            for (AutoCloseable one : opened) {
                one.close();
            }
            throw e;
        }
    }

    /** @param opened what has to be closed if the start fails, the last first */
    private static ConsentIngest start(IngestSettings settings, Deque<AutoCloseable> opened) throws Exception {
        KafkaConfig kafka = settings.kafka();
        List<Topic<?>> written = written(settings);
        // Learns every schema's id: from here on the registry is not needed.
        Serializer<SpecificRecord> serializer = AvroSerdes.serializer(written, kafka.registry());
        new TopicPreparation(kafka, topics(settings), START_PATIENCE).prepare();

        ClusterWatch watch = new ClusterWatch(kafka.client());
        opened.push(watch);
        KafkaHealth health = new KafkaHealth(System::nanoTime, watch::isReachable);
        Publisher publisher = new Publisher(
                new KafkaProducer<>(
                        ProducerConfiguration.of(kafka.client(), settings.patience()),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                serializer,
                new Publisher.Limits(settings.maxInFlight(), MOST_BYTES_IN_FLIGHT),
                health);
        opened.push(publisher);
        List<String> names = written.stream().map(Topic::name).toList();
        watch.start(BETWEEN_LOOKS, () -> publisher.knows(names), health::broken);
        watch.awaitFirst(START_PATIENCE);
        return open(settings, health, watch, publisher);
    }

    private static ConsentIngest open(
            IngestSettings settings, KafkaHealth health, ClusterWatch watch, Publisher publisher) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        IngestMetrics ingestMetrics = new IngestMetrics(metrics);
        ingestMetrics.watch(publisher);
        ingestMetrics.watch(settings.seal());
        settings.keysFile().ifPresent(file -> FollowedFile.follow(file, settings.seal()::replace));
        Turnstile turnstile = new Turnstile(
                settings.rates(), settings.http().limits().proxies(), System::nanoTime, ingestMetrics::refused);
        ingestMetrics.watch(turnstile);
        FrontDoor door = new FrontDoor(
                new Doorkeeper(
                        settings.http().keys(),
                        settings.frontEnds().map(ConsentIngest::followed),
                        turnstile,
                        settings.clock(),
                        ingestMetrics::refused),
                new EventReaders(settings.policy(), settings.earliest()),
                new ConsentEnds(settings.policy()),
                new RecordComposer(
                        settings.subjectIds(), settings.seal(), settings.kafka().partitions(), settings.linkFormer()),
                publisher,
                health,
                settings.clock(),
                ingestMetrics,
                settings.codes());
        Optional<RequestView> requests = settings.processor().map(_ -> view(settings, health));
        Doors doors = new Doors(
                door,
                openDsr(settings, door, requests),
                settings.policy(),
                settings.clock(),
                new ContractDoor(settings.policy()),
                settings.demoKey().map(Settings.Secret::value));
        HttpService http = HttpService.start(
                settings.http(), Runtime.getRuntime().availableProcessors(), metrics, health::notReady, doors);
        LOG.info("listens on {}:{}", settings.http().host(), http.port());
        return new ConsentIngest(health, watch, publisher, door, requests, http);
    }

    private static Supplier<FrontEndKeys> followed(IngestSettings.FrontEnds frontEnds) {
        AtomicReference<FrontEndKeys> current = new AtomicReference<>(frontEnds.keys());
        FollowedFile.follow(frontEnds.file(), text -> current.set(FrontEndKeys.read(text)));
        return current::get;
    }

    private static RequestView view(IngestSettings settings, KafkaHealth health) {
        return RequestView.start(
                settings.kafka().client(),
                AvroSerdes.of(Topics.OPENDSR_STATUS, settings.kafka().registry())
                        .deserializer(),
                health::broken);
    }

    private static Optional<OpenDsrDoor> openDsr(
            IngestSettings settings, FrontDoor door, Optional<RequestView> requests) {
        if (settings.processor().isEmpty() || requests.isEmpty()) {
            return Optional.empty();
        }
        OpenDsrDoor.Processor processor = settings.processor().get();
        OpenDsrReader reader = new OpenDsrReader(
                settings.policy(), settings.earliest(), processor.controllerId(), settings.callbackHosts()::allow);
        return Optional.of(new OpenDsrDoor(new OpenDsrDoor.Parts(
                processor,
                reader,
                settings.policy(),
                door.doorkeeper(),
                door.intake(),
                requests.get(),
                settings.clock())));
    }

    /** The port that is really listened on. */
    int port() {
        return http.port();
    }

    @Override
    public CompletableFuture<Void> failure() {
        return health.beyondRepair();
    }

    /** Whoever waits for Kafka gets an answer first. */
    @Override
    public void close() {
        door.close();
        watch.close();
        publisher.settle();
        http.close();
        requests.ifPresent(RequestView::close);
        publisher.close();
    }

    /** The topics that this service may write, by the contract. */
    private static List<Topic<?>> written(IngestSettings settings) {
        return topics(settings).stream()
                .filter(topic -> topic.writers().contains(Party.CONSENT_INGEST))
                .toList();
    }

    private static List<Topic<?>> topics(IngestSettings settings) {
        return Topics.all(
                settings.policy().recipients().stream().map(RecipientSystem::id).toList());
    }
}
