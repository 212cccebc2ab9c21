package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
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

    private static Bench bench;
    private static StreamInstance one;
    private static Scene scene;

    @BeforeAll
    static void start() {
        bench = new Bench();
        one = bench.first();
        scene = new Scene(bench);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    @Order(1)
    void S2_C5_R2_kill_9_ten_times_in_load_inside_commits_and_firing_waves_and_once_of_the_broker() {
        Instant deposited = bench.now().minus(Duration.ofDays(30));
        for (int wave = 0; wave < 3; wave++) {
            scene.devices("wave " + wave, 1_500, deposited.plus(Duration.ofDays(wave)));
        }

        try (Load load = scene.loadWithDesk()) {
            for (int kill = 0; kill < 2; kill++) {
                scene.killAfter(one, 500, Topics.CONSENT_CHANGES);
            }
            scene.killAfter(one, 50, Topics.RIGHTS_STATUS);
            scene.killInCommit(one, 500, Topics.CONSENT_CHANGES);
            bench.broker().kill();
            bench.broker().startAgain();
            scene.afterSome(500, Topics.CONSENT_CHANGES);
        }
        bench.settle();

        try (Load load = scene.load()) {
            for (int wave = 0; wave < 3; wave++) {
                scene.turnTo(deposited, Period.ofDays(wave), Scene.WINDOW);
                scene.killInWave(one, 700, Topics.CONSENT_CHANGES);
            }
            scene.killInCommit(one, 100, Topics.CONSENT_CHANGES);
        }
        bench.settle();
        scene.turnTo(bench.now(), Period.ofYears(5));
        scene.killInWave(one, 700, Topics.RETENTION_CHANGES);
        scene.killInWave(one, 700, Topics.RETENTION_CHANGES);
        bench.settle();
        assertThat(scene.killsInsideWaves()).isPositive();
        scene.turnTo(bench.now(), Period.ofDays(31));
        scene.killInWave(one, 700, Topics.ERASURE_ORDERS);
        scene.killInWave(one, 700, Topics.ERASURE_ORDERS);
        bench.settle();
    }

    @Test
    @Order(2)
    void
            S3_rubbish_leaves_one_dead_letter_each_a_newer_writers_words_count_as_far_as_they_are_known_and_nothing_stalls() {
        try (Load load = scene.loadWithDesk();
                Rubbish rubbish = new Rubbish(bench, scene.random())) {
            for (int i = 0; i < 3; i++) {
                rubbish.strew();
                scene.after(200, Topics.CONSENT_CHANGES);
            }
        }
        bench.settle();
    }

    @Test
    @Order(3)
    void S2_C5_R2_a_state_folder_that_is_lost_is_restored_with_every_deadline_also_inside_a_firing_wave()
            throws IOException {
        Instant deposited = bench.now().minus(Duration.ofDays(1));
        scene.devices("before the loss", 1_500, deposited);
        try (Load load = scene.load()) {
            scene.after(500, Topics.CONSENT_CHANGES);
        }
        bench.settle();
        Instant inTenYears = deposited.plus(Duration.ofDays(3_650));
        JsonNode due = one.deadlines(inTenYears);

        one.process().kill();
        one.loseState();
        one.process().startAgain();
        Bench.await().until(one::isReady);
        assertThat(one.deadlines(inTenYears)).isEqualTo(due).isNotEmpty();

        scene.turnTo(deposited, Scene.WINDOW);
        scene.killInWave(one, 1_000, Topics.CONSENT_CHANGES, one::loseState);
        bench.settle();
        assertThat(scene.killsInsideWaves()).isPositive();
    }

    @Test
    @Order(4)
    void R5_S2_a_policy_that_keeps_people_for_less_looks_at_everybody_once_also_where_it_is_killed_meanwhile() {
        Instant now = bench.now();
        scene.contacts("silent for three years", 1_500, Scene.on(now, Period.ofYears(-3)));
        scene.contacts("silent for a year", 300, Scene.on(now, Period.ofYears(-1)));
        bench.settle();

        one.process().stop();
        bench.keepContactsFor(Period.ofYears(2));
        one.process().startAgain();
        scene.killInWave(one, 700, Topics.RETENTION_CHANGES);
        scene.killInWave(one, 700, Topics.RETENTION_CHANGES);
        bench.settle();
        assertThat(scene.killsInsideWaves()).isPositive();

        scene.turnTo(now, Period.ofDays(32));
        bench.settle();
        scene.turnTo(now, Period.ofYears(1));
        bench.settle();
    }
}
