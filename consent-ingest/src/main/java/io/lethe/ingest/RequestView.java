package io.lethe.ingest;

import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the requests of controllers stand, as the retention stream has told: read from the beginning at each start, and then on. */
final class RequestView implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RequestView.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MOST = 200_000;

    private final Map<String, OpenDsrStatus> statuses = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OpenDsrStatus> eldest) {
            return size() > MOST;
        }
    };
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<OpenDsrStatus> values;
    private final java.util.function.Consumer<Exception> broken;
    private final Thread thread;
    private volatile boolean loaded;
    private volatile boolean closing;

    RequestView(
            Consumer<String, byte[]> consumer,
            Deserializer<OpenDsrStatus> values,
            java.util.function.Consumer<Exception> broken) {
        this.consumer = consumer;
        this.values = values;
        this.broken = broken;
        this.thread = Thread.ofVirtual().name("request-view").unstarted(this::follow);
    }

    /** @param broken told when Kafka will not have it any more */
    static RequestView start(
            Map<String, String> client,
            Deserializer<OpenDsrStatus> values,
            java.util.function.Consumer<Exception> broken) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new RequestView(
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()),
                        values,
                        broken)
                .begin();
    }

    /** @return this */
    RequestView begin() {
        thread.start();
        return this;
    }

    /** Whether all is known that was told before the start. */
    boolean isLoaded() {
        return loaded;
    }

    Optional<OpenDsrStatus> find(String requestId) {
        synchronized (statuses) {
            return Optional.ofNullable(statuses.get(requestId));
        }
    }

    /** A request that this process has just handed to Kafka, and of which nothing was told yet. */
    void taken(OpenDsrStatus pending) {
        synchronized (statuses) {
            statuses.putIfAbsent(pending.getRequestId(), pending);
        }
    }

    private void follow() {
        TopicPartition partition = new TopicPartition(Topics.OPENDSR_STATUS.name(), 0);
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (!closing) {
                consumer.poll(POLL).forEach(this::take);
                loaded |= consumer.position(partition) >= end;
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (RuntimeException e) {
            if (!closing) {
                broken.accept(e);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        OpenDsrStatus status;
        try {
            status = values.deserialize(record.topic(), record.headers(), record.value());
        } catch (SerializationException e) {
            LOG.error(
                    "{} at offset {} cannot be read ({})",
                    record.topic(),
                    record.offset(),
                    e.getClass().getSimpleName());
            return;
        }
        if (status != null && status.getStatus() != OpenDsrState.UNRECOGNISED) {
            synchronized (statuses) {
                statuses.put(status.getRequestId(), status);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
