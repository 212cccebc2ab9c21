package io.lethe.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A sample of durations, in milliseconds. */
record Millis(double[] sorted) {

    static Millis ofNanos(List<Long> nanos) {
        return new Millis(
                nanos.stream().mapToDouble(each -> each / 1e6).sorted().toArray());
    }

    static Millis of(List<Double> millis) {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Millis(sorted);
    }

    /** The value that the given share of the sample does not exceed. */
    double percentile(double share) {
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** Smallest, middle and largest, as the README states them. */
    String minMedianMax() {
        return String.format(
                Locale.ROOT, "%.1f / %.1f / %.1f ms", sorted[0], percentile(0.5), sorted[sorted.length - 1]);
    }
}
