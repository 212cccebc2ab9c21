package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From the {@code 202} for an erasure request until the last of its commands can be read by its recipient, at a steady rate, each of a visitor
 * who has agreed to something a moment before. There is nothing to compare it with that would be the same way; {@code visible-latency} has the bare broker's.
 */
@Command(
        name = "erasure-latency",
        mixinStandardHelpOptions = true,
        description = "From the 202 for an erasure request until its last command can be read.")
final class ErasureLatency implements Callable<Integer> {

    private static final Duration GIVE_UP = Duration.ofSeconds(30);

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(names = "--rate", defaultValue = "100", description = "Requests a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "Length of a run. Default: ${DEFAULT-VALUE}")
    private int seconds;

    /** One request on its way; times are of this process. */
    private static final class Asked {
        private volatile long acceptedAt;
        private int commands;
        private volatile long lastCommandAt;
    }

    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    @Override
    public Integer call() throws Exception {
        measured.announce("erasure-latency: %d requests a second for %d s".formatted(rate, seconds));
        List<Double> p99 = new ArrayList<>();
        try (Pipeline pipeline = measured.open();
                BareTopics topics = new BareTopics(pipeline.bootstrap(), 0, 1)) {
            List<String> commands = topics.named(LedgerBenchmark.COMMANDS);
            for (int run = 0; run <= measured.runs(); run++) {
                Millis latency = measure(pipeline, commands);
                System.out.printf(
                        Locale.ROOT,
                        "  %s, %d systems: p50 %.0f ms, p99 %.0f ms, longest %.0f ms%n",
                        run == 0 ? "warm-up" : "run " + run,
                        commands.size(),
                        latency.percentile(0.5),
                        latency.percentile(0.99),
                        latency.percentile(1));
                if (run > 0) {
                    p99.add(latency.percentile(0.99));
                }
            }
        }
        System.out.println("202 to the last command, p99, min/median/max: "
                + Millis.of(p99).minMedianMax());
        return 0;
    }

    private Millis measure(Pipeline pipeline, List<String> commands) throws Exception {
        int count = rate * seconds;
        try (TopicTail tail = new TopicTail(pipeline.bootstrap(), commands);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = threads.submit(() -> read(tail, commands.size(), count));
            List<Future<Asked>> requests = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                for (long wait; (wait = start + i * (1_000_000_000L / rate) - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(wait);
                }
                requests.add(threads.submit(() -> ask(pipeline)));
            }
            List<Asked> all = new ArrayList<>();
            for (Future<Asked> request : requests) {
                all.add(request.get());
            }
            reader.get();
            return Millis.ofNanos(all.stream()
                    .map(one -> Math.max(0, one.lastCommandAt - one.acceptedAt))
                    .toList());
        }
    }

    private Asked ask(Pipeline pipeline) throws IOException, InterruptedException {
        String subject = "\"subject\": {\"visitorId\": \"" + UUID.randomUUID() + "\"}, \"source\": \"benchmark\"";
        String before = Instant.now().minusSeconds(60).toString();
        pipeline.publish("consent-statements", "{" + subject + ", \"occurredAt\": \"" + before + """
                ", "choices": [{"purpose": "audience-measurement", "decision": "granted"}],
                "proof": {"policyVersion": "2026-01", "noticeId": "n", "language": "en", "method": "save"}}""");
        JsonNode taken = pipeline.decide(
                "rights-requests",
                "{" + subject + ", \"right\": \"erasure\", \"identity\": \"verified\", \"channel\": \"web\"}");
        long acceptedAt = System.nanoTime();
        Asked one = entry(taken.at("/events/0/subjectId").asText());
        one.acceptedAt = acceptedAt;
        return one;
    }

    private Asked entry(String subject) {
        return asked.computeIfAbsent(subject, _ -> new Asked());
    }

    /** Until each of so many subjects has had a command for each system; those of earlier runs are given again, and do not count. */
    private Void read(TopicTail tail, int systems, int count) throws IOException {
        int[] done = new int[1];
        long begun = System.nanoTime();
        while (done[0] < count) {
            tail.poll(record -> {
                Asked one = entry(record.key());
                if (++one.commands == systems) {
                    one.lastCommandAt = System.nanoTime();
                    done[0]++;
                }
            });
            if (System.nanoTime() - begun
                    > Duration.ofSeconds(seconds).plus(GIVE_UP).toNanos()) {
                throw new IOException(done[0] + " of " + count + " requests have all their commands");
            }
        }
        return null;
    }
}
