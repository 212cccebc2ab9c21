package io.lethe.kafka.cluster;

import io.lethe.kafka.Pauses;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether what topics say of one key comes together: they have as many partitions as another. Kafka Streams looks where streams are joined, and not where
 * processors share a store; there a record would meet the state of other keys, and nobody would be told.
 */
public final class CoPartitioning {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CoPartitioning() {}

    /**
     * Holds topics against one.
     *
     * @param client settings of Kafka's clients, by their own names
     * @throws IllegalArgumentException where a topic is not there, or has another number of partitions; the message names it
     * @throws org.apache.kafka.common.KafkaException where the brokers do not answer within half a minute
     */
    public static void check(Map<String, ?> client, String reference, Collection<String> topics) {
        Set<String> all = new LinkedHashSet<>(topics);
        all.add(reference);
        Map<String, Integer> partitions = partitions(client, all);
        int wanted = partitions.getOrDefault(reference, 0);
        String others = partitions.entrySet().stream()
                .filter(topic -> topic.getValue() != wanted)
                .map(topic -> topic.getKey() + " has " + topic.getValue())
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(reference + " has " + wanted + " partitions, and " + others
                    + ": what they say of one key would not come together; repartition the stream first");
        }
    }

    private static Map<String, Integer> partitions(Map<String, ?> client, Set<String> topics) {
        Map<String, Integer> partitions = new TreeMap<>();
        Patience patience = new Patience(PATIENCE, Pauses.REAL);
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
            admin.describeTopics(topics)
                    .topicNameValues()
                    .forEach((topic, description) -> partitions.put(topic, partitions(topic, patience, description)));
        }
        return partitions;
    }

    private static int partitions(String topic, Patience patience, KafkaFuture<TopicDescription> description) {
        try {
            return patience.await(description).partitions().size();
        } catch (UnknownTopicOrPartitionException e) {
            throw new IllegalArgumentException("there is no topic " + topic, e);
        }
    }
}
