package io.lethe.local.process;

import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.PipelineException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A pipeline on this machine, each part a process of its own. The launcher, the demo and the end-to-end tests run it. */
public final class LocalPipeline implements AutoCloseable {

    /** A service looks at the clock file every 20 ms. */
    private static final long CLOCK_SEEN_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private final PipelineOptions options;
    private final Children children;
    private final Probe probe;
    private final PipelineWait waiting;
    private final StartOrder order;

    private LocalPipeline(PipelineOptions options, CompletableFuture<?> cancelled, Consumer<String> progress) {
        this.options = options;
        this.children = new Children(new Recipes(Installation.current(), options));
        this.probe = new Probe(options);
        this.waiting = new PipelineWait(
                cancelled, children.firstDeath(), options.data().logs());
        this.order = new StartOrder(
                options.foreignBroker().isEmpty(), options.services(), children, probe, waiting, progress);
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
     * @throws PipelineWait.Cancelled where it did
     */
    static LocalPipeline start(PipelineOptions options, CompletableFuture<?> cancelled, Consumer<String> progress) {
        LocalPipeline pipeline = new LocalPipeline(options, cancelled, progress);
        try {
            options.data().prepare();
            Keys.fresh().store(options.data());
            pipeline.order.start();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.killAll();
            throw e;
        }
    }

    public PipelineOptions options() {
        return options;
    }

    /** Completes when a part has ended that nobody stopped. */
    public CompletableFuture<ChildDeath> firstDeath() {
        return children.firstDeath();
    }

    /** Whether a part answers that it can work. */
    public boolean isReady(Part part) {
        return probe.isReady(part);
    }

    /** The exit code of a part, once it has ended. */
    public CompletableFuture<Integer> exitOf(Part part) {
        return children.exitOf(part);
    }

    /** Asks a part to end, and returns when it has. */
    public void stop(Part part) {
        children.stop(part);
    }

    /** Starts a part again that was stopped or killed, and returns when it can work. */
    public void restart(Part part) {
        children.start(part);
        waiting.until(part.label() + " to be ready", () -> isUp(part));
    }

    /** Starts everything again, after {@link #stopAll} or {@link #killAll}. */
    public void restartAll() {
        order.start();
    }

    /** Stops everything in order: what depends on others first. */
    public void stopAll() {
        order.stop();
    }

    /** As {@code kill -9} of every part, the dependent ones first. */
    public void killAll() {
        children.killAll();
    }

    /** Moves the sandbox clock, and returns when every service has looked at it. */
    public void clockTo(Instant instant) {
        FolderClock.set(options.data(), instant);
        LockSupport.parkNanos(CLOCK_SEEN_AFTER_NANOS);
    }

    /** The parts that run here. */
    Set<Part> parts() {
        return children.parts();
    }

    /** Completes when the part, as it was last started, has ended that nobody stopped. */
    CompletableFuture<ChildDeath> deathOf(Part part) {
        return children.deathOf(part);
    }

    /** Starts a part again that has ended, and does not wait for it. */
    void startAgain(Part part) {
        children.start(part);
    }

    /** Whether a part lives and can work at the moment. */
    boolean isUp(Part part) {
        return children.isAlive(part) && probe.isReady(part);
    }

    @Override
    public void close() {
        stopAll();
        probe.close();
    }
}
