package io.lethe.connectors.work;

import io.lethe.kafka.Pauses;
import java.time.Duration;

/** Keeps a system from being called while it has asked for quiet. */
final class Gate {

    private final Pauses pauses;
    private long opensAt;

    Gate(Pauses pauses) {
        this.pauses = pauses;
        this.opensAt = pauses.nanos();
    }

    /** Of several pauses the one that ends last counts. */
    synchronized void closeFor(Duration pause) {
        long until = pauses.nanos() + pause.toNanos();
        if (until - opensAt > 0) {
            opensAt = until;
        }
    }

    /**
     * Waits until calls are welcome.
     *
     * @return false, at once, if that is not before {@code deadline}
     */
    boolean passBefore(long deadline) throws InterruptedException {
        for (long left = left(); left > 0; left = left()) {
            if (pauses.nanos() + left - deadline >= 0) {
                return false;
            }
            pauses.pause(left);
        }
        return true;
    }

    private synchronized long left() {
        return opensAt - pauses.nanos();
    }
}
