package io.lethe.local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who goes on asking an instance for people about whom nothing changes. The answer is the one that was right
 * before, or that the instance cannot tell; all else is noted as wrong.
 */
final class Asking implements AutoCloseable {

    private static final int UNAVAILABLE = 503;

    private final StreamInstance asked;
    private final Map<String, JsonNode> right;
    private final List<String> wrong = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closed;
    private int answered;
    private int unavailable;
    private long longestNanos;

    private Asking(StreamInstance asked, Map<String, JsonNode> right) {
        this.asked = asked;
        this.right = right;
    }

    /** @param right what is known of each subject */
    static Asking start(StreamInstance asked, Map<String, JsonNode> right, Random random) {
        Asking asking = new Asking(asked, right);
        Random ours = new Random(random.nextLong());
        Thread.ofPlatform().daemon().name("asking").start(() -> asking.run(ours));
        return asking;
    }

    private void run(Random random) {
        List<String> subjects = List.copyOf(right.keySet());
        long answeredAt = System.nanoTime();
        while (!closed) {
            String subject = subjects.get(random.nextInt(subjects.size()));
            try {
                Answer answer = asked.subject(subject);
                if (answer.status() == UNAVAILABLE) {
                    unavailable++;
                } else if (answer.isSuccess() && answer.json().equals(right.get(subject))) {
                    answered++;
                    longestNanos = Math.max(longestNanos, System.nanoTime() - answeredAt);
                    answeredAt = System.nanoTime();
                } else {
                    wrong.add(answer.status() + " " + answer.body());
                }
            } catch (IOException | RuntimeException e) {
                wrong.add(e.toString());
            }
        }
        longestNanos = Math.max(longestNanos, System.nanoTime() - answeredAt);
        end.complete(null);
    }

    /** Ends it; what was answered wrong. */
    List<String> wrong() {
        close();
        System.out.printf(
                "asked: %,d answered, %,d times unavailable, %.1f s between two answers at most%n",
                answered, unavailable, Duration.ofNanos(longestNanos).toMillis() / 1e3);
        return wrong;
    }

    /** The longest time without a right answer. */
    Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    int answered() {
        return answered;
    }

    @Override
    public void close() {
        closed = true;
        end.join();
    }
}
