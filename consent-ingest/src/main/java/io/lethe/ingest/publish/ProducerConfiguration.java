package io.lethe.ingest.publish;

import io.lethe.schemas.topics.Party;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the one producer of the process is set. */
public final class ProducerConfiguration {

    /** Batches form by themselves under load, and then they are large: fewer of them cost the broker less. */
    private static final int LARGEST_BATCH = 128 * 1024;

    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST_RECONNECT_PAUSE = Duration.ofSeconds(1);
    private static final Duration TOPICS_REMEMBERED = Duration.ofDays(365);

    private ProducerConfiguration() {}

    /**
     * @param client settings of the operator
     * @param patience until when a record has to be acknowledged
     */
    public static Map<String, Object> of(Map<String, String> client, Duration patience) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, Party.CONSENT_INGEST.label());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, LARGEST_BATCH);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(shorter(REQUEST_PATIENCE, patience)));
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, millis(LONGEST_RECONNECT_PAUSE));
        settings.putAll(client);
        // What S1 rests on is not the operator's to change.
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(patience));
        // Event loops call send: it must fail rather than wait for metadata or memory.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPICS_REMEMBERED.toMillis());
        return settings;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
