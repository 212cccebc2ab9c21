package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What is done to one of two instances leaves no trace in what both tell, and is not answered wrongly by the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstancesFaultsIT {

    private static final int KNOWN = 60;

    private static Bench bench;
    private static StreamInstance one;
    private static StreamInstance two;
    private static Scene scene;
    private static Map<String, JsonNode> known;

    @BeforeAll
    static void start() throws IOException {
        bench = new Bench();
        one = bench.first();
        scene = new Scene(bench);
        scene.devices("known device", KNOWN, bench.now().minus(Duration.ofDays(1)));
        scene.contacts("known contact", KNOWN, bench.now().minus(Duration.ofDays(1)));
        bench.settle();
        known = new HashMap<>();
        for (int i = 0; i < KNOWN; i++) {
            for (String name : new String[] {"known device ", "known contact "}) {
                String subject = Facts.subject(name + i);
                known.put(subject, one.subject(subject).successful("retention-stream"));
            }
        }
        two = bench.startInstance("two");
        bothWork();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    @Order(1)
    void S4_R5_either_of_two_instances_answers_for_everybody_and_counts_what_is_on_both() throws IOException {
        for (Map.Entry<String, JsonNode> each : known.entrySet()) {
            assertThat(one.subject(each.getKey()).json()).isEqualTo(each.getValue());
            assertThat(two.subject(each.getKey()).json()).isEqualTo(each.getValue());
        }
        Instant inTenYears = bench.now().plus(Duration.ofDays(3_650));
        assertThat(one.deadlines(inTenYears))
                .isEqualTo(two.deadlines(inTenYears))
                .isNotEmpty();

        byte[] shorter = Files.readString(bench.policy())
                .replace("keepFor: P5Y", "keepFor: P2Y")
                .getBytes(StandardCharsets.UTF_8);
        int sooner = contactsThatLapseSooner(one.comparedWith(shorter));
        assertThat(sooner).isGreaterThanOrEqualTo(KNOWN);
        assertThat(contactsThatLapseSooner(two.comparedWith(shorter))).isEqualTo(sooner);
    }

    private static int contactsThatLapseSooner(JsonNode compared) {
        for (JsonNode row : compared.path("lapses")) {
            if (row.path("kind").asText().equals("contact")) {
                return row.path("sooner").asInt();
            }
        }
        return 0;
    }

    @Test
    @Order(2)
    void S2_S4_a_second_instance_joins_and_leaves_under_load_and_whoever_asks_is_answered_rightly_or_not_at_all() {
        try (Load load = scene.load();
                Asking asking = Asking.start(one, known, scene.random())) {
            for (int i = 0; i < 2; i++) {
                scene.afterSome(500, Topics.CONSENT_CHANGES);
                two.process().kill();
                takenOver();
                two.process().startAgain();
                bothWork();
                scene.afterSome(500, Topics.CONSENT_CHANGES);
                two.process().stop();
                scene.afterSome(500, Topics.CONSENT_CHANGES);
                two.process().startAgain();
                bothWork();
            }
            assertThat(asking.wrong()).isEmpty();
            assertThat(asking.answered()).isPositive();
        }
        bench.settle();
    }

    @Test
    @Order(3)
    void S2_C5_an_instance_that_stands_still_past_its_timeouts_inside_a_firing_wave_decides_nothing_twice() {
        Instant deposited = bench.now().minus(Duration.ofHours(20));
        scene.devices("fall due while one stands still", 3_000, deposited);
        bench.settle();

        scene.turnTo(deposited, Scene.WINDOW);
        scene.afterSome(1_000, Topics.CONSENT_CHANGES);
        two.process().suspend();
        Bench.await().until(() -> answersForAll(one));
        try (Load load = scene.load()) {
            scene.after(500, Topics.CONSENT_CHANGES);
        }
        bench.settle();

        two.process().resume();
        try (Load load = scene.load()) {
            bothWork();
        }
        bench.settle();
    }

    /** What the killed one had begun, the broker undoes after the transaction's time; until then nobody can go on. */
    private static void takenOver() {
        long killed = System.nanoTime();
        Bench.await().until(() -> answersForAll(one));
        System.out.printf("taken over after %.1f s%n", (System.nanoTime() - killed) / 1e9);
    }

    private static boolean answersForAll(StreamInstance instance) {
        try {
            for (String subject : known.keySet()) {
                if (!instance.subject(subject).isSuccess()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Each has a part of the partitions. */
    private static void bothWork() {
        Bench.await().until(() -> one.isReady() && two.isReady() && one.hasPartitions() && two.hasPartitions());
    }
}
