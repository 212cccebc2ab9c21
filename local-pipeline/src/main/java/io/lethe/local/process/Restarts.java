package io.lethe.local.process;

import io.lethe.local.folder.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Whether a part that has ended is started again: a bounded number of times, each time after a longer pause, and never where
 * its configuration is wrong. Each part has its own count, so that one that cannot live does not use up the others'.
 */
final class Restarts {

    static final int MOST = 5;
    static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final InstantSource clock;
    private final Map<Part, Deque<Instant>> recent = new EnumMap<>(Part.class);

    Restarts(InstantSource clock) {
        this.clock = clock;
    }

    /** What follows from the end of a part. */
    sealed interface Verdict {}

    /**
     * It is started again.
     *
     * @param time the how manieth start this is of those that count now
     */
    record Again(int time, Duration pause) implements Verdict {}

    /** It is not, and the rest cannot go on without it. */
    record Never(String reason) implements Verdict {}

    Verdict after(ChildDeath death) {
        if (death.isMisconfigured()) {
            return new Never("starting it again would not help");
        }
        Instant now = clock.instant();
        Deque<Instant> ends = recent.computeIfAbsent(death.part(), _ -> new ArrayDeque<>());
        while (!ends.isEmpty() && !ends.getFirst().isAfter(now.minus(WITHIN))) {
            ends.removeFirst();
        }
        if (ends.size() == MOST) {
            return new Never("it was started again " + MOST + " times within " + WITHIN.toMinutes() + " minutes");
        }
        ends.addLast(now);
        return new Again(ends.size(), FIRST_PAUSE.multipliedBy(1L << (ends.size() - 1)));
    }
}
