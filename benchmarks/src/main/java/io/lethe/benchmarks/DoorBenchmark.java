package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many events a second the front door takes, one a request and a hundred a request, each answered when all in-sync replicas have it; and
 * whether all that were answered with {@code 202} are there afterwards. Stream and worker stand still meanwhile. The reference, in
 * alternating runs, is a bare server with one producer that writes as many bytes to as many topics and reads nothing. Below the figures that
 * are asked for, it says which, and ends with 1.
 */
@Command(
        name = "door",
        mixinStandardHelpOptions = true,
        description = "Events a second through the front door, one a request; beside a bare server and producer.")
final class DoorBenchmark implements Callable<Integer> {

    private static final List<Integer> CONNECTIONS = List.of(32, 64, 128);
    private static final List<String> TOPICS = List.of("interactions", "identities");
    private static final List<String> BYSTANDERS =
            List.of("io.lethe.retention.RetentionStream", "io.lethe.erasure.ErasureWorker");
    private static final int BATCH = 100;
    private static final int PARTITIONS = 6;
    private static final int HEAP_OF_THE_DOOR = 256;

    /** Until the compiler has done its work, on both sides. */
    private static final double WARM_UP_SECONDS = 12;

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(names = "--seconds", defaultValue = "7", description = "Length of a run. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--quick", description = "Three runs of three seconds.")
    private boolean quick;

    @Option(
            names = "--only-batches",
            description = "Requests of a hundred events alone, without what they stand beside.")
    private boolean onlyBatches;

    private final AskedFigures figures = new AskedFigures();
    private int next;
    private long lost;

    @Override
    public Integer call() throws Exception {
        if (quick) {
            measured.runs(3);
            seconds = 3;
        }
        measured.announce(String.format(Locale.ROOT, "door: one event a request, for %.0f s", seconds));
        try (Pipeline pipeline = measured.open();
                Pause _ = pipeline.pause(BYSTANDERS);
                TopicTail topics = new TopicTail(pipeline.bootstrap(), TOPICS);
                BareTopics copies = new BareTopics(pipeline.bootstrap(), TOPICS.size(), PARTITIONS);
                ScratchFolder sample = ScratchFolder.make()) {
            RequestTemplate requests = new RequestTemplate(pipeline.port("ingest"), pipeline.writeKey());
            try (Reference bare = reference(pipeline, topics, requests, sample.path(), copies.names())) {
                measure(pipeline, bare, topics, requests);
            }
        }
        System.out.println("lost: " + lost);
        figures.require(lost == 0, "%d events that were answered with 202 are not in their topic", lost);
        return figures.exitCode();
    }

    private void measure(Pipeline pipeline, Reference bare, TopicTail topics, RequestTemplate requests)
            throws IOException {
        LoadGenerator door = generator(pipeline.port("ingest"), requests);
        LoadGenerator reference = generator(
                Integer.parseInt(bare.address()),
                new RequestTemplate(Integer.parseInt(bare.address()), pipeline.writeKey()));
        LoadRun.Result warm = door.run(CONNECTIONS.getLast(), next, WARM_UP_SECONDS, 1);
        next = warm.next();
        count(warm.accepted(), topics, requests);
        reference.run(CONNECTIONS.getLast(), 0, WARM_UP_SECONDS, 1);
        Map<Integer, Rates> singles = new HashMap<>();
        for (int connections : onlyBatches ? CONNECTIONS.subList(0, 0) : CONNECTIONS) {
            Rates rates = new Rates();
            List<Double> slowest = new ArrayList<>();
            for (int run = 1; run <= measured.runs(); run++) {
                LoadRun.Result ours = door.run(connections, next, 1, seconds);
                next = ours.next();
                count(ours.accepted(), topics, requests);
                LoadRun.Result theirs = reference.run(connections, 0, 1, seconds);
                System.out.printf(
                        Locale.ROOT,
                        "  %d connections, run %d: %,.0f a second, p99 %.1f ms; bare %,.0f a second, p99 %.1f ms%n",
                        connections,
                        run,
                        ours.perSecond(),
                        ours.p99Millis(),
                        theirs.perSecond(),
                        theirs.p99Millis());
                slowest.add(ours.p99Millis());
                rates.ours(ours.perSecond());
                rates.reference(theirs.perSecond());
            }
            System.out.println("door, " + connections + " connections, min/median/max: " + rates.summary());
            figures.requireSingle(connections, rates, slowest);
            singles.put(connections, rates);
        }
        batches(pipeline, topics, singles);
    }

