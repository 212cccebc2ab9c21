package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the retention stream works off a burst of interactions and statements of subjects that it has never heard of: a run makes the
 * burst visible all at once, and measures until all of it is committed. The reference, in alternating runs, is a count for each key by
 * Kafka Streams under the same guarantees, on topics with as many partitions and the same bytes.
 */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "Interactions and statements a second through the retention stream; beside a bare count for each key.")
final class IngestBenchmark implements Callable<Integer> {

    static final String GROUP = "retention-stream";
    static final List<String> BYSTANDERS = List.of("io.lethe.ingest.ConsentIngest", "io.lethe.erasure.ErasureWorker");
    static final int HEAP_OF_THE_STREAM = 512;

    private static final List<String> TOPICS = List.of(Crowd.INTERACTIONS, Crowd.STATEMENTS);
    private static final int PARTITIONS = 6;
    private static final int LOOKED_AT = 20;

    /** Steps through all subjects, in an order that is not the one of the time before. */
    private static final int[] STRIDES = {7_919, 104_729, 1_299_709};

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(
            names = "--events",
            defaultValue = "1000000",
            description = "How many a run writes. Default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--subjects",
            defaultValue = "500000",
            description = "Whose they are; others in each run. Default: ${DEFAULT-VALUE}")
    private int subjects;

    @Option(
            names = "--statements",
            defaultValue = "30",
            description = "How many of a hundred events are statements. Default: ${DEFAULT-VALUE}")
    private int statements;

    private int run;

    @Override
    public Integer call() throws Exception {
        measured.announce(String.format(
                Locale.ROOT, "ingest: %,d events of %,d subjects, %d %% statements", events, subjects, statements));
        try (Pipeline pipeline = measured.open()) {
            // The runs write what happened a little later, and no event may be ahead of its receipt.
            Instant at = pipeline.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
            Crowd crowd = Crowd.like(pipeline, at);
            try (Pause _ = pipeline.pause(BYSTANDERS)) {
                measure(pipeline, crowd, at);
            }
        }
        return 0;
    }

    private void measure(Pipeline pipeline, Crowd crowd, Instant at) throws Exception {
        Rates rates = new Rates();
        try (BareTopics copies = new BareTopics(pipeline.bootstrap(), TOPICS.size(), PARTITIONS);
                Burst burst = new Burst(pipeline.bootstrap());
                ScratchFolder state = ScratchFolder.make();
                Reference bare =
                        Reference.startStreams(BareCount.class, HEAP_OF_THE_STREAM, bare(pipeline, copies, state))) {
            for (run = 0; run <= measured.runs(); run++) {
                burst.write(events, number -> event(crowd, number, TOPICS, at));
                double ours = new Preload(copies.admin(), TOPICS, GROUP).drain();
                allAreKnown(pipeline, at);
                burst.write(events, number -> event(crowd, number, copies.names(), at));
                double theirs = new Preload(copies.admin(), copies.names(), bare.address()).drain();
                System.out.printf(
                        Locale.ROOT,
                        "  %s: %,.0f a second; bare count %,.0f a second%n",
                        run == 0 ? "warm-up" : "run " + run,
                        ours,
                        theirs);
                if (run > 0) {
                    rates.ours(ours);
                    rates.reference(theirs);
                }
            }
        }
        System.out.println("ingest, min/median/max: " + rates.summary());
    }

    private static String[] bare(Pipeline pipeline, BareTopics copies, ScratchFolder state) {
        return new String[] {
            pipeline.bootstrap(),
            copies.name(),
            state.path().toString(),
            copies.names().get(0),
            copies.names().get(1)
        };
    }

    private ProducerRecord<String, byte[]> event(Crowd crowd, int number, List<String> topics, Instant at) {
        int round = number / subjects;
        int subject = subject(number);
        Instant time = at.plusMillis(round);
        return isStatement(number)
                ? crowd.statement(topics.get(1), subject, time)
                : crowd.interaction(topics.get(0), subject, time);
    }

    private int subject(int number) {
        int stride = STRIDES[(number / subjects) % STRIDES.length];
        return run * subjects + (int) ((long) number * stride % subjects);
    }

    private boolean isStatement(int number) {
        return Math.floorMod(number * 0x9E3779B1, 100) < statements;
    }

    /** Committed offsets alone could also mean that everything was thrown away. */
    private void allAreKnown(Pipeline pipeline, Instant at) throws IOException, InterruptedException {
        int last = (events - 1) / subjects * subjects;
        for (int number = last; number < events; number += Math.max(1, (events - last) / LOOKED_AT)) {
            JsonNode subject = pipeline.subject(EventTemplate.subjectId(subject(number)));
            if (isStatement(number)) {
                expect("given", subject.at("/consents/0/status").asText());
            } else {
                String time = subject.at("/retention/lastInteractionAt").asText();
                expect(
                        at.plusMillis(last / subjects).toString(),
                        OffsetDateTime.parse(time).toInstant().toString());
            }
        }
    }

    private static void expect(String expected, String found) throws IOException {
        if (!expected.equals(found)) {
            throw new IOException("a subject says " + found + " where the last event says " + expected);
        }
    }
}
