package io.lethe.erasure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Alarms in the order in which they go off. A key is the instant, then the order and the system, so that what is due is a
 * range at the head of the store.
 *
 * <p>What was handled leaves tombstones at that head, and a range pays for each of them until a compaction. So one remembers
 * below which key nothing is left; after a restart that is nothing.
 */
final class DueIndex {

    private static final byte[] PRESENT = {1};
    private static final byte SEPARATOR = 0;
    private static final Bytes START = key(Instant.EPOCH, new byte[0]);

    private final KeyValueStore<Bytes, byte[]> store;
    private Bytes nothingBelow = START;

    /** An alarm: what to look at, and when. */
    record Alarm(Instant at, String orderId, String system) {}

    DueIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void add(Alarm alarm) {
        Bytes key = key(alarm);
        store.put(key, PRESENT);
        if (key.compareTo(nothingBelow) < 0) {
            nothingBelow = key;
        }
    }

    void remove(Alarm alarm) {
        store.delete(key(alarm));
    }

    /** Takes out what is due, the oldest first, at most so many. */
    List<Alarm> take(Instant now, int atMost) {
        List<Alarm> taken = new ArrayList<>();
        Bytes end = key(now.plusMillis(1), new byte[0]);
        if (end.compareTo(nothingBelow) <= 0) {
            return taken;
        }
        Bytes last = nothingBelow;
        try (KeyValueIterator<Bytes, byte[]> due = store.range(nothingBelow, end)) {
            while (taken.size() < atMost && due.hasNext()) {
                last = due.next().key;
                taken.add(alarm(last));
            }
        }
        taken.forEach(this::remove);
        nothingBelow = taken.size() < atMost ? end : last;
        return taken;
    }

    static Bytes key(Alarm alarm) {
        byte[] order = alarm.orderId().getBytes(StandardCharsets.UTF_8);
        byte[] system = alarm.system().getBytes(StandardCharsets.UTF_8);
        byte[] rest = ByteBuffer.allocate(order.length + 1 + system.length)
                .put(order)
                .put(SEPARATOR)
                .put(system)
                .array();
        return key(alarm.at(), rest);
    }

    /** The sign is turned round, so that unsigned bytes sort as signed numbers do. */
    private static Bytes key(Instant at, byte[] rest) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + rest.length)
                .putLong(at.toEpochMilli() ^ Long.MIN_VALUE)
                .put(rest)
                .array());
    }

    static Alarm alarm(Bytes key) {
        ByteBuffer buffer = ByteBuffer.wrap(key.get());
        Instant at = Instant.ofEpochMilli(buffer.getLong() ^ Long.MIN_VALUE);
        String[] rest = StandardCharsets.UTF_8.decode(buffer).toString().split("\0", 2);
        return new Alarm(at, rest[0], rest[1]);
    }
}
