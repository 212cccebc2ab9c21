package io.lethe.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service tells of itself at {@code /metrics}, in Prometheus's text format; what is no sample in it is not looked at. */
final class MetricsText {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? ([^ ]+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private record Sample(Map<String, String> labels, double value) {}

    private final Map<String, List<Sample>> samples = new HashMap<>();

    private MetricsText() {}

    static MetricsText read(String text) {
        MetricsText read = new MetricsText();
        text.lines().filter(line -> !line.startsWith("#")).forEach(read::add);
        return read;
    }

    private void add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            return;
        }
        double value;
        try {
            value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
        } catch (NumberFormatException noNumber) {
            return;
        }
        Map<String, String> labels = new HashMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        samples.computeIfAbsent(sample.group(1), _ -> new ArrayList<>()).add(new Sample(labels, value));
    }

    /** Of all that have the name; empty where none has. */
    OptionalDouble sum(String name) {
        List<Sample> all = samples.getOrDefault(name, List.of());
        return all.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(all.stream().mapToDouble(Sample::value).sum());
    }

    /** The largest of all that have the name; empty where none has. */
    OptionalDouble max(String name) {
        return samples.getOrDefault(name, List.of()).stream()
                .mapToDouble(Sample::value)
                .max();
    }

    /** The sums of all that have the name, by the value of a label. */
    Map<String, Double> by(String label, String name) {
        Map<String, Double> sums = new HashMap<>();
        for (Sample sample : samples.getOrDefault(name, List.of())) {
            sums.merge(sample.labels().getOrDefault(label, ""), sample.value(), Double::sum);
        }
        return sums;
    }

    /** The sums of all that have the name, by the values of two labels; those that come to nothing are left out. */
    SortedMap<String, SortedMap<String, Double>> by(String label, String second, String name) {
        SortedMap<String, SortedMap<String, Double>> sums = new TreeMap<>();
        for (Sample sample : samples.getOrDefault(name, List.of())) {
            if (sample.value() != 0) {
                sums.computeIfAbsent(sample.labels().getOrDefault(label, ""), _ -> new TreeMap<>())
                        .merge(sample.labels().getOrDefault(second, ""), sample.value(), Double::sum);
            }
        }
        return sums;
    }
}
