package io.lethe.local.process;

import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.service.SandboxClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A pipeline on this machine, each part a process of its own. The launcher, the demo and the end-to-end tests run it. */
public final class LocalPipeline implements AutoCloseable {

    private static final List<Part> SERVICES = List.of(Part.CONSENT_INGEST, Part.RETENTION_STREAM, Part.ERASURE_WORKER);
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MILLIS = 50;

    /** A service looks at the clock file every 20 ms. */
    private static final long CLOCK_SEEN_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private final PipelineOptions options;
    private final Recipes recipes;
    private final CompletableFuture<?> cancelled;
    private final Consumer<String> progress;
    private final Map<Part, Child> children = new EnumMap<>(Part.class);
    private final CompletableFuture<ChildDeath> firstDeath = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Somebody asked the pipeline to stop while it was starting. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private LocalPipeline(
            Installation installation,
            PipelineOptions options,
            CompletableFuture<?> cancelled,
            Consumer<String> progress) {
        this.options = options;
        this.cancelled = cancelled;
        this.recipes = new Recipes(installation, options);
        this.progress = progress;
    }

    /**
     * Starts everything and returns when every part can work.
     *
     * @throws PipelineException where a part ends or does not get ready; nothing is left running then
     */
    public static LocalPipeline start(PipelineOptions options, Consumer<String> progress) {
        return start(options, new CompletableFuture<>(), progress);
    }

    /**
     * As above, but gives up as soon as {@code cancelled} completes.
     *
     * @throws Interrupted where it did
     */
    public static LocalPipeline start(
            PipelineOptions options, CompletableFuture<?> cancelled, Consumer<String> progress) {
        LocalPipeline pipeline = new LocalPipeline(Installation.current(), options, cancelled, progress);
        try {
            options.data().prepare();
            Keys.fresh().store(options.data());
            pipeline.startAll();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.killAll();
            throw e;
        }
    }

    private void startAll() {
        if (options.foreignBroker().isEmpty()) {
            run(Part.BROKER);
        }
        run(Part.REGISTRY);
        progress.accept("broker and registry start");
        if (options.foreignBroker().isEmpty()) {
            await("the broker to answer", this::brokerAnswers);
        }
        // The services look for the registry themselves, and are patient.
        SERVICES.forEach(this::run);
        progress.accept("services start");
        await("the registry to answer", () -> isReady(Part.REGISTRY));
        SERVICES.forEach(service -> {
            await(service.label() + " to be ready", () -> isReady(service));
            progress.accept(service.label() + " is ready");
        });
    }

    private void run(Part part) {
        Child child = recipes.start(part);
        child.death().thenAccept(firstDeath::complete);
        children.put(part, child);
    }

    Ports ports() {
        return options.ports();
    }

    public PipelineOptions options() {
        return options;
    }

    /** Completes when a part has ended that nobody stopped. */
    public CompletableFuture<ChildDeath> firstDeath() {
        return firstDeath;
    }

    /** Starts everything again, after {@link #stopAll} or {@link #killAll}. */
    public void restartAll() {
        startAll();
    }

    /** Starts a part again that was stopped or killed, and returns when it can work. */
    public void restart(Part part) {
        run(part);
        await(part.label() + " to be ready", () -> isUp(part));
    }

    /** The parts that run here. */
    Set<Part> parts() {
        return Set.copyOf(children.keySet());
    }

    /** Completes when the part, as it was last started, has ended that nobody stopped. */
    CompletableFuture<ChildDeath> deathOf(Part part) {
        return child(part).death();
    }

    /** Starts a part again that has ended, and does not wait for it. */
    void startAgain(Part part) {
        run(part);
    }

    /** Whether a part can work at the moment. */
    boolean isUp(Part part) {
        return child(part).isAlive() && (part == Part.BROKER ? brokerAnswers() : isReady(part));
    }

    public void stop(Part part) {
        Child child = child(part);
        if (child.isAlive() && child.stop(STOP_PATIENCE)) {
            recipes.ended(part);
        }
    }

    /** As {@code kill -9}. */
    void kill(Part part) {
        child(part).kill();
    }

    /** As {@code kill -9} of every part, the dependent ones first. */
    public void killAll() {
        for (Part part : List.of(Part.values()).reversed()) {
            Optional.ofNullable(children.get(part)).ifPresent(Child::kill);
        }
    }

    private Child child(Part part) {
        return Optional.ofNullable(children.get(part))
                .orElseThrow(() -> new IllegalStateException(part.label() + " was never started"));
    }

    /** The exit code of a part, once it has ended. */
    public CompletableFuture<Integer> exitOf(Part part) {
        return child(part).exit();
    }

    /** Moves the sandbox clock, and returns when every service has looked at it. */
    public void clockTo(Instant instant) {
        try {
            SandboxClock.set(options.data().clock(), instant, InstantSource.system());
            LockSupport.parkNanos(CLOCK_SEEN_AFTER_NANOS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops everything in order: what depends on others first. */
    public void stopAll() {
        List<CompletableFuture<Void>> services = SERVICES.reversed().stream()
                .filter(children::containsKey)
                .map(service -> CompletableFuture.runAsync(() -> stop(service)))
                .toList();
        services.forEach(CompletableFuture::join);
        List.of(Part.REGISTRY, Part.BROKER).stream()
                .filter(children::containsKey)
                .forEach(this::stop);
    }

    @Override
    public void close() {
        stopAll();
        http.close();
    }

    /** Waits for a fact, and fails at once when a part has ended. */
    void await(String what, BooleanSupplier fact) {
        Instant giveUpAt = Instant.now().plus(START_PATIENCE);
        while (!fact.getAsBoolean()) {
            if (cancelled.isDone()) {
                throw new Interrupted();
            }
            if (Instant.now().isAfter(giveUpAt)) {
                throw new PipelineException("waited " + START_PATIENCE.toSeconds() + " s for " + what
                        + "; the logs are in " + options.data().logs());
            }
            try {
                ChildDeath death = firstDeath.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                throw new PipelineException(death.message());
            } catch (TimeoutException e) {
                // Everything lives: look again.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PipelineException("interrupted while waiting for " + what);
            }
        }
    }

    /** A broker opens its port only when it serves. */
    private boolean brokerAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), options.ports().kafka()),
                    500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public boolean isReady(Part part) {
        String url = switch (part) {
            case REGISTRY -> options.registryUrl() + "/subjects";
            case CONSENT_INGEST -> "http://127.0.0.1:" + ports().ingest() + "/readyz";
            case RETENTION_STREAM -> "http://127.0.0.1:" + ports().retention() + "/readyz";
            case ERASURE_WORKER -> "http://127.0.0.1:" + ports().worker() + "/readyz";
            case BROKER -> throw new IllegalArgumentException("a broker does not speak HTTP");
        };
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
