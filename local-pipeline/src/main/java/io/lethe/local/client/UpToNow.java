package io.lethe.local.client;

import io.lethe.local.folder.PipelineException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions from where a consumer stands up to where they end at this moment. */
final class UpToNow {

    static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private UpToNow() {}

    /**
     * Hands on record after record.
     *
     * @param target says whether it wants more
     * @throws PipelineException where the broker does not answer
     */
    static <K, V> void read(
            Consumer<K, V> consumer, Collection<TopicPartition> partitions, Predicate<ConsumerRecord<K, V>> target) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        Instant giveUpAt = Instant.now().plus(PATIENCE);
        while (isBefore(consumer, ends)) {
            ConsumerRecords<K, V> records = consumer.poll(POLL);
            for (ConsumerRecord<K, V> record : records) {
                if (!target.test(record)) {
                    return;
                }
            }
            if (!records.isEmpty()) {
                giveUpAt = Instant.now().plus(PATIENCE);
            } else if (Instant.now().isAfter(giveUpAt)) {
                throw new PipelineException("the broker does not answer");
            }
        }
    }

    private static boolean isBefore(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue());
    }
}
