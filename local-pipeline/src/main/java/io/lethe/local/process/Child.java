package io.lethe.local.process;

import io.lethe.local.folder.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A process of the pipeline, tethered to this one. */
final class Child {

    /** Of this process's environment, what a child may see; all else it is told. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JDK_JAVA_OPTIONS");

    private static final long LARGEST_LOG = 20L << 20;
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Part part;
    private final Path log;
    private final Process process;
    private volatile boolean meantToEnd;

    private Child(Part part, Path log, Process process) {
        this.part = part;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param log gets all it prints, after what is there; a large one is put aside
     */
    static Child start(Part part, List<String> command, Map<String, String> environment, Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().retainAll(INHERITED);
            builder.environment().putAll(environment);
            return new Child(part, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(part.label() + " cannot be started", e);
        }
    }

    /** Completes when it has ended without having been told to. */
    CompletableFuture<ChildDeath> death() {
        CompletableFuture<ChildDeath> death = new CompletableFuture<>();
        process.onExit().thenAccept(ended -> {
            if (!meantToEnd) {
                death.complete(new ChildDeath(part, ended.exitValue(), log));
            }
        });
        return death;
    }

    /** Completes with the exit code, however it ended. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Asks it to end, and makes it end when it does not in time.
     *
     * @return whether it did
     */
    boolean stop(Duration patience) {
        meantToEnd = true;
        // Not Process.destroy(), which would also cut the tether.
        process.toHandle().destroy();
        boolean ended = Ending.comesWithin(patience, process.onExit());
        if (!ended) {
            kill();
        }
        return ended;
    }

    /** As {@code kill -9}. */
    void kill() {
        meantToEnd = true;
        process.destroyForcibly();
        Ending.comesWithin(AFTER_KILL, process.onExit());
    }
}
