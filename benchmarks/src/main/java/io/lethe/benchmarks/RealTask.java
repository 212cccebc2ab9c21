package io.lethe.benchmarks;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.topology.RetentionMetrics;
import io.lethe.retention.topology.RetentionTopology;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.StreamsService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * One task of the retention stream in this process: the whole topology with its stores on disk, driven by Kafka's test driver, so there is
 * no broker and no other thread.
 */
final class RealTask implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RetentionSettings settings;
    private final TopologyTestDriver driver;
    private Instant now = START;

    RealTask(Path state) {
        settings = RetentionSettings.from(Map.of(
                "LETHE_KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                "LETHE_REGISTRY_URL", "mock://benchmark",
                "LETHE_STATE_DIR", state.toString(),
                "LETHE_SUBJECT_PEPPER", "a pepper of at least thirty-two bytes, for figures"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        DeadLetters letters = new DeadLetters(Party.RETENTION_STREAM, () -> now, meters);
        Properties properties = new Properties();
        properties.putAll(settings.streams().properties());
        properties.putAll(StreamsService.deadLetterProperties(
                letters, settings.streams().kafka().registry()));
        // The driver knows no transactions.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        driver = new TopologyTestDriver(
                RetentionTopology.build(
                        settings.policy(),
                        () -> now,
                        settings.streams().kafka(),
                        letters,
                        new RetentionMetrics(meters, settings.policy().rights())),
                properties,
                START);
    }

    Instant now() {
        return now;
    }

    void now(Instant later) {
        now = later;
    }

    /** Time passes, and the task looks at what is due. */
    void tick(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(),
                new StringSerializer(),
                AvroSerdes.of(topic, settings.streams().kafka().registry()).serializer());
    }

    <K, V> KeyValueStore<K, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    /** The store of bytes under a store, below its changelog. */
    @SuppressWarnings("unchecked")
    KeyValueStore<Bytes, byte[]> onDisk(String name) {
        StateStore store = driver.getKeyValueStore(name);
        while (store instanceof WrappedStateStore<?, ?, ?> wrapped) {
            store = wrapped.wrapped();
        }
        return (KeyValueStore<Bytes, byte[]>) store;
    }

    @Override
    public void close() {
        driver.close();
    }
}
