package io.lethe.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One interaction as a front-end posts it. Each has an event id of its own, in which its number can be read again, and one of
 * {@value #PEOPLE} people.
 */
final class RequestTemplate {

    static final int PEOPLE = 50_000;

    private static final int DIGITS = 8;
    private static final HexFormat HEX = HexFormat.of();

    private final String run = HEX.toHexDigits(ThreadLocalRandom.current().nextInt());
    private final byte[] bytes;
    private final int idAt;
    private final int personAt;

    RequestTemplate(int port, Optional<String> key) {
        String body = event(0);
        String head = "POST /v1/interactions HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                + key.map(it -> "Authorization: Bearer " + it + "\r\n").orElse("") + "\r\n";
        String request = head + body;
        bytes = request.getBytes(StandardCharsets.US_ASCII);
        idAt = request.indexOf(eventId(0)) + eventId(0).length() - DIGITS;
        personAt = request.indexOf("p00000000@") + 1;
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

    /** Makes it the request with this number. */
    void number(ByteBuffer request, int number) {
        digits(request, idAt, number);
        digits(request, personAt, number % PEOPLE);
    }

    private static void digits(ByteBuffer request, int at, int number) {
        for (int i = 0; i < DIGITS; i++) {
            request.put(at + i, (byte) "0123456789abcdef".charAt((number >>> 4 * (DIGITS - 1 - i)) & 15));
        }
    }
}
