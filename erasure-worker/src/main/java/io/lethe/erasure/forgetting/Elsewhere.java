package io.lethe.erasure.forgetting;

import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import java.time.Duration;
import java.time.Instant;

/**
 * Copies that this process cannot look at: of the brokers that follow a partition's leader, each cleans its own copy in its own time, and the standbys of a store are in
 * other processes. They go by the same settings, and are waited for as long as these may take.
 *
 * @param longest for how long after it was deleted a copy may still be there
 */
public record Elsewhere(Duration longest) {

    /** Of how many turns of the watch of another process what its standbys hold is gone for sure: the one that is under way, and the next. */
    private static final int OF_THE_WINDOW = 8;

    /**
     * As a pipeline is set up.
     *
     * @param replicas of each topic
     * @param standbys of each store
     */
    public static Elsewhere of(int replicas, int standbys, ForgettingWindow window) {
        Duration followers = replicas > 1 ? Cleanup.longestStay(window) : Duration.ZERO;
        Duration stores = standbys > 0 ? window.length().dividedBy(OF_THE_WINDOW) : Duration.ZERO;
        return new Elsewhere(followers.compareTo(stores) > 0 ? followers : stores);
    }

    /** Up to when copies are gone everywhere, where those that can be looked at are gone up to {@code found}. */
    Instant goneUpTo(Instant found, Instant now) {
        Instant sure = now.minus(longest);
        return sure.isBefore(found) ? sure : found;
    }
}
