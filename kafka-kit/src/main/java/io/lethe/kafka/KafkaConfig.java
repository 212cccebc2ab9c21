package io.lethe.kafka;

import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.Settings;
import java.time.Duration;
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
    private static final int MOST_PARTITIONS = 256;

    private static final String REGISTRY = "schema.registry.";

    public KafkaConfig {
        client = Map.copyOf(client);
        registry = Map.copyOf(registry);
    }

    /**
     * Reads {@code LETHE_KAFKA_…}, {@code LETHE_REGISTRY_…}, {@code LETHE_FORGETTING_WINDOW}, {@code LETHE_REPLICATION_FACTOR},
     * {@code LETHE_PARTITIONS} and {@code LETHE_CREATE_TOPICS}.
     */
    public static KafkaConfig from(Settings settings) {
        settings.text("LETHE_KAFKA_BOOTSTRAP_SERVERS");
        settings.text("LETHE_REGISTRY_URL");
        return new KafkaConfig(
                settings.prefixed("LETHE_KAFKA_"),
                registry(settings),
                settings.parsed(
                        "LETHE_FORGETTING_WINDOW",
                        ForgettingWindow.DEFAULT,
                        text -> new ForgettingWindow(Duration.parse(text)),
                        "an ISO 8601 duration from PT10S to P30D"),
                settings.integer("LETHE_REPLICATION_FACTOR", 3, 1, 9),
                settings.integer("LETHE_PARTITIONS", Topics.SUBJECT_PARTITIONS, 1, MOST_PARTITIONS),
                settings.flag("LETHE_CREATE_TOPICS", true));
    }

    /**
     * In Confluent's names: {@code url} and {@code ssl.…} stand for {@code schema.registry.url} and
     * {@code schema.registry.ssl.…}; all others are taken as they are.
     */
    private static Map<String, String> registry(Settings settings) {
        Map<String, String> shorter = settings.prefixed("LETHE_REGISTRY_");
        shorter.remove("basic.auth.user.info.file");
        settings.secret("LETHE_REGISTRY_BASIC_AUTH_USER_INFO")
                .ifPresent(secret -> shorter.put("basic.auth.user.info", secret.value()));
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
