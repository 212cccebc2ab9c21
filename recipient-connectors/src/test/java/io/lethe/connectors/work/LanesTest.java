package io.lethe.connectors.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LanesTest {

    @Test
    void what_concerns_one_subject_keeps_its_order_and_others_do_not_wait_for_it() throws InterruptedException {
        Queue<String> done = new ConcurrentLinkedQueue<>();
        CountDownLatch another = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(3);

        try (Lanes lanes = new Lanes(4)) {
            lanes.add("slow", () -> {
                another.await();
                done.add("first");
                all.countDown();
            });
            lanes.add("slow", () -> {
                done.add("second");
                all.countDown();
            });
            lanes.add("another", () -> {
                done.add("another");
                another.countDown();
                all.countDown();
            });
            all.await();
        }

        assertThat(done).containsExactly("another", "first", "second");
    }

    @Test
    void no_more_than_so_many_run_at_one_time() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(200);

        try (Lanes lanes = new Lanes(3)) {
            IntStream.range(0, 200)
                    .forEach(task -> lanes.add("s" + task, () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Thread.yield();
                        running.decrementAndGet();
                        all.countDown();
                    }));
            all.await();
        }

        assertThat(most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void who_hangs_is_interrupted_when_it_ends() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<CountDownLatch> never = List.of(new CountDownLatch(1));

        try (Lanes lanes = new Lanes(1)) {
            lanes.add("s", () -> {
                begun.countDown();
                try {
                    never.getFirst().await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            });
            begun.await();
            lanes.end(Duration.ofMillis(10));
        }

        interrupted.await();
        assertThat(interrupted.getCount()).isZero();
    }
}
