package io.lethe.streams;

import io.lethe.kafka.cluster.ClusterWatch;
import io.lethe.kafka.cluster.ReadingWatch;
import io.lethe.kafka.cluster.TopicPreparation;
import io.lethe.kafka.cluster.TransactionWatch;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.Service;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.File;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Kafka Streams application: it recovers from what passes, and ends the process on everything else. */
public final class StreamsService implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
    private static final Duration TOPICS_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS_AT_TRANSACTIONS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS_AT_THE_GROUP = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final ClusterWatch cluster;
    private final StateFolder folder;
    private final TransactionWatch transactions;
    private final ReadingWatch reading;
    private final Restoring restoring = new Restoring();
    private final File stateDir;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final AtomicLong replacedThreads = new AtomicLong();

    private StreamsService(
            KafkaStreams streams,
            Failures failures,
            ClusterWatch cluster,
            StateFolder folder,
            TransactionWatch transactions,
            ReadingWatch reading,
            StreamsSettings settings) {
        this.streams = streams;
        this.reading = reading;
        this.stateDir = settings.stateDir().toFile();
        this.transactions = transactions;
        this.folder = folder;
        this.cluster = cluster;
        streams.setUncaughtExceptionHandler(thrown -> {
            var response = failures.respond(thrown);
            switch (response) {
                case REPLACE_THREAD -> {
                    replacedThreads.incrementAndGet();
                    LOG.warn("a stream thread failed and is replaced", thrown);
                }
                default -> failure.completeExceptionally(thrown);
            }
            return response;
        });
        streams.setGlobalStateRestoreListener(restoring);
        streams.setStateListener((next, before) -> {
            LOG.info("streams are {}", next);
            if (next == KafkaStreams.State.ERROR) {
                failure.completeExceptionally(new IllegalStateException("all stream threads have died"));
            }
        });
    }

    /**
     * Creates the topics that are missing, where that is wanted, and tells what differs in the others, changelogs included.
     *
     * @throws io.lethe.service.ConfigurationException where the cluster has another number of partitions than the settings say
     */
    public static void prepareTopics(StreamsSettings settings, Collection<Topic<?>> topics) {
        new TopicPreparation(settings.kafka(), topics, TOPICS_WITHIN)
                .prepare(settings.service().label());
    }

    /**
     * Starts a topology.
     *
     * @param clock the real one, by which failures are counted, and how old the state folder is; not the one that a sandbox turns
     */
    public static StreamsService start(
            StreamsSettings settings, Topology topology, DeadLetters deadLetters, InstantSource clock) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.putAll(deadLetterProperties(deadLetters, settings.kafka().registry()));
        StateFolder folder = new StateFolder(settings, clock);
        folder.open();
        KafkaStreams streams = new KafkaStreams(topology, properties);
        ClusterWatch cluster = new ClusterWatch(settings.kafka().client());
        TransactionWatch transactions = TransactionWatch.start(
                settings.kafka().client(), topicsOf(settings.service()), BETWEEN_LOOKS_AT_TRANSACTIONS, clock);
        ReadingWatch reading = ReadingWatch.start(
                settings.kafka().client(),
                settings.service().label(),
                topicsReadBy(settings.service()),
                BETWEEN_LOOKS_AT_THE_GROUP,
                clock);
        StreamsService service =
                new StreamsService(streams, new Failures(clock), cluster, folder, transactions, reading, settings);
        cluster.start(BETWEEN_LOOKS, () -> true, service.failure::completeExceptionally);
        streams.start();
        return service;
    }

    /** Whether a topic is one that the service reads, writes, or has of its own. */
    private static Predicate<String> topicsOf(Party service) {
        String own = service.label() + "-";
        Set<String> fixed = Topics.all(List.of()).stream()
                .filter(topic ->
                        topic.readers().contains(service) || topic.writers().contains(service))
                .map(Topic::name)
                .collect(Collectors.toSet());
        Topic<?> commands = Topics.deletionCommands("");
        boolean commanding = commands.writers().contains(service);
        return name -> name.startsWith(own) || fixed.contains(name) || (commanding && name.startsWith(commands.name()));
    }

    /** Whether a topic is one that the service reads; of its own those by which it divides its work anew. */
    private static Predicate<String> topicsReadBy(Party service) {
        Set<String> fixed = Topics.all(List.of()).stream()
                .filter(topic -> topic.readers().contains(service))
                .map(Topic::name)
                .collect(Collectors.toSet());
        String own = service.label() + "-";
        return name -> fixed.contains(name) || name.startsWith(own) && name.endsWith("-repartition");
    }

    /** Has the registry tell how the application is. */
    public void tell(MeterRegistry meters) {
        FunctionCounter.builder("lethe.stream.threads.replaced", replacedThreads, AtomicLong::get)
                .description("Stream threads that failed for a passing reason and were replaced")
                .register(meters);
        TimeGauge.builder(
                        "lethe.transaction.open",
                        transactions,
                        TimeUnit.MILLISECONDS,
                        one -> one.longest().toMillis())
                .description("For how long a transaction has been open behind which nothing is read or cleaned (E5)")
                .register(meters);
        TimeGauge.builder(
                        "lethe.reading.lag",
                        reading,
                        TimeUnit.MILLISECONDS,
                        one -> one.lag().longest().toMillis())
                .description(
                        "For how long the oldest record that the service has not read has waited, of all instances (S4)")
                .register(meters);
        Gauge.builder("lethe.reading.lag.records", reading, one -> one.lag().records())
                .description("Records that the service could read and has not, of all instances")
                .register(meters);
        Gauge.builder("lethe.restoring.stores", restoring, Restoring::stores)
                .description("Stores that are read back from their changelogs; their partitions do not work until then")
                .register(meters);
        Gauge.builder("lethe.restoring.records", restoring, Restoring::records)
                .description("Records of changelogs that are still to be read back, at most")
                .register(meters);
        Gauge.builder("lethe.state.disk.free", stateDir, File::getUsableSpace)
                .description("What the disk with the state folder has left")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("lethe.state.disk.size", stateDir, File::getTotalSpace)
                .description("What the disk with the state folder holds")
                .baseUnit("bytes")
                .register(meters);
    }

    /** What {@link DeadLetterHandler} needs to know, also in tests that drive a topology. */
    public static Map<String, Object> deadLetterProperties(DeadLetters deadLetters, Map<String, ?> registry) {
        return Map.of(
                DeadLetterHandler.LETTERS,
                deadLetters,
                DeadLetterHandler.SERIALIZER,
                AvroSerdes.ready(deadLetters.topic(), registry).serializer());
    }

    /** For queries. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Why the application cannot work at the moment; empty when it can (S4). */
    public Optional<String> notReady() {
        KafkaStreams.State state = streams.state();
        if (state != KafkaStreams.State.RUNNING) {
            return Optional.of("the streams are " + state.name().toLowerCase(Locale.ROOT));
        }
        return cluster.isReachable() ? Optional.empty() : Optional.of("Kafka does not answer");
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        cluster.close();
        transactions.close();
        reading.close();
        if (!streams.close(CLOSE_WITHIN)) {
            LOG.warn("the streams did not close within {}", CLOSE_WITHIN);
        }
        folder.close();
    }
}
