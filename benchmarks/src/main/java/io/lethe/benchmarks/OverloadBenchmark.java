package io.lethe.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The front door under more load than it can take, more than may wait for Kafka: what memory its process has meanwhile; and how soon it says
 * so when the broker stands still. What it can take is what the broker takes of it, which is made to be little.
 */
@Command(
        name = "overload",
        mixinStandardHelpOptions = true,
        description =
                "Memory of the front door under too much load, and how soon it answers when the broker stands still.")
final class OverloadBenchmark implements Callable<Integer> {

    private static final List<String> BYSTANDERS =
            List.of("io.lethe.retention.RetentionStream", "io.lethe.erasure.ErasureWorker");
    private static final String DOOR = "io.lethe.ingest.ConsentIngest";
    private static final String BROKER = "io.lethe.local.process.BrokerMain";
    private static final int USUAL = 128;
    private static final int BATCH = 100;
    private static final double WARM_UP_SECONDS = 12;
    private static final int STANDSTILL_SECONDS = 15;

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(names = "--seconds", defaultValue = "600", description = "Of overload. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--times",
            defaultValue = "2",
            description = "How many times what it can take it is offered. Default: ${DEFAULT-VALUE}")
    private double times;

    @Option(
            names = "--broker-takes",
            defaultValue = "2000000",
            description = "Bytes a second that the broker takes of the door. Default: ${DEFAULT-VALUE}")
    private double bytesPerSecond;

    @Option(
            names = "--connections",
            defaultValue = "2000",
            description = "Each has one request of a hundred events on its way at most; what may wait for Kafka are"
                    + " 32 MiB of records, those of some 700 requests. Default: ${DEFAULT-VALUE}")
    private int connections;

    private int next;

    @Override
    public Integer call() throws Exception {
        measured.announce(
                String.format(Locale.ROOT, "overload: %.1f times what the door can take for %,d s", times, seconds));
        try (Pipeline pipeline = measured.open();
                Pause _ = pipeline.pause(BYSTANDERS);
                ExecutorService generator = Executors.newSingleThreadExecutor()) {
            LoadGenerator door = new LoadGenerator(
                    new InetSocketAddress("127.0.0.1", pipeline.port("ingest")),
                    new RequestTemplate(pipeline.port("ingest"), pipeline.writeKey()));
            try (Throttle _ = new Throttle(pipeline.bootstrap(), "consent-ingest", bytesPerSecond)) {
                overload(
                        pipeline,
                        new LoadGenerator(
                                new InetSocketAddress("127.0.0.1", pipeline.port("ingest")),
                                new RequestTemplate(pipeline.port("ingest"), pipeline.writeKey(), BATCH)),
                        generator);
            }
            for (int run = 1; run <= measured.runs(); run++) {
                standstill(pipeline, door, generator, run);
            }
        }
        return 0;
    }

    private void overload(Pipeline pipeline, LoadGenerator door, ExecutorService generator) throws Exception {
        LoadRun.Result usual = door.run(USUAL, 0, WARM_UP_SECONDS, 10);
        double offered = times * usual.perSecond();
        Future<LoadRun.Result> running =
                generator.submit(() -> door.run(connections, offered, usual.next(), 5, seconds));
        List<Long> memory = new ArrayList<>();
        while (!finished(running)) {
            memory.add(megabytes(pipeline));
        }
        LoadRun.Result result = running.get();
        List<Long> begin = memory.subList(Math.min(6, memory.size() / 10), Math.max(1, memory.size() / 4));
        List<Long> end = memory.subList(memory.size() * 3 / 4, memory.size());
        System.out.printf(
                Locale.ROOT,
                "overload: takes %,.0f events a second; offered %,.0f: accepted %,.0f, refused %,.0f a second, no connection free for %,.0f,"
                        + " p99 of the accepted %.0f ms, longest answer %.0f ms%n"
                        + "memory of the process, MB, min/max: %d / %d in the first quarter, %d / %d in the last%n",
                BATCH * usual.perSecond(),
                BATCH * offered,
                BATCH * result.perSecond(),
                BATCH * result.refusedPerSecond(),
                (double) BATCH * result.unsent() / seconds,
                result.p99Millis(),
                result.longestMillis(),
                Collections.min(begin),
                Collections.max(begin),
                Collections.min(end),
                Collections.max(end));
    }

    private void standstill(Pipeline pipeline, LoadGenerator door, ExecutorService generator, int run)
            throws Exception {
        Future<LoadRun.Result> running = generator.submit(() -> door.run(USUAL, next, 1, STANDSTILL_SECONDS + 12));
        TimeUnit.SECONDS.sleep(4);
        long stopped = System.nanoTime();
        try (Pause _ = pipeline.pause(List.of(BROKER))) {
            TimeUnit.SECONDS.sleep(STANDSTILL_SECONDS);
        }
        long resumed = System.nanoTime();
        LoadRun.Result result = running.get();
        next = result.next();
        System.out.printf(
                Locale.ROOT,
                "broker stands still for %d s, run %d: first 503 after %.1f s, longest answer %.1f s, accepted again %.1f s after it goes on%n",
                STANDSTILL_SECONDS,
                run,
                (result.firstRefused() - stopped) / 1e9,
                result.longestMillis() / 1e3,
                (result.acceptedAgain() - resumed) / 1e9);
    }

    /** Waits for a second at most. */
    private static boolean finished(Future<?> running) throws ExecutionException, InterruptedException {
        try {
            running.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static long megabytes(Pipeline pipeline) throws IOException, InterruptedException {
        long pid = pipeline.processes(List.of(DOOR)).getFirst().pid();
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        ps.waitFor();
        return Long.parseLong(kilobytes.strip()) / 1024;
    }
}
