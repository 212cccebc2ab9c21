package io.lethe.local.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a process, waited for. */
public final class Ending {

    private Ending() {}

    /**
     * Whether a process has ended before the time was over, or whoever waits was interrupted.
     *
     * @param exit completes when it ends
     */
    public static boolean comesWithin(Duration patience, CompletableFuture<?> exit) {
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
