package io.lethe.policy;

import java.time.Duration;

/**
 * How many people may be erased for their silence before a person has to look (R6), over the whole pipeline.
 *
 * @param within the window in which they are counted
 * @param number more than this many are never erased in it unasked
 * @param percent nor a larger share of all subjects than this, above 0 and up to 100
 * @param neverBelow up to so many the share does not matter: two of fifty are no wave
 */
public record WaveLimits(Duration within, long number, double percent, long neverBelow) {}
