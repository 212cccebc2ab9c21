package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lethe.kafka.KafkaConfig;
import io.lethe.schemas.topics.Cleanup;
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
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics of a Streams service, on a real cluster of three. */
class StreamsTopicsTest {

    private static final String CHANGELOG = "erasure-worker-things-changelog";
    private static final String REPARTITION = "erasure-worker-elsewhere-repartition";
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
                                && topics(cluster).containsAll(Set.of(CHANGELOG, REPARTITION)));
            }

            assertThat(setting(cluster, CHANGELOG, "min.insync.replicas")).isEqualTo("2");
            assertThat(settings(cluster, REPARTITION))
                    .as("E5: what is on its way forgets inside the window")
                    .containsAllEntriesOf(Cleanup.repartitionSettings(ForgettingWindow.DEFAULT));
            assertThat(settings(cluster, CHANGELOG))
                    .as("E5: a changelog does as ever")
                    .containsAllEntriesOf(Cleanup.changelogSettings(ForgettingWindow.DEFAULT));
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
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(stores.keyValue("things", Serdes.String(), Serdes.ByteArray())).stream(
                        Topics.HOLDS.name(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read"))
                .repartition(Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                        .withName("elsewhere")
                        .withNumberOfPartitions(settings.kafka().partitions()))
                .process(Keep::new, Named.as("keep"), "things");
        Topology topology = builder.build();
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
        return settings(cluster, topic).getOrDefault(name, "no such setting");
    }

    private static Map<String, String> settings(Cluster cluster, String topic) throws Exception {
        try (Admin admin = cluster.admin()) {
            return admin
                    .describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .flatMap(config -> config.entries().stream())
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
        }
    }

    private static final class Keep extends ContextualProcessor<String, byte[], Void, Void> {
        @Override
        public void process(Record<String, byte[]> record) {}
    }
}
