package io.lethe.ingest.publish;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka takes records at the moment (S4), and whether the producer can ever again (S3). */
public final class KafkaHealth {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaHealth.class);

    /** How long a failed record makes the service look unable, unless another one is acknowledged before. */
    private static final long REMEMBERED_NANOS = 10_000_000_000L;

    private static final long LOG_EVERY_NANOS = 10_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanos;
    private final BooleanSupplier reachable;
    private final CompletableFuture<Void> beyondRepair = new CompletableFuture<>();
    private final AtomicLong loggedAt = new AtomicLong(NEVER);
    private volatile long failedAt = NEVER;

    /**
     * @param nanos a reading of a clock that only goes forward
     * @param reachable what the last look at the cluster showed
     */
    public KafkaHealth(LongSupplier nanos, BooleanSupplier reachable) {
        this.nanos = nanos;
        this.reachable = reachable;
    }

    /** A record was acknowledged. */
    void acknowledged() {
        if (failedAt != NEVER) {
            failedAt = NEVER;
            LOG.info("Kafka takes records again");
        }
    }

    /** A record was not acknowledged. */
    void failed(Exception failure) {
        long now = nanos.getAsLong();
        failedAt = now == NEVER ? now + 1 : now;
        long last = loggedAt.get();
        if ((last == NEVER || now - last > LOG_EVERY_NANOS) && loggedAt.compareAndSet(last, now)) {
            LOG.warn("a record was not acknowledged: {}", failure.toString());
        }
        if (isBeyondRepair(failure)) {
            broken(failure);
        }
    }

    /** Something that this service cannot do without will not work again. */
    public void broken(Throwable failure) {
        beyondRepair.completeExceptionally(failure);
    }

    /** Why nothing can be published; empty where something can. */
    public Optional<String> notReady() {
        if (!reachable.getAsBoolean()) {
            return Optional.of("Kafka does not answer.");
        }
        long failed = failedAt;
        return failed != NEVER && nanos.getAsLong() - failed < REMEMBERED_NANOS
                ? Optional.of("Kafka did not acknowledge the last record.")
                : Optional.empty();
    }

    /** Completes exceptionally once the producer can do nothing more; only a new process helps. */
    public CompletableFuture<Void> beyondRepair() {
        return beyondRepair;
    }

    /**
     * What Kafka answers can pass; what says that the producer itself is in its final state cannot. Closing the producer,
     * which we only do at the end, looks the same and does no harm.
     */
    static boolean isBeyondRepair(Exception failure) {
        return switch (failure) {
            case ProducerFencedException _, UnsupportedVersionException _, ClusterAuthorizationException _ -> true;
            case ApiException _ -> false;
            case KafkaException _, IllegalStateException _ -> true;
            default -> false;
        };
    }
}
