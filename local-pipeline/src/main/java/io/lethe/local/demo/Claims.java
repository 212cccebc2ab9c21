package io.lethe.local.demo;

import io.lethe.local.terminal.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Everything the demo says about the pipeline, held against what the pipeline itself answers. */
final class Claims {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(50).toNanos();

    private final PrintStream out;
    private final Progress progress;
    private int kept;
    private int broken;

    Claims(PrintStream out, Progress progress) {
        this.out = out;
        this.progress = progress;
    }

    /**
     * Waits until the pipeline shows what is claimed, and says whether it did.
     *
     * @param found asks the pipeline
     */
    void expect(String claim, @Nullable Object expected, Callable<@Nullable Object> found) {
        Instant giveUpAt = Instant.now().plus(PATIENCE);
        Object last = "nothing";
        while (Instant.now().isBefore(giveUpAt)) {
            last = ask(found);
            if (Objects.equals(expected, last)) {
                say(true, claim, "");
                return;
            }
            progress.say("waiting to see: " + claim);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        say(false, claim, " (expected " + expected + ", but it is " + last + ")");
    }

    /** A claim that holds now, without waiting: such as that something has not happened. */
    void expectNow(String claim, @Nullable Object expected, Callable<@Nullable Object> found) {
        Object now = ask(found);
        boolean holds = Objects.equals(expected, now);
        say(holds, claim, holds ? "" : " (expected " + expected + ", but it is " + now + ")");
    }

    private static @Nullable Object ask(Callable<@Nullable Object> found) {
        try {
            return found.call();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private void say(boolean holds, String claim, String otherwise) {
        progress.done();
        out.println((holds ? "    ✓ " : "    ✗ ") + claim + otherwise);
        if (holds) {
            kept++;
        } else {
            broken++;
        }
    }

    int kept() {
        return kept;
    }

    int broken() {
        return broken;
    }
}
