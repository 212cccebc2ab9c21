package io.lethe.streams.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeforeCommitTest {

    @TempDir
    private Path folder = Path.of("");

    private final List<String> happened = new ArrayList<>();
    private TopologyTestDriver driver;

    /** Keeps what it reads in memory, and writes, sends and names it before the commit. */
    private final class Hoarder implements Processor<String, String, String, String> {

        private final List<String> hoard = new ArrayList<>();

        @Override
        public void init(ProcessorContext<String, String> context) {
            KeyValueStore<String, String> kept = context.getStateStore("kept");
            BeforeCommit before = context.getStateStore("before");
            before.run(() -> {
                happened.add("before commit: " + hoard);
                hoard.forEach(each -> {
                    kept.put(each, each);
                    context.forward(new Record<>(each, each, 42), "out");
                });
                hoard.clear();
            });
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, _ -> hoard.add("tick"));
        }

        @Override
        public void process(Record<String, String> message) {
            happened.add("read: " + message.value());
            hoard.add(message.value());
        }
    }

    private final class Hoarders implements ProcessorSupplier<String, String, String, String> {

        @Override
        public Processor<String, String, String, String> get() {
            return new Hoarder();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    BeforeCommit.builder("before"),
                    Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore("kept"), Serdes.String(), Serdes.String()));
        }
    }

    @BeforeEach
    void start() {
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("hoard", new Hoarders(), "in");
        topology.addSink("out", "out", new StringSerializer(), new StringSerializer(), "hoard");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "hoarders");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(topology, settings, Instant.EPOCH);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void what_was_read_is_written_to_the_stores_and_sent_before_it_is_committed() {
        TestInputTopic<String, String> in =
                driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
        TestOutputTopic<String, String> out =
                driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());

        in.pipeInput("k", "one");

        assertThat(happened).containsExactly("read: one", "before commit: [one]");
        assertThat(out.readValuesToList()).containsExactly("one");
        assertThat(driver.getKeyValueStore("kept").get("one")).isEqualTo("one");
    }

    @Test
    void what_a_tick_has_made_is_sent_as_well() {
        TestOutputTopic<String, String> out =
                driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());

        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(out.readValuesToList()).containsExactly("tick");
    }

    @Test
    void it_has_no_topic_of_its_own_and_keeps_nothing() {
        assertThat(BeforeCommit.builder("before").loggingEnabled()).isFalse();
        assertThat(BeforeCommit.builder("before").build().persistent()).isFalse();
        assertThat(driver.producedTopicNames()).noneMatch(topic -> topic.contains("before"));
    }
}
