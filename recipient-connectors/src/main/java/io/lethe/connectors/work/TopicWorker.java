package io.lethe.connectors.work;

import io.lethe.kafka.Pauses;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.kafka.wire.WireException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the records of one topic, with a consumer and a thread of its own: several at one time, those of one lane one after the other. A
 * record is done when its work has returned, so a process that is killed takes it again.
 */
public final class TopicWorker<V> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWorker.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TO_THE_END = Duration.ofSeconds(5);
    private static final int TAKEN_AHEAD = 4;

    /**
     * What is read, and how.
     *
     * @param name for logs
     * @param fromNow whether a group that is new begins with what is written from now on
     * @param inFlight how many records are worked on at one time
     * @param lane of what lane a value is
     */
    public record Reading<V>(
            String name,
            String topic,
            String group,
            boolean fromNow,
            int inFlight,
            Deserializer<V> values,
            Function<V, String> lane) {}

    /** What is done with a value. It sees to its own failures; one that it throws ends the process. */
    @FunctionalInterface
    public interface Work<V> {
        void on(V value, long takenAt) throws InterruptedException;
    }

    private final Reading<V> reading;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Work<V> work;
    private final Runnable unreadable;
    private final Consumer<Throwable> failed;
    private final Lanes lanes;
    private final int mostOpen;
    private final Answered answered = new Answered();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Begins to work.
     *
     * @param client settings of Kafka's clients, by their own names
     * @param unreadable told of every record that is passed over
     * @param failed told when Kafka will not have it
     */
    public TopicWorker(
            Reading<V> reading,
            Map<String, String> client,
            Work<V> work,
            Runnable unreadable,
            Consumer<Throwable> failed) {
        this.reading = reading;
        this.consumer =
                new KafkaConsumer<>(settings(reading, client), new StringDeserializer(), new ByteArrayDeserializer());
        this.work = work;
        this.unreadable = unreadable;
        this.failed = failed;
        this.lanes = new Lanes(reading.inFlight());
        this.mostOpen = reading.inFlight() * TAKEN_AHEAD;
        this.thread = Thread.ofVirtual().name(reading.name()).unstarted(this::work);
    }

    /** @return this */
    public TopicWorker<V> start() {
        thread.start();
        return this;
    }

    private static Map<String, Object> settings(Reading<?> reading, Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, reading.group());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reading.fromNow() ? "latest" : "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, reading.inFlight());
        return settings;
    }

    /** How many records wait for their end. */
    int open() {
        return answered.open();
    }

    /** Beside what is read: the task has its turn in its lane, and its share of what is done at one time. */
    void add(String lane, Lanes.Task task) {
        lanes.add(lane, () -> guarded(task));
    }

    private void work() {
        try (consumer) {
            consumer.subscribe(List.of(reading.topic()), new Handover());
            while (!closing) {
                if (answered.open() < mostOpen) {
                    consumer.resume(consumer.paused());
                } else {
                    consumer.pause(consumer.assignment());
                }
                consumer.poll(POLL).forEach(this::take);
                commit();
            }
            lanes.end(TO_THE_END);
            commit();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        answered.taken(partition, record.offset());
        long takenAt = Pauses.REAL.nanos();
        V value;
        try {
            value = reading.values().deserialize(record.topic(), record.headers(), record.value());
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (WireException e) {
            passOver(partition, record.offset(), e.getClass().getSimpleName());
            return;
        }
        if (value == null) {
            passOver(partition, record.offset(), "no value");
            return;
        }
        lanes.add(
                reading.lane().apply(value),
                () -> guarded(() -> {
                    work.on(value, takenAt);
                    answered.answered(partition, record.offset());
                }));
    }

    private void passOver(TopicPartition partition, long offset, String why) {
        LOG.error("{}: what stands in {} at offset {} cannot be read ({})", reading.name(), partition, offset, why);
        unreadable.run();
        answered.answered(partition, offset);
    }

    private void guarded(Lanes.Task task) throws InterruptedException {
        try {
            task.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void commit() {
        try {
            Map<TopicPartition, OffsetAndMetadata> news = answered.news();
            if (!news.isEmpty()) {
                consumer.commitSync(news);
            }
        } catch (RebalanceInProgressException | RetriableCommitFailedException | CommitFailedException e) {
            // The next one says the same and more; what is lost is taken again.
            LOG.debug("{}: a commit came to nothing", reading.name());
        }
    }

    private void fail(RuntimeException e) {
        if (!closing) {
            failed.accept(e);
        }
    }

    /** Takes no more records; {@link #close} waits for those that are under way. */
    public void stop() {
        closing = true;
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lanes.close();
    }

    /** What was answered is committed before somebody else takes over. */
    private final class Handover implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            answered.lost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            answered.lost(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("{}: {} partitions", reading.name(), partitions.size());
            if (reading.fromNow()) {
                partitions.forEach(this::beginHere);
            }
        }

        /** Where there is no position yet, this is it: what comes while the process is away is not missed. */
        private void beginHere(TopicPartition partition) {
            if (consumer.committed(Set.of(partition)).get(partition) == null) {
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(consumer.position(partition))));
            }
        }
    }
}
