package io.lethe.streams;

import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.cluster.TopicSetup;
import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.Party;
import io.lethe.service.Settings;
import io.lethe.streams.stores.BoundedRocksDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/**
 * How a Streams service runs.
 *
 * @param service its name is the application id
 * @param applicationServer {@code host:port} at which other instances reach this one's queries; empty where it is alone
 * @param transactionTimeout after which the broker undoes what an instance has begun that is gone; until then whoever reads
 *     committed records waits behind it
 */
public record StreamsSettings(
        Party service,
        KafkaConfig kafka,
        Path stateDir,
        Optional<String> applicationServer,
        int standbyReplicas,
        int threads,
        Duration transactionTimeout) {

    /** Above the worst tick plus a pause of the process. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(1);

    /** As Kafka Streams has it by itself. */
    private static final Duration STATE_CLEANUP_DELAY = Duration.ofMinutes(10);

    private static final Duration SHORTEST_TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    /** A broker refuses a longer one, unless it is told otherwise. */
    private static final Duration LONGEST_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /**
     * Reads what {@link KafkaConfig#from} does, and {@code LETHE_STATE_DIR}, {@code LETHE_APPLICATION_SERVER},
     * {@code LETHE_STANDBY_REPLICAS}, {@code LETHE_STREAM_THREADS} and {@code LETHE_TRANSACTION_TIMEOUT}.
     */
    public static StreamsSettings from(Settings settings, Party service) {
        Optional<String> server = settings.optionalText("LETHE_APPLICATION_SERVER");
        server.ifPresent(value -> settings.check(
                value.matches("[^:\\s]+:\\d{1,5}"),
                "LETHE_APPLICATION_SERVER",
                value,
                "must be a host and a port, such as 'host:8082'"));
        Duration transactionTimeout = settings.duration("LETHE_TRANSACTION_TIMEOUT", TRANSACTION_TIMEOUT);
        settings.check(
                transactionTimeout.compareTo(SHORTEST_TRANSACTION_TIMEOUT) >= 0
                        && transactionTimeout.compareTo(LONGEST_TRANSACTION_TIMEOUT) <= 0,
                "LETHE_TRANSACTION_TIMEOUT",
                transactionTimeout,
                "must be between " + SHORTEST_TRANSACTION_TIMEOUT + " and " + LONGEST_TRANSACTION_TIMEOUT);
        return new StreamsSettings(
                service,
                KafkaConfig.from(settings),
                settings.folder("LETHE_STATE_DIR"),
                server,
                settings.integer("LETHE_STANDBY_REPLICAS", 0, 0, 3),
                settings.integer("LETHE_STREAM_THREADS", 1, 1, 64),
                transactionTimeout);
    }

    private Duration stateCleanupDelay() {
        // It takes twice as long until the cleaner has come by, and by then a changelog must not have forgotten.
        Duration share = kafka.window().length().dividedBy(16);
        return share.compareTo(STATE_CLEANUP_DELAY) < 0 ? share : STATE_CLEANUP_DELAY;
    }

    /** The topic in which a store's changes stand. */
    public String changelog(String store) {
        return service.label() + "-" + store + "-changelog";
    }

    /** The topic by which records come to the task of another key. */
    public String repartition(String name) {
        return service.label() + "-" + name + "-repartition";
    }

    /** The configuration of Kafka Streams, to which a topology adds nothing. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(kafka.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, service.label());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        // What a task leaves behind that has moved elsewhere is forgotten as soon as all else.
        properties.put(
                StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, stateCleanupDelay().toMillis());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, kafka.replication());
        // For what is on its way to another task; a changelog has settings of its own.
        Cleanup.repartitionSettings(kafka.window())
                .forEach((name, value) -> properties.put(StreamsConfig.topicPrefix(name), value));
        TopicSetup.durability(kafka.replication())
                .forEach((name, value) -> properties.put(StreamsConfig.topicPrefix(name), value));
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        // Well above what one commit takes on a cold broker: a thread that does nothing but commit falls behind.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        // A thread that has deadlines to work off does not wait for records for longer than the tick leaves them.
        properties.put(StreamsConfig.POLL_MS_CONFIG, 10);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // No rule depends on the order of topics, and looking for the next record in time costs a sixth of the thread's
        // time.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        // There is no global thread; Kafka Streams warns at each start as long as this is not said.
        String global = StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG;
        properties.put(global, true);
        properties.put(StreamsConfig.consumerPrefix(global), true);
        properties.put(
                StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, UsePartitionTimeOnInvalidTimestamp.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(transactionTimeout.toMillis()));
        // Nobody sees a record before its commit, which sends what still waits: larger batches cost no time, and save
        // both
        // sides much.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        // Under load a poll is dear; what has come is handed over whole.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 4_000);
        applicationServer.ifPresent(server -> properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, server));
        return properties;
    }
}
