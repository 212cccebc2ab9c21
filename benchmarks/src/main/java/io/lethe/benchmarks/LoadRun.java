package io.lethe.benchmarks;

import java.util.Arrays;
import java.util.BitSet;

/** The numbers and times of one run of a {@link LoadGenerator}, whose thread alone uses it. */
final class LoadRun {

    /** Nobody is accepted for so long only where something is wrong. */
    private static final long GAP_NANOS = 1_500_000_000L;

    /**
     * What came of one run.
     *
     * @param next the first number that was not used
     * @param accepted the numbers of the events that were answered with 202
     * @param perSecond how many requests in the measured time were
     * @param p99Millis how long the slowest of a hundred of these took
     * @param refusedPerSecond how many were answered with 429 or 503 in the measured time
     * @param unsent for how many no connection was free when they were due, at any time
     * @param longestMillis how long any answer took, at any time
     * @param firstRefused when the first was refused, by {@link System#nanoTime}; 0: none
     * @param acceptedAgain when one was accepted after a gap, by {@link System#nanoTime}; 0: there was no gap
     */
    record Result(
            int next,
            BitSet accepted,
            double perSecond,
            double p99Millis,
            double refusedPerSecond,
            int unsent,
            double longestMillis,
            long firstRefused,
            long acceptedAgain) {}

    private final int batch;
    private final double seconds;
    private final long measureFrom;
    private final long end;
    private final BitSet accepted = new BitSet();
    private int next;
    private long[] nanos = new long[1 << 16];
    private int measured;
    private long refused;
    private int unsent;
    private long longest;
    private long firstRefused;
    private long lastAccepted;
    private long acceptedAgain;

    LoadRun(int first, int batch, double warmUpSeconds, double seconds) {
        this.next = first;
        this.batch = batch;
        this.seconds = seconds;
        this.measureFrom = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        this.end = measureFrom + (long) (seconds * 1e9);
    }

    int next() {
        return next++;
    }

    boolean isOver(long now) {
        return now >= end;
    }

    void accepted(int number, long sent, long now) {
        accepted.set(number * batch, (number + 1) * batch);
        longest = Math.max(longest, now - sent);
        if (lastAccepted != 0 && now - lastAccepted > GAP_NANOS) {
            acceptedAgain = now;
        }
        lastAccepted = now;
        if (isMeasured(now)) {
            if (measured == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * measured);
            }
            nanos[measured++] = now - sent;
        }
    }

    void refused(long sent, long now) {
        longest = Math.max(longest, now - sent);
        firstRefused = firstRefused == 0 ? now : firstRefused;
        if (isMeasured(now)) {
            refused++;
        }
    }

    void unsent(int more) {
        unsent += more;
    }

    private boolean isMeasured(long now) {
        return now >= measureFrom && now < end;
    }

    Result result() {
        long[] sorted = Arrays.copyOf(nanos, measured);
        Arrays.sort(sorted);
        double p99 = measured == 0 ? 0 : sorted[(int) (measured * 0.99)] / 1e6;
        return new Result(
                next,
                accepted,
                measured / seconds,
                p99,
                refused / seconds,
                unsent,
                longest / 1e6,
                firstRefused,
                acceptedAgain);
    }
}
