package io.lethe.benchmarks;

import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the erasure worker turns a burst of orders into commands, and takes a burst of answers until each order has its certificate. The
 * reference, in alternating runs, is a pass-through that reads the same records and writes as many, as large, under the same guarantees, and
 * keeps nothing.
 */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Commands and answers a second through the erasure worker; beside a bare pass-through.")
final class LedgerBenchmark implements Callable<Integer> {

    static final String GROUP = "erasure-worker";
    private static final String ROUTED = GROUP + "-acks-by-subject-repartition";
    private static final List<String> BYSTANDERS =
            List.of("io.lethe.ingest.ConsentIngest", "io.lethe.retention.RetentionStream");
    static final String COMMANDS = "deletion-commands.";
    private static final int HEAP_OF_THE_WORKER = 512;
    private static final int PARTITIONS = 6;

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(
            names = "--orders",
            defaultValue = "20000",
            description = "How many a run writes, of subjects of its own. Default: ${DEFAULT-VALUE}")
    private int orders;

    @Option(
            names = "--lag",
            defaultValue = "100",
            description =
                    "The systems answer side by side, each in the order of its commands, and so many orders behind the one before it; as many as --orders: one"
                            + " system after the other. Default: ${DEFAULT-VALUE}")
    private int lag;

    private final int base = ErasureCrowd.fresh();

    private final Rates commands = new Rates();
    private final Rates answers = new Rates();

    @Override
    public Integer call() throws Exception {
        measured.announce(
                String.format(Locale.ROOT, "ledger: %,d orders, each system %,d behind the one before", orders, lag));
        try (Pipeline pipeline = measured.open();
                BareTopics topics = new BareTopics(pipeline.bootstrap(), 0, PARTITIONS);
                Pause _ = pipeline.pause(BYSTANDERS)) {
            List<String> systems = topics.named(COMMANDS).stream()
                    .map(name -> name.substring(COMMANDS.length()))
                    .toList();
            Instant at = pipeline.now().truncatedTo(ChronoUnit.MILLIS);
            measure(pipeline, topics, new ErasureCrowd(pipeline, at, systems), systems);
        }
        System.out.println("commands, min/median/max: " + commands.summary());
        System.out.println("answers,  min/median/max: " + answers.summary());
        return 0;
    }

    /** What is measured, and what it is measured by. */
    private record Bench(Pipeline pipeline, BareTopics topics, Burst burst, ErasureCrowd crowd, int systems) {}

    private void measure(Pipeline pipeline, BareTopics topics, ErasureCrowd crowd, List<String> systems)
            throws Exception {
        try (Burst burst = new Burst(pipeline.bootstrap());
                ScratchFolder state = ScratchFolder.make()) {
            Bench bench = new Bench(pipeline, topics, burst, crowd, systems.size());
            Footprint footprint = new Footprint(pipeline, topics.admin(), GROUP, "io.lethe.erasure.ErasureWorker");
            Sizes sizes = warmUp(bench, systems, footprint);
            try (BareTopics copies = new BareTopics(pipeline.bootstrap(), systems.size() + 4, PARTITIONS);
                    Reference bare = Reference.startStreams(
                            BareFanOut.class,
                            HEAP_OF_THE_WORKER,
                            bare(pipeline, copies, state, sizes, systems.size()))) {
                for (int run = 0; run <= measured.runs(); run++) {
                    run(bench, copies, bare, run);
                }
            }
        }
    }

    /** How large the records are that the worker writes. */
    private record Sizes(int command, int status, int certificate) {}

    /** A first run of our own, from which the reference learns the sizes, and the footprint of an open order is taken. */
    private Sizes warmUp(Bench bench, List<String> systems, Footprint footprint) throws Exception {
        int first = base + (measured.runs() + 1) * orders;
        String one = Topics.deletionCommands(systems.getFirst()).name();
        try (TopicTail told = tail(bench, one);
                TopicTail status = tail(bench, Topics.ERASURE_STATUS.name());
                TopicTail proofs = tail(bench, Topics.ERASURE_CERTIFICATES.name())) {
            Footprint.Bytes before = footprint.now();
            give(bench, first);
            System.out.println("  " + before.of(orders, footprint.now()));
            answer(bench, first);
            return new Sizes(told.largest(orders), status.largest(orders), proofs.largest(orders));
        }
    }

