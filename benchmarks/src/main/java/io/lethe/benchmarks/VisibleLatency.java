package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long after its {@code 202} a statement shows in {@code GET /v1/subjects/{id}}, at a steady rate, each of a new visitor. The
 * reference is the way through the bare broker in the same run: from a producer's acknowledgement until a consumer has the
 * record.
 */
@Command(
        name = "visible-latency",
        mixinStandardHelpOptions = true,
        description = "From the 202 for a consent statement until a query shows it; beside a bare produce and consume.")
final class VisibleLatency implements Callable<Integer> {

    private static final Duration GIVE_UP = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_NANOS = 2_000_000;

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(names = "--rate", defaultValue = "200", description = "Events a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "Length of a run. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        measured.announce("visible-latency: %d events a second for %d s".formatted(rate, seconds));
        List<Double> visible = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (Pipeline pipeline = measured.open();
                BareRoundTrip reference = new BareRoundTrip(pipeline.bootstrap())) {
            for (int run = 0; run <= measured.runs(); run++) {
                double ours = measure(() -> statementVisible(pipeline)).percentile(0.99);
                double theirs = measure(reference::acknowledgedToConsumed).percentile(0.99);
                System.out.printf(
                        Locale.ROOT,
                        "  %s: p99 %.1f ms, bare %.1f ms%n",
                        run == 0 ? "warm-up" : "run " + run,
                        ours,
                        theirs);
                if (run > 0) {
                    visible.add(ours);
                    bare.add(theirs);
                }
            }
        }
        Millis ours = Millis.of(visible);
        Millis theirs = Millis.of(bare);
        System.out.println("202 to visible, p99, min/median/max: " + ours.minMedianMax());
        System.out.println("bare broker,    p99, min/median/max: " + theirs.minMedianMax());
        System.out.printf(Locale.ROOT, "ratio of the medians: %.1f%n", ours.percentile(0.5) / theirs.percentile(0.5));
        return 0;
    }

    /** Starts one measurement every 1/rate second, whether or not the earlier ones are done. */
    private Millis measure(Callable<Long> one) throws InterruptedException, ExecutionException {
        List<Future<Long>> under = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            long step = 1_000_000_000L / rate;
            for (int i = 0; i < rate * seconds; i++) {
                for (long wait; (wait = start + i * step - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(wait);
                }
                under.add(threads.submit(one));
            }
            List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
            for (Future<Long> each : under) {
                nanos.add(each.get());
            }
            return Millis.ofNanos(nanos);
        }
    }

    private static long statementVisible(Pipeline pipeline) throws IOException, InterruptedException {
        String body = """
                {"subject": {"visitorId": "%s"}, "source": "benchmark",
                 "choices": [{"purpose": "audience-measurement", "decision": "granted"}],
                 "proof": {"policyVersion": "2026-01", "noticeId": "n", "language": "en", "method": "save"}}""".formatted(UUID.randomUUID());
        JsonNode taken = pipeline.publish("consent-statements", body);
        long acknowledged = System.nanoTime();
        String subjectId = taken.at("/events/0/subjectId").asText();
        while (true) {
            Optional<JsonNode> seen = pipeline.knownSubject(subjectId);
            long now = System.nanoTime();
            if (seen.filter(VisibleLatency::shows).isPresent()) {
                return now - acknowledged;
            }
            if (now - acknowledged > GIVE_UP.toNanos()) {
                throw new IOException("a statement did not show within " + GIVE_UP);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean shows(JsonNode subject) {
        return subject.at("/consents/0/status").asText().equals("given");
    }
}
