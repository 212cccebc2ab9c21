package io.lethe.kafka.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
 * Looks for transactions that do not end. Behind one, nobody who reads committed records reads on, and the broker cleans nothing: what was deleted
 * stays. A producer that is gone is ended by its coordinator after its time-out; a transaction of which the coordinator knows nothing is ended by nobody.
 */
public final class TransactionWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionWatch.class);

    /** Longer than one that ends by itself in the usual way. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Offsets offsets;
    private final Predicate<String> topics;
    private final InstantSource clock;
    private final OpenTransactions open = new OpenTransactions();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("transaction-watch").daemon().factory());
    private volatile Duration longest = Duration.ZERO;

    private TransactionWatch(Offsets offsets, Predicate<String> topics, InstantSource clock) {
        this.offsets = offsets;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * Begins to look, at once.
     *
     * @param client settings of Kafka's clients, by their own names
     * @param topics which ones to look at, by their names
     * @param between pause between two looks
     * @param clock the real one
     */
    public static TransactionWatch start(
            Map<String, String> client, Predicate<String> topics, Duration between, InstantSource clock) {
        TransactionWatch watch = new TransactionWatch(new Offsets(client), topics, clock);
        watch.thread.scheduleWithFixedDelay(watch::tryToLook, 0, between.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** For how long the oldest transaction that is open has been seen so; zero where none is. */
    public Duration longest() {
        return longest;
    }

    private void tryToLook() {
        try {
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // Whoever does not answer is told by readiness; what was seen last stands.
            LOG.debug("open transactions could not be looked for", e);
        }
    }

    private void look() throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> partitions = offsets.partitions(topics);
        // In this order: what is committed between the two is no open transaction.
        Map<TopicPartition, Long> ends = offsets.ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = offsets.ends(partitions, IsolationLevel.READ_COMMITTED);
        longest = open.look(stable, ends, clock.instant());
        if (longest.compareTo(LONG) > 0) {
            LOG.warn("a transaction has been open for {} in {}", longest, open.oldest());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        offsets.close();
    }
}
