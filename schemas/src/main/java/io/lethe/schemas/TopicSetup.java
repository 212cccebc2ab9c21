package io.lethe.schemas;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes a cluster's topics what {@link Topics} says they are: creates the missing ones, and reports, but never changes,
 * what differs in those that exist. May run in several processes at once.
 */
public final class TopicSetup {

    private static final String PRESENCE = "topic";
    private static final String NOT_SET = "not set";

    private final Admin admin;
    private final List<Topic<?>> topics;
    private final ForgettingWindow window;
    private final short replication;
    private final Duration timeout;

    /**
     * A topic is not as the contract says.
     *
     * @param setting a broker setting by its Kafka name, or {@code partitions}, {@code replication}, or {@code topic}
     *     where the whole topic is missing
     */
    public record Difference(String topic, String setting, String expected, String actual) {

        @Override
        public String toString() {
            return topic + ": " + setting + " is " + actual + ", expected " + expected;
        }
    }

    /**
     * @param replication replicas of each partition; from three on, two of them have to be in sync for a write
     * @param timeout for one whole call of {@link #ensure} or {@link #check}
     */
    public TopicSetup(
            Admin admin, Collection<Topic<?>> topics, ForgettingWindow window, int replication, Duration timeout) {
        if (replication < 1 || replication > Short.MAX_VALUE) {
            throw new IllegalArgumentException("replication: " + replication + " must be at least 1");
        }
        this.admin = admin;
        this.topics = List.copyOf(topics);
        this.window = window;
        this.replication = (short) replication;
        this.timeout = timeout;
    }

    /** The settings of a Kafka Streams changelog: compacted, and forgetting as fast as our own compacted topics. */
    public static Map<String, String> changelogSettings(ForgettingWindow window) {
        return new Cleanup.Compacted().settings(window);
    }

    /**
     * How often a broker has to look after its logs so that {@link Cleanup}'s settings can keep the window. These are the
     * broker's own settings; nobody can set them for a topic.
     */
    public static Map<String, String> brokerSettings(ForgettingWindow window) {
        return Map.of(
                "log.retention.check.interval.ms", window.share(8, Duration.ofMinutes(5)),
                "log.cleaner.backoff.ms", window.share(8, Duration.ofSeconds(15)));
    }

    /**
     * Creates the topics that are missing, and returns what differs in the others. When it returns, every topic can be
     * written to and read from.
     *
     * @throws org.apache.kafka.common.KafkaException when the cluster refuses, or does not answer in time
     */
    public List<Difference> ensure() {
        Deadline deadline = new Deadline(timeout, Pauses.REAL);
        Map<String, TopicDescription> present = describe(deadline);
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !present.containsKey(topic.name()))
                .map(this::asNewTopic)
                .toList();
        if (!missing.isEmpty()) {
            create(missing, deadline);
        }
        while (true) {
            Map<String, TopicDescription> all = describe(deadline);
            if (all.size() == topics.size()) {
                return differences(all, deadline);
            }
            deadline.pause(() -> "topics do not appear: " + absent(all));
        }
    }

    /** Only compares: a missing topic is a difference too. */
    public List<Difference> check() {
        Deadline deadline = new Deadline(timeout, Pauses.REAL);
        return differences(describe(deadline), deadline);
    }

    private NewTopic asNewTopic(Topic<?> topic) {
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.of(replication))
                .configs(settings(topic));
    }

    /** What the topic is created with here: its own settings, and what follows from the number of replicas. */
    Map<String, String> settings(Topic<?> topic) {
        Map<String, String> settings = new TreeMap<>(topic.settings(window));
        if (replication >= 3) {
            settings.put("min.insync.replicas", "2");
        }
        return settings;
    }

    private void create(List<NewTopic> missing, Deadline deadline) {
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

    private Map<String, TopicDescription> describe(Deadline deadline) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(deadline.millisLeft());
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        topics.stream().map(Topic::name).toList(), options)
                .topicNameValues();
        Map<String, TopicDescription> present = new TreeMap<>();
        asked.forEach((name, description) -> {
            try {
                present.put(name, deadline.await(description));
            } catch (UnknownTopicOrPartitionException absent) {
                // Absence is the answer.
            }
        });
        return present;
    }

    private String absent(Map<String, TopicDescription> present) {
        return topics.stream()
                .map(Topic::name)
                .filter(name -> !present.containsKey(name))
                .collect(joining(", "));
    }

    private List<Difference> differences(Map<String, TopicDescription> present, Deadline deadline) {
        Map<String, Config> configs = configs(present, deadline);
        List<Difference> differences = new ArrayList<>();
        for (Topic<?> topic : topics) {
            TopicDescription description = present.get(topic.name());
            if (description == null) {
                differences.add(new Difference(topic.name(), PRESENCE, "present", "missing"));
            } else {
                differences.addAll(shape(topic, description));
                differences.addAll(settings(topic, Objects.requireNonNull(configs.get(topic.name()))));
            }
        }
        return differences;
    }

    private Map<String, Config> configs(Map<String, TopicDescription> present, Deadline deadline) {
        List<ConfigResource> asked = present.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        while (true) {
            DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(deadline.millisLeft());
            try {
                return deadline.await(admin.describeConfigs(asked, options).all()).entrySet().stream()
                        .collect(toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
            } catch (UnknownTopicOrPartitionException notYetOnEveryBroker) {
                deadline.pause(() -> "the settings of the topics cannot be read");
            }
        }
    }

    private List<Difference> shape(Topic<?> topic, TopicDescription actual) {
        List<Difference> differences = new ArrayList<>();
        int partitions = actual.partitions().size();
        if (partitions != topic.partitions()) {
            differences.add(different(topic, "partitions", topic.partitions(), partitions));
        }
        String replicas = actual.partitions().stream()
                .map(partition -> partition.replicas().size())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(joining(" and "));
        if (!replicas.equals(String.valueOf(replication))) {
            differences.add(different(topic, "replication", replication, replicas));
        }
        return differences;
    }

    private List<Difference> settings(Topic<?> topic, Config actual) {
        Map<String, String> expected = settings(topic);
        List<Difference> differences = new ArrayList<>();
        expected.forEach((name, value) -> {
            ConfigEntry entry = actual.get(name);
            String found = entry == null || entry.value() == null ? NOT_SET : entry.value();
            if (!found.equals(value)) {
                differences.add(different(topic, name, value, found));
            }
        });
        actual.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .filter(entry -> !expected.containsKey(entry.name()))
                .forEach(entry -> differences.add(
                        different(topic, entry.name(), NOT_SET, entry.isSensitive() ? "***" : entry.value())));
        return differences;
    }

    private static Difference different(Topic<?> topic, String setting, Object expected, Object actual) {
        return new Difference(topic.name(), setting, expected.toString(), actual.toString());
    }
}
