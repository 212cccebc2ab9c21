package io.lethe.connectors.work;

import io.lethe.kafka.Pauses;
import io.lethe.policy.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Attempts, with waits between them, until there is an answer or enough was tried: then the command has failed for now, and
 * the erasure worker gives it again (E3).
 */
public final class Persistence {

    /**
     * How much is tried for one command.
     *
     * @param attempts the most
     * @param life for how long its topic keeps it; nobody is called with an identifier for longer
     */
    public record Limits(int attempts, Backoff backoff, Duration life) {}

    /** One try, and what came of it. */
    @FunctionalInterface
    public interface Attempt {
        Verdict make() throws InterruptedException;
    }

    private final Limits limits;
    private final Pauses pauses;
    private final DoubleSupplier random;
    private final Gate gate;
    private final Runnable retried;

    /**
     * @param random from 0 to 1; spreads the waits, so that calls that failed together do not come back together
     * @param retried told of every further attempt
     */
    Persistence(Limits limits, Pauses pauses, DoubleSupplier random, Runnable retried) {
        this.limits = limits;
        this.pauses = pauses;
        this.random = random;
        this.gate = new Gate(pauses);
        this.retried = retried;
    }

    /** With real waits, spread at random. */
    public static Persistence of(Limits limits, Runnable retried) {
        return new Persistence(
                limits, Pauses.REAL, () -> ThreadLocalRandom.current().nextDouble(), retried);
    }

    /** @param takenAt when it was begun with, by the clock of the pauses: no attempt is made beyond its life */
    public Verdict.Acknowledged carryOut(Attempt one, long takenAt) throws InterruptedException {
        long deadline = takenAt + limits.life().toNanos();
        String last = "the system has asked not to be called for longer than the command lasts";
        for (int attempt = 1; attempt <= limits.attempts(); attempt++) {
            if (!gate.passBefore(deadline)) {
                break;
            }
            switch (one.make()) {
                case Verdict.Acknowledged answer -> {
                    return answer;
                }
                case Verdict.Later later -> {
                    last = later.reason();
                    later.pause().ifPresent(gate::closeFor);
                    long wait = spread(limits.backoff().after(attempt));
                    if (attempt == limits.attempts() || pauses.nanos() + wait - deadline >= 0) {
                        return Verdict.failed(last + "; given up for now, after "
                                + (attempt == 1 ? "one attempt" : attempt + " attempts"));
                    }
                    retried.run();
                    pauses.pause(wait);
                }
            }
        }
        return Verdict.failed(last);
    }

    /** From half of it to all of it. */
    private long spread(Duration wait) {
        return (long) (wait.toNanos() * (0.5 + random.getAsDouble() / 2));
    }
}
