package io.lethe.streams.stores;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The stores that this process has open, those of standbys among them, which no processor ever sees. */
final class OpenStores {

    private static final Set<WriteBehindStore> OPEN = ConcurrentHashMap.newKeySet();

    private OpenStores() {}

    static void add(WriteBehindStore store) {
        OPEN.add(store);
    }

    static void remove(WriteBehindStore store) {
        OPEN.remove(store);
    }

    static Stream<WriteBehindStore> named(String name) {
        return OPEN.stream().filter(store -> store.name().equals(name));
    }
}