    /** @param singles for each number of connections, what came in one a request; empty where that was not measured */
    private void batches(Pipeline pipeline, TopicTail topics, Map<Integer, Rates> singles) throws IOException {
        RequestTemplate hundred = new RequestTemplate(pipeline.port("ingest"), pipeline.writeKey(), BATCH);
        LoadGenerator door = generator(pipeline.port("ingest"), hundred);
        int from = 0;
        for (int connections : CONNECTIONS) {
            Rates rates = new Rates();
            for (int run = 0; run <= measured.runs(); run++) {
                LoadRun.Result result = door.run(connections, from, 1, seconds);
                from = result.next();
                count(result.accepted(), topics, hundred);
                double events = result.perSecond() * BATCH;
                System.out.printf(
                        Locale.ROOT,
                        "  %d events a request, %d connections, %s: %,.0f events a second, p99 %.1f ms, refused %,.0f requests a second%n",
                        BATCH,
                        connections,
                        run == 0 ? "warm-up" : "run " + run,
                        events,
                        result.p99Millis(),
                        result.refusedPerSecond());
                if (run > 0) {
                    rates.ours(events);
                }
            }
            Rates single = singles.get(connections);
            if (single != null) {
                single.copyOurs(rates);
                System.out.println("door, " + BATCH + " events a request beside one, " + connections
                        + " connections, min/median/max: " + rates.summary());
                figures.requireBatches(connections, rates);
            }
        }
    }

    private static LoadGenerator generator(int port, RequestTemplate requests) {
        return new LoadGenerator(new InetSocketAddress("127.0.0.1", port), requests);
    }

    /** Looks for every accepted event in the topic. */
    private void count(BitSet accepted, TopicTail topics, RequestTemplate requests) {
        BitSet missing = (BitSet) accepted.clone();
        String prefix = requests.idPrefix();
        topics.read(record -> {
            if (record.topic().equals("interactions")) {
                String value = new String(record.value(), StandardCharsets.ISO_8859_1);
                int at = value.indexOf(prefix);
                if (at >= 0) {
                    int digits = at + prefix.length();
                    missing.clear(Integer.parseUnsignedInt(value, digits, digits + 8, 16));
                }
            }
        });
        lost += missing.cardinality();
    }

    /** Publishes one event, and has a reference started that writes the same bytes again and again. */
    private Reference reference(
            Pipeline pipeline, TopicTail topics, RequestTemplate requests, Path folder, List<String> copies)
            throws IOException, InterruptedException {
        JsonNode answer = pipeline.publish("interactions", requests.event(next++));
        String subjectId = answer.at("/events/0/subjectId").asText();
        Map<String, byte[]> values = new HashMap<>();
        topics.read(record -> {
            if (record.key().equals(subjectId)) {
                values.put(record.topic(), record.value());
            }
        });
        Path answerFile = Files.writeString(folder.resolve("answer"), answer.toString());
        List<String> arguments = new ArrayList<>(List.of(pipeline.bootstrap(), answerFile.toString()));
        for (int i = 0; i < TOPICS.size(); i++) {
            byte[] value = values.get(TOPICS.get(i));
            if (value == null) {
                throw new IOException("the event did not show on " + TOPICS.get(i));
            }
            arguments.add(copies.get(i));
            arguments.add(Files.write(folder.resolve(TOPICS.get(i)), value).toString());
        }
        return Reference.start(BareDoor.class, HEAP_OF_THE_DOOR, arguments.toArray(String[]::new));
    }
}
