package io.lethe.kafka.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how far a group of consumers is behind. It asks the brokers and not the consumers: one that hangs does not say so.
 * Every instance of a service tells the same, that of the whole group.
 */
public final class ReadingWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadingWatch.class);

    private final Offsets offsets;
    private final String group;
    private final Predicate<String> topics;
    private final InstantSource clock;
    private final Unread unread = new Unread();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reading-watch").daemon().factory());
    private volatile Lag lag = new Lag(0, Duration.ZERO);

    /**
     * How far a group is behind.
     *
     * @param records that can be read and were not; markers of transactions among them
     * @param longest for how long, at least, the oldest of them has been there
     */
    public record Lag(long records, Duration longest) {}

    private ReadingWatch(Offsets offsets, String group, Predicate<String> topics, InstantSource clock) {
        this.offsets = offsets;
        this.group = group;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * Begins to look, at once.
     *
     * @param client settings of Kafka's clients, by their own names
     * @param topics which ones the group reads, by their names
     * @param between pause between two looks
     * @param clock the real one
     */
    public static ReadingWatch start(
            Map<String, String> client, String group, Predicate<String> topics, Duration between, InstantSource clock) {
        ReadingWatch watch = new ReadingWatch(new Offsets(client), group, topics, clock);
        watch.thread.scheduleWithFixedDelay(watch::tryToLook, 0, between.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** What the last look showed; nothing before the first. */
    public Lag lag() {
        return lag;
    }

    private void tryToLook() {
        try {
            Collection<TopicPartition> partitions = offsets.partitions(topics);
            // In this order: what is read between the two would otherwise look as if it were not.
            Map<TopicPartition, Long> ends = offsets.ends(partitions, IsolationLevel.READ_COMMITTED);
            lag = unread.look(offsets.read(group, partitions), ends, clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // Whoever does not answer is told by readiness; what was seen last stands.
            LOG.debug("it could not be seen how far {} has read", group, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        offsets.close();
    }
}
