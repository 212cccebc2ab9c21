package io.lethe.kafka.serdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleFlightTest {

    private final SingleFlight<String, Integer> flight = new SingleFlight<>();
    private final AtomicInteger fetches = new AtomicInteger();

    @Test
    void fetches_once_and_remembers() {
        assertThat(flight.get("a", _ -> fetches.incrementAndGet())).isEqualTo(1);
        assertThat(flight.get("a", _ -> fetches.incrementAndGet())).isEqualTo(1);
        assertThat(flight.get("b", _ -> fetches.incrementAndGet())).isEqualTo(2);
    }

    @Test
    void a_failure_reaches_everybody_who_waited_and_is_forgotten() {
        CountDownLatch fail = new CountDownLatch(1);
        List<CompletableFuture<Integer>> all = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> flight.get("a", _ -> {
                            fetches.incrementAndGet();
                            uninterrupted(fail);
                            throw new IllegalStateException("down");
                        }),
                        Thread::startVirtualThread))
                .toList();
        fail.countDown();

        assertThat(all)
                .allSatisfy(each -> assertThatThrownBy(each::join)
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseInstanceOf(IllegalStateException.class));
        assertThat(flight.get("a", _ -> 7)).isEqualTo(7);
    }

    @Test
    void the_interruption_of_one_thread_is_not_another_ones() {
        CountDownLatch underway = new CountDownLatch(1);
        CountDownLatch interrupt = new CountDownLatch(1);
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(
                () -> flight.get("a", _ -> {
                    underway.countDown();
                    uninterrupted(interrupt);
                    throw new InterruptException("interrupted");
                }),
                Thread::startVirtualThread);
        uninterrupted(underway);
        CompletableFuture<Integer> second =
                CompletableFuture.supplyAsync(() -> flight.get("a", _ -> 7), Thread::startVirtualThread);
        interrupt.countDown();

        assertThatThrownBy(first::join).hasCauseInstanceOf(InterruptException.class);
        assertThat(second.join()).isEqualTo(7);
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
