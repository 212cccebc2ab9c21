package io.lethe.kafka.cluster;

import static java.util.stream.Collectors.joining;

import io.lethe.kafka.Pauses;
import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes a cluster's topics what {@link Topics} says they are: creates the missing ones, and reports, but never changes,
 * what differs in those that exist. May run in several processes at once.
 */
public final class TopicSetup {

    private static final String CHANGELOG = "-changelog";
    private static final String REPARTITION = "-repartition";

    private final Admin admin;
    private final List<Topic<?>> topics;
    private final ForgettingWindow window;
    private final short replication;
    private final int partitions;
    private final Duration timeout;

    /**
     * @param replication replicas of each partition; from three on, two of them have to be in sync for a write
     * @param partitions of each topic that is keyed by subject
     * @param timeout for one whole call of {@link #ensure}, {@link #check} or {@link #checkInternal}
     */
    public TopicSetup(
            Admin admin,
            Collection<Topic<?>> topics,
            ForgettingWindow window,
            int replication,
            int partitions,
            Duration timeout) {
        if (replication < 1 || replication > Short.MAX_VALUE) {
            throw new IllegalArgumentException("replication: " + replication + " must be at least 1");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: " + partitions + " must be at least 1");
        }
        this.admin = admin;
        this.topics = List.copyOf(topics);
        this.window = window;
        this.replication = (short) replication;
        this.partitions = partitions;
        this.timeout = timeout;
    }

    /** What every topic is created with besides, whoever makes it: from three replicas on, two have to be in sync. */
    public static Map<String, String> durability(int replication) {
        return replication >= 3 ? Map.of("min.insync.replicas", "2") : Map.of();
    }

    /**
     * Creates the topics that are missing, and returns what differs in the others. When it returns, every topic can be
     * written to and read from.
     *
     * @throws org.apache.kafka.common.KafkaException when the cluster refuses, or does not answer in time
     */
    List<TopicDifference> ensure() {
        Patience deadline = new Patience(timeout, Pauses.REAL);
        TopicLook look = new TopicLook(admin, deadline);
        Map<String, TopicDescription> present = look.describe(names());
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !present.containsKey(topic.name()))
                .map(this::asNewTopic)
                .toList();
        if (!missing.isEmpty()) {
            create(missing, deadline);
        }
        while (true) {
            Map<String, TopicDescription> all = look.describe(names());
            if (all.size() == topics.size()) {
                return look.differences(wanted(), all);
            }
            deadline.pause(() -> "topics do not appear: " + absent(all));
        }
    }

    /** Only compares: a missing topic is a difference too. */
    public List<TopicDifference> check() {
        TopicLook look = new TopicLook(admin, new Patience(timeout, Pauses.REAL));
        return look.differences(wanted(), look.describe(names()));
    }

    /**
     * Compares the topics that Kafka Streams has made for an application: changelogs, and copies by another key. Before
     * its first start there are none, and nothing differs.
     */
    List<TopicDifference> checkInternal(String application) {
        Patience deadline = new Patience(timeout, Pauses.REAL);
        TopicLook look = new TopicLook(admin, deadline);
        List<String> names =
                deadline
                        .await(admin.listTopics(new ListTopicsOptions().timeoutMs(deadline.millisLeft()))
                                .names())
                        .stream()
                        .filter(name -> name.startsWith(application + "-"))
                        .filter(name -> name.endsWith(CHANGELOG) || name.endsWith(REPARTITION))
                        .sorted()
                        .toList();
        return look.differences(names.stream().map(this::internal).toList(), look.describe(names));
    }

    private Set<String> names() {
        return topics.stream().map(Topic::name).collect(Collectors.toSet());
    }

    private NewTopic asNewTopic(Topic<?> topic) {
        return new NewTopic(topic.name(), Optional.of(topic.partitions(partitions)), Optional.of(replication))
                .configs(settings(topic));
    }

    /** What the topic is created with here: its own settings, and what follows from the number of replicas. */
    Map<String, String> settings(Topic<?> topic) {
        return withDurability(topic.settings(window));
    }

    private Map<String, String> withDurability(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(durability(replication));
        return all;
    }

    private List<WantedTopic> wanted() {
        return topics.stream()
                .map(topic ->
                        new WantedTopic(topic.name(), topic.partitions(partitions), replication, settings(topic), true))
                .toList();
    }

    /** Kafka Streams adds settings of its own. */
    private WantedTopic internal(String name) {
        Map<String, String> settings =
                name.endsWith(CHANGELOG) ? Cleanup.changelogSettings(window) : Cleanup.repartitionSettings(window);
        return new WantedTopic(name, partitions, replication, withDurability(settings), false);
    }

    private void create(List<NewTopic> missing, Patience deadline) {
        CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(deadline.millisLeft());
        for (KafkaFuture<Void> created :
                admin.createTopics(missing, options).values().values()) {
            try {
                deadline.await(created);
            } catch (TopicExistsException concurrently) {
                // Another process was faster; what it made is compared like any other.
                continue;
            }
        }
    }

    private String absent(Map<String, TopicDescription> present) {
        return topics.stream()
                .map(Topic::name)
                .filter(name -> !present.containsKey(name))
                .collect(joining(", "));
    }
}
