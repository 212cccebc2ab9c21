package io.lethe.local.process;

import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One part alone, to be run beside a pipeline or without one, and to be ill-treated. */
public final class LoneChild implements AutoCloseable {

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

    private final Part part;
    private final Recipes recipes;
    private final Probe probe;
    private final Map<String, String> more;
    private Child child;

    private LoneChild(Part part, PipelineOptions options, Map<String, String> more) {
        this.part = part;
        this.recipes = new Recipes(Installation.current(), options);
        this.probe = new Probe(options);
        this.more = Map.copyOf(more);
        this.child = recipes.start(part, more);
    }

    /** Does not wait for it to be able to work. */
    public static LoneChild start(Part part, PipelineOptions options) {
        return start(part, options, Map.of());
    }

    /** @param more settings beside those that a pipeline gives to the part, or in their place */
    public static LoneChild start(Part part, PipelineOptions options, Map<String, String> more) {
        return new LoneChild(part, options, more);
    }

    /** Starts it again that has ended. */
    public void startAgain() {
        child = recipes.start(part, more);
    }

    /** As {@code kill -9}; one that has ended stays so. */
    public void kill() {
        child.kill();
    }

    /** Asks it to end, and returns when it has. */
    public void stop() {
        if (child.isAlive() && child.stop(STOP_PATIENCE)) {
            recipes.ended(part);
        }
    }

    /** It stands still, as {@code kill -STOP} makes it, until {@link #resume}. */
    public void suspend() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(child.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + signal + " ended with exit code " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException("there is no command kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** Whether it lives and can work at the moment. */
    public boolean isReady() {
        return child.isAlive() && probe.isReady(part);
    }

    /** How much memory it has, as the system sees it. */
    public long residentKilobytes() throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(child.pid())).start();
        return Long.parseLong(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    /** What its threads do at the moment, as text. */
    public String threads() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process print = new ProcessBuilder(jcmd, Long.toString(child.pid()), "Thread.print").start();
        return new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        kill();
        probe.close();
    }
}
