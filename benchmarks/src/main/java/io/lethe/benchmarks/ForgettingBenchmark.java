package io.lethe.benchmarks;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.serialization.Deserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From the last recipient's answer until the pipeline has found its own copies of the identifier to be gone, of some among many, beside the
 * window that it is given for that. The window is the reference: there is no program that would forget by itself.
 */
@Command(
        name = "forgetting",
        mixinStandardHelpOptions = true,
        description = "From the last answer until the pipeline's own copies are gone, beside the forgetting window.")
final class ForgettingBenchmark implements Callable<Integer> {

    private static final String GROUP = "erasure-worker";

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(names = "--people", defaultValue = "100000", description = "Who is known. Default: ${DEFAULT-VALUE}")
    private int people;

    @Option(names = "--erased", defaultValue = "10000", description = "How many of them go. Default: ${DEFAULT-VALUE}")
    private int erased;

    @Option(
            names = "--window",
            required = true,
            paramLabel = "PERIOD",
            description = "What the pipeline was started with: --forgetting-window.")
    private Duration window = Duration.ZERO;

    private final int base = ErasureCrowd.fresh();

    @Override
    public Integer call() throws Exception {
        measured.announce(
                String.format(Locale.ROOT, "forgetting: %,d of %,d people, in a window of %s", erased, people, window));
        List<Double> shares = new ArrayList<>();
        try (Pipeline pipeline = measured.open();
                BareTopics topics = new BareTopics(pipeline.bootstrap(), 0, 1)) {
            List<String> systems = topics.named(LedgerBenchmark.COMMANDS).stream()
                    .map(name -> name.substring(LedgerBenchmark.COMMANDS.length()))
                    .toList();
            for (int run = 1; run <= measured.runs(); run++) {
                Millis took = measure(pipeline, topics, systems, base + run * people);
                shares.add(took.percentile(1) / window.toMillis());
                System.out.printf(
                        Locale.ROOT,
                        "  run %d: %,d gone; %s after their last answer, the last after %.2f of the window%n",
                        run,
                        erased,
                        took.minMedianMax(),
                        shares.getLast());
            }
        }
        shares.sort(null);
        System.out.printf(
                Locale.ROOT,
                "until the last is gone, share of the window, min/median/max: %.2f / %.2f / %.2f%n",
                shares.getFirst(),
                shares.get(shares.size() / 2),
                shares.getLast());
        return shares.getLast() <= 1 ? 0 : 1;
    }

    private Millis measure(Pipeline pipeline, BareTopics topics, List<String> systems, int first) throws Exception {
        ErasureCrowd crowd = new ErasureCrowd(pipeline, pipeline.now().truncatedTo(ChronoUnit.MILLIS), systems);
        try (Burst burst = new Burst(pipeline.bootstrap());
                TopicTail status = new TopicTail(pipeline.bootstrap(), List.of(Topics.ERASURE_STATUS.name()))) {
            burst.write(people, i -> crowd.identity(first + i));
            new Preload(topics.admin(), List.of(Topics.IDENTITIES.name()), GROUP).drain();
            burst.write(erased, i -> crowd.order(Topics.ERASURE_ORDERS.name(), first + i));
            new Preload(topics.admin(), List.of(Topics.ERASURE_ORDERS.name()), GROUP).drain();
            burst.write(
                    erased * systems.size(),
                    i -> crowd.answer(Topics.DELETION_ACKS.name(), first + i % erased, i / erased));
            return gone(status, pipeline.registry());
        }
    }

    /** Until each has been told to be gone; one that is not within three windows fails the run. */
    private Millis gone(TopicTail status, String registry) {
        List<Double> took = new ArrayList<>();
        Set<String> orders = new HashSet<>();
        long begun = System.nanoTime();
        try (Deserializer<ErasureStatus> values = AvroSerdes.of(
                        Topics.ERASURE_STATUS, Map.of("schema.registry.url", registry))
                .deserializer()) {
            while (orders.size() < erased) {
                status.poll(record -> {
                    ErasureStatus told = values.deserialize(record.topic(), record.headers(), record.value());
                    Instant gone = told == null ? null : told.getForgottenAt();
                    Instant answered = told == null ? null : told.getRecipientsDoneAt();
                    if (gone != null && answered != null && orders.add(told.getOrderId())) {
                        took.add((double) Duration.between(answered, gone).toMillis());
                    }
                });
                if (System.nanoTime() - begun > 3 * window.toNanos() + 60_000_000_000L) {
                    throw new IllegalStateException(
                            orders.size() + " of " + erased + " are told to be gone after three windows");
                }
            }
        }
        return Millis.of(took);
    }
}
