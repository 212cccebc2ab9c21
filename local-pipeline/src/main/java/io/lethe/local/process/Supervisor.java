package io.lethe.local.process;

import io.lethe.local.folder.Choices;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.LastStarted;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import io.lethe.local.terminal.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;

/** Runs a pipeline until it is told to stop or a part of it ends too often. */
public final class Supervisor {

    private final DataFolder data;
    private final Ports ports;
    private final Progress progress = Progress.onTerminal();

    public Supervisor(DataFolder data, Ports ports) {
        this.data = data;
        this.ports = ports;
    }

    /**
     * Blocks until the pipeline is stopped.
     *
     * @return whether it was told to stop; else a part of it could not be kept going
     */
    public boolean run(Optional<Instant> clock, Choices choices) {
        Instant begun = Instant.now();
        FileLock claim = data.claim().orElseThrow(this::alreadyRunning);
        CompletableFuture<Void> end = new CompletableFuture<>();
        onSignal(end);
        try {
            List<String> taken = ports.taken();
            if (!taken.isEmpty()) {
                throw new PipelineException("taken by another program: port " + String.join(", ", taken)
                        + "; stop it, or choose others with --port-offset");
            }
            setClock(clock);
            new RunningPipeline(ProcessHandle.current().pid(), ports, false).store(data);
            PipelineOptions options = new PipelineOptions(
                    data,
                    ports,
                    FolderClock.isIn(data),
                    choices.forgettingWindow(),
                    choices.policy(),
                    Optional.empty());
            try (LocalPipeline pipeline = LocalPipeline.start(options, end, progress::say)) {
                choices.store(data);
                LastStarted.remember(data);
                progress.done();
                System.out.println(readyLine(begun));
                new RunningPipeline(ProcessHandle.current().pid(), ports, true).store(data);
                boolean toldTo = new Keeper(pipeline, Supervisor::tell).keep(end);
                progress.say("stopping");
                return toldTo;
            }
        } catch (PipelineWait.Cancelled e) {
            return true;
        } finally {
            progress.done();
            remove();
            DataFolder.release(claim);
        }
    }

    private static void tell(String what) {
        System.err.println("lethe: " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }

    private String readyLine(Instant begun) {
        long millis = Duration.between(begun, Instant.now()).toMillis();
        return "ready in %.1f s: %s%s"
                .formatted(
                        millis / 1000.0,
                        RunningPipeline.addresses(ports),
                        FolderClock.isIn(data) ? "  sandbox clock " + now() : "");
    }

    private String now() {
        return FolderClock.of(data).instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private PipelineException alreadyRunning() {
        String where = RunningPipeline.on(data)
                .map(running -> " (process " + running.pid() + "): " + RunningPipeline.addresses(running.ports()))
                .orElse("");
        return new PipelineException("a pipeline already runs on " + data.root() + where);
    }

    /** A new folder gets the clock asked for; one with a clock keeps it, or has it moved forward. */
    private void setClock(Optional<Instant> asked) {
        boolean isNew = Choices.in(data).isEmpty();
        if (asked.isEmpty()) {
            return;
        }
        if (!isNew && !FolderClock.isIn(data)) {
            throw new PipelineException("the data in " + data.root()
                    + " was made on the real clock, which cannot be exchanged; name another folder with --data");
        }
        if (FolderClock.isIn(data) && !isNew) {
            Instant now = FolderClock.of(data).instant();
            if (asked.get().isBefore(now)) {
                throw new PipelineException("the clock of " + data.root() + " shows " + now
                        + " and never goes backwards; leave --clock out to go on from there");
            }
        }
        try {
            data.create();
        } catch (IOException e) {
            throw new UncheckedIOException("the clock file cannot be written", e);
        }
        FolderClock.set(data, asked.get());
    }

    /** The first signal stops in order; a second one at once, and the tether takes the children along. */
    private static void onSignal(CompletableFuture<Void> end) {
        List.of("INT", "TERM")
                .forEach(name -> Signal.handle(new Signal(name), signal -> {
                    if (!end.complete(null)) {
                        Runtime.getRuntime().halt(128 + signal.getNumber());
                    }
                }));
    }

    private void remove() {
        try {
            Files.deleteIfExists(data.running());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
