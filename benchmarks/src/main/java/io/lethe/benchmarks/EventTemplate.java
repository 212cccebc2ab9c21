package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The bytes of one event as the door writes it, to be written again with other values. It knows of the wire format only
 * what it finds by looking: the event id, the subject id and, after the source, the time.
 */
final class EventTemplate {

    /** Long enough to be found, and found once. */
    static final String SOURCE = "benchmark-template";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] value;
    private final int eventAt;
    private final int subjectAt;
    private final int timeAt;
    private final int timeLength;

    /**
     * Has one event written by the door, and takes its bytes.
     *
     * @param at its time; so far back that it can be moved by a little without getting ahead of its receipt
     * @param event what the caller says, without the time and the source
     */
    static EventTemplate written(Pipeline pipeline, String topic, Instant at, String event)
            throws IOException, InterruptedException {
        List<byte[]> values = new ArrayList<>();
        try (TopicTail tail = new TopicTail(pipeline.bootstrap(), List.of(topic))) {
            JsonNode answer = pipeline.publish(
                    topic, "{\"source\":\"" + SOURCE + "\",\"occurredAt\":\"" + at + "\"," + event + "}");
            String subject = answer.at("/events/0/subjectId").asText();
            tail.read(record -> {
                if (record.key().equals(subject)) {
                    values.add(record.value());
                }
            });
            if (values.size() != 1) {
                throw new IOException("one event was written, and " + values.size() + " were found");
            }
            return new EventTemplate(
                    values.getFirst(), answer.at("/events/0/eventId").asText(), subject, at.toEpochMilli());
        }
    }

    /**
     * @param value of a record whose source is {@link #SOURCE}
     * @param occurredAt in milliseconds, as it stands in the record
     */
    EventTemplate(byte[] value, String eventId, String subjectId, long occurredAt) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        this.value = value.clone();
        this.eventAt = found(text, eventId);
        this.subjectAt = found(text, subjectId);
        this.timeAt = found(text, SOURCE) + SOURCE.length();
        this.timeLength = varint(occurredAt).length;
        if (!text.startsWith(new String(varint(occurredAt), StandardCharsets.ISO_8859_1), timeAt)) {
            throw new IllegalStateException("an event has another form than this program knows");
        }
    }

    private static int found(String text, String part) {
        int at = text.indexOf(part);
        if (at < 0) {
            throw new IllegalStateException("an event holds no " + part);
        }
        return at;
    }

    /** The value of another event. */
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

    /** A made-up subject id: of the same form, as random as a real one, and of nobody. */
    static String subjectId(int number) {
        try {
            return BASE64.encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(("benchmark " + number).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
