package io.lethe.erasure;

import io.lethe.schemas.Party;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** How Kafka Streams is run. What the rules rest on cannot be set from outside; the rest can. */
final class StreamsSettings {

    /** Objects that Kafka hands on to what it makes from class names. */
    static final String CLOCK = "lethe.clock";

    static final String METRICS = "lethe.metrics";
    static final String FORGETTING_WINDOW = "lethe.forgetting.window";

    private static final int COMMIT_EVERY_MS = 100;

    /** Above the worst slice of alarms and a long pause of the machine. */
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    /** A worker that was killed is missed after this; the default of 45 s is a long time without commands. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private StreamsSettings() {}

    /**
     * @param given for Kafka's clients and the registry, from the operator
     */
    static Properties of(
            Map<String, String> given,
            Path stateDir,
            int replication,
            Duration forgettingWindow,
            InstantSource clock,
            WorkerMetrics metrics) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
        settings.putAll(given);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, Party.ERASURE_WORKER.label());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_EVERY_MS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MS);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        // A failing timer has no source record: going on would turn "nothing expires any more" into a dead letter.
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(CLOCK, clock);
        settings.put(METRICS, metrics);
        settings.put(FORGETTING_WINDOW, forgettingWindow);
        return settings;
    }
}
