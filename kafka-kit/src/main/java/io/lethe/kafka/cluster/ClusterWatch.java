package io.lethe.kafka.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether the brokers answer (S4): running streams do not tell when they have nobody to talk to, and a
 * front door has to be ready again before there is traffic.
 */
public final class ClusterWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final int PATIENCE_MILLIS = 2_000;

    private final Admin admin;
    private final CountDownLatch seen = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cluster-watch").daemon().factory());
    private volatile boolean reachable;

    /** @param client settings of Kafka's clients, by their own names */
    public ClusterWatch(Map<String, String> client) {
        admin = Admin.create(Map.<String, Object>copyOf(client));
    }

    /**
     * Begins to look, at once.
     *
     * @param between pause between two looks
     * @param more what has to hold besides; only asked while brokers answer
     * @param failed told if a look breaks on anything but Kafka's not answering: there are no more looks then
     */
    public void start(Duration between, BooleanSupplier more, Consumer<Throwable> failed) {
        thread.scheduleWithFixedDelay(() -> look(more, failed), 0, between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the last look showed; false before the first. */
    public boolean isReachable() {
        return reachable;
    }

    /**
     * Waits until the cluster was seen at work for the first time.
     *
     * @throws TimeoutException where it was not in time
     */
    public void awaitFirst(Duration patience) throws InterruptedException, TimeoutException {
        if (!seen.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException(
                    "Kafka does not answer, or does not tell where the topics are, within " + patience);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }

    private void look(BooleanSupplier more, Consumer<Throwable> failed) {
        try {
            boolean answers = brokersAnswer() && holds(more);
            if (answers != reachable && !thread.isShutdown()) {
                LOG.info("Kafka {}", answers ? "answers" : "does not answer");
            }
            reachable = answers;
            if (answers) {
                seen.countDown();
            }
        } catch (RuntimeException | Error e) {
            reachable = false;
            // Nobody would notice that there are no more looks.
            if (!thread.isShutdown()) {
                failed.accept(e);
            }
            throw e;
        }
    }

    private boolean brokersAnswer() {
        try {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                    .nodes()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        }
    }

    private static boolean holds(BooleanSupplier more) {
        try {
            return more.getAsBoolean();
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (KafkaException e) {
            return false;
        }
    }
}
