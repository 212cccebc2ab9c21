package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.schemas.Decision;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What is done to the retention stream leaves no trace: at the end of each test state and outputs are what the accepted
 * events come to, no more and no less, for everybody of this and of all earlier tests.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamFaultsIT {

    private static final Period WINDOW = Period.ofMonths(6);

    private static Bench bench;
    private static StreamInstance one;

    @BeforeAll
    static void start() {
        bench = new Bench();
        one = bench.first();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    @Order(1)
    void S2_C5_R2_kill_9_ten_times_in_load_and_inside_firing_waves_and_once_of_the_broker() {
        Random random = seeded();
        Instant deposited = bench.now().minus(Duration.ofDays(30));
        for (int wave = 0; wave < 3; wave++) {
            devices("wave " + wave, 1_500, deposited.plus(Duration.ofDays(wave)));
        }

        try (Load load = load(random)) {
            for (int kill = 0; kill < 3; kill++) {
                killAfter(1 + random.nextInt(500), Topics.CONSENT_CHANGES);
            }
            bench.broker().kill();
            bench.broker().startAgain();
            after(1 + random.nextInt(500), Topics.CONSENT_CHANGES);
        }
        bench.settle();

        try (Load load = load(random)) {
            for (int wave = 0; wave < 3; wave++) {
                turnTo(deposited, Period.ofDays(wave), WINDOW);
                killAfter(1 + random.nextInt(700), Topics.CONSENT_CHANGES);
            }
        }
        bench.settle();
        turn(Period.ofYears(5));
        killAfter(1 + random.nextInt(700), Topics.RETENTION_CHANGES);
        killAfter(1 + random.nextInt(700), Topics.RETENTION_CHANGES);
        bench.settle();
        turn(Period.ofDays(31));
        killAfter(1 + random.nextInt(700), Topics.ERASURE_ORDERS);
        killAfter(1 + random.nextInt(700), Topics.ERASURE_ORDERS);
        bench.settle();
    }

    @Test
    @Order(2)
    void
            S3_rubbish_leaves_one_dead_letter_each_a_newer_writers_words_count_as_far_as_they_are_known_and_nothing_stalls() {
        Random random = seeded();
        try (Load load = load(random);
                Rubbish rubbish = new Rubbish(bench, random)) {
            for (int i = 0; i < 3; i++) {
                rubbish.strew();
                after(200, Topics.CONSENT_CHANGES);
            }
        }
        bench.settle();
    }

    @Test
    @Order(3)
    void S2_C5_R2_a_state_folder_that_is_lost_is_restored_with_every_deadline_also_inside_a_firing_wave()
            throws IOException {
        Random random = seeded();
        Instant deposited = bench.now().minus(Duration.ofDays(1));
        devices("before the loss", 1_500, deposited);
        try (Load load = load(random)) {
            after(500, Topics.CONSENT_CHANGES);
        }
        bench.settle();
        Instant inTenYears = deposited.plus(Duration.ofDays(3_650));
        JsonNode due = one.deadlines(inTenYears);

        loseState();
        Bench.await().until(one::isReady);
        assertThat(one.deadlines(inTenYears)).isEqualTo(due).isNotEmpty();

        turnTo(deposited, WINDOW);
        after(1 + random.nextInt(1_000), Topics.CONSENT_CHANGES);
        loseState();
        bench.settle();
    }

    private static void loseState() {
        one.process().kill();
        one.loseState();
        one.process().startAgain();
    }

    /** What is chosen at random can be chosen again. */
    private static Random seeded() {
        long seed = Long.getLong("lethe.seed", System.nanoTime());
        System.out.println("repeat with -Dlethe.seed=" + seed);
        return new Random(seed);
    }

    private static Load load(Random random) {
        return Load.start(bench.inputs(), bench.now(), "load " + random.nextLong(), random.nextLong());
    }

    private static void devices(String name, int count, Instant deposited) {
        for (int i = 0; i < count; i++) {
            String device = Facts.subject(name + " " + i);
            bench.inputs().say(Facts.statement(device, deposited, "video", Decision.GRANTED));
        }
    }

    /** Kills the stream when so many more records stand in a topic, committed or not, and starts it again. */
    private static void killAfter(int records, Topic<?> topic) {
        after(records, topic);
        one.process().kill();
        one.process().startAgain();
    }

    private static void after(int records, Topic<?> topic) {
        long before = bench.written(topic);
        Bench.await().pollInterval(Duration.ofMillis(2)).until(() -> bench.written(topic) >= before + records);
    }

    private static void turn(Period on) {
        turnTo(bench.now(), on);
    }

    private static void turnTo(Instant from, Period... on) {
        var time = from.atZone(ZoneOffset.UTC);
        for (Period period : on) {
            time = time.plus(period);
        }
        bench.turnTo(time.plusHours(2).toInstant());
        assertThat(bench.now()).isAfter(from);
    }
}
