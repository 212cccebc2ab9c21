package io.lethe.benchmarks;

import io.lethe.benchmarks.ConsoleVisitor.Told;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What somebody at the console waits for, and what the services pay for it: the first view in a browser, a change that shows, the processor time that ten open
 * consoles cost the services, and the look-up of a subject while the front door takes all it can. Each beside itself: before there was
 * anybody, with no console open, without load.
 */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description =
                "First view, changes that show, cost of open consoles, look-up under load; each beside itself in quiet.")
final class ConsoleBenchmark implements Callable<Integer> {

    private static final double SLOWEST_VIEW_MILLIS = 1_000;
    private static final double SLOWEST_CHANGE_MILLIS = 2_000;
    private static final double SHARE_OF_A_CORE = 0.02;
    private static final double SLOWEST_LOOK_MILLIS = 50;

    /** Two times with no console open differ by less, as a share of a core, before the cost of one is measured. */
    private static final double STEADY = 0.01;

    private static final int MOST_TRIES = 8;

    private static final int VIEWS = 10;
    private static final int LOOKS_A_SECOND = 50;
    private static final int CONNECTIONS = 64;
    private static final int IN_ONE_WRITE = 1_000_000;
    private static final double WARM_UP_SECONDS = 5;
    private static final Duration GIVE_UP = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    /** What the views of the page ask for again, and how often where nothing has changed; the first asks for nothing. */
    private static final Map<String, Duration> ASKED = asked();

    private static final Map<String, String> SERVICES = Map.of(
            "consent-ingest", "io.lethe.ingest.ConsentIngest",
            "retention-stream", "io.lethe.retention.RetentionStream",
            "erasure-worker", "io.lethe.erasure.ErasureWorker");

    private static final String CONSOLE = "console";

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(
            names = "--subjects",
            defaultValue = "5000000",
            description = "How many the pipeline knows. Default: ${DEFAULT-VALUE}")
    private int subjects;

    @Option(
            names = "--orders",
            defaultValue = "10000",
            description = "How many erasures are open. Default: ${DEFAULT-VALUE}")
    private int orders;

