package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Running;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which commands wait for their turn, system by system in the order in which they came into line, and how many each limited system has at the moment.
 * Looking for the next one costs one entry, or none where a line is known to be empty.
 */
public final class Lines {

    private static final byte[] NOTHING = {};
    private static final String SEPARATOR = "/";

    /** After every key of a line, which goes on with a digit. */
    private static final String END = "/g";

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Integer> limits;

    /** By system, no key of its line comes before this: what was taken leaves tombstones that nobody wants to pass again. */
    private final Map<String, String> lowest = new HashMap<>();

    /** @param limits how many commands a system may have at one time; those that are missing may have any number */
    Lines(KeyValueStore<String, byte[]> store, Map<String, Integer> limits) {
        this.store = store;
        this.limits = limits;
    }

    /** Whether a system may be given one more now, with nobody in line before. */
    public boolean hasRoom(String system) {
        return room(system) > 0 && (!limits.containsKey(system) || first(system).isEmpty());
    }

    /** How many more a system may be given. */
    public int room(String system) {
        Integer limit = limits.get(system);
        return limit == null ? Integer.MAX_VALUE : limit - out(system);
    }

    /** The order whose turn it is at a system; empty where nobody is in line. */
    public Optional<String> first(String system) {
        String from = lowest.getOrDefault(system, system + SEPARATOR);
        String end = system + END;
        if (from.equals(end)) {
            return Optional.empty();
        }
        try (KeyValueIterator<String, byte[]> line = store.range(from, end)) {
            String first = line.hasNext() ? line.peekNextKey() : end;
            lowest.put(system, first);
            return first.equals(end)
                    ? Optional.empty()
                    : Optional.of(first.substring(first.lastIndexOf(SEPARATOR) + 1));
        }
    }

    /** Whoever is first is not waiting any more. */
    public void skip(String system) {
        store.delete(lowest.getOrDefault(system, system + SEPARATOR));
    }

    /** The systems that somebody waits for, whether the policy still has them or not. */
    public Set<String> systems() {
        Set<String> systems = new TreeSet<>();
        String from = "";
        while (true) {
            try (KeyValueIterator<String, byte[]> all = store.range(from, null)) {
                String key = all.hasNext() ? all.peekNextKey() : null;
                if (key == null) {
                    return systems;
                }
                int end = key.indexOf(SEPARATOR);
                if (end < 0) {
                    // The number of those that are out stands before the line.
                    from = key + "\0";
                } else {
                    String system = key.substring(0, end);
                    systems.add(system);
                    from = system + END;
                }
            }
        }
    }

    /** Brings the lines, and the numbers of what is out, in line with what has become of an order. */
    void changed(@Nullable Entry before, @Nullable Entry after) {
        Map<String, Instant> stood = queued(before);
        Map<String, Instant> stands = queued(after);
        stood.forEach((system, since) -> {
            if (before != null && !since.equals(stands.get(system))) {
                store.delete(key(system, since, before.orderId()));
            }
        });
        stands.forEach((system, since) -> {
            if (after != null && !since.equals(stood.get(system))) {
                String key = key(system, since, after.orderId());
                store.put(key, NOTHING);
                lowest.computeIfPresent(system, (_, known) -> known.compareTo(key) < 0 ? known : key);
            }
        });
        if (!limits.isEmpty()) {
            count(out(before), out(after));
        }
    }

    private void count(Set<String> before, Set<String> after) {
        for (String system : limits.keySet()) {
            int change = (after.contains(system) ? 1 : 0) - (before.contains(system) ? 1 : 0);
            if (change != 0) {
                // A limit that is new finds commands out that were never counted.
                int out = Math.max(0, out(system) + change);
                store.put(system, ByteBuffer.allocate(Integer.BYTES).putInt(out).array());
            }
        }
    }

    /**
     * Numbers of systems without a limit are not kept up; they would be wrong once there is one again. To be called before the first turn, and not
     * while the task is only being set up: then nothing can be written.
     */
    public void forgetWhatIsNotCounted(Iterable<String> systems) {
        for (String system : systems) {
            if (!limits.containsKey(system) && store.get(system) != null) {
                store.delete(system);
            }
        }
    }

    private int out(String system) {
        byte[] out = store.get(system);
        return out == null ? 0 : ByteBuffer.wrap(out).getInt();
    }

    private static Map<String, Instant> queued(@Nullable Entry entry) {
        return entry instanceof Running running ? running.queued() : Map.of();
    }

    private static Set<String> out(@Nullable Entry entry) {
        return entry instanceof Running running ? running.inFlight() : new TreeSet<>();
    }

    /** In the order of time: sixteen digits, always. */
    private static String key(String system, Instant since, String orderId) {
        return system + SEPARATOR + "%016x".formatted(since.toEpochMilli()) + SEPARATOR + orderId;
    }
}
