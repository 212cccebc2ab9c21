package io.lethe.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Interactions as a front-end posts them, one in a request or several. Each has an event id of its own, in which its number can be read
 * again, and one of {@value #PEOPLE} people.
 */
final class RequestTemplate {

    static final int PEOPLE = 50_000;

    private static final int DIGITS = 8;
    private static final HexFormat HEX = HexFormat.of();

    private final String run = HEX.toHexDigits(ThreadLocalRandom.current().nextInt());
    private final byte[] bytes;
    private final int batch;
    private final int[] idAt;
    private final int[] personAt;

    RequestTemplate(int port, Optional<String> key) {
        this(port, key, 1);
    }

    /** @param batch events in a request */
    RequestTemplate(int port, Optional<String> key, int batch) {
        this.batch = batch;
        this.idAt = new int[batch];
        this.personAt = new int[batch];
        String event = event(0);
        String events = String.join(",", Collections.nCopies(batch, event));
        String body = batch == 1 ? events : "[" + events + "]";
        String head = "POST /v1/interactions HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                + key.map(it -> "Authorization: Bearer " + it + "\r\n").orElse("") + "\r\n";
        bytes = (head + body).getBytes(StandardCharsets.US_ASCII);
        int first = head.length() + (batch == 1 ? 0 : 1);
        for (int i = 0; i < batch; i++) {
            int at = first + i * (event.length() + 1);
            idAt[i] = at + event.indexOf(eventId(0)) + eventId(0).length() - DIGITS;
            personAt[i] = at + event.indexOf("p00000000@") + 1;
        }
    }

    /** Events in a request. */
    int batch() {
        return batch;
    }

    /** The event with this number. */
    String event(int number) {
        return String.format(
                Locale.ROOT,
                "{\"eventId\":\"%s\",\"subject\":{\"email\":\"p%s@example.org\"},\"source\":\"benchmark\","
                        + "\"kind\":\"contact-form\",\"dataCategories\":[\"contact-details\"]}",
                eventId(number),
                HEX.toHexDigits(number % PEOPLE));
    }

    String eventId(int number) {
        return idPrefix() + HEX.toHexDigits(number);
    }

    /** What all ids of this run begin with. */
    String idPrefix() {
        return run + "-0000-4000-8000-0000";
    }

    ByteBuffer copy() {
        return ByteBuffer.wrap(bytes.clone());
    }

    /** Makes it the request with this number: of the events from {@code number * batch} on. */
    void number(ByteBuffer request, int number) {
        for (int i = 0; i < batch; i++) {
            int event = number * batch + i;
            digits(request, idAt[i], event);
            digits(request, personAt[i], event % PEOPLE);
        }
    }

    private static void digits(ByteBuffer request, int at, int number) {
        for (int i = 0; i < DIGITS; i++) {
            request.put(at + i, (byte) "0123456789abcdef".charAt((number >>> 4 * (DIGITS - 1 - i)) & 15));
        }
    }
}
