package io.lethe.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The processor time that some processes have taken so far, by their names, in seconds. */
record CpuTime(Map<String, Double> seconds) {

    /** Ticks a second, on every Linux that there is. */
    private static final double TICKS = 100;

    private static final int USER = 11;

    /** @param processes their ids, by their names */
    static CpuTime of(Map<String, Long> processes) throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        for (var one : processes.entrySet()) {
            String stat = Files.readString(Path.of("/proc", Long.toString(one.getValue()), "stat"));
            // The name of the program, in brackets, may have blanks.
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            seconds.put(one.getKey(), (Long.parseLong(words[USER]) + Long.parseLong(words[USER + 1])) / TICKS);
        }
        return new CpuTime(seconds);
    }

    /** What was taken since then. */
    CpuTime since(CpuTime before) {
        Map<String, Double> difference = new TreeMap<>();
        seconds.forEach((name, value) -> difference.put(name, value - before.seconds.getOrDefault(name, 0.0)));
        return new CpuTime(difference);
    }
}
