package io.lethe.local.process;

import io.lethe.local.folder.PipelineException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for facts about a pipeline, for as long as all of it lives and nobody wants it to stop. */
final class PipelineWait {

    private static final Duration AT_MOST = Duration.ofSeconds(120);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final CompletableFuture<?> cancelled;
    private final CompletableFuture<ChildDeath> firstDeath;
    private final Path logs;

    /** Somebody asked the pipeline to stop while something was being waited for. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    PipelineWait(CompletableFuture<?> cancelled, CompletableFuture<ChildDeath> firstDeath, Path logs) {
        this.cancelled = cancelled;
        this.firstDeath = firstDeath;
        this.logs = logs;
    }

    /**
     * Returns when it is so.
     *
     * @param what ends the sentence "waited for"
     * @throws PipelineException at once when a part has ended, or where it takes too long
     * @throws Cancelled where somebody wants the pipeline to stop
     */
    void until(String what, BooleanSupplier fact) {
        Instant giveUpAt = Instant.now().plus(AT_MOST);
        while (!fact.getAsBoolean()) {
            if (cancelled.isDone()) {
                throw new Cancelled();
            }
            if (Instant.now().isAfter(giveUpAt)) {
                throw new PipelineException(
                        "waited " + AT_MOST.toSeconds() + " s for " + what + "; the logs are in " + logs);
            }
            try {
                ChildDeath death = firstDeath.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                throw new PipelineException(death.message() + death.lastWords());
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
}
