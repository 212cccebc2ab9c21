package io.lethe.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast deadlines that are all due at once are acted on, while fresh interactions go through. A run gives so many visitors a consent of six
 * months, then turns the clock three times: to the end of the consents, to the end of what devices are kept for, and to the end of the grace
 * window. Each time it measures from the turn until the last of the records that tell of it can be read by others. The reference, in
 * alternating runs, is a bare processor that takes as many entries out of an index in RocksDB, and emits as many records for them, exactly once.
 */
@Command(
        name = "firing",
        mixinStandardHelpOptions = true,
        description =
                "Deadlines a second that become consent expiries, lapses and erasure orders; beside a bare index.")
final class FiringBenchmark implements Callable<Integer> {

    private static final int PARTITIONS = 6;

    /** A moment of the crowd's life, how far the clock is turned to it, and who tells of it. */
    private enum Wave {
        EXPIRIES("consent-changes", Duration.ofDays(185)),
        LAPSES("retention-changes", Duration.ofDays(220)),
        ORDERS("erasure-orders", Duration.ofDays(31));

        private final String topic;
        private final Duration turn;
        private final Rates rates = new Rates();

        Wave(String topic, Duration turn) {
            this.topic = topic;
            this.turn = turn;
        }

        /** The interactions during a wave are later than those during the one before; all are before their receipt. */
        private Duration later() {
            return Duration.ofMinutes(10L * ordinal());
        }
    }

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(
            names = "--deadlines",
            defaultValue = "1000000",
            description = "How many fall due at once. Default: ${DEFAULT-VALUE}")
    private int deadlines;

    @Option(
            names = "--interactions",
            defaultValue = "20",
            description = "Fresh interactions a second meanwhile. Default: ${DEFAULT-VALUE}")
    private int interactions;

    @Override
    public Integer call() throws Exception {
        measured.announce(String.format(
                Locale.ROOT,
                "firing: %,d deadlines at once, %d fresh interactions a second meanwhile",
                deadlines,
                interactions));
        try (Pipeline pipeline = measured.open()) {
            measure(pipeline);
        }
        return 0;
    }

    private void measure(Pipeline pipeline) throws Exception {
        try (BareTopics bareTopics = new BareTopics(pipeline.bootstrap(), 2, PARTITIONS);
                Burst burst = new Burst(pipeline.bootstrap());
                ScratchFolder state = ScratchFolder.make();
                Reference bare = Reference.startStreams(
                        BareFiring.class,
                        IngestBenchmark.HEAP_OF_THE_STREAM,
                        pipeline.bootstrap(),
                        bareTopics.name(),
                        state.path().toString(),
                        bareTopics.names().get(0),
                        bareTopics.names().get(1))) {
            for (int run = 0; run <= measured.runs(); run++) {
                int first = run * deadlines;
                Instant at = pipeline.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
                Crowd crowd = Crowd.like(pipeline, at);
                Pause rest = pipeline.pause(IngestBenchmark.BYSTANDERS);
                burst.write(deadlines, number -> crowd.statement(Crowd.STATEMENTS, visitor(first + number), at));
                new Preload(bareTopics.admin(), List.of(Crowd.STATEMENTS), IngestBenchmark.GROUP).drain();
                for (Wave wave : Wave.values()) {
                    fire(pipeline, crowd, at, wave, run);
                }
                burst.write(deadlines, number -> BareFiring.entry(bareTopics.name(), first + number));
                new Preload(bareTopics.admin(), List.of(bareTopics.name()), bare.address()).drain();
                double theirs = bare(pipeline, bareTopics, burst);
                rest.close();
                if (run > 0) {
                    for (Wave wave : Wave.values()) {
                        wave.rates.reference(theirs);
                    }
                }
            }
        }
        for (Wave wave : Wave.values()) {
            System.out.println(wave.topic + ", min/median/max: " + wave.rates.summary());
        }
    }

    private void fire(Pipeline pipeline, Crowd crowd, Instant at, Wave wave, int run) throws Exception {
        try (TopicTail told = new TopicTail(pipeline.bootstrap(), List.of(wave.topic));
                FreshInteractions fresh = new FreshInteractions(pipeline, crowd, at.plus(wave.later()), interactions)) {
            long begun = System.nanoTime();
            pipeline.turnClock(wave.turn);
            told.await(deadlines);
            double perSecond = deadlines / ((System.nanoTime() - begun) / 1e9);
            Millis seen = fresh.stop();
            if (run > 0) {
                wave.rates.ours(perSecond);
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %s: %,.0f %s a second; %d fresh interactions seen after %.0f ms (p50), %.0f ms (p99)%n",
                    run == 0 ? "warm-up" : "run " + run,
                    perSecond,
                    wave.topic,
                    seen.sorted().length,
                    seen.percentile(0.5),
                    seen.percentile(0.99));
        }
    }

    private double bare(Pipeline pipeline, BareTopics topics, Burst burst) throws Exception {
        try (TopicTail told =
                new TopicTail(pipeline.bootstrap(), List.of(topics.names().get(1)))) {
            long begun = System.nanoTime();
            burst.write(PARTITIONS, partition -> BareFiring.fire(topics.name(), partition));
            told.await(2 * deadlines);
            double perSecond = deadlines / ((System.nanoTime() - begun) / 1e9);
            System.out.printf(Locale.ROOT, "           %,.0f entries a second by the bare index%n", perSecond);
            return perSecond;
        }
    }

    private static int visitor(int number) {
        return 2 * number + 1;
    }
}
