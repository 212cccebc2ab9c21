package io.lethe.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads partitions from where a consumer stands up to where they end at this moment. */
public final class UpToNow {

    public static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private UpToNow() {}

    /** Settings of a consumer without a group that sees committed records only; it makes no topic. */
    public static Map<String, Object> settings(Map<String, ?> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    /**
     * Hands on record after record.
     *
     * @param target says whether it wants more
     * @throws TimeoutException where the broker does not answer
     */
    public static <K, V> void read(
            Consumer<K, V> consumer, Collection<TopicPartition> partitions, Predicate<ConsumerRecord<K, V>> target) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long heard = System.nanoTime();
        while (isBefore(consumer, ends)) {
            ConsumerRecords<K, V> records = consumer.poll(POLL);
            for (ConsumerRecord<K, V> record : records) {
                if (!target.test(record)) {
                    return;
                }
            }
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new TimeoutException("the broker does not answer");
            }
        }
    }

    private static boolean isBefore(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue());
    }
}
