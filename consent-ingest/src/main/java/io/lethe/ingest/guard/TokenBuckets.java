package io.lethe.ingest.guard;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of tokens for each caller, of whom only a number is known: so many a second, and as many at once as a bucket holds. What is kept
 * of a caller is the moment at which the bucket is full again, and nothing any more once that has come. Where there are too many callers at one
 * time, those that are new share one bucket.
 */
final class TokenBuckets {

    private static final long BETWEEN_SWEEPS_NANOS = 100_000_000L;

    private final long nanosOfToken;
    private final long nanosOfBucket;
    private final int mostCallers;
    private final LongSupplier nanos;
    private final ConcurrentMap<Long, AtomicLong> fullAt = new ConcurrentHashMap<>();
    private final AtomicLong sharedFullAt;
    private final AtomicLong sweptAt;

    /**
     * @param perSecond tokens that a bucket gets
     * @param burst in which time an empty bucket fills
     * @param mostCallers who are told apart at one time
     * @param nanos a reading of a clock that only goes forward
     */
    TokenBuckets(int perSecond, Duration burst, int mostCallers, LongSupplier nanos) {
        this.nanosOfToken = 1_000_000_000L / perSecond;
        this.nanosOfBucket = Math.max(burst.toNanos(), nanosOfToken);
        this.mostCallers = mostCallers;
        this.nanos = nanos;
        this.sharedFullAt = new AtomicLong(nanos.getAsLong());
        this.sweptAt = new AtomicLong(nanos.getAsLong());
    }

    /** Takes a token. Returns for how many nanoseconds there will be none; nothing, where there was one. */
    long take(long caller) {
        long now = nanos.getAsLong();
        AtomicLong bucket = bucket(caller, now);
        while (true) {
            long before = bucket.get();
            long after = Math.max(before, now) + nanosOfToken;
            long missing = after - now - nanosOfBucket;
            if (missing > 0) {
                return missing;
            }
            if (bucket.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** Takes more, whether they are there or not: what is missing has to come in before anything else is taken. */
    void charge(long caller, int tokens) {
        long now = nanos.getAsLong();
        bucket(caller, now).updateAndGet(before -> Math.max(before, now) + tokens * nanosOfToken);
    }

    /** How many callers are told apart at the moment. */
    int size() {
        return fullAt.size();
    }

    private AtomicLong bucket(long caller, long now) {
        @Nullable AtomicLong known = fullAt.get(caller);
        if (known != null) {
            return known;
        }
        if (fullAt.size() >= mostCallers) {
            sweep(now);
            if (fullAt.size() >= mostCallers) {
                return sharedFullAt;
            }
        }
        return fullAt.computeIfAbsent(caller, _ -> new AtomicLong(now));
    }

    private void sweep(long now) {
        long last = sweptAt.get();
        if (now - last >= BETWEEN_SWEEPS_NANOS && sweptAt.compareAndSet(last, now)) {
            fullAt.values().removeIf(full -> full.get() <= now);
        }
    }
}
