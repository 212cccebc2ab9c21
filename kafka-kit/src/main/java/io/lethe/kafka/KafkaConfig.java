package io.lethe.kafka;

import io.lethe.schemas.topics.ForgettingWindow;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a service reaches the broker and the registry, and how topics are made: what all services are told in the same words.
 *
 * @param client settings of Kafka's clients, by their own names; {@code bootstrap.servers} at least
 * @param registry settings of the serdes, in Confluent's names; {@code schema.registry.url} at least
 * @param window how fast the topics have to forget
 * @param replication replicas of each partition of a topic that is made
 * @param partitions of each topic that is keyed by subject
 * @param createTopics whether a service makes the topics that are missing
 */
public record KafkaConfig(
        Map<String, String> client,
        Map<String, String> registry,
        ForgettingWindow window,
        int replication,
        int partitions,
        boolean createTopics) {

    /** More than this is no size of ours: each topic that is keyed by subject has as many. */
    public static final int MOST_PARTITIONS = 256;

    private static final String REGISTRY = "schema.registry.";

    public KafkaConfig {
        client = Map.copyOf(client);
        registry = Map.copyOf(registry);
    }

    /**
     * Registry settings in Confluent's names, from shorter ones: {@code url} and {@code ssl.…} stand for
     * {@code schema.registry.url} and {@code schema.registry.ssl.…}; all others are taken as they are.
     */
    public static Map<String, String> registryNames(Map<String, String> shorter) {
        Map<String, String> names = new TreeMap<>();
        shorter.forEach((name, value) ->
                names.put(name.equals("url") || name.startsWith("ssl.") ? REGISTRY + name : name, value));
        return names;
    }

    /** Without the settings' values: some of them are passwords. */
    @Override
    public String toString() {
        return "KafkaConfig[client=" + client.keySet() + ", registry=" + registry.keySet() + ", " + window
                + ", replication=" + replication + ", partitions=" + partitions + ", createTopics=" + createTopics
                + "]";
    }
}
