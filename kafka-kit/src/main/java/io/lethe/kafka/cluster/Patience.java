package io.lethe.kafka.cluster;

import io.lethe.kafka.Pauses;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** One time limit for several calls to a cluster. */
final class Patience {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Pauses pauses;
    private final long end;

    Patience(Duration timeout, Pauses pauses) {
        this.pauses = pauses;
        this.end = pauses.nanos() + timeout.toNanos();
    }

    /** At least one, so that a call made too late fails by its own time-out. */
    int millisLeft() {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - pauses.nanos());
        return (int) Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(millisLeft(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException cause ? cause : new KafkaException(failed.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("the cluster did not answer in time", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException("interrupted while waiting for the cluster", interrupted);
        }
    }

    /** Waits a moment before the next attempt, or gives up with these words. */
    void pause(Supplier<String> gaveUpBecause) {
        if (end - pauses.nanos() < PAUSE) {
            throw new TimeoutException(gaveUpBecause.get());
        }
        try {
            pauses.pause(PAUSE);
        } catch (InterruptedException interrupted) {
            throw new InterruptException("interrupted while waiting for the cluster", interrupted);
        }
    }
}
