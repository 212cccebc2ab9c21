package io.lethe.local.faults;

import io.lethe.schemas.Decision;
import io.lethe.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Random;

/** What the tests do to a bench again and again. What is chosen at random can be chosen again. */
final class Scene {

    /** How long a consent holds. */
    static final Period WINDOW = Period.ofMonths(6);

    private final Bench bench;
    private final Random random;

    Scene(Bench bench) {
        long seed = Long.getLong("lethe.seed", System.nanoTime());
        System.out.println("repeat with -Dlethe.seed=" + seed);
        this.bench = bench;
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    Load load() {
        return Load.start(bench.inputs(), bench.now(), "load " + random.nextLong(), random.nextLong());
    }

    /** Each agrees to one purpose at one time. */
    void devices(String name, int count, Instant deposited) {
        for (int i = 0; i < count; i++) {
            String device = Facts.subject(name + " " + i);
            bench.inputs().say(Facts.statement(device, deposited, "video", Decision.GRANTED));
        }
    }

    void contacts(String name, int count, Instant at) {
        for (int i = 0; i < count; i++) {
            bench.inputs().say(Facts.interaction(Facts.subject(name + " " + i), at));
        }
    }

    /** Kills an instance when so many more records, at most, stand in a topic, committed or not, and starts it again. */
    void killAfter(StreamInstance instance, int most, Topic<?> topic) {
        afterSome(most, topic);
        instance.process().kill();
        instance.process().startAgain();
    }

    void afterSome(int most, Topic<?> topic) {
        after(1 + random.nextInt(most), topic);
    }

    void after(int records, Topic<?> topic) {
        long before = bench.written(topic);
        Bench.await().pollInterval(Duration.ofMillis(2)).until(() -> bench.written(topic) >= before + records);
    }

    /** Turns the clock to two hours after a time and periods. */
    void turnTo(Instant from, Period... on) {
        bench.turnTo(on(from, on).plusSeconds(7_200));
    }

    static Instant on(Instant from, Period... on) {
        var time = from.atZone(ZoneOffset.UTC);
        for (Period period : on) {
            time = time.plus(period);
        }
        return time.toInstant();
    }
}
