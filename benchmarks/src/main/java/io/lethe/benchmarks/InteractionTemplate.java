package io.lethe.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * The bytes of one interaction as the door writes it, to be written again with other values. It knows of the wire format only
 * what it finds by looking: the event id, the subject id and, after the source, the time.
 */
final class InteractionTemplate {

    /** Long enough to be found, and found once. */
    static final String SOURCE = "benchmark-template";

    private static final int SUBJECT_ID_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] value;
    private final int eventAt;
    private final int subjectAt;
    private final int timeAt;
    private final int timeLength;

    /**
     * @param value of a record whose source is {@link #SOURCE}
     * @param occurredAt in milliseconds, as it stands in the record
     */
    InteractionTemplate(byte[] value, String eventId, String subjectId, long occurredAt) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        this.value = value.clone();
        this.eventAt = found(text, eventId);
        this.subjectAt = found(text, subjectId);
        this.timeAt = found(text, SOURCE) + SOURCE.length();
        this.timeLength = varint(occurredAt).length;
        if (!text.startsWith(new String(varint(occurredAt), StandardCharsets.ISO_8859_1), timeAt)) {
            throw new IllegalStateException("an interaction has another form than this program knows");
        }
    }

    private static int found(String text, String part) {
        int at = text.indexOf(part);
        if (at < 0) {
            throw new IllegalStateException("an interaction holds no " + part);
        }
        return at;
    }

    /** The value of another interaction. */
    byte[] value(String eventId, String subjectId, long occurredAt) {
        byte[] time = varint(occurredAt);
        if (time.length != timeLength) {
            throw new IllegalArgumentException(occurredAt + " takes more room than the time it replaces");
        }
        byte[] other = value.clone();
        put(other, eventAt, eventId.getBytes(StandardCharsets.US_ASCII));
        put(other, subjectAt, subjectId.getBytes(StandardCharsets.US_ASCII));
        put(other, timeAt, time);
        return other;
    }

    private static void put(byte[] value, int at, byte[] part) {
        System.arraycopy(part, 0, value, at, part.length);
    }

    /** A made-up subject id: of the same form, and of nobody. */
    static String subjectId(int number) {
        byte[] bytes = new byte[SUBJECT_ID_BYTES];
        byte[] text = String.format(Locale.ROOT, "benchmark %d", number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, 0, text.length);
        return BASE64.encodeToString(bytes);
    }

    /** Zigzag, seven bits a byte, as Avro writes a long. */
    private static byte[] varint(long number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(10);
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }
}
