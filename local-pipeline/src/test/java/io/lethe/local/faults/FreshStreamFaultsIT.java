package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done to a retention stream that has nothing behind it: to its clock, by a crowd, and to all that it has stored. */
class FreshStreamFaultsIT {

    private Bench bench;
    private StreamInstance one;
    private Scene scene;

    @BeforeEach
    void start() {
        bench = new Bench();
        one = bench.first();
        scene = new Scene(bench);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void
            C5_R2_a_clock_a_day_ahead_fires_early_and_erases_nobody_who_comes_back_is_revived_and_an_hour_back_tells_nothing_twice() {
        Instant deposited = bench.now().minus(Duration.ofDays(1));
        Instant end = Scene.on(deposited, Scene.WINDOW);
        scene.devices("ends within the day", 300, deposited);
        scene.devices("ends in three days", 300, deposited.plus(Duration.ofDays(3)));
        scene.contacts("lapses within the day", 300, Scene.on(end, Period.ofYears(-5)));
        bench.turnTo(end.minus(Duration.ofHours(12)));
        bench.settle();

        Instant ahead = end.plus(Duration.ofHours(12));
        bench.turnTo(ahead);
        scene.killInWave(one, 300, Topics.CONSENT_CHANGES);
        assertThat(scene.killsInsideWaves()).isPositive();
        bench.settle();

        // Of those who have lapsed some come back: a third now, and a third with something from before that was long on
        // its way.
        for (int i = 0; i < 100; i++) {
            bench.inputs().say(Facts.interaction(Facts.subject("lapses within the day " + i), bench.now()));
            Instant late = Scene.on(end, Period.ofYears(-5)).plus(Duration.ofHours(1));
            bench.inputs().say(Facts.interaction(Facts.subject("lapses within the day " + (100 + i)), late));
        }
        scene.killAfter(one, 100, Topics.RETENTION_CHANGES);
        bench.settle();

        // A running clock stands until its time has come again; one that starts anew is really an hour back.
        bench.setClockBackTo(ahead.minus(Duration.ofHours(1)));
        try (Load load = scene.load()) {
            scene.after(100, Topics.CONSENT_CHANGES);
            one.process().kill();
            one.process().startAgain();
            scene.after(100, Topics.CONSENT_CHANGES);
        }
        bench.settle();

        scene.turnTo(end, Period.ofDays(3));
        bench.settle();
        scene.turnTo(ahead, Period.ofDays(40));
        bench.settle();
    }

    @Test
    void C5_R3_a_crowd_that_falls_due_in_one_millisecond_is_told_whole() {
        int crowd = Integer.getInteger("lethe.crowd", 20_000);
        Instant deposited = bench.now().minus(Duration.ofDays(1));
        scene.devices("crowd", crowd, deposited);
        long said = System.nanoTime();
        bench.settle();
        long due = System.nanoTime();
        try (Load load = scene.load()) {
            scene.turnTo(deposited, Scene.WINDOW);
            scene.killInWave(one, crowd / 2, Topics.CONSENT_CHANGES);
        }
        bench.settle();
        assertThat(scene.killsInsideWaves()).isPositive();
        System.out.printf(
                "a crowd of %,d: settled %.1f s after the last was said, and %.1f s after all fell due, one kill and other people's events included%n",
                crowd, (due - said) / 1e9, (System.nanoTime() - due) / 1e9);
    }

    @Test
    void E6_R4_a_rebuild_from_the_input_topics_comes_to_the_same_and_nobody_who_was_erased_comes_back()
            throws IOException {
        Instant now = bench.now();
        Instant soon = now.plus(Duration.ofDays(1));
        scene.devices("expires before the rebuild", 100, Scene.on(soon, Period.ofMonths(-6)));
        scene.devices("agrees before the rebuild", 300, now.minus(Duration.ofDays(1)));
        scene.contacts("held", 100, Scene.on(soon, Period.ofYears(-5)));
        scene.contacts("lets go", 100, Scene.on(soon, Period.ofYears(-5)));
        scene.contacts("asks", 100, now.minus(Duration.ofDays(2)));
        for (int i = 0; i < 20; i++) {
            // Asks later, with a hold on the device.
            String device = Facts.subject("parked device " + i);
            bench.inputs().say(Facts.link(Facts.subject("parked " + i), device, now.minus(Duration.ofDays(2))));
            bench.inputs().say(Facts.hold(device, now.minus(Duration.ofDays(1)), HoldAction.PLACE));
        }
        bench.settle();
        scene.turnTo(soon);
        bench.settle();
        for (int i = 0; i < 100; i++) {
            bench.inputs().say(Facts.hold(Facts.subject("held " + i), bench.now(), HoldAction.PLACE));
            bench.inputs().say(Facts.link(Facts.subject("asks " + i), Facts.subject("asks' device " + i), bench.now()));
            bench.inputs().say(Facts.erasureRequest(Facts.subject("asks " + i), bench.now()));
        }
        for (int i = 0; i < 20; i++) {
            bench.inputs().say(Facts.erasureRequest(Facts.subject("parked " + i), bench.now()));
        }
        bench.settle();
        scene.turnTo(soon, Period.ofDays(40));
        bench.settle();
        Rebuild rebuild = new Rebuild(bench);
        rebuild.endErasures();
        bench.settle();
        Set<String> orders = bench.outputs().orderIds();
        assertThat(orders).hasSize(300);
        // Whoever speaks from now on lapses later.
        Instant until = Scene.on(bench.now(), Period.ofYears(5)).minus(Duration.ofDays(1));
        JsonNode deadlines = one.deadlines(until);
        assertThat(deadlines).isNotEmpty();
        Map<String, JsonNode> known =
                knownOf("held ", "parked ", "agrees before the rebuild ", "expires before the rebuild ");

        rebuild.fromTheTopics();
        bench.settle();
        assertThat(bench.outputs().orderIds()).isEqualTo(orders);
        assertThat(one.deadlines(until)).isEqualTo(deadlines);
        assertThat(knownOf("held ", "parked ", "agrees before the rebuild ", "expires before the rebuild "))
                .isEqualTo(known);

        // What was armed falls due, and who was held goes when the hold does.
        for (int i = 0; i < 50; i++) {
            bench.inputs().say(Facts.hold(Facts.subject("held " + i), bench.now(), HoldAction.RELEASE));
        }
        for (int i = 0; i < 20; i++) {
            bench.inputs().say(Facts.hold(Facts.subject("parked device " + i), bench.now(), HoldAction.RELEASE));
        }
        scene.turnTo(now, Scene.WINDOW);
        bench.settle();
        assertThat(bench.outputs().orderIds()).hasSize(390);
    }

    /** All that is known of the first ten of each name. */
    private Map<String, JsonNode> knownOf(String... names) throws IOException {
        Map<String, JsonNode> known = new TreeMap<>();
        for (String name : names) {
            for (int i = 0; i < 10; i++) {
                known.put(name + i, one.subject(Facts.subject(name + i)).successful("retention-stream"));
            }
        }
        return known;
    }
}
