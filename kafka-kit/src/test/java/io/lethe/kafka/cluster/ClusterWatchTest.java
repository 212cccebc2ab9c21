package io.lethe.kafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** S4 The watch on the cluster, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
@Timeout(60)
class ClusterWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private KafkaClusterTestKit cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setNumBrokerNodes(1)
                        .setNumControllerNodes(1)
                        .setCombined(true)
                        .build())
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void sees_brokers_that_answer() throws Exception {
        try (ClusterWatch watch = watch(cluster.bootstrapServers())) {
            assertThat(watch.isReachable()).isFalse();

            watch.start(OFTEN, () -> true, failure::complete);

            watch.awaitFirst(PATIENCE);
            assertThat(watch.isReachable()).isTrue();
        }
    }

    @Test
    void sees_nobody_where_nobody_is() {
        try (ClusterWatch watch = watch("127.0.0.1:1")) {
            watch.start(OFTEN, () -> true, failure::complete);

            assertThatThrownBy(() -> watch.awaitFirst(Duration.ofMillis(300))).isInstanceOf(TimeoutException.class);
            assertThat(watch.isReachable()).isFalse();
        }
    }

    @Test
    void looks_again_while_what_has_to_hold_besides_does_not() throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        AtomicBoolean holds = new AtomicBoolean(true);
        try (ClusterWatch watch = watch(cluster.bootstrapServers())) {
            watch.start(
                    OFTEN,
                    () -> {
                        if (refused.get()) {
                            throw new KafkaException("not now");
                        }
                        return holds.get();
                    },
                    failure::complete);
            watch.awaitFirst(PATIENCE);

            holds.set(false);
            await().atMost(PATIENCE).until(() -> !watch.isReachable());
            holds.set(true);
            await().atMost(PATIENCE).until(watch::isReachable);
            refused.set(true);
            await().atMost(PATIENCE).until(() -> !watch.isReachable());
            refused.set(false);
            await().atMost(PATIENCE).until(watch::isReachable);
        }
    }

    @Test
    void never_ends_without_a_word() {
        IllegalStateException broken = new IllegalStateException("closed");
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        try (ClusterWatch watch = watch(cluster.bootstrapServers())) {
            watch.start(
                    OFTEN,
                    () -> {
                        throw broken;
                    },
                    told::complete);

            assertThat(told).succeedsWithin(PATIENCE).isSameAs(broken);
            assertThat(watch.isReachable()).isFalse();
        }
    }

    private static ClusterWatch watch(String servers) {
        return new ClusterWatch(Map.of("bootstrap.servers", servers));
    }
}
