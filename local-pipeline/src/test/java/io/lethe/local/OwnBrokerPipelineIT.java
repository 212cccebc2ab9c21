package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract on the broker that {@code ./lethe up} starts. */
class OwnBrokerPipelineIT implements PipelineContract {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static Trial trial;

    @BeforeAll
    static void start() {
        trial = Trial.start();
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    @Override
    public Trial trial() {
        return trial;
    }

    @Test
    @DisplayName("at 200 events a second a statement shows within half a second, in 99 of 100 cases")
    void at_200_events_a_second_a_statement_shows_within_half_a_second() throws Exception {
        // given
        int events = 2_200;
        int warmUp = 200;
        List<ScheduledFuture<Future<Long>>> posts = new ArrayList<>();
        List<Long> millis = new ArrayList<>();

        // when
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 0; i < events; i++) {
                String visitor = "v-pace-" + i;
                boolean measured = i >= warmUp && i % 20 == 0;
                posts.add(pace.schedule(
                        () -> workers.submit(() -> shownAfter(visitor, measured)), i * 5L, TimeUnit.MILLISECONDS));
            }
            for (ScheduledFuture<Future<Long>> post : posts) {
                millis.add(post.get().get());
            }
        }
        millis.removeIf(value -> value < 0);
        millis.sort(Long::compare);

        // then
        assertThat(millis.get((int) (millis.size() * 0.99) - 1))
                .as("99th percentile in ms; all of them: " + millis)
                .isLessThan(Duration.ofMillis(500).toMillis());
    }

    /** From the acknowledgement to the answer that shows it, in milliseconds; -1 where it was not asked for. */
    private static long shownAfter(String visitor, boolean measured) throws IOException {
        String subject = trial.publish(
                "consent-statements",
                Events.grant(visitor, "audience-measurement").toString());
        long accepted = System.nanoTime();
        if (!measured) {
            return -1;
        }
        while (trial.subject(subject).path("consents").size() == 0) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - accepted);
    }
}
