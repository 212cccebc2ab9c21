package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lethe.kafka.KafkaConfig;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.ConfigurationException;
import io.lethe.streams.stores.StateStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics of a Streams service, on a real cluster of three. */
class StreamsTopicsTest {

    private static final String CHANGELOG = "erasure-worker-things-changelog";
    private static final List<Topic<?>> TOPICS = List.of(Topics.HOLDS, Topics.deadLetters(Party.ERASURE_WORKER));

    @TempDir
    private Path stateDir;

    @SuppressWarnings("NullAway.Init") // JUnit sets the folder
    StreamsTopicsTest() {}

    @Test
    void S1_changelogs_are_made_with_the_topics_replicas_in_sync_another_number_of_partitions_is_no_start()
            throws Exception {
        try (Cluster cluster = new Cluster(3)) {
            StreamsSettings twelve = settings(cluster, 12);
            StreamsService.prepareTopics(twelve, TOPICS);

            try (StreamsService service = start(twelve)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> service.streams().state().isRunningOrRebalancing()
                                && topics(cluster).contains(CHANGELOG));
            }

            assertThat(setting(cluster, CHANGELOG, "min.insync.replicas")).isEqualTo("2");
            assertThat(setting(cluster, Topics.HOLDS.name(), "min.insync.replicas"))
                    .isEqualTo("2");
            StreamsService.prepareTopics(twelve, TOPICS);
            assertThatThrownBy(() -> StreamsService.prepareTopics(settings(cluster, 6), TOPICS))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("LETHE_PARTITIONS: '6'")
                    .hasMessageContaining("holds has 12")
                    .hasMessageContaining(CHANGELOG + " has 12");
        }
    }

    private StreamsService start(StreamsSettings settings) {
        DeadLetters letters = new DeadLetters(Party.ERASURE_WORKER, InstantSource.system(), new SimpleMeterRegistry());
        StateStores stores = new StateStores(settings.kafka().window());
        Topology topology = new Topology()
                .addSource(
                        "read",
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        Topics.HOLDS.name())
                .addProcessor("keep", Keep::new, "read")
                .addStateStore(stores.keyValue("things", Serdes.String(), Serdes.ByteArray()), "keep");
        return StreamsService.start(settings, topology, letters, InstantSource.system());
    }

    private StreamsSettings settings(Cluster cluster, int partitions) {
        KafkaConfig kafka = new KafkaConfig(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                Map.of("schema.registry.url", "mock://streams-topics"),
                ForgettingWindow.DEFAULT,
                3,
                partitions,
                true);
        return new StreamsSettings(
                Party.ERASURE_WORKER, kafka, stateDir, Optional.empty(), 0, 1, Duration.ofMinutes(1));
    }

    private static Set<String> topics(Cluster cluster) throws Exception {
        try (Admin admin = cluster.admin()) {
            return admin.listTopics().names().get();
        }
    }

    private static String setting(Cluster cluster, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = cluster.admin()) {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            return config == null ? "no such topic" : config.get(name).value();
        }
    }

    private static final class Keep extends ContextualProcessor<String, byte[], Void, Void> {
        @Override
        public void process(Record<String, byte[]> record) {}
    }
}
