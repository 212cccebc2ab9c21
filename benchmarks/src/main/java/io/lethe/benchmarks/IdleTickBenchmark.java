package io.lethe.benchmarks;

import io.lethe.retention.store.SubjectStores;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a tick of one task costs in which nothing is due, however many subjects have a deadline armed; and the same right after a million
 * firings, whose entries RocksDB still keeps as tombstones. The task is the real one; only the armed deadlines are put into the index
 * directly, past the topology, or ten million would take an hour. A tick is all that the driver does for one: look, and commit nothing.
 *
 * <p>The reference, over the same index, is what one would write first: {@code range()} from its beginning until now.
 */
@Command(
        name = "idle-tick",
        mixinStandardHelpOptions = true,
        description = "A tick of one task with nothing due; beside a range over the index from its beginning.")
final class IdleTickBenchmark implements Callable<Integer> {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration ONE_YEAR = Duration.ofDays(365);

    /** Later than all ticks of the first look take the clock to. */
    private static final Instant FIRING = RealTask.START.plus(Duration.ofDays(30));

    private static final int RUNS = 5;
    private static final int RANGES = 3;

    /** A look goes over all that was taken so far, and takes longer than a tick. */
    private static final int TICKS_BETWEEN_LOOKS = 100;

    private static final byte[] NOTHING = {};

    @Option(
            names = "--subjects",
            split = ",",
            defaultValue = "1000000,5000000,10000000",
            description = "How many have a deadline armed, one after the other. Default: ${DEFAULT-VALUE}")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--firings",
            defaultValue = "1000000",
            description = "How many fire before the second look. Default: ${DEFAULT-VALUE}")
    private int firings;

    @Option(names = "--ticks", defaultValue = "2000", description = "In each of five runs. Default: ${DEFAULT-VALUE}")
    private int ticks;

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "idle-tick: one task; 5 runs of %,d ticks; microseconds a tick, min/median/max of the runs%n",
                ticks);
        for (int size : sizes) {
            try (ScratchFolder state = ScratchFolder.make();
                    RealTask task = new RealTask(state.path())) {
                KeyValueStore<DeadlineKey, byte[]> index = task.store(SubjectStores.DEADLINES);
                arm(size, task.onDisk(SubjectStores.DEADLINES));
                measure(size, "", task, index);
                fire(task, index);
                measure(size, String.format(Locale.ROOT, ", right after %,d firings", firings), task, index);
            }
        }
        return 0;
    }

    /** All before the first look: the task remembers what is due first. */
    private void arm(int size, KeyValueStore<Bytes, byte[]> disk) {
        for (int armed = 0; armed < size; armed++) {
            // Over five years from a year on, as subjects come and go: not in the order of the index.
            long ahead = ONE_YEAR.toMillis() + Math.floorMod(armed * 7_919_000_003L, 5 * ONE_YEAR.toMillis());
            disk.put(key(RealTask.START.plusMillis(ahead), EventTemplate.subjectId(armed)), NOTHING);
        }
        for (int number = 0; number < firings; number++) {
            disk.put(key(FIRING, EventTemplate.subjectId(number)), NOTHING);
        }
    }

    /** A million deadlines fall due, and are taken, for nobody that is known: of a firing only what it does to the index. */
    private void fire(RealTask task, KeyValueStore<DeadlineKey, byte[]> index) {
        task.now(FIRING);
        do {
            for (int tick = 0; tick < TICKS_BETWEEN_LOOKS; tick++) {
                task.tick(TICK);
            }
        } while (isDue(task, index));
    }

    private void measure(int size, String when, RealTask task, KeyValueStore<DeadlineKey, byte[]> index) {
        List<Double> ours = new ArrayList<>();
        List<Double> naive = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            double tick = microseconds(ticks, () -> task.tick(TICK));
            double range = microseconds(RANGES, () -> isDue(task, index));
            if (run > 0) {
                ours.add(tick);
                naive.add(range);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %,11d armed%s: %s; a range from the beginning %s%n",
                size,
                when,
                minMedianMax(ours),
                minMedianMax(naive));
    }

    private boolean isDue(RealTask task, KeyValueStore<DeadlineKey, byte[]> index) {
        try (KeyValueIterator<DeadlineKey, byte[]> due = DeadlineQueue.due(index, task.now())) {
            return due.hasNext();
        }
    }

    private static double microseconds(int times, Runnable one) {
        long begun = System.nanoTime();
        for (int time = 0; time < times; time++) {
            one.run();
        }
        return (System.nanoTime() - begun) / 1e3 / times;
    }

    private static String minMedianMax(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT, "%,.1f / %,.1f / %,.1f", sorted.getFirst(), sorted.get(RUNS / 2), sorted.getLast());
    }

    /** As the index stands on disk: first the time, big-endian, then whose deadline it is. */
    private static Bytes key(Instant at, String owner) {
        byte[] name = owner.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(at.toEpochMilli())
                .put(name)
                .array());
    }
}
