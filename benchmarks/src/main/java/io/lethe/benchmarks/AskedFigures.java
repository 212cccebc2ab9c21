package io.lethe.benchmarks;

import java.util.List;
import java.util.Locale;

/** What is asked of the front door, and whether a run has it. */
final class AskedFigures {

    /** Of the bare server's rate, one event a request. */
    private static final double SHARE_OF_BARE = 0.6;

    /** A second, one event a request, on a machine on which the bare server takes {@link #FAST_BARE}. */
    private static final double SINGLES = 20_000;

    private static final double FAST_BARE = 40_000;

    /** The 99th percentile of the same stays below. */
    private static final double SLOWEST_MILLIS = 15;

    /** A hundred events a request, beside one. */
    private static final double TIMES_SINGLE = 5;

    private boolean reached = true;

    /** Says what is short where it is not so. */
    void require(boolean isSo, String shortfall, Object... arguments) {
        if (!isSo) {
            reached = false;
            System.out.println("SHORT: " + String.format(Locale.ROOT, shortfall, arguments));
        }
    }

    /** @param p99Millis of each run */
    void requireSingle(int connections, Rates rates, List<Double> p99Millis) {
        require(
                rates.ratio() >= SHARE_OF_BARE,
                "%d connections: %.2f of the bare server; %.1f is asked",
                connections,
                rates.ratio(),
                SHARE_OF_BARE);
        // The figures are asked of a machine on which the bare server takes so many; a slower one owes its share of
        // them.
        double slowness = Math.max(1, FAST_BARE / rates.referenceMedian());
        double p99 = p99Millis.stream().sorted().toList().get(p99Millis.size() / 2);
        require(
                rates.oursMedian() >= SINGLES / slowness,
                "%d connections: %,.0f events a second; %,.0f are asked where the bare server takes %,.0f",
                connections,
                rates.oursMedian(),
                SINGLES / slowness,
                FAST_BARE / slowness);
        require(
                p99 < SLOWEST_MILLIS * slowness,
                "%d connections: 99th percentile %.1f ms; less than %.1f is asked",
                connections,
                p99,
                SLOWEST_MILLIS * slowness);
    }

    /** @param rates of batches, beside one event a request */
    void requireBatches(int connections, Rates rates) {
        require(
                rates.ratio() >= TIMES_SINGLE,
                "%d connections: a hundred events a request are %.1f times one; %.0f times is asked",
                connections,
                rates.ratio(),
                TIMES_SINGLE);
    }

    /** 0 where all is reached. */
    int exitCode() {
        return reached ? 0 : 1;
    }
}