    private static TopicTail tail(Bench bench, String topic) {
        return new TopicTail(bench.pipeline().bootstrap(), List.of(topic));
    }

    /** The topics of the reference: two to read, then those of the systems, of statuses and of certificates. */
    private static String[] bare(Pipeline pipeline, BareTopics copies, ScratchFolder state, Sizes sizes, int systems) {
        List<String> names = copies.names();
        List<String> forOrder = new ArrayList<>(List.of(names.get(0)));
        for (int system = 0; system < systems; system++) {
            forOrder.add(BareFanOut.out(names.get(2 + system), sizes.command(), 1));
        }
        forOrder.add(BareFanOut.out(names.get(2 + systems), sizes.status(), 1));
        List<String> forAnswer = List.of(
                names.get(1),
                BareFanOut.out(names.get(2 + systems), sizes.status(), 1),
                BareFanOut.out(names.get(3 + systems), sizes.certificate(), systems));
        return new String[] {
            pipeline.bootstrap(),
            copies.name(),
            state.path().toString(),
            String.join(" ", forOrder),
            String.join(" ", forAnswer)
        };
    }

    private void run(Bench bench, BareTopics copies, Reference bare, int run) throws Exception {
        int first = base + run * orders;
        double given = give(bench, first);
        double givenBare = drained(
                bench,
                copies.names().get(0),
                orders,
                bare.address(),
                i -> bench.crowd().order(copies.names().get(0), first + i));
        double answered = answer(bench, first);
        double answeredBare = drained(
                bench,
                copies.names().get(1),
                orders * bench.systems(),
                bare.address(),
                replies(bench, copies.names().get(1), first));
        System.out.printf(
                Locale.ROOT,
                "  %s: %,.0f commands a second, bare %,.0f; %,.0f answers a second, bare %,.0f%n",
                run == 0 ? "warm-up" : "run " + run,
                given * bench.systems(),
                givenBare * bench.systems(),
                answered,
                answeredBare);
        if (run > 0) {
            commands.ours(given * bench.systems());
            commands.reference(givenBare * bench.systems());
            answers.ours(answered);
            answers.reference(answeredBare);
        }
    }

    private Burst.Events replies(Bench bench, String topic, int first) {
        Replies replies = new Replies(orders, bench.systems(), lag);
        return i -> bench.crowd().answer(topic, first + replies.order(i), replies.system(i));
    }

    /** Records a second, from when all are there until all are committed as read. */
    private static double drained(Bench bench, String topic, int count, String group, Burst.Events events)
            throws ExecutionException, InterruptedException {
        bench.burst().write(count, events);
        long begun = System.nanoTime();
        long ended = new Preload(bench.topics().admin(), List.of(topic), group).drained();
        return count / ((ended - begun) / 1e9);
    }

    /** Orders a second; the identifiers are there before. */
    private double give(Bench bench, int first) throws ExecutionException, InterruptedException, IOException {
        ErasureCrowd crowd = bench.crowd();
        drained(bench, Topics.IDENTITIES.name(), orders, GROUP, i -> crowd.identity(first + i));
        try (TopicTail told = tail(bench, Topics.ERASURE_STATUS.name())) {
            double rate = drained(
                    bench,
                    Topics.ERASURE_ORDERS.name(),
                    orders,
                    GROUP,
                    i -> crowd.order(Topics.ERASURE_ORDERS.name(), first + i));
            told.await(orders);
            return rate;
        }
    }

    /** Answers a second, until all have come through the internal topic on their way and each order has its certificate. */
    private double answer(Bench bench, int first) throws ExecutionException, InterruptedException {
        int count = orders * bench.systems();
        try (TopicTail proofs = tail(bench, Topics.ERASURE_CERTIFICATES.name())) {
            bench.burst().write(count, replies(bench, Topics.DELETION_ACKS.name(), first));
            long begun = System.nanoTime();
            long ended = new Preload(bench.topics().admin(), List.of(Topics.DELETION_ACKS.name()), GROUP).drained();
            if (bench.topics().named(ROUTED).contains(ROUTED)) {
                Preload routed = new Preload(bench.topics().admin(), List.of(ROUTED), GROUP);
                ended = routed.size() == 0 ? ended : routed.drained();
            }
            double rate = count / ((ended - begun) / 1e9);
            proofs.await(orders);
            return rate;
        }
    }
}
