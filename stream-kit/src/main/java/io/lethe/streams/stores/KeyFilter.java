package io.lethe.streams.stores;

import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Spares a store most looks for keys that were never put into it, by a Bloom filter of a mebibyte. It works for a store that was empty when this was first used; any
 * other is asked each time. For one thread, which puts all that is put.
 *
 * <p>RocksDB answers for a key that is not there by an exception in C++, which takes longer than most of what is there.
 */
public final class KeyFilter<V> {

    /** Up to how many keys ninety-nine of a hundred looks for others are spared; of many more ever fewer. */
    static final int KEYS = 800_000;

    private static final int BITS = 1 << 23;
    private static final int LOOKS = 4;

    private static final long[] EVERYTHING = {};

    private final KeyValueStore<String, V> store;

    /** Made at the first use: what is in the store then was there before this thread put anything. */
    private long @Nullable [] words;

    /** @param store is put into by nobody else from the first use on */
    public KeyFilter(KeyValueStore<String, V> store) {
        this.store = store;
    }

    /** What the store has for a key. */
    public @Nullable V get(String key) {
        return isNew(key) ? null : store.get(key);
    }

    public void put(String key, V value) {
        add(key);
        store.put(key, value);
    }

    /** Whether all that is in the store was put here: it was empty when this was first used. */
    public boolean hasSeenAll() {
        return words() != EVERYTHING;
    }

    /** Whether a key was never put, for sure; where not, it may have been. */
    boolean isNew(String key) {
        long[] known = words();
        if (known == EVERYTHING) {
            return false;
        }
        long hash = hash(key);
        for (int look = 0; look < LOOKS; look++) {
            int bit = bit(hash, look);
            if ((known[bit / Long.SIZE] & 1L << bit) == 0) {
                return true;
            }
        }
        return false;
    }

    private void add(String key) {
        long[] known = words();
        if (known == EVERYTHING) {
            return;
        }
        long hash = hash(key);
        for (int look = 0; look < LOOKS; look++) {
            int bit = bit(hash, look);
            known[bit / Long.SIZE] |= 1L << bit;
        }
    }

    private long[] words() {
        long[] known = words;
        if (known == null) {
            known = isEmpty() ? new long[BITS / Long.SIZE] : EVERYTHING;
            words = known;
        }
        return known;
    }

    private boolean isEmpty() {
        try (KeyValueIterator<String, V> all = store.all()) {
            return !all.hasNext();
        }
    }

    /** Spreads the hash of a string, whose 32 bits are not all as good as each other, over 64. */
    private static long hash(String key) {
        long hash = key.hashCode() * 0x9E3779B97F4A7C15L;
        return (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
    }

    private static int bit(long hash, int look) {
        return (int) (hash >>> 32) + look * ((int) hash | 1) & BITS - 1;
    }
}
