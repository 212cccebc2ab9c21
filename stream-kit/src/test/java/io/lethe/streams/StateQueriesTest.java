package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Questions to the state, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StateQueriesTest {

    private static final int PARTITIONS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String STORE = "things";
    private static final List<String> KEYS =
            IntStream.range(0, 200).mapToObj(i -> "key-" + i).toList();

    private Cluster cluster;

    @TempDir
    private Path stateDir;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster(1);
        for (String topic : List.of("shared", "alone")) {
            cluster.create(topic, PARTITIONS);
            cluster.send(topic, KEYS);
        }
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    /** An instance of an application that keeps what comes in. */
    private final class Instance implements AutoCloseable {

        private final KafkaStreams streams;
        private final StateQueries state;

        Instance(String topic, Optional<String> server) {
            Properties properties = new Properties();
            properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topic);
            properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
            properties.put(
                    StreamsConfig.STATE_DIR_CONFIG,
                    stateDir.resolve(topic + server.hashCode()).toString());
            properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
            properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
            server.ifPresent(value -> properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, value));
            streams = new KafkaStreams(topology(topic), properties);
            state = new StateQueries(streams, PARTITIONS, server);
        }

        Instance started() {
            streams.start();
            return this;
        }

        /** What a question that was sent here gets for an answer: there is one, there is none, or an exception. */
        Optional<String> here(String key) throws StateUnavailableException {
            return state.read(
                    STORE, key, (ReadOnlyKeyValueStore<String, String> things) -> Optional.ofNullable(things.get(key)));
        }

        /** Tells what is known instead, and does not wait for streams that have failed. */
        void awaitAll() {
            await().atMost(PATIENCE)
                    .failFast(() -> assertThat(streams.state()).isNotEqualTo(KafkaStreams.State.ERROR))
                    .untilAsserted(() -> assertThat(known())
                            .as("%s, %s", streams.state(), streams.metadataForLocalThreads())
                            .hasSize(KEYS.size()));
        }

        Set<String> known() {
            Set<String> known = new HashSet<>();
            for (String key : KEYS) {
                try {
                    here(key).ifPresent(known::add);
                } catch (StateUnavailableException e) {
                    assertThat(e).hasMessageMatching("[a-z ]+");
                }
            }
            return known;
        }

        @Override
        public void close() {
            streams.close(Duration.ofSeconds(20));
        }
    }

    @Test
    void S4_an_instance_never_says_never_seen_of_a_key_whose_partition_it_does_not_have() throws Exception {
        try (Instance first = new Instance("shared", Optional.of("one:1"));
                Instance second = new Instance("shared", Optional.of("two:2"))) {
            assertThatThrownBy(() -> first.here("key-1")).isInstanceOf(StateUnavailableException.class);
            first.started();
            first.awaitAll();

            second.started();
            AtomicInteger answered = new AtomicInteger();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
                for (String key : KEYS) {
                    for (Instance one : List.of(first, second)) {
                        try {
                            assertThat(one.here(key))
                                    .as("of a key that is known")
                                    .contains(key);
                            answered.incrementAndGet();
                        } catch (StateUnavailableException e) {
                            // Right for whoever does not have it now.
                            assertThat(one.streams.state()).isNotEqualTo(KafkaStreams.State.ERROR);
                        }
                    }
                }
                return !second.known().isEmpty()
                        && first.known().size() + second.known().size() == KEYS.size();
            });

            assertThat(answered).hasPositiveValue();
            Set<String> all = new HashSet<>(first.known());
            assertThat(all).doesNotContainAnyElementsOf(second.known());
            all.addAll(second.known());
            assertThat(all).containsExactlyInAnyOrderElementsOf(KEYS);
            await().atMost(PATIENCE).untilAsserted(() -> {
                for (String key : KEYS) {
                    boolean firstHasIt = first.known().contains(key);
                    assertThat(first.state.elsewhere(STORE, key))
                            .isEqualTo(firstHasIt ? Optional.empty() : Optional.of(new HostInfo("two", 2)));
                }
                assertThat(first.state.others(STORE)).containsExactly(new HostInfo("two", 2));
                assertThat(second.state.others(STORE)).containsExactly(new HostInfo("one", 1));
                assertThat(partsOf(first) + partsOf(second)).isEqualTo(PARTITIONS);
            });
        }
    }

    @Test
    void an_instance_without_an_address_answers_for_all_and_knows_what_was_never_seen() throws Exception {
        try (Instance alone = new Instance("alone", Optional.empty()).started()) {
            alone.awaitAll();

            assertThat(alone.here("never-seen")).isEmpty();
            assertThat(alone.state.elsewhere(STORE, "key-1")).isEmpty();
            assertThat(alone.state.others(STORE)).isEmpty();
            assertThat(partsOf(alone)).isEqualTo(PARTITIONS);
        }
    }

    private static int partsOf(Instance one) throws StateUnavailableException {
        return one.state
                .readAll(STORE, (ReadOnlyKeyValueStore<String, String> part) -> part.get("anything") == null)
                .size();
    }

    private static Topology topology(String topic) {
        return new Topology()
                .addSource(
                        "read", Serdes.String().deserializer(), Serdes.String().deserializer(), topic)
                .addProcessor("keep", Keep::new, "read")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.String()),
                        "keep");
    }

    private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> things = context().getStateStore(STORE);
            things.put(record.key(), record.value());
        }
    }
}
