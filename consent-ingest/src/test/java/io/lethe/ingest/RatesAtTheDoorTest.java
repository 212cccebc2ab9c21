package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.guard.FrontEndRates;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How much comes in with one key, and from one address. */
class RatesAtTheDoorTest {

    private static final String ONE = FrontEndKey.generate();
    private static final String OTHER = FrontEndKey.generate();

    private final AtomicReference<FrontEndKeys> keys =
            new AtomicReference<>(new FrontEndKeys(List.of(key("one", ONE), key("other", OTHER))));

    /** Four at once of one address and then two a second; ten, and five, with one key. */
    private final OpenedDoor door = OpenedDoor.with(
            keys,
            new FrontEndRates(5, 2, Duration.ofSeconds(2)),
            Map.of("LETHE_TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8"));

    private static FrontEndKey key(String name, String key) {
        return new FrontEndKey(name, FrontEndKey.hash(key), List.of(name), List.of(), null);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void an_address_may_send_so_many_at_once_and_then_so_many_a_second() {
        assertThat(statuses(5, ONE, "192.0.2.1")).containsExactly(202, 202, 202, 202, 429);

        HttpResponse<String> refused = post(ONE, "192.0.2.1", Bodies.interaction());
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(refused.body()).doesNotContain("192.0.2.1");

        door.goOn(Duration.ofMillis(500));
        assertThat(statuses(2, ONE, "192.0.2.1")).containsExactly(202, 429);
        assertThat(statuses(1, ONE, "192.0.2.2")).as("another address").containsExactly(202);
    }

    @Test
    void a_key_may_be_used_so_often_from_everywhere_together() {
        for (int address = 1; address <= 10; address++) {
            assertThat(statuses(1, ONE, "192.0.2." + address)).containsExactly(202);
        }

        HttpResponse<String> refused = post(ONE, "192.0.2.200", Bodies.interaction());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(statuses(1, OTHER, "192.0.2.201")).as("another key").containsExactly(202);
        assertThat(door.metrics())
                .contains("lethe_ingest_refused_total{reason=\"rate-key\"} 1.0")
                .contains("lethe_ingest_refused_total{reason=\"rate-address\"} 0.0")
                .doesNotContain("192.0.2");
    }

    @Test
    void a_batch_counts_as_many_events_as_it_has_and_has_to_be_made_up_for() {
        String batch = "[" + String.join(",", Collections.nCopies(8, Bodies.interaction())) + "]";

        assertThat(post(ONE, "192.0.2.1", batch).statusCode()).isEqualTo(202);

        assertThat(post(ONE, "192.0.2.1", Bodies.interaction()).headers().firstValue("retry-after"))
                .hasValue("3");
        door.goOn(Duration.ofMillis(2_500));
        assertThat(statuses(2, ONE, "192.0.2.1")).containsExactly(202, 429);
    }

    /** As much as one that is taken: looking at it cost as much. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedBatches")
    void a_batch_that_is_refused_draws_on_the_rate_by_its_events_too(
            String what, int status, String retryAfter, String type, String body) {
        HttpResponse<String> refused = send(type, body);

        assertThat(refused.statusCode()).as(what).isEqualTo(status);
        assertThat(post(ONE, "192.0.2.1", Bodies.interaction()).headers().firstValue("retry-after"))
                .as(what)
                .hasValue(retryAfter);
        assertThat(post(ONE, "192.0.2.2", Bodies.interaction()).statusCode())
                .as("the key has its share of it")
                .isEqualTo(retryAfter.equals("3") ? 202 : 429);
        assertThat(door.published()).isLessThanOrEqualTo(2);
    }

    static Stream<Arguments> refusedBatches() {
        String json = "application/json";
        String cloudEvents = "application/cloudevents-batch+json";
        List<String> wrong = Collections.nCopies(8, "{\"kind\":\"no-such-thing\"}");
        return Stream.of(
                Arguments.of("wrong events", 422, "3", json, "[" + String.join(",", wrong) + "]"),
                Arguments.of("what is no event", 422, "3", json, "[" + "1,".repeat(7) + "1]"),
                Arguments.of("one that breaks off", 400, "3", json, "[" + String.join(",", wrong)),
                Arguments.of("wrong lines", 422, "3", "application/x-ndjson", String.join("\n", wrong)),
                Arguments.of("broken lines", 400, "3", "application/x-ndjson", "{\n".repeat(8)),
                Arguments.of("wrong CloudEvents", 422, "3", cloudEvents, "[" + String.join(",", wrong) + "]"),
                Arguments.of("too many", 413, "499", json, "[" + "{},".repeat(100_000) + "{}]"),
                Arguments.of(
                        "a line without end", 422, "499", "application/x-ndjson", "[" + "{},".repeat(100_000) + "{}]"));
    }

    /** It has cost as much as a whole one, up to where it broke off. */
    @Test
    void a_body_that_breaks_off_draws_on_the_rate_by_what_had_come() {
        try (Wire wire = new Wire(door.port())) {
            wire.send(
                    Wire.head(
                            "POST /v1/interactions",
                            "Authorization: Bearer " + ONE,
                            "Content-Type: application/json",
                            "X-Forwarded-For: 192.0.2.1",
                            "Content-Length: 5000"),
                    new byte[8 * 256]);
            await().until(() -> door.metrics().contains("lethe_ingest_body_bytes 2048.0"));
        }
        await().until(() -> door.metrics().contains("lethe_ingest_refused_total{reason=\"body-broken\"} 1.0"));

        assertThat(post(ONE, "192.0.2.1", Bodies.interaction()).headers().firstValue("retry-after"))
                .hasValue("3");
    }

    @Test
    void what_anybody_may_read_an_address_may_read_so_often_and_it_takes_nothing_from_sending() {
        List<Integer> read = IntStream.range(0, 5)
                .mapToObj(i ->
                        door.ask("GET", i % 2 == 0 ? "/v1/banner" : "/lethe.js", "", "X-Forwarded-For", "192.0.2.1"))
                .map(HttpResponse::statusCode)
                .toList();

        assertThat(read).containsExactly(200, 200, 200, 200, 429);
        assertThat(door.ask("GET", "/openapi.yaml", "", "X-Forwarded-For", "192.0.2.1")
                        .statusCode())
                .isEqualTo(429);
        assertThat(door.ask("GET", "/lethe.js", "", "X-Forwarded-For", "192.0.2.2")
                        .statusCode())
                .isEqualTo(200);
        assertThat(door.ask("GET", "/readyz", "", "X-Forwarded-For", "192.0.2.1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(statuses(4, ONE, "192.0.2.1")).containsOnly(202);
        assertThat(door.metrics()).contains("lethe_ingest_refused_total{reason=\"rate-reader\"} 2.0");
    }

    @Test
    void a_body_in_which_no_event_is_found_draws_as_one() {
        for (String body : List.of("", "{", "[]", "{\"kind\":1}")) {
            assertThat(send("application/json", body).statusCode()).isIn(400, 422);
        }

        assertThat(post(ONE, "192.0.2.1", Bodies.interaction()).headers().firstValue("retry-after"))
                .hasValue("1");
    }

    private HttpResponse<String> send(String type, String body) {
        return door.post(
                EventKind.INTERACTION,
                body,
                "Authorization",
                "Bearer " + ONE,
                "Content-Type",
                type,
                "X-Forwarded-For",
                "192.0.2.1");
    }

    @Test
    void whoever_shows_no_key_or_a_wrong_one_may_try_as_often_as_anybody() {
        assertThat(statuses(5, "no key", "192.0.2.1")).containsExactly(401, 401, 401, 401, 429);
        assertThat(statuses(1, ONE, "192.0.2.1")).containsExactly(429);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_key_draws_on_its_address_wherever_it_is_tried(EventKind kind) {
        List<Integer> statuses = IntStream.range(0, 5)
                .mapToObj(_ -> door.post(
                                kind,
                                "{}",
                                "Authorization",
                                "Bearer a-guess",
                                "Content-Type",
                                "application/json",
                                "X-Forwarded-For",
                                "192.0.2.1")
                        .statusCode())
                .toList();

        assertThat(statuses).containsExactly(401, 401, 401, 401, 429);
    }

    @Test
    void back_ends_and_operators_have_no_rate() {
        assertThat(statuses(20, "back-end-key", "192.0.2.1")).containsOnly(202);
        assertThat(statuses(20, "operator-key", "192.0.2.1")).containsOnly(202);
    }

    @Test
    void what_stands_before_the_first_hop_that_is_not_ours_is_anybodys_invention() {
        assertThat(statuses(4, ONE, "198.51.100.1, 192.0.2.1")).containsOnly(202);
        assertThat(statuses(1, ONE, "198.51.100.2, 192.0.2.1")).containsExactly(429);
        assertThat(statuses(1, ONE, "198.51.100.3, 192.0.2.1, 10.1.2.3")).containsExactly(429);
        assertThat(statuses(1, ONE, "192.0.2.1, 198.51.100.2")).containsExactly(202);
    }

    @Test
    void a_network_of_ipv6_is_one_address() {
        assertThat(statuses(2, ONE, "2001:db8:1:2::1")).containsOnly(202);
        assertThat(statuses(2, ONE, "[2001:db8:1:2:ffff::9]:4711")).containsOnly(202);
        assertThat(statuses(1, ONE, "2001:db8:1:2:3::1")).containsExactly(429);
        assertThat(statuses(1, ONE, "2001:db8:1:3::1")).containsExactly(202);
    }

    @Test
    void who_is_no_trusted_proxy_is_not_believed() {
        try (OpenedDoor nobodyTrusted =
                OpenedDoor.with(keys, new FrontEndRates(100, 2, Duration.ofSeconds(2)), Map.of())) {
            for (int i = 1; i <= 5; i++) {
                int status = nobodyTrusted
                        .post(
                                EventKind.INTERACTION,
                                Bodies.interaction(),
                                "Authorization",
                                "Bearer " + ONE,
                                "Content-Type",
                                "application/json",
                                "X-Forwarded-For",
                                "192.0.2." + i)
                        .statusCode();
                assertThat(status).isEqualTo(i <= 4 ? 202 : 429);
            }
        }
    }

    private List<Integer> statuses(int times, String key, String address) {
        return Collections.nCopies(times, address).stream()
                .map(from -> post(key, from, Bodies.interaction()).statusCode())
                .toList();
    }

    private HttpResponse<String> post(String key, String address, String body) {
        return door.post(
                EventKind.INTERACTION,
                body,
                "Authorization",
                "Bearer " + key,
                "Content-Type",
                "application/json",
                "X-Forwarded-For",
                address);
    }
}
