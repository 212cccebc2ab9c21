package io.lethe.streams.deadlines;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Key of a deadline store: first the time, big-endian, then whose deadline it is, so that the store's order is the order in
 * which things fall due.
 *
 * @param at to the millisecond, not before 1970
 */
public record DeadlineKey(Instant at, String owner) implements Comparable<DeadlineKey> {

    /** How a key stands in the store. */
    public static Serde<DeadlineKey> serde() {
        return Serdes.serdeFrom((topic, key) -> key == null ? null : key.bytes(), (topic, bytes) -> read(bytes));
    }

    /** The first possible key at or after a time. */
    static DeadlineKey first(Instant at) {
        return new DeadlineKey(at, "");
    }

    public DeadlineKey {
        at = Instant.ofEpochMilli(Math.max(0, at.toEpochMilli()));
    }

    /** The first possible key after this one. */
    DeadlineKey next() {
        return new DeadlineKey(at, owner + '\0');
    }

    /** In the order of the store. */
    @Override
    public int compareTo(DeadlineKey other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : compare(owner, other.owner);
    }

    /** As their bytes in UTF-8 compare: what takes two characters in Java comes after all that take one. */
    private static int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                int inPairs = Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
                return inPairs != 0 ? inPairs : a - b;
            }
        }
        return one.length() - other.length();
    }

    private byte[] bytes() {
        byte[] name = owner.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(at.toEpochMilli())
                .put(name)
                .array();
    }

    private static @Nullable DeadlineKey read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Instant at = Instant.ofEpochMilli(buffer.getLong());
        return new DeadlineKey(at, StandardCharsets.UTF_8.decode(buffer).toString());
    }
}
