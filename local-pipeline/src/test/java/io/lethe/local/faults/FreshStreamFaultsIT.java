package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.HoldAction;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Set;
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
        scene.killAfter(one, 300, Topics.CONSENT_CHANGES);
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
        scene.turnTo(ahead, Period.ofDays(31));
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
        scene.turnTo(deposited, Scene.WINDOW);
        scene.killAfter(one, crowd / 2, Topics.CONSENT_CHANGES);
        bench.settle();
        System.out.printf(
                "a crowd of %,d: settled %.1f s after the last was said, and %.1f s after all fell due, one kill included%n",
                crowd, (due - said) / 1e9, (System.nanoTime() - due) / 1e9);
    }

    @Test
    void E6_R4_a_rebuild_from_the_input_topics_comes_to_the_same_and_nobody_who_was_erased_comes_back() {
        Instant now = bench.now();
        Instant soon = now.plus(Duration.ofDays(1));
        scene.devices("expires before the rebuild", 100, Scene.on(soon, Period.ofMonths(-6)));
        scene.devices("agrees before the rebuild", 300, now.minus(Duration.ofDays(1)));
        scene.contacts("held", 100, Scene.on(soon, Period.ofYears(-5)));
        scene.contacts("lets go", 100, Scene.on(soon, Period.ofYears(-5)));
        scene.contacts("asks", 100, now.minus(Duration.ofDays(2)));
        bench.settle();
        scene.turnTo(soon);
        bench.settle();
        for (int i = 0; i < 100; i++) {
            bench.inputs().say(Facts.hold(Facts.subject("held " + i), bench.now(), HoldAction.PLACE));
            bench.inputs().say(Facts.erasureRequest(Facts.subject("asks " + i), bench.now()));
        }
        bench.settle();
        scene.turnTo(soon, Period.ofDays(40));
        bench.settle();
        Rebuild rebuild = new Rebuild(bench);
        rebuild.endErasures();
        bench.settle();
        Set<String> orders = bench.outputs().orderIds();
        assertThat(orders).hasSize(200);

        rebuild.fromTheTopics();
        bench.settle();
        assertThat(bench.outputs().orderIds()).isEqualTo(orders);

        // What was armed falls due, and who was held goes when the hold does.
        for (int i = 0; i < 50; i++) {
            bench.inputs().say(Facts.hold(Facts.subject("held " + i), bench.now(), HoldAction.RELEASE));
        }
        scene.turnTo(now, Scene.WINDOW);
        bench.settle();
        assertThat(bench.outputs().orderIds()).hasSize(250);
    }
}
