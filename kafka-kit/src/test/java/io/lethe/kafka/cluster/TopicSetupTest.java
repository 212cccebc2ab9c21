package io.lethe.kafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Topic setup, on a real cluster of three. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TopicSetupTest {

    private static final TopicDescription NOT_THERE = new TopicDescription("none", false, List.of());
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private KafkaClusterTestKit cluster;
    private Admin admin;

    @BeforeAll
    void start() throws Exception {
        cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setNumBrokerNodes(3)
                        .setNumControllerNodes(1)
                        .setCombined(true)
                        .build())
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        admin = cluster.admin();
    }

    @AfterAll
    void stop() throws Exception {
        admin.close();
        cluster.close();
    }

    @Test
    void creates_what_is_missing_with_exactly_its_settings_and_finds_nothing_to_say() throws Exception {
        List<Topic<?>> topics = Topics.all(List.of("hubspot"));
        TopicSetup setup = setup(topics, 3);

        List<TopicDifference> differences = setup.ensure();

        assertThat(differences).isEmpty();
        assertThat(setup.check()).isEmpty();
        assertThat(setup.ensure()).isEmpty();
        assertThat(setup.settings(Topics.IDENTITIES)).containsEntry("min.insync.replicas", "2");
        TopicDescription identities = admin.describeTopics(List.of("identities"))
                .allTopicNames()
                .get()
                .getOrDefault("identities", NOT_THERE);
        assertThat(identities.partitions()).hasSize(Topics.SUBJECT_PARTITIONS);
        assertThat(identities.partitions().getFirst().replicas()).hasSize(3);
    }

    @Test
    void only_checking_creates_nothing() throws Exception {
        Topic<?> topic = Topics.deletionCommands("only-checked");

        assertThat(setup(List.of(topic), 1).check())
                .containsExactly(new TopicDifference(topic.name(), "topic", "present", "missing"));
        assertThat(admin.listTopics().names().get()).doesNotContain(topic.name());
    }

    @Test
    void C6_topics_whose_keys_do_not_come_together_are_named_before_anybody_reads_them() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic("six", 6, (short) 1),
                        new NewTopic("six-as-well", 6, (short) 1),
                        new NewTopic("twelve", 12, (short) 1)))
                .all()
                .get();
        Map<String, Object> client = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        // Each question may go to another broker, which hears of a new topic a little later.
        await().ignoreExceptions().untilAsserted(() -> CoPartitioning.check(client, "six", List.of("six-as-well")));

        await().untilAsserted(() -> assertThatThrownBy(
                        () -> CoPartitioning.check(client, "six", List.of("six-as-well", "twelve")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("six has 6 partitions, and twelve has 12:"));
        assertThatThrownBy(() -> CoPartitioning.check(client, "six", List.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no topic nowhere");
    }

    @Test
    void what_differs_is_reported_and_left_alone() throws Exception {
        Topic<?> topic = Topics.deletionCommands("made-by-hand");
        NewTopic byHand = new NewTopic(topic.name(), Optional.of(2), Optional.of((short) 1))
                .configs(Map.of("cleanup.policy", "compact", "retention.bytes", "1000"));
        admin.createTopics(List.of(byHand)).all().get();
        TopicSetup setup = setup(List.of(topic), 3);

        List<TopicDifference> differences = setup.ensure();

        String name = topic.name();
        assertThat(differences)
                .contains(
                        new TopicDifference(name, "partitions", "6", "2"),
                        new TopicDifference(name, "replication", "3", "1"),
                        new TopicDifference(name, "cleanup.policy", "delete", "compact"),
                        new TopicDifference(name, "retention.bytes", "not set", "1000"),
                        new TopicDifference(name, "min.insync.replicas", "2", "1"))
                .extracting(TopicDifference::setting)
                .contains("retention.ms", "segment.ms", "file.delete.delay.ms");
        // Each question may go to another broker, which hears of a new topic a little later.
        await().untilAsserted(() -> assertThat(setup.check()).isEqualTo(differences));
        assertThat(differences.getFirst()).hasToString(name + ": partitions is 2, expected 6");
    }

    @Test
    void another_number_of_partitions_than_the_cluster_has_is_told_in_the_operators_words() {
        List<Topic<?>> topics = List.of(Topics.deletionCommands("six"), Topics.deadLetters(Party.CONSENT_INGEST));
        TopicSetup six = setup(topics, 1, 6);
        TopicSetup twelve = setup(topics, 1, 12);

        assertThat(TopicPreparation.keysWouldMove(topics, 6, six.ensure())).isEmpty();
        assertThat(TopicPreparation.keysWouldMove(topics, 12, twelve.ensure()))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("LETHE_PARTITIONS: '12' is not what the cluster has (deletion-commands.six has 6)")
                        .endsWith("Set it to what the topics were made with"));
        // Each question may go to another broker, which hears of a new topic a little later.
        await().untilAsserted(() -> assertThat(twelve.check())
                .contains(new TopicDifference("deletion-commands.six", "partitions", "12", "6"))
                .noneMatch(one -> one.topic().startsWith("dead-letters")));
    }

    @Test
    void another_number_of_partitions_of_a_topic_that_is_not_keyed_by_subject_moves_nobody() throws Exception {
        Topic<?> topic = Topics.deadLetters(Party.OPERATORS);
        TopicSetup setup = setup(List.of(topic), 1);
        admin.createTopics(List.of(new NewTopic(topic.name(), Optional.of(3), Optional.of((short) 1))))
                .all()
                .get();

        List<TopicDifference> differences = setup.ensure();

        assertThat(differences).contains(new TopicDifference(topic.name(), "partitions", "1", "3"));
        assertThat(TopicPreparation.keysWouldMove(List.of(topic), 6, differences))
                .isEmpty();
    }

    @Test
    void E5_what_kafka_streams_has_made_is_held_to_the_same_replicas_in_sync_and_partitions_and_forgets_as_fast()
            throws Exception {
        TopicSetup setup = setup(List.of(), 3);
        Map<String, String> slow =
                new HashMap<>(Cleanup.repartitionSettings(new ForgettingWindow(Duration.ofMinutes(5))));
        slow.put("min.insync.replicas", "2");
        slow.put("retention.ms", "604800000");
        assertThat(setup.checkInternal("app")).isEmpty();
        admin.createTopics(List.of(
                        new NewTopic("app-good-changelog", Optional.of(6), Optional.of((short) 3))
                                .configs(setup.settings(Topics.IDENTITIES)),
                        new NewTopic("app-poor-changelog", Optional.of(6), Optional.of((short) 3))
                                .configs(Cleanup.changelogSettings(new ForgettingWindow(Duration.ofMinutes(5)))),
                        new NewTopic("app-acks-repartition", Optional.of(4), Optional.of((short) 3)).configs(slow),
                        new NewTopic("other-things-changelog", Optional.of(1), Optional.of((short) 1))))
                .all()
                .get();

        // Once each broker has heard of them
        await().untilAsserted(() -> assertThat(setup.checkInternal("app"))
                .containsExactlyInAnyOrder(
                        new TopicDifference("app-poor-changelog", "min.insync.replicas", "2", "1"),
                        new TopicDifference("app-acks-repartition", "retention.ms", "150000", "604800000"),
                        new TopicDifference("app-acks-repartition", "partitions", "6", "4")));
        assertThat(TopicPreparation.keysWouldMove(List.of(), 6, setup.checkInternal("app")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("app-acks-repartition has 4"));
    }

    @Test
    void several_processes_may_do_it_at_once() {
        List<Topic<?>> topics = List.of(Topics.deletionCommands("at-once-1"), Topics.deletionCommands("at-once-2"));

        List<CompletableFuture<List<TopicDifference>>> all = IntStream.range(0, 6)
                .mapToObj(_ ->
                        CompletableFuture.supplyAsync(() -> setup(topics, 3).ensure(), Thread::startVirtualThread))
                .toList();

        assertThat(all).allSatisfy(each -> assertThat(each.join()).isEmpty());
    }

    @Test
    void a_cluster_that_does_not_answer_is_not_waited_for_longer_than_allowed() {
        Map<String, Object> nobodyThere = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        try (Admin unreachable = Admin.create(nobodyThere)) {
            TopicSetup setup = new TopicSetup(
                    unreachable, List.of(Topics.HOLDS), ForgettingWindow.DEFAULT, 1, 6, Duration.ofMillis(500));

            assertThatThrownBy(setup::check).isInstanceOf(TimeoutException.class);
        }
    }

    private TopicSetup setup(List<Topic<?>> topics, int replication) {
        return setup(topics, replication, Topics.SUBJECT_PARTITIONS);
    }

    private TopicSetup setup(List<Topic<?>> topics, int replication, int partitions) {
        return new TopicSetup(
                admin, topics, new ForgettingWindow(Duration.ofMinutes(5)), replication, partitions, TIMEOUT);
    }
}
