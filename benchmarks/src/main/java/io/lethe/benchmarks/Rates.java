package io.lethe.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rates of alternating runs: ours, and the reference's beside it. */
final class Rates {

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> reference = new ArrayList<>();

    void ours(double perSecond) {
        ours.add(perSecond);
    }

    void reference(double perSecond) {
        reference.add(perSecond);
    }

    /** Makes what was ours the reference of another figure. */
    void copyOurs(Rates other) {
        ours.forEach(other::reference);
    }

    /** Our median over the reference's. */
    double ratio() {
        return oursMedian() / referenceMedian();
    }

    double oursMedian() {
        return median(ours);
    }

    double referenceMedian() {
        return median(reference);
    }

    /** As the README's table states it. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%s a second; bare %s a second; ratio of the medians %.2f",
                minMedianMax(ours),
                minMedianMax(reference),
                ratio());
    }

    private static double median(List<Double> values) {
        return sorted(values).get(values.size() / 2);
    }

    private static String minMedianMax(List<Double> values) {
        List<Double> sorted = sorted(values);
        return String.format(
                Locale.ROOT,
                "%,.0f / %,.0f / %,.0f",
                sorted.getFirst(),
                sorted.get(sorted.size() / 2),
                sorted.getLast());
    }

    private static List<Double> sorted(List<Double> values) {
        return values.stream().sorted().toList();
    }
}
