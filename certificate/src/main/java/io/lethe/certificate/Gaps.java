package io.lethe.certificate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Numbers that are missing, as stretches from one to another. */
final class Gaps {

    private final TreeMap<Long, Long> stretches = new TreeMap<>();

    void add(long from, long to) {
        if (from <= to) {
            stretches.put(from, to);
        }
    }

    /** A number is found after all; tells whether it was missing. */
    boolean remove(long number) {
        Map.Entry<Long, Long> stretch = stretches.floorEntry(number);
        if (stretch == null || stretch.getValue() < number) {
            return false;
        }
        stretches.remove(stretch.getKey());
        add(stretch.getKey(), number - 1);
        add(number + 1, stretch.getValue());
        return true;
    }

    void removeUpTo(long number) {
        stretches.headMap(number, true).clear();
    }

    void forEach(BiConsumer<Long, Long> action) {
        stretches.forEach(action);
    }
}