    @Option(names = "--consoles", defaultValue = "10", description = "How many are open. Default: ${DEFAULT-VALUE}")
    private int consoles;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "For how long cost and look-up are measured in a run. Default: ${DEFAULT-VALUE}")
    private int seconds;

    private final AskedFigures figures = new AskedFigures();
    private int nextOrder;

    private static Map<String, Duration> asked() {
        Map<String, Duration> asked = new LinkedHashMap<>();
        asked.put("", Duration.ZERO);
        asked.put("/api/escalations", Duration.ofSeconds(10));
        asked.put("/api/rights-requests", Duration.ofSeconds(10));
        asked.put("/api/consent-counts", Duration.ofSeconds(10));
        asked.put("/api/holds", Duration.ofSeconds(10));
        asked.put("/api/waves", Duration.ofSeconds(5));
        return asked;
    }

    @Override
    public Integer call() throws Exception {
        measured.announce(String.format(
                Locale.ROOT, "console: %,d subjects, %,d open orders, %d consoles", subjects, orders, consoles));
        try (Pipeline pipeline = measured.open();
                BareTopics topics = new BareTopics(pipeline.bootstrap(), 0, 1);
                Burst burst = new Burst(pipeline.bootstrap());
                ConsoleVisitor visitor = ConsoleVisitor.comeIn(pipeline)) {
            List<Double> before = firstViews(pipeline, visitor, "before");
            ErasureCrowd crowd = fill(pipeline, topics, burst);
            List<Double> views = firstViews(pipeline, visitor, "with all of them");
            report("first view", views, before, SLOWEST_VIEW_MILLIS);
            changes(pipeline, crowd, burst);
            cost(pipeline);
            lookUps(pipeline);
        }
        return figures.exitCode();
    }

    /** @param slowest what the slowest has to stay below */
    private void report(String what, List<Double> ours, List<Double> reference, double slowest) {
        Millis millis = Millis.of(ours);
        System.out.println(what + ", min/median/max: " + millis.minMedianMax()
                + (reference.isEmpty()
                        ? ""
                        : "; before: " + Millis.of(reference).minMedianMax()));
        figures.require(
                millis.percentile(1) < slowest,
                "%s: %.0f ms; less than %.0f is asked",
                what,
                millis.percentile(1),
                slowest);
    }

    private List<Double> firstViews(Pipeline pipeline, ConsoleVisitor visitor, String when)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        try (FirstView view = new FirstView(pipeline, visitor)) {
            view.millis();
            for (int i = 0; i < VIEWS; i++) {
                millis.add(view.millis());
            }
        }
        System.out.println("  first view " + when + ": " + Millis.of(millis).minMedianMax());
        return millis;
    }

    /** Until the stream knows all subjects, and the worker has given all commands of the orders. */
    private ErasureCrowd fill(Pipeline pipeline, BareTopics topics, Burst burst) throws Exception {
        Instant at = pipeline.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
        Crowd people = Crowd.like(pipeline, at);
        for (int first = 0; first < subjects; first += IN_ONE_WRITE) {
            int from = first;
            burst.write(
                    Math.min(IN_ONE_WRITE, subjects - first),
                    number -> people.statement(Crowd.STATEMENTS, from + number, at));
            new Preload(topics.admin(), List.of(Crowd.STATEMENTS), IngestBenchmark.GROUP).drain();
            System.out.printf(Locale.ROOT, "  %,d subjects%n", Math.min(subjects, first + IN_ONE_WRITE));
        }
        List<String> systems = topics.named(LedgerBenchmark.COMMANDS).stream()
                .map(name -> name.substring(LedgerBenchmark.COMMANDS.length()))
                .toList();
        ErasureCrowd crowd = new ErasureCrowd(pipeline, pipeline.now().truncatedTo(ChronoUnit.MILLIS), systems);
        int base = ErasureCrowd.fresh();
        nextOrder = base + orders;
        order(topics, burst, crowd, base, orders);
        System.out.printf(Locale.ROOT, "  %,d open orders%n", orders);
        return crowd;
    }

    private static void order(BareTopics topics, Burst burst, ErasureCrowd crowd, int first, int count)
            throws Exception {
        burst.write(count, number -> crowd.identity(first + number));
        new Preload(topics.admin(), List.of(Topics.IDENTITIES.name()), LedgerBenchmark.GROUP).drain();
        burst.write(count, number -> crowd.order(Topics.ERASURE_ORDERS.name(), first + number));
        new Preload(topics.admin(), List.of(Topics.ERASURE_ORDERS.name()), LedgerBenchmark.GROUP).drain();
    }

    /** From when something is sent until whoever looks is told; what is told comes each second, so a run sees several. */
    private void changes(Pipeline pipeline, ErasureCrowd crowd, Burst burst) throws Exception {
        List<Double> consents = new ArrayList<>();
        List<Double> escalations = new ArrayList<>();
        try (ConsoleVisitor visitor = ConsoleVisitor.comeIn(pipeline);
                BareTopics topics = new BareTopics(pipeline.bootstrap(), 0, 1)) {
            int needed = measured.runs() + 1;
            order(topics, burst, crowd, nextOrder, needed);
            visitor.listen();
            for (int run = 0; run < needed; run++) {
                double consent = consent(pipeline, visitor);
                double escalation = escalation(burst, crowd, visitor, nextOrder++);
                System.out.printf(
                        Locale.ROOT,
                        "  %s: a consent shows after %.0f ms, an escalation after %.0f ms%n",
                        run == 0 ? "warm-up" : "run " + run,
                        consent,
                        escalation);
                if (run > 0) {
                    consents.add(consent);
                    escalations.add(escalation);
                }
            }
        }
        report("a consent shows", consents, List.of(), SLOWEST_CHANGE_MILLIS);
        report("an escalation is listed", escalations, List.of(), SLOWEST_CHANGE_MILLIS);
    }

    private static double consent(Pipeline pipeline, ConsoleVisitor visitor) throws IOException, InterruptedException {
        double known = visitor.latest(GIVE_UP).figure("consent-changes");
        anyMoment();
        long sent = System.nanoTime();
        pipeline.publish("consent-statements", """
                {"subject": {"visitorId": "%s"}, "source": "benchmark",
                 "choices": [{"purpose": "audience-measurement", "decision": "granted"}],
                 "proof": {"policyVersion": "2026-01", "noticeId": "n", "language": "en", "method": "save"}}""".formatted(UUID.randomUUID()));
        return (changed(visitor, "consent-changes", known, sent).at() - sent) / 1e6;
    }

    /** The page asks for the list once it is told that what waits has changed. */
    private double escalation(Burst burst, ErasureCrowd crowd, ConsoleVisitor visitor, int number)
            throws IOException, InterruptedException {
        double known = visitor.latest(GIVE_UP).figure("erasures-waiting");
        anyMoment();
        long sent = System.nanoTime();
        burst.write(1, _ -> crowd.answer(Topics.DELETION_ACKS.name(), number, 0, DeletionOutcome.REFUSED));
        changed(visitor, "erasures-waiting", known, sent);
        while (!isListed(visitor, ErasureCrowd.orderId(number))) {
            giveUp(sent, "an escalation is not listed");
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return (System.nanoTime() - sent) / 1e6;
    }

    private static boolean isListed(ConsoleVisitor visitor, String orderId) throws IOException, InterruptedException {
        Optional<String> after = Optional.empty();
        do {
            var page = visitor.ask(
                    "/api/escalations" + after.map(it -> "?after=" + it).orElse(""));
            for (var one : page.path("escalations")) {
                if (one.path("orderId").asText().equals(orderId)) {
                    return true;
                }
            }
            after = Optional.ofNullable(page.path("next").textValue());
        } while (after.isPresent());
        return false;
    }

    private static Told changed(ConsoleVisitor visitor, String figure, double known, long sent)
            throws IOException, InterruptedException {
        while (true) {
            Told told = visitor.next(GIVE_UP);
            if (told.figure(figure) > known) {
                return told;
            }
            giveUp(sent, figure + " does not change");
        }
    }

    /** Between two looks of the console. */
    private static void anyMoment() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000_000L));
    }

    private static void giveUp(long begun, String why) throws IOException {
        if (System.nanoTime() - begun > GIVE_UP.toNanos()) {
            throw new IOException(why + " within " + GIVE_UP);
        }
    }

    /** As a share of a core, beside the times before and after in which no console is open: what else goes on grows or fades meanwhile. */
    private void cost(Pipeline pipeline) throws Exception {
        Map<String, List<Double>> open = new LinkedHashMap<>();
        Map<String, List<Double>> none = new LinkedHashMap<>();
        List<Double> all = new ArrayList<>();
        CpuTime before = quiet(pipeline);
        for (int run = 0; run <= measured.runs(); run++) {
            CpuTime with = takenWithConsoles(pipeline);
            CpuTime after = taken(pipeline);
            double cost = services(with) - (services(before) + services(after)) / 2;
            System.out.printf(
                    Locale.ROOT,
                    "  %s: the services take %.2f %% of a core with %d consoles, %.2f and %.2f %% with none before and after%n",
                    run == 0 ? "warm-up" : "run " + run,
                    100 * services(with),
                    consoles,
                    100 * services(before),
                    100 * services(after));
            if (run > 0) {
                all.add(cost);
                share(with, open);
                share(after, none);
            }
            before = after;
        }
        open.forEach((name, shares) -> System.out.printf(
                Locale.ROOT,
                "  %s: %.2f %% of a core, %.2f %% with no console open (medians)%n",
                name,
                100 * median(shares),
                100 * median(none.getOrDefault(name, List.of()))));
        double cost = median(all);
        System.out.printf(
                Locale.ROOT,
                "cost of %d consoles to the services, min/median/max: %.2f / %.2f / %.2f %% of a core%n",
                consoles,
                100 * Collections.min(all),
                100 * cost,
                100 * Collections.max(all));
        figures.require(
                cost < SHARE_OF_A_CORE,
                "%d consoles cost %.2f %% of a core; less than %.0f %% is asked",
                consoles,
                100 * cost,
                100 * SHARE_OF_A_CORE);
    }

    private void share(CpuTime time, Map<String, List<Double>> shares) {
        time.seconds()
                .forEach((name, value) ->
                        shares.computeIfAbsent(name, _ -> new ArrayList<>()).add(value / seconds));
    }

    /** The time with no console open, once the services have done with what was written before, or will not for long. */
    private CpuTime quiet(Pipeline pipeline) throws IOException {
        CpuTime last = taken(pipeline);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            CpuTime next = taken(pipeline);
            boolean isSteady = Math.abs(services(next) - services(last)) < STEADY;
            last = next;
            if (isSteady) {
                break;
            }
        }
        return last;
    }

    private CpuTime takenWithConsoles(Pipeline pipeline) throws IOException, InterruptedException {
        List<ConsoleVisitor> visitors = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < consoles; i++) {
                visitors.add(open(pipeline, threads, i));
            }
            CpuTime taken = taken(pipeline);
            threads.shutdownNow();
            return taken;
        } finally {
            visitors.forEach(ConsoleVisitor::close);
        }
    }

    private double services(CpuTime time) {
        return SERVICES.keySet().stream()
                        .mapToDouble(name -> time.seconds().getOrDefault(name, 0.0))
                        .sum()
                / seconds;
    }

    private CpuTime taken(Pipeline pipeline) throws IOException {
        Map<String, Long> processes = new LinkedHashMap<>();
        SERVICES.forEach((name, main) -> processes.put(name, 0L));
        processes.put(CONSOLE, 0L);
        for (String name : processes.keySet()) {
            String main = SERVICES.getOrDefault(name, "io.lethe.console.Console");
            processes.put(name, pipeline.processes(List.of(main)).getFirst().pid());
        }
        CpuTime before = CpuTime.of(processes);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long wait; (wait = end - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(wait);
        }
        return CpuTime.of(processes).since(before);
    }

    /** A console with one of the views, each in turn. */
    private static ConsoleVisitor open(Pipeline pipeline, ExecutorService threads, int number)
            throws IOException, InterruptedException {
        ConsoleVisitor visitor = ConsoleVisitor.comeIn(pipeline);
        visitor.listen();
        String path = List.copyOf(ASKED.keySet()).get(number % ASKED.size());
        if (!path.isEmpty()) {
            Duration between = ASKED.getOrDefault(path, Duration.ZERO);
            threads.submit(() -> {
                while (true) {
                    visitor.ask(path);
                    Thread.sleep(between);
                }
            });
        }
        return visitor;
    }

    /** From the request until the answer, each begun when it is due, however long the ones before take. */
    private void lookUps(Pipeline pipeline) throws Exception {
        List<Double> quiet = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        LoadGenerator load = new LoadGenerator(
                new InetSocketAddress("127.0.0.1", pipeline.port("ingest")),
                new RequestTemplate(pipeline.port("ingest"), pipeline.writeKey()));
        int first = 0;
        for (int run = 0; run <= measured.runs(); run++) {
            double without = lookUp(pipeline).percentile(0.99);
            double with;
            LoadRun.Result taken;
            int from = first;
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
                Future<LoadRun.Result> running =
                        threads.submit(() -> load.run(CONNECTIONS, from, WARM_UP_SECONDS, seconds + 1.0));
                LockSupport.parkNanos((long) (WARM_UP_SECONDS * 1e9));
                with = lookUp(pipeline).percentile(0.99);
                taken = running.get();
            }
            first = taken.next();
            System.out.printf(
                    Locale.ROOT,
                    "  %s: look-up p99 %.1f ms while %,.0f events a second are taken in; %.1f ms in quiet%n",
                    run == 0 ? "warm-up" : "run " + run,
                    with,
                    taken.perSecond(),
                    without);
            if (run > 0) {
                quiet.add(without);
                loaded.add(with);
            }
        }
        Millis ours = Millis.of(loaded);
        System.out.println("look-up, p99, min/median/max: " + ours.minMedianMax() + "; in quiet: "
                + Millis.of(quiet).minMedianMax());
        figures.require(
                ours.percentile(0.5) < SLOWEST_LOOK_MILLIS,
                "look-up: 99th percentile %.1f ms; less than %.0f is asked",
                ours.percentile(0.5),
                SLOWEST_LOOK_MILLIS);
    }

    private Millis lookUp(Pipeline pipeline) throws Exception {
        List<Future<Long>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (int i = 0; i < LOOKS_A_SECOND * seconds; i++) {
                long due = start + i * (1_000_000_000L / LOOKS_A_SECOND);
                for (long wait; (wait = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(wait);
                }
                String subject =
                        EventTemplate.subjectId(ThreadLocalRandom.current().nextInt(subjects));
                asked.add(threads.submit(() -> {
                    pipeline.subject(subject);
                    return System.nanoTime() - due;
                }));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<Long> one : asked) {
                nanos.add(one.get());
            }
            return Millis.ofNanos(nanos);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
