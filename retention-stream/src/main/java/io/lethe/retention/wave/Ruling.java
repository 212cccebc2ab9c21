package io.lethe.retention.wave;

import java.time.Instant;

/**
 * A decision that is being carried out.
 *
 * @param upTo what was held later is not meant by it
 * @param wave what it was about
 * @param settled how many have left the queue since
 */
public record Ruling(Decision decision, Instant upTo, Wave wave, long settled) {

    boolean covers(Instant heldAt) {
        return !heldAt.isAfter(upTo);
    }

    Ruling withOneMoreSettled() {
        return new Ruling(decision, upTo, wave, settled + 1);
    }
}
