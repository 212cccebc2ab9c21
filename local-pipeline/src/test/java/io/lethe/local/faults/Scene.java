package io.lethe.local.faults;

import io.lethe.schemas.Decision;
import io.lethe.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** What the tests do to a bench again and again. What is chosen at random can be chosen again. */
final class Scene {

    /** How long a consent holds. */
    static final Period WINDOW = Period.ofMonths(6);

    /** To see that a wave is over takes longer than to see that it is on. */
    private static final int LOOKS_BETWEEN = 100;

    private final Bench bench;
    private final Random random;
    private int insideWaves;

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
        return load(false);
    }

    /** With some who ask a desk for what is stored of them; the clock is not to be turned before it is closed. */
    Load loadWithDesk() {
        return load(true);
    }

    private Load load(boolean hasDesk) {
        return Load.start(bench, "load " + random.nextLong(), random.nextLong(), hasDesk);
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

    /**
     * Kills an instance in the midst of a commit: a broker that stands still lets it begin one, and not end it. Where it has nothing to commit at that
     * moment, the broker goes on for a while.
     *
     * @param most how many records, at most, stand in a topic before the next try
     */
    void killInCommit(StreamInstance instance, int most, Topic<?> topic) {
        boolean killed = false;
        while (!killed) {
            afterSome(most, topic);
            bench.broker().suspend();
            try {
                killed = begins(instance::isCommitting);
                if (killed) {
                    instance.process().kill();
                }
            } finally {
                bench.broker().resume();
            }
        }
        instance.process().startAgain();
    }

    private static boolean begins(Callable<Boolean> something) {
        try {
            Bench.await().atMost(Duration.ofSeconds(2)).until(something);
            return true;
        } catch (ConditionTimeoutException notNow) {
            return false;
        }
    }

    void afterSome(int most, Topic<?> topic) {
        after(1 + random.nextInt(most), topic);
    }

    void after(int records, Topic<?> topic) {
        long before = bench.positions().written(topic);
        Bench.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> bench.positions().written(topic) >= before + records);
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

    /** Kills an instance inside a wave, and starts it again: that it was in the midst of it is seen by what was due and is not told, and is counted. */
    void killInWave(StreamInstance instance, int most, Topic<?> topic) {
        killInWave(instance, most, topic, () -> {});
    }

    /** @param meanwhile what is done while it is gone */
    void killInWave(StreamInstance instance, int most, Topic<?> topic, Runnable meanwhile) {
        long enough = bench.positions().written(topic) + 1 + random.nextInt(most);
        int[] looks = {0};
        // One that is over already is not waited for.
        Bench.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> bench.positions().written(topic) >= enough
                        || ++looks[0] % LOOKS_BETWEEN == 0 && bench.dueAndNotTold() == 0);
        instance.process().kill();
        if (bench.dueAndNotTold() > 0) {
            insideWaves++;
        }
        meanwhile.run();
        instance.process().startAgain();
    }

    /** How often an instance was killed inside a wave since this was asked last. */
    int killsInsideWaves() {
        int kills = insideWaves;
        insideWaves = 0;
        return kills;
    }
}
