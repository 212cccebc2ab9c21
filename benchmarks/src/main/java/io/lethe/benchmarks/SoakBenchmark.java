package io.lethe.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A steady load for a quarter of an hour, and the resident memory of each service meanwhile. A service is measured beside itself: how much it takes in the last
 * fifth of the time, as a share of what it took in the second. The same people come again and again, days pass, and some are erased, so
 * that everything which is kept for a while has to go as well. Before that, caches and write buffers are filled up to their bounds.
 */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Resident memory of each service under a steady load; exits with 1 where it grows.")
final class SoakBenchmark implements Callable<Integer> {

    /** Whoever takes a tenth more in the end grows. */
    private static final double FLAT = 1.1;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration DAYS_PASS_EVERY = Duration.ofMinutes(1);
    private static final int BATCH = 100;

    private static final List<String> SERVICES = List.of(
            "io.lethe.ingest.ConsentIngest", "io.lethe.retention.RetentionStream", "io.lethe.erasure.ErasureWorker");

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(names = "--minutes", defaultValue = "15", description = "Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(names = "--rate", defaultValue = "1000", description = "Events a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--people", defaultValue = "50000", description = "How many they are of. Default: ${DEFAULT-VALUE}")
    private int people;

    @Option(
            names = "--warm-up",
            defaultValue = "1000000",
            description =
                    "Events before that, as fast as they are taken. They fill caches and write buffers, which are bounded, and would take"
                            + " longer to fill than the time lasts. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    private final Random random = new Random(7);

    @Override
    public Integer call() throws Exception {
        measured.runs(1);
        measured.announce("soak: %d events a second of %,d people for %d minutes".formatted(rate, people, minutes));
        Map<String, List<Long>> memory = new LinkedHashMap<>();
        try (Pipeline pipeline = measured.open()) {
            for (int batch = 0; batch < warmUp / BATCH; batch++) {
                publish(pipeline, batch);
            }
            System.out.println("  warmed up");
            watch(pipeline, memory);
        }
        return report(memory);
    }

    private void watch(Pipeline pipeline, Map<String, List<Long>> memory) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long nextLook = begun;
        long nextDays = begun + DAYS_PASS_EVERY.toNanos();
        long end = begun + TimeUnit.MINUTES.toNanos(minutes);
        for (int batch = 0; System.nanoTime() - end < 0; batch++) {
            long due = begun + batch * (1_000_000_000L * BATCH / rate);
            for (long wait; (wait = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(wait);
            }
            publish(pipeline, batch);
            if (System.nanoTime() - nextLook >= 0) {
                nextLook += LOOK_EVERY.toNanos();
                for (String service : SERVICES) {
                    memory.computeIfAbsent(service, _ -> new ArrayList<>()).add(resident(pipeline, service));
                }
            }
            if (System.nanoTime() - nextDays >= 0) {
                nextDays += DAYS_PASS_EVERY.toNanos();
                pipeline.turnClock(Duration.ofDays(20));
                System.out.println("  " + figures(memory));
            }
        }
    }

    /** Seven of ten batches are interactions, and one in fifty asks for erasures. */
    private void publish(Pipeline pipeline, int batch) throws IOException, InterruptedException {
        if (batch % 50 == 49) {
            pipeline.decide("rights-requests", events(this::request, 10));
        } else if (batch % 10 < 7) {
            pipeline.publish("interactions", events(this::interaction, BATCH));
        } else {
            pipeline.publish("consent-statements", events(this::statement, BATCH));
        }
    }

    private static String events(Supplier<String> event, int count) {
        return Stream.generate(event).limit(count).collect(Collectors.joining(",", "[", "]"));
    }

    private String interaction() {
        return "{\"subject\":{\"email\":\"somebody-%d@example.org\"},\"kind\":\"contact-form\"}"
                .formatted(random.nextInt(people));
    }

    private String request() {
        return "{\"subject\":{\"email\":\"somebody-%d@example.org\"},\"right\":\"erasure\",\"identity\":\"verified\",\"channel\":\"web\"}"
                .formatted(random.nextInt(people));
    }

    private String statement() {
        return "{\"subject\":{\"visitorId\":\"somebody-%d\"},\"source\":\"soak\",\"choices\":[{\"purpose\":\"audience-measurement\",\"decision\":\"%s\"}],\"proof\":{\"policyVersion\":\"2026-01\",\"noticeId\":\"n\",\"language\":\"en\",\"method\":\"save\"}}"
                .formatted(random.nextInt(people), random.nextBoolean() ? "granted" : "refused");
    }

    private static long resident(Pipeline pipeline, String service) throws IOException, InterruptedException {
        long pid = pipeline.processes(List.of(service)).getFirst().pid();
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        ps.waitFor();
        return Long.parseLong(kilobytes.strip()) / 1024;
    }

    private static String figures(Map<String, List<Long>> memory) {
        return memory.entrySet().stream()
                .map(one -> name(one.getKey()) + " " + one.getValue().getLast() + " MiB")
                .collect(Collectors.joining(", "));
    }

    private static String name(String service) {
        return service.substring(service.lastIndexOf('.') + 1);
    }

    private static int report(Map<String, List<Long>> memory) {
        int exit = 0;
        for (Map.Entry<String, List<Long>> one : memory.entrySet()) {
            long[] all = one.getValue().stream().mapToLong(Long::longValue).toArray();
            int fifth = all.length / 5;
            long early = median(Arrays.copyOfRange(all, fifth, 2 * fifth));
            long late = median(Arrays.copyOfRange(all, all.length - fifth, all.length));
            double growth = (double) late / early;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d MiB in the second fifth of the time, %d MiB in the last: %.2f%n",
                    name(one.getKey()),
                    early,
                    late,
                    growth);
            exit = growth > FLAT ? 1 : exit;
        }
        return exit;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
