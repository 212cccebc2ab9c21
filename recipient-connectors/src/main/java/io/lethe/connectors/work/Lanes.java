package io.lethe.connectors.work;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tasks side by side, so many at one time, and those of one subject one after the other. */
final class Lanes implements AutoCloseable {

    /** A task that may be told to stop half-way. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    private final Semaphore room;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    Lanes(int atOneTime) {
        this.room = new Semaphore(atOneTime);
    }

    /** The task has to see to its own failures. */
    synchronized void add(String subject, Task task) {
        CompletableFuture<Void> before = last.getOrDefault(subject, CompletableFuture.completedFuture(null));
        CompletableFuture<Void> mine = before.handleAsync((_, _) -> inRoom(task), threads);
        last.put(subject, mine);
        mine.whenComplete((_, _) -> last.remove(subject, mine));
    }

    private @Nullable Void inRoom(Task task) {
        try {
            room.acquire();
            try {
                task.run();
            } finally {
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** Lets tasks end for so long, and then interrupts them. */
    void end(Duration patience) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
