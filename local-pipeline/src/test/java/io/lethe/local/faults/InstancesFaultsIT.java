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
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** More than one, since each may be over before an instance stands still. */
    private static final int WAVES = 5;

    private static final Duration HOURS_APART = Duration.ofHours(3);

    /** What a busy machine may take beside the time-outs. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

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
    void S4_each_of_two_instances_has_a_copy_of_everybody_to_work_with_or_to_stand_by_with() {
        for (StreamInstance instance : List.of(one, two)) {
            for (int partition = 0; partition < Bench.PARTITIONS; partition++) {
                int each = partition;
                Bench.await().until(() -> instance.hasCopyOf(each));
            }
        }
    }

    @Test
    @Order(3)
    void S2_S4_a_second_instance_joins_and_leaves_under_load_and_whoever_asks_is_answered_rightly_or_not_at_all() {
        try (Load load = scene.loadWithDesk();
                Asking asking = Asking.start(one, known, scene.random())) {
            for (int i = 0; i < 2; i++) {
                askedMeanwhile(two);
                two.process().kill();
                takenOver();
                two.process().startAgain();
                bothWork();
                askedMeanwhile(two);
                two.process().stop();
                scene.afterSome(500, Topics.CONSENT_CHANGES);
                two.process().startAgain();
                bothWork();
            }
            assertThat(asking.wrong()).isEmpty();
            assertThat(asking.answered()).isPositive();
            assertThat(asking.longest())
                    .isLessThan(StreamInstance.SESSION_TIMEOUT
                            .plus(StreamInstance.TRANSACTION_TIMEOUT)
                            .plus(MARGIN));
        }
        bench.settle();
    }

    /** One that is up is asked while there is load. */
    private static void askedMeanwhile(StreamInstance instance) {
        try (Asking asking = Asking.start(instance, known, scene.random())) {
            scene.after(500, Topics.CONSENT_CHANGES);
            assertThat(asking.wrong()).isEmpty();
            assertThat(asking.answered()).isPositive();
        }
    }

    @Test
    @Order(4)
    void
            S2_C5_an_instance_that_stands_still_past_its_timeouts_inside_a_firing_wave_is_fenced_and_decides_nothing_twice() {
        Instant deposited = bench.now().minus(Duration.ofHours(20));
        for (int wave = 0; wave < WAVES; wave++) {
            scene.devices(
                    "fall due while one stands still " + wave, 1_000, deposited.plus(HOURS_APART.multipliedBy(wave)));
        }
        bench.settle();

        Members members = new Members(bench);
        String process = two.processId();
        Set<Integer> partitions = members.partitions(process);
        assertThat(partitions).isNotEmpty();
        int wave = 0;
        while (!standsStillInside(deposited.plus(HOURS_APART.multipliedBy(wave)), members, partitions)) {
            wave++;
            assertThat(wave)
                    .as("waves that were over when the instance stood still")
                    .isLessThan(WAVES);
        }
        assertThat(bench.dueAndNotTold()).isPositive();
        assertThat(members.isInTransaction(process)).isTrue();

        Bench.await().until(() -> !members.include(process));
        Bench.await().until(() -> !members.isInTransaction(process));
        Bench.await().until(() -> answersForAll(one));
        try (Load load = scene.load()) {
            scene.after(500, Topics.CONSENT_CHANGES);
        }
        bench.settle();

        long before = two.timesFenced();
        two.process().resume();
        try (Load load = scene.load()) {
            bothWork();
        }
        assertThat(two.timesFenced()).isGreaterThan(before);
        bench.settle();
    }

    /** Turns the clock to a wave, and stops an instance that has begun to tell of it; false where it had finished already. */
    private static boolean standsStillInside(Instant deposited, Members members, Set<Integer> partitions) {
        scene.turnTo(deposited, Scene.WINDOW);
        Bench.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> members.hasBegunChanges(partitions) || bench.dueAndNotTold() == 0);
        two.process().suspend();
        if (members.hasBegunChanges(partitions)) {
            return true;
        }
        two.process().resume();
        return false;
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
