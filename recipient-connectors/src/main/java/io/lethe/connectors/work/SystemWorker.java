package io.lethe.connectors.work;

import io.lethe.kafka.Pauses;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.kafka.wire.WireException;
import io.lethe.policy.Backoff;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
 * One system's commands, with a consumer and a thread of their own: whatever another system does, this one is not delayed. A
 * command counts as taken when its answer has been written, so a process that is killed takes it again.
 */
public final class SystemWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemWorker.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TO_THE_END = Duration.ofSeconds(5);
    private static final int TAKEN_AHEAD = 4;

    /**
     * How a system's commands are worked on.
     *
     * @param inFlight the most calls at one time
     * @param attempts the most for each time a command is given
     * @param life how long a command stays in its topic
     */
    public record Limits(int inFlight, int attempts, Backoff backoff, Duration life) {}

    private final String system;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<DeletionCommand> commands;
    private final Connector connector;
    private final Persistence persistence;
    private final Acknowledgements acknowledgements;
    private final SystemMetrics metrics;
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
     * @param failed told when Kafka will not have it; a system that does not answer is no failure
     */
    public SystemWorker(
            String system,
            Map<String, String> client,
            Deserializer<DeletionCommand> commands,
            Connector connector,
            Limits limits,
            Acknowledgements acknowledgements,
            MeterRegistry registry,
            Consumer<Throwable> failed) {
        this.system = system;
        this.consumer = new KafkaConsumer<>(
                settings(system, client, limits), new StringDeserializer(), new ByteArrayDeserializer());
        this.commands = commands;
        this.connector = connector;
        this.metrics = new SystemMetrics(registry, system);
        this.persistence = new Persistence(
                connector,
                new Persistence.Limits(limits.attempts(), limits.backoff(), limits.life()),
                Pauses.REAL,
                () -> ThreadLocalRandom.current().nextDouble(),
                metrics::retried);
        this.acknowledgements = acknowledgements;
        this.failed = failed;
        this.lanes = new Lanes(limits.inFlight());
        this.mostOpen = limits.inFlight() * TAKEN_AHEAD;
        metrics.watch(answered::open);
        this.thread = Thread.ofVirtual().name("connector-" + system).start(this::work);
    }

    private static Map<String, Object> settings(String system, Map<String, String> client, Limits limits) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "recipient." + system);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, limits.inFlight());
        return settings;
    }

    private void work() {
        try (consumer) {
            consumer.subscribe(List.of(Topics.deletionCommands(system).name()), new Handover());
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
        DeletionCommand command;
        try {
            command = commands.deserialize(record.topic(), record.headers(), record.value());
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (WireException e) {
            unreadable(partition, record.offset(), e.getClass().getSimpleName());
            return;
        }
        if (command == null) {
            unreadable(partition, record.offset(), "no value");
            return;
        }
        Deletion deletion = Deletion.of(command);
        lanes.add(deletion.subjectId(), () -> carryOut(deletion, takenAt, partition, record.offset()));
    }

    /** Passed over: without an answer the erasure worker gives the command again, and tells a person in the end (E3). */
    private void unreadable(TopicPartition partition, long offset, String why) {
        LOG.error("{} at {}, offset {}, is no command that can be read ({})", system, partition, offset, why);
        metrics.unreadable();
        answered.answered(partition, offset);
    }

    private void carryOut(Deletion deletion, long takenAt, TopicPartition partition, long offset)
            throws InterruptedException {
        try {
            Verdict.Acknowledged answer = outcome(deletion, takenAt);
            acknowledgements.write(deletion.commandId(), deletion.subjectId(), answer);
            metrics.answered(answer.outcome());
            answered.answered(partition, offset);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private Verdict.Acknowledged outcome(Deletion deletion, long takenAt) throws InterruptedException {
        try {
            return persistence.carryOut(deletion, takenAt);
        } catch (RuntimeException e) {
            // Not its message: it may quote what was to be sent.
            LOG.error("{}: an attempt broke on {}", system, e.getClass().getName());
            return Verdict.failed("the connector broke (" + e.getClass().getSimpleName() + ")");
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
            LOG.debug("{}: a commit came to nothing", system);
        }
    }

    private void fail(RuntimeException e) {
        if (!closing) {
            failed.accept(e);
        }
    }

    /** Takes no more commands; {@link #close} waits for those that are under way. */
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
        connector.close();
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
            LOG.info("{}: {} partitions of its commands", system, partitions.size());
        }
    }
}
