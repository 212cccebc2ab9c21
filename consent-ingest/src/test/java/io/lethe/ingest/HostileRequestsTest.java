package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.service.keys.FrontEndKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody sends who means well, over bare connections: the right answer or none, and the next one is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {

    private static final String WRITE_KEY = "write-key";
    private static final int MOST = 1024 * 1024;
    private static final int MOST_OF_ADDRESS = 200;

    /** In each body; it must not come back. Of what callers write only names that could be a member's are repeated, in pointers. */
    private static final String MARK = "mark@7f3a";

    private final OpenedDoor door = OpenedDoor.with(
            new AtomicReference<>(new FrontEndKeys(List.of())),
            OpenedDoor.UNLIMITED,
            Map.of(
                    "LETHE_REQUEST_TIMEOUT", "PT1S",
                    "LETHE_IDLE_TIMEOUT", "PT3S",
                    "LETHE_MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(MOST_OF_ADDRESS)));

    @AfterAll
    void close() {
        door.close();
    }

    static Stream<Arguments> bodies() throws IOException {
        String deep = "{\"" + MARK + "\":";
        return Stream.of(
                body(400, "no JSON", "{" + MARK),
                body(400, "bad UTF-8", concat("{\"kind\":\"" + MARK, new byte[] {(byte) 0xC3, 0x28}, "\"}")),
                body(
                        400,
                        "an overlong NUL",
                        concat("{\"kind\":\"" + MARK, new byte[] {(byte) 0xC0, (byte) 0x80}, "\"}")),
                body(
                        400,
                        "a surrogate in UTF-8",
                        concat("\"" + MARK, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, "\"")),
                body(400, "a NUL", concat("{\"kind\":\"" + MARK, new byte[] {0}, "\"}")),
                body(400, "UTF-16", ("[\"" + MARK + "\"]").getBytes(StandardCharsets.UTF_16LE)),
                body(400, "a compressed bomb that does not say so", bomb()),
                body(422, "an escaped NUL", "{\"kind\":\"" + MARK + "\\u0000\"}"),
                body(422, "half a character", "{\"source\":\"" + MARK + "\\ud800\"}"),
                body(422, "a member twice", "{\"kind\":\"" + MARK + "\",\"kind\":\"login\"}"),
                body(422, "a thousand members", "{" + members(1_000) + "}"),
                body(
                        422,
                        "one member a hundred thousand times",
                        "{" + "\"a\":1,".repeat(100_000) + "\"b\":\"" + MARK + "\"}"),
                body(422, "nested nine deep", deep.repeat(9) + "1" + "}".repeat(9)),
                body(422, "nested a hundred thousand deep", "[".repeat(100_000)),
                body(422, "objects nested fifty thousand deep", deep.repeat(50_000)),
                body(422, "a number of half a million digits", "{\"" + MARK + "\":" + "9".repeat(500_000) + "}"),
                body(422, "a name of half a million letters", "{\"" + MARK.repeat(50_000) + "\":1}"),
                body(422, "a thousand wrong events", "[" + "{\"mark@7f3a\":1},".repeat(999) + "{}]"),
                body(413, "more events than it takes", "[" + "{},".repeat(1_000) + "{}]"),
                body(413, "events by the hundred thousand", "[" + "{},".repeat(300_000) + "{}]"),
                body(413, "a byte too many", "[\"" + "x".repeat(MOST - 3) + "\"]"));
    }

    private static Arguments body(int status, String what, String body) {
        return body(status, what, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments body(int status, String what, byte[] body) {
        return Arguments.of(what, status, body);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bodies")
    void a_hostile_body_is_refused_and_nothing_of_it_comes_back(String what, int status, byte[] body) {
        for (boolean chunked : new boolean[] {false, true}) {
            try (Wire wire = new Wire(door.port())) {
                if (chunked) {
                    wire.send(
                            post("Transfer-Encoding: chunked"),
                            chunks(body),
                            "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    wire.send(post("Content-Length: " + body.length), body);
                }
                String answer = wire.answer();
                assertThat(answer)
                        .as(what)
                        .startsWith("HTTP/1.1 " + status + " ")
                        .contains("application/problem+json")
                        .doesNotContain(MARK);
            }
        }
        assertThat(door.published()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?key=" + MARK + "%", "?key=%zz" + MARK, "?" + MARK + "=%4", "?key=%E0%A4%A" + MARK})
    void a_query_that_cannot_be_read_shows_no_key_and_is_in_no_answer_and_no_log(String query) {
        PrintStream before = System.out;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Wire wire = new Wire(door.port());
                PrintStream capture = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            wire.send(("POST /v1/interactions" + query
                            + " HTTP/1.1\r\nHost: door\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(wire.answer()).startsWith("HTTP/1.1 401 ").doesNotContain(MARK);
        } finally {
            System.setOut(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(MARK);
    }

    @Test
    void a_body_too_large_is_refused_before_it_is_sent_and_the_rest_of_it_is_not_kept() {
        try (Wire wire = new Wire(door.port())) {
            wire.send(post("Content-Length: 99999999999999"));
            assertThat(wire.answer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void a_compressed_body_is_refused_before_it_is_read(String encoding) throws IOException {
        try (Wire wire = new Wire(door.port())) {
            wire.send(post("Content-Encoding: " + encoding, "Content-Length: " + bomb().length));
            assertThat(wire.answer()).startsWith("HTTP/1.1 415 ");
        }
    }

    static Stream<String> encodings() {
        return Stream.of("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip");
    }

    @Test
    void what_is_no_chunk_ends_the_connection_and_is_counted() {
        try (Wire wire = new Wire(door.port())) {
            wire.send(post("Transfer-Encoding: chunked"), ("zz\r\n" + MARK).getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.untilClosed()).doesNotContain("202", MARK);
        }
        assertThat(refused("lethe_ingest_refused", "body-broken")).isPositive();
    }

    static Stream<Arguments> slow() {
        return Stream.of(
                Arguments.of("a request line", "POST /v1/inter"),
                Arguments.of("headers", "POST /v1/interactions HTTP/1.1\r\nHost: x\r\nX-"),
                Arguments.of("a body", new String(post("Content-Length: 1000"), StandardCharsets.US_ASCII)),
                Arguments.of(
                        "a chunk",
                        new String(post("Transfer-Encoding: chunked"), StandardCharsets.US_ASCII) + "500\r\n"),
                Arguments.of(
                        "a body that nobody wants",
                        "POST /v1/interactions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"),
                Arguments.of("a second request", "GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /liv"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slow")
    void who_sends_a_byte_now_and_then_is_cut_off_however_steady(String what, String begin) {
        double before = refused("lethe_http_refused", "slow");
        try (Wire wire = new Wire(door.port())) {
            wire.send(begin.getBytes(StandardCharsets.US_ASCII));

            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !wire.send(new byte[] {'1'}));
        }
        assertThat(refused("lethe_http_refused", "slow")).as(what).isGreaterThan(before);
    }

    @Test
    void who_is_quick_is_not_cut_off_and_may_come_again_on_the_same_connection_after_a_while() {
        try (Wire wire = new Wire(door.port())) {
            byte[] ask = Wire.head("GET /livez");
            long until = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        wire.send(ask);
                        wire.answer();
                        return System.nanoTime() > until;
                    });
        }
    }

    @Test
    void a_crowd_of_idle_connections_costs_others_nothing_and_is_sent_away_in_time() {
        List<Wire> idle = new ArrayList<>();
        for (int i = 0; i < MOST_OF_ADDRESS - 10; i++) {
            idle.add(new Wire(door.port()));
        }

        try (Wire wire = new Wire(door.port())) {
            wire.send(Wire.head("GET /livez"));
            assertThat(wire.answer()).startsWith("HTTP/1.1 200 ");
        }
        idle.forEach(wire -> {
            assertThat(wire.untilClosed()).isEmpty();
            wire.close();
        });
    }

    @Test
    void more_connections_of_one_address_than_it_may_have_are_closed_at_once_and_counted() {
        List<Wire> open = new ArrayList<>();
        for (int i = 0; i < MOST_OF_ADDRESS + 20; i++) {
            open.add(new Wire(door.port()));
        }
        await().until(() -> refused("lethe_http_refused", "connections-of-address") >= 10);
        open.forEach(Wire::close);

        await().untilAsserted(() -> {
            try (Wire wire = new Wire(door.port())) {
                wire.send(Wire.head("GET /livez"));
                assertThat(wire.answer()).startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void who_asks_on_and_on_without_reading_the_answers_is_cut_off_before_they_pile_up() {
        byte[] ask = Wire.head("GET /metrics");
        ByteArrayOutputStream asks = new ByteArrayOutputStream();
        Collections.nCopies(1_000, ask).forEach(asks::writeBytes);
        try (Wire wire = new Wire(door.port())) {
            wire.send(asks.toByteArray());
            assertThat(wire.untilClosed().length()).isLessThan(2_000_000);
        }
        assertThat(refused("lethe_http_refused", "answers-not-read")).isPositive();
    }

    @Test
    void what_is_announced_and_does_not_come_keeps_nobody_out() {
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Wire wire = new Wire(door.port());
            wire.send(post("Content-Length: " + MOST), new byte[] {'['});
            slow.add(wire);
        }

        assertThat(nothing(WRITE_KEY)).startsWith("HTTP/1.1 422 ");
        slow.forEach(Wire::close);
    }

    @Test
    void an_address_whose_bodies_fill_its_share_is_told_to_wait_operators_are_not_and_it_is_given_back() {
        List<Wire> under = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Wire wire = new Wire(door.port());
            wire.send(post("Content-Length: " + MOST), new byte[MOST - 1]);
            under.add(wire);
        }
        await().untilAsserted(() ->
                assertThat(nothing(WRITE_KEY)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: 1"));
        assertThat(nothing("operator-key")).startsWith("HTTP/1.1 422 ");
        under.forEach(Wire::close);

        await().untilAsserted(() -> assertThat(nothing(WRITE_KEY)).startsWith("HTTP/1.1 422 "));
    }

    /** No event, but a body. */
    private String nothing(String key) {
        try (Wire wire = new Wire(door.port())) {
            byte[] body = ("[" + " ".repeat(2_000) + "]").getBytes(StandardCharsets.US_ASCII);
            wire.send(
                    Wire.head(
                            "POST /v1/interactions",
                            "Authorization: Bearer " + key,
                            "Content-Type: application/json",
                            "Content-Length: " + body.length),
                    body);
            return wire.answer();
        }
    }

    private double refused(String name, String reason) {
        return door.metrics()
                .lines()
                .filter(line -> line.startsWith(name + "_total{reason=\"" + reason + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static byte[] post(String... headers) {
        List<String> all =
                new ArrayList<>(List.of("Authorization: Bearer " + WRITE_KEY, "Content-Type: application/json"));
        Collections.addAll(all, headers);
        return Wire.head("POST /v1/interactions", all.toArray(String[]::new));
    }

    private static byte[] chunks(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += 100_000) {
            int length = Math.min(100_000, body.length - at);
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, at, length);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static String members(int count) {
        StringBuilder members = new StringBuilder("\"a\":\"" + MARK + "\"");
        for (int i = 0; i < count; i++) {
            members.append(",\"m").append(i).append("\":1");
        }
        return members.toString();
    }

    private static byte[] concat(String before, byte[] middle, String after) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(middle);
        all.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    /** Fifty megabytes in fifty kilobytes. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < 50; i++) {
                zip.write(blanks);
            }
        }
        return packed.toByteArray();
    }
}
