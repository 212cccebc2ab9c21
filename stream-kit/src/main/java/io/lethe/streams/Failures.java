package io.lethe.streams;

import io.lethe.kafka.wire.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Which failures of a stream thread are worth another thread (S3): those of a broker or registry that may be back in a moment,
 * a bounded number of times; all others end the process, so that somebody looks.
 */
final class Failures {

    private static final int MOST = 10;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Deque<Instant> recent = new ArrayDeque<>();

    Failures(InstantSource clock) {
        this.clock = clock;
    }

    /** What to do about a failure; counts the ones that are recovered from. */
    synchronized StreamThreadExceptionResponse respond(Throwable failure) {
        if (!isPassing(failure)) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Instant now = clock.instant();
        recent.addLast(now);
        while (recent.getFirst().isBefore(now.minus(WITHIN))) {
            recent.removeFirst();
        }
        return recent.size() > MOST
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Whether the cause is of a kind that passes by itself. */
    static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case RegistryUnavailableException _,
                        TimeoutException _,
                        NetworkException _,
                        DisconnectException _,
                        // An abort by the coordinator that races a commit.
                        InvalidTxnStateException _,
                        InvalidProducerEpochException _,
                        ProducerFencedException _ -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }
}
