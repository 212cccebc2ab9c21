package io.lethe.retention.subject;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map in the order of its keys that nobody changes any more, and that is therefore never copied again: a step makes several subjects. */
final class SortedCopy<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {

    private final Map<K, V> sorted;

    private SortedCopy(Map<K, V> all) {
        sorted = Collections.unmodifiableMap(new TreeMap<>(all));
    }

    static <K extends Comparable<? super K>, V> Map<K, V> of(Map<K, V> all) {
        return all instanceof SortedCopy ? all : new SortedCopy<>(all);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return sorted.entrySet();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return sorted.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return sorted.containsKey(key);
    }
}
