package io.lethe.local.faults.door;

import static io.lethe.local.faults.door.DoorBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.service.keys.FrontEndKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What is done to the front door and to the broker behind it. At the end of each test every event ever answered with {@code 202} is in the
 * topic, and nobody has had an answer that a front-end cannot deal with.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoorFaultsIT {

    private static final int KILLS = 10;

    /** How long the broker stands still; the minute, or half of one, of a real outage with {@code -Dlethe.outage=30}. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("lethe.outage", 8));

    /** Until the publishing is given up, and then some. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(4);

    /** What a burst or a crowd may leave behind in a heap that had room. */
    private static final long FLAT_KILOBYTES = 128 * 1024;

    /** How much memory more than before nobody can take; the heap alone may grow to 256 MB. */
    private static final long MOST_KILOBYTES = 640 * 1024;

    private static DoorBench bench;
    private static Random random;

    @BeforeAll
    static void start() {
        long seed = Long.getLong("lethe.seed", System.nanoTime());
        System.out.println("repeat with -Dlethe.seed=" + seed);
        random = new Random(seed);
        bench = new DoorBench();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @AfterEach
    void nothing_that_was_accepted_is_lost() throws IOException {
        bench.loads().forEach(DoorLoad::end);
        await().until(bench.door()::isReady);
        assertThat(bench.lost()).isEmpty();
        assertThat(bench.loads()).allSatisfy(load -> {
            assertThat(load.kinds()).isSubsetOf(0, 202, 429, 503);
            assertThat(load.withoutRetryAfter()).isZero();
        });
        assertThat(bench.door().residentKilobytes()).isLessThan(MOST_KILOBYTES);
        System.out.printf(
                "%,d accepted, %,d times 503, %,d times 429, %,d times no answer, %,d MB%n",
                bench.loads().stream().mapToInt(load -> load.accepted().size()).sum(),
                answers(503),
                answers(429),
                answers(0),
                bench.door().residentKilobytes() / 1024);
    }

    private static int answers(int status) {
        return bench.loads().stream().mapToInt(load -> load.answers(status)).sum();
    }

    @Test
    @Order(0)
    void a_front_ends_key_counts_soon_after_it_was_added_and_no_longer_soon_after_it_was_removed() {
        String key = FrontEndKey.generate();
        FrontEndKey entry = new FrontEndKey("www", FrontEndKey.hash(key), List.of("www"), List.of(), null);
        assertThat(bench.statusWith(key)).isEqualTo(401);

        bench.frontEnds(List.of(entry));
        await().until(() -> bench.statusWith(key) == 422);
        bench.frontEndsText("nonsense");
        await().until(() -> bench.log().contains("is refused, and what it said before stands"));
        assertThat(bench.statusWith(key)).isEqualTo(422);

        bench.frontEnds(List.of());
        await().until(() -> bench.statusWith(key) == 401);
        assertThat(bench.log()).doesNotContain(key, "nonsense");
    }

    @Test
    @Order(1)
    void S1_kill_9_ten_times_under_load_and_every_event_answered_with_202_is_in_the_topic() {
        bench.load().begin();
        for (int kill = 0; kill < KILLS; kill++) {
            bench.accepts(1 + random.nextInt(500));
            bench.door().kill();
            bench.door().startAgain();
        }
        bench.accepts(100);
    }

    @Test
    @Order(2)
    void S1_S4_a_broker_that_stands_still_is_a_503_in_time_in_bounded_memory_and_when_it_goes_on_so_does_the_door()
            throws IOException {
        bench.load().begin();
        bench.accepts(200);
        bench.load().longest();
        int refused = bench.load().answers(503);

        bench.broker().suspend();
        long begin = System.nanoTime();
        try {
            await().until(() -> !bench.door().isReady());
            await().until(() -> bench.load().answers(503) > refused);
            System.out.printf("the first 503 after %.1f s%n", (System.nanoTime() - begin) / 1e9);
            await().until(() -> System.nanoTime() - begin > OUTAGE.toNanos());
            assertThat(bench.door().residentKilobytes()).isLessThan(MOST_KILOBYTES);
        } finally {
            bench.broker().resume();
        }

        bench.accepts(200);
        await().until(bench.door()::isReady);
        assertThat(bench.load().longest()).isLessThan(LONGEST_ANSWER);
    }

    @Test
    @Order(3)
    void S1_S4_a_broker_that_is_killed_and_comes_back_costs_no_accepted_event_and_nobody_has_to_do_anything() {
        bench.load().begin();
        bench.accepts(200);
        bench.load().longest();

        bench.broker().kill();
        await().until(() -> !bench.door().isReady());
        bench.broker().startAgain();

        bench.accepts(200);
        await().until(bench.door()::isReady);
        assertThat(bench.load().longest()).isLessThan(LONGEST_ANSWER);
    }

    @Test
    @Order(4)
    void S1_who_waits_for_kafka_when_the_door_is_told_to_stop_gets_an_answer_first() throws Exception {
        bench.broker().suspend();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(
                        callers.submit(() -> bench.load().post(UUID.randomUUID().toString())));
            }
            await().until(() -> bench.underWay() == 50);

            int said = bench.log().length();
            Future<?> stopped = callers.submit(bench.door()::stop);
            await().until(() -> bench.log().substring(said).contains("stops"));
            bench.broker().resume();

            for (Future<Integer> one : waiting) {
                assertThat(one.get()).isEqualTo(202);
            }
            stopped.get();
        } finally {
            bench.broker().resume();
        }
        bench.door().startAgain();
    }

    @Test
    @Order(5)
    void a_crowd_of_hostile_connections_takes_no_memory_and_nothing_they_send_is_in_the_log() throws IOException {
        bench.load().begin();
        bench.accepts(200);
        long before = bench.door().residentKilobytes();
        String mark = "mark-" + UUID.randomUUID();
        List<Socket> crowd = new ArrayList<>();

        for (int i = 0; i < 1_000; i++) {
            crowd.add(new Socket("127.0.0.1", bench.port()));
        }
        for (int i = 0; i < 300; i++) {
            Socket socket = new Socket("127.0.0.1", bench.port());
            crowd.add(socket);
            socket.getOutputStream().write(hostile(i, mark));
        }
        bench.accepts(200);
        assertThat(bench.door().residentKilobytes() - before).isLessThan(FLAT_KILOBYTES);
        for (Socket socket : crowd) {
            socket.close();
        }

        bench.accepts(200);
        assertThat(bench.log()).doesNotContain(mark);
    }

    private static byte[] hostile(int number, String mark) {
        String authorization = "Authorization: " + bench.load().authorization();
        String body = "{\"" + mark + "\":";
        String request = switch (number % 6) {
            case 0 -> "POST /v1/interactions?key=" + mark + " HTTP/1.1\r\nHost: x\r\nX-Slow: ";
            case 1 -> post(authorization, "Content-Length: 1000000") + body.repeat(10_000);
            case 2 -> post(authorization, "Transfer-Encoding: chunked") + "zz" + mark;
            case 3 -> post(authorization, "Content-Length: " + 40_000 * body.length()) + body.repeat(40_000);
            case 4 -> post(authorization, "Content-Length: 9") + mark.substring(0, 9);
            default -> "GET /" + mark + " HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50);
        };
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    private static String post(String... headers) {
        return "POST /v1/interactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    @Test
    @Order(6)
    void S1_S4_a_full_disk_under_the_broker_is_a_503_and_with_room_again_all_goes_on() {
        bench.load().begin();
        bench.accepts(200);
        int refused = bench.load().answers(503);

        bench.disk().fill(bench.broker());
        await().until(() -> bench.load().answers(503) > refused);
        await().until(() -> !bench.door().isReady());
        // A broker that cannot write gives up, at its own time. Whoever makes room starts it again.
        bench.broker().kill();
        bench.disk().free(bench.broker());
        bench.broker().startAgain();

        bench.accepts(200);
    }

    @Test
    @Order(7)
    void S1_what_an_address_or_a_key_sends_beyond_its_rate_is_a_429_in_time_in_bounded_memory_and_others_go_on() {
        String key = FrontEndKey.generate();
        String other = FrontEndKey.generate();
        bench.frontEnds(List.of(frontEnd("one", key), frontEnd("other", other)));
        try (NarrowDoor narrow = bench.narrow(
                Map.of("LETHE_RATE_PER_ADDRESS", "50", "LETHE_RATE_PER_KEY", "200", "LETHE_RATE_BURST", "PT1S"))) {
            DoorLoad fromOneAddress = bench.at(narrow, other, () -> "192.0.2.1");
            DoorLoad fromEverywhere = bench.at(narrow, key, DoorFaultsIT::anyAddress);
            long begin = System.nanoTime();
            long before = narrow.residentKilobytes();

            fromOneAddress.begin();
            fromEverywhere.begin(100);
            await().until(() -> fromOneAddress.answers(429) > 2_000 && fromEverywhere.answers(429) > 5_000);
            DoorLoad elsewhere = bench.at(narrow, other, () -> "192.0.2.2");
            assertThat(elsewhere.post(UUID.randomUUID().toString())).isEqualTo(202);
            fromOneAddress.end();
            fromEverywhere.end();

            double seconds = 2 + (System.nanoTime() - begin) / 1e9;
            assertThat(fromOneAddress.accepted().size()).isBetween(50, (int) (50 * seconds));
            assertThat(fromEverywhere.accepted().size()).isBetween(200, (int) (200 * seconds));
            assertThat(narrow.metric("lethe_ingest_refused_total{reason=\"rate-address\"}"))
                    .isEqualTo(fromOneAddress.answers(429));
            assertThat(narrow.metric("lethe_ingest_refused_total{reason=\"rate-key\"}"))
                    .isEqualTo(fromEverywhere.answers(429));
            assertThat(fromOneAddress.longest()).isLessThan(LONGEST_ANSWER);
            assertThat(fromEverywhere.longest()).isLessThan(LONGEST_ANSWER);
            assertThat(narrow.residentKilobytes() - before).isLessThan(FLAT_KILOBYTES);
        } finally {
            bench.frontEnds(List.of());
        }
    }

    private static FrontEndKey frontEnd(String name, String key) {
        return new FrontEndKey(name, FrontEndKey.hash(key), List.of("www"), List.of(), null);
    }

    /** So many that none of them comes near its own rate. */
    private static String anyAddress() {
        int number = ThreadLocalRandom.current().nextInt(500);
        return (number < 250 ? "198.51.100." : "203.0.113.") + number % 250;
    }

    @Test
    @Order(8)
    void S1_S4_a_door_that_is_full_says_so_at_once_while_the_broker_stands_still_and_takes_events_again_after_that() {
        try (NarrowDoor narrow = bench.narrow(Map.of("LETHE_MAX_IN_FLIGHT", "20"))) {
            DoorLoad crowd = bench.at(narrow, DoorFaultsIT::anyAddress);
            DoorLoad late = bench.at(narrow, DoorFaultsIT::anyAddress);
            crowd.begin(200);
            await().until(() -> crowd.accepted().size() > 500 && crowd.answers(429) > 0);
            crowd.longest();
            long before = narrow.residentKilobytes();

            bench.broker().suspend();
            try {
                await().until(() -> narrow.metric("lethe_ingest_in_flight_requests") == 20);
                assertThat(late.post(UUID.randomUUID().toString())).isIn(429, 503);
                assertThat(late.longest()).as("while it is full").isLessThan(Duration.ofSeconds(1));
                await().until(() -> crowd.answers(503) > 2_000);
                assertThat(narrow.metric("lethe_ingest_in_flight_requests")).isLessThanOrEqualTo(20);
                assertThat(narrow.isReady()).isFalse();
                assertThat(narrow.residentKilobytes() - before).isLessThan(FLAT_KILOBYTES);
            } finally {
                bench.broker().resume();
            }

            int accepted = crowd.accepted().size();
            await().until(() -> crowd.accepted().size() > accepted + 200);
            await().until(narrow::isReady);
            crowd.end();
            assertThat(crowd.longest()).isLessThan(LONGEST_ANSWER);
        }
    }

    @Test
    @Order(9)
    void hostile_bodies_by_the_hundred_are_refused_or_cut_off_and_take_no_memory() throws Exception {
        bench.load().begin();
        bench.accepts(200);
        bench.load().longest();
        String mark = "mark-" + UUID.randomUUID();
        List<Hostile> hostile = Hostile.all(bench.load().authorization(), mark);
        long before = bench.door().residentKilobytes();

        try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 10; round++) {
                List<Future<Integer>> answers = new ArrayList<>();
                hostile.forEach(one -> answers.add(senders.submit(() -> one.send(bench.port()))));
                for (int i = 0; i < hostile.size(); i++) {
                    assertThat(answers.get(i).get())
                            .as(hostile.get(i).what())
                            .isIn(hostile.get(i).answers());
                }
            }
        }

        bench.accepts(200);
        assertThat(bench.door().residentKilobytes() - before).isLessThan(FLAT_KILOBYTES);
        assertThat(bench.load().longest()).isLessThan(LONGEST_ANSWER);
        assertThat(bench.log()).doesNotContain(mark);
    }

    @Test
    @Order(10)
    void who_sends_a_byte_a_second_and_a_thousand_who_send_none_are_sent_away_while_others_are_served() {
        try (NarrowDoor narrow = bench.narrow(Map.of("LETHE_IDLE_TIMEOUT", "PT3S"));
                BareConnections idle = BareConnections.of(1_000, narrow.port());
                BareConnections slow = BareConnections.of(100, narrow.port())) {
            DoorLoad others = bench.at(narrow, DoorFaultsIT::anyAddress);
            long before = narrow.residentKilobytes();
            others.begin();
            slow.send(Hostile.head(others.authorization(), "Content-Length: 1000"));

            await().pollInterval(Duration.ofSeconds(1)).until(() -> {
                slow.send(Hostile.ascii("{"));
                return slow.open() == 0;
            });
            await().until(() -> idle.open() == 0);

            int accepted = others.accepted().size();
            assertThat(accepted).isGreaterThan(200);
            await().until(() -> others.accepted().size() > accepted + 200);
            others.end();
            assertThat(others.longest()).isLessThan(LONGEST_ANSWER);
            assertThat(narrow.metric("lethe_http_refused_total{reason=\"slow\"}"))
                    .isGreaterThanOrEqualTo(100);
            assertThat(narrow.residentKilobytes() - before).isLessThan(FLAT_KILOBYTES);
        }
    }

    @Test
    @Order(11)
    void connections_beyond_all_that_there_may_be_are_closed_at_once_and_once_some_are_gone_there_is_room_again() {
        try (NarrowDoor narrow = bench.narrow(Map.of("LETHE_MAX_CONNECTIONS", "300"))) {
            String refused = "lethe_http_refused_total{reason=\"connections\"}";
            assertThat(narrow.metric(refused)).isZero();
            try (BareConnections crowd = BareConnections.of(400, narrow.port())) {
                await().until(() -> crowd.open() <= 300);
                assertThat(crowd.open()).isGreaterThan(290);
                // This connection was there before the crowd came.
                assertThat(narrow.metric(refused)).isGreaterThanOrEqualTo(100);
            }
            DoorLoad others = bench.at(narrow, DoorFaultsIT::anyAddress);
            await().until(() -> others.post(UUID.randomUUID().toString()) == 202);
        }
    }
}
