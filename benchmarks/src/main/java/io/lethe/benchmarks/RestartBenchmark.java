package io.lethe.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From {@code kill -9} of the retention stream until it is ready again, with its launcher to start it anew and nothing of its state left: under
 * exactly once, Kafka Streams wipes what a killed process leaves, and restores it from the changelogs. First with next to nothing to
 * restore, which is the reference: what is left over is the restoring, in subjects a second. The launcher starts a part again five times in ten minutes: runs and sizes have to keep within it.
 */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "From kill -9 of the retention stream to ready; beside the same with nothing to restore.")
final class RestartBenchmark implements Callable<Integer> {

    private static final List<String> STREAM = List.of("io.lethe.retention.RetentionStream");
    private static final long LOOK_AGAIN_NANOS = 20_000_000;
    private static final Duration GIVE_UP = Duration.ofMinutes(10);

    private static final int MOST_KILLS = 5;

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(
            names = "--subjects",
            split = ",",
            defaultValue = "500000,2000000",
            description = "How many there are, one after the other. Default: ${DEFAULT-VALUE}")
    private List<Integer> sizes = List.of();

    private int known;

    @Override
    public Integer call() throws Exception {
        measured.runs(Math.min(measured.runs(), MOST_KILLS / (1 + sizes.size())));
        measured.announce("restart: kill -9 of the retention stream until it is ready");
        try (Pipeline pipeline = measured.open();
                BareTopics admin = new BareTopics(pipeline.bootstrap(), 1, 1);
                Burst burst = new Burst(pipeline.bootstrap())) {
            Instant at = pipeline.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
            Crowd crowd = Crowd.like(pipeline, at);
            try (Pause _ = pipeline.pause(IngestBenchmark.BYSTANDERS)) {
                Restarts empty = restarts(pipeline);
                System.out.println("  with nothing to restore: " + empty);
                for (int size : sizes) {
                    int first = known;
                    burst.write(size - first, number -> crowd.statement(Crowd.STATEMENTS, first + number, at));
                    new Preload(admin.admin(), List.of(Crowd.STATEMENTS), IngestBenchmark.GROUP).drain();
                    known = size;
                    Restarts full = restarts(pipeline);
                    System.out.printf(
                            Locale.ROOT,
                            "  with %,d subjects: %s; restored %,.0f subjects a second%n",
                            size,
                            full,
                            size / full.restoring(empty));
                }
            }
        }
        return 0;
    }

    private Restarts restarts(Pipeline pipeline) throws IOException, InterruptedException {
        List<Long> sinceKilled = new ArrayList<>();
        List<Long> sinceStarted = new ArrayList<>();
        for (int run = 0; run < measured.runs(); run++) {
            await(pipeline, true);
            ProcessHandle stream = pipeline.processes(STREAM).getFirst();
            long killed = System.nanoTime();
            stream.destroyForcibly();
            await(pipeline, false);
            while (pipeline.processes(STREAM).stream().noneMatch(process -> process.pid() != stream.pid())) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
            long started = System.nanoTime();
            await(pipeline, true);
            sinceKilled.add(System.nanoTime() - killed);
            sinceStarted.add(System.nanoTime() - started);
        }
        return new Restarts(Millis.ofNanos(sinceKilled), Millis.ofNanos(sinceStarted));
    }

    /** How long restarts took; the launcher waits between the two, longer each time. */
    private record Restarts(Millis sinceKilled, Millis sinceStarted) {

        double restoring(Restarts empty) {
            return (sinceStarted.percentile(0.5) - empty.sinceStarted.percentile(0.5)) / 1e3;
        }

        @Override
        public String toString() {
            return sinceKilled.minMedianMax() + " since the kill, " + sinceStarted.minMedianMax()
                    + " since the new process's start";
        }
    }

    private static void await(Pipeline pipeline, boolean ready) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (pipeline.isReady() != ready) {
            if (System.nanoTime() - begun > GIVE_UP.toNanos()) {
                throw new IOException("the retention stream is not ready within " + GIVE_UP);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
