package io.lethe.erasure.store;

import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Where an order, or a system of it, stands in a list that is in the order of times.
 *
 * @param at since when it waits, or when it is looked at next
 * @param system empty: it is the order as a whole
 */
public record Listed(Instant at, String orderId, String system) implements Comparable<Listed> {

    private static final String SEPARATOR = "/";
    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    static Listed of(DeadlineKey key) {
        int end = key.owner().indexOf(SEPARATOR);
        return new Listed(key.at(), key.owner().substring(0, end), key.owner().substring(end + SEPARATOR.length()));
    }

    DeadlineKey key() {
        return new DeadlineKey(at, orderId + SEPARATOR + system);
    }

    /** In the order of the store. */
    @Override
    public int compareTo(Listed other) {
        return key().compareTo(other.key());
    }

    /**
     * What is in a list, the first first, for one who looks at the list of a task that is another thread's.
     *
     * @param after of the order of the list, the last that is not wanted; null: from the first on
     * @param most so many at most
     */
    public static List<Listed> read(ReadOnlyKeyValueStore<DeadlineKey, byte[]> list, @Nullable Listed after, int most) {
        List<Listed> found = new ArrayList<>();
        SideList.visit(list, after == null ? null : after.key(), EVER, key -> {
            found.add(of(key));
            return found.size() < most;
        });
        return found;
    }
}
