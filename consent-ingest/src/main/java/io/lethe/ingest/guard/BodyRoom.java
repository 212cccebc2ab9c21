package io.lethe.ingest.guard;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies may be there at one time. Front-ends together get three quarters of it and each of their addresses a third of that,
 * so that nobody keeps the others out; the last quarter is for those who show the key of another role.
 */
final class BodyRoom {

    private final long ofAll;
    private final long ofFrontEnds;
    private final long ofAddress;
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong frontEnds = new AtomicLong();
    private final ConcurrentMap<Long, Long> addresses = new ConcurrentHashMap<>();

    BodyRoom(long ofAll) {
        this.ofAll = ofAll;
        this.ofFrontEnds = ofAll / 4 * 3;
        this.ofAddress = ofAll / 4;
    }

    /** Bytes that are there. */
    long taken() {
        return all.get();
    }

    /**
     * Whether there is room for so many bytes more; then they are taken.
     *
     * @param frontEnd where a front-end's come from; empty for everybody else's
     */
    boolean take(OptionalLong frontEnd, long bytes) {
        if (!within(all, bytes, ofAll)) {
            return false;
        }
        if (frontEnd.isEmpty()) {
            return true;
        }
        if (!within(frontEnds, bytes, ofFrontEnds)) {
            all.addAndGet(-bytes);
            return false;
        }
        if (addresses.merge(frontEnd.getAsLong(), bytes, Long::sum) > ofAddress) {
            giveBack(frontEnd, bytes);
            return false;
        }
        return true;
    }

    void giveBack(OptionalLong frontEnd, long bytes) {
        all.addAndGet(-bytes);
        frontEnd.ifPresent(address -> {
            frontEnds.addAndGet(-bytes);
            addresses.computeIfPresent(address, (_, held) -> held == bytes ? null : Long.valueOf(held - bytes));
        });
    }

    private static boolean within(AtomicLong taken, long bytes, long most) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }
}
