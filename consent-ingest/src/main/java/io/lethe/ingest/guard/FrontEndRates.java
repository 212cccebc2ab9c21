package io.lethe.ingest.guard;

import io.lethe.service.Settings;
import java.time.Duration;

/**
 * How much front-ends may send, in events.
 *
 * @param perKey a second
 * @param perAddress a second
 * @param burst for how long of it there may be at once
 */
public record FrontEndRates(int perKey, int perAddress, Duration burst) {

    /** Not told apart beyond this; each takes about a hundred bytes, for as long as its bucket is not full. */
    static final int MOST_CALLERS = 100_000;

    private static final int MOST = 100_000_000;
    private static final Duration LONGEST_BURST = Duration.ofMinutes(10);

    public static FrontEndRates from(Settings settings) {
        Duration burst = settings.duration("LETHE_RATE_BURST", Duration.ofSeconds(10));
        settings.check(
                burst.compareTo(LONGEST_BURST) <= 0, "LETHE_RATE_BURST", burst, "must be at most " + LONGEST_BURST);
        return new FrontEndRates(
                settings.integer("LETHE_RATE_PER_KEY", 2_000, 1, MOST),
                settings.integer("LETHE_RATE_PER_ADDRESS", 50, 1, MOST),
                burst);
    }
}
