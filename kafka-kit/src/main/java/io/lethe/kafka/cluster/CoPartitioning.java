package io.lethe.kafka.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

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
     * @throws IllegalArgumentException where a topic has another number of partitions; the message names all of them
     * @throws KafkaException where a topic is not there, or the brokers do not answer within half a minute
     */
    public static void check(Map<String, ?> client, String reference, Collection<String> topics) {
        Set<String> all = new LinkedHashSet<>(topics);
        all.add(reference);
        Map<String, Integer> partitions = partitions(client, all);
        int wanted = partitions.getOrDefault(reference, 0);
        String others = partitions.entrySet().stream()
                .filter(topic -> topic.getValue() != wanted)
                .map(topic -> topic.getKey() + " has " + topic.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(reference + " has " + wanted + " partitions, and " + others
                    + ": what they say of one key would not come together; repartition the stream first");
        }
    }

    private static Map<String, Integer> partitions(Map<String, ?> client, Set<String> topics) {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
            return admin
                    .describeTopics(topics)
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .collect(Collectors.toMap(
                            topic -> topic.name(), topic -> topic.partitions().size()));
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the partitions of " + String.join(", ", topics) + " cannot be told", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("the brokers do not tell the partitions of " + String.join(", ", topics), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
