package io.lethe.ingest.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Looks at the cluster again and again, so that readiness does not need traffic to come back. Each look also has the producer
 * learn, or keep, where the topics' partitions are: it must know them beforehand, because it is not allowed to wait.
 */
public final class BrokerWatch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int PATIENCE_MILLIS = 2_000;

    private final Admin admin;
    private final Publisher publisher;
    private final List<String> topics;
    private final KafkaHealth health;
    private final CountDownLatch seen = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("broker-watch").daemon().factory());

    private BrokerWatch(Admin admin, Publisher publisher, List<String> topics, KafkaHealth health) {
        this.admin = admin;
        this.publisher = publisher;
        this.topics = topics;
        this.health = health;
    }

    /** @param topics those that are written to */
    public static BrokerWatch start(Admin admin, Publisher publisher, List<String> topics, KafkaHealth health) {
        BrokerWatch watch = new BrokerWatch(admin, publisher, topics, health);
        watch.thread.scheduleWithFixedDelay(watch::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
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
    }

    private void look() {
        try {
            boolean answers = answers();
            health.reachable(answers);
            if (answers) {
                seen.countDown();
            }
        } catch (RuntimeException e) {
            // Nobody would notice that there are no more looks.
            health.broken(e);
            throw e;
        }
    }

    private boolean answers() {
        try {
            DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS);
            boolean nodes = !admin.describeCluster(options)
                    .nodes()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
            // Each topic is asked for, so that the producer learns about all of them.
            return nodes && topics.stream().filter(publisher::knows).count() == topics.size();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        }
    }
}
