package io.lethe.kafka.cluster;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A look at a cluster's topics: what is there, and in what it differs from what is wanted. Changes nothing. */
final class TopicLook {

    private static final String PRESENCE = "topic";
    private static final String NOT_SET = "not set";

    private final Admin admin;
    private final Patience deadline;

    TopicLook(Admin admin, Patience deadline) {
        this.admin = admin;
        this.deadline = deadline;
    }

    /** Those of the topics that are there. */
    Map<String, TopicDescription> describe(Collection<String> names) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(deadline.millisLeft());
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(names, options).topicNameValues();
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

    List<TopicDifference> differences(Collection<WantedTopic> wanted, Map<String, TopicDescription> present) {
        Map<String, Config> configs = configs(present.keySet());
        List<TopicDifference> differences = new ArrayList<>();
        for (WantedTopic topic : wanted) {
            TopicDescription description = present.get(topic.name());
            if (description == null) {
                differences.add(new TopicDifference(topic.name(), PRESENCE, "present", "missing"));
            } else {
                differences.addAll(shape(topic, description));
                differences.addAll(settings(topic, Objects.requireNonNull(configs.get(topic.name()))));
            }
        }
        return differences;
    }

    private Map<String, Config> configs(Collection<String> names) {
        List<ConfigResource> asked = names.stream()
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

    private static List<TopicDifference> shape(WantedTopic topic, TopicDescription actual) {
        List<TopicDifference> differences = new ArrayList<>();
        int partitions = actual.partitions().size();
        if (partitions != topic.partitions()) {
            differences.add(different(topic, TopicDifference.PARTITIONS, topic.partitions(), partitions));
        }
        String replicas = actual.partitions().stream()
                .map(partition -> partition.replicas().size())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(joining(" and "));
        if (!replicas.equals(String.valueOf(topic.replication()))) {
            differences.add(different(topic, "replication", topic.replication(), replicas));
        }
        return differences;
    }

    private static List<TopicDifference> settings(WantedTopic topic, Config actual) {
        List<TopicDifference> differences = new ArrayList<>();
        new TreeMap<>(topic.settings()).forEach((name, value) -> {
            ConfigEntry entry = actual.get(name);
            String found = entry == null || entry.value() == null ? NOT_SET : entry.value();
            if (!found.equals(value)) {
                differences.add(different(topic, name, value, found));
            }
        });
        if (topic.nothingElse()) {
            actual.entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .filter(entry -> !topic.settings().containsKey(entry.name()))
                    .forEach(entry -> differences.add(
                            different(topic, entry.name(), NOT_SET, entry.isSensitive() ? "***" : entry.value())));
        }
        return differences;
    }

    private static TopicDifference different(WantedTopic topic, String setting, Object expected, Object actual) {
        return new TopicDifference(topic.name(), setting, expected.toString(), actual.toString());
    }
}
