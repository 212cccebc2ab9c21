package io.lethe.streams.stores;

import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Tells most of the keys that were never put into a store, without asking it: a Bloom filter of a mebibyte, for a store that had nothing in it when the filter
 * was made. Of any other store it takes no key for new. For one thread, the one that writes.
 *
 * <p>RocksDB answers for a key that is not there by an exception in C++, which takes longer than most of what is there.
 */
public final class KeyFilter {

    /** Up to how many keys ninety-nine of a hundred others are told; of many more ever fewer. A key that was put is never taken for new. */
    static final int KEYS = 800_000;

    private static final int BITS = 1 << 23;
    private static final int LOOKS = 4;

    private final long @Nullable [] words;

    private KeyFilter(long @Nullable [] words) {
        this.words = words;
    }

    /**
     * A filter of what will be in a store.
     *
     * @param store as it is before this thread has put anything into it, and after whatever was restored
     */
    public static KeyFilter of(KeyValueStore<String, ?> store) {
        try (KeyValueIterator<String, ?> all = store.all()) {
            return new KeyFilter(all.hasNext() ? null : new long[BITS / Long.SIZE]);
        }
    }

    /** To be called before a key is put. */
    public void add(String key) {
        if (words == null) {
            return;
        }
        long hash = hash(key);
        for (int look = 0; look < LOOKS; look++) {
            int bit = bit(hash, look);
            words[bit / Long.SIZE] |= 1L << bit;
        }
    }

    /** Whether a key was never put, for sure; where not, it may have been. */
    public boolean isNew(String key) {
        if (words == null) {
            return false;
        }
        long hash = hash(key);
        for (int look = 0; look < LOOKS; look++) {
            int bit = bit(hash, look);
            if ((words[bit / Long.SIZE] & 1L << bit) == 0) {
                return true;
            }
        }
        return false;
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
