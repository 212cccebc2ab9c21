package io.lethe.erasure.forgetting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The evidence for one partition. A beat is a record without a value that is written into each compacted log which holds identifiers. It makes the broker roll
 * the segment before it, also where nobody else writes; and once the broker has removed it in favour of a later one, it has removed what was
 * deleted before it as well: a log is cleaned from its beginning.
 */
final class Beats {

    /** Two windows' worth: one who has waited for that long waits for something that does not come by itself. */
    private static final int MOST = 32;

    private final Duration untilFilesAreGone;
    private final Deque<Beat> beats = new ArrayDeque<>();
    private final Deque<Removed> removed = new ArrayDeque<>();
    private Instant compactedAt = Instant.EPOCH;
    private Instant goneUpTo = Instant.EPOCH;

    /** A beat that is no more; its files may still be there for a while. */
    private record Removed(Instant at, Instant foundOut) {}

    /**
     * What was forgotten before {@code at} stands before it in each log.
     *
     * @param offsets where it stands, by log
     */
    record Beat(Instant at, Map<TopicPartition, Long> offsets) {

        Beat {
            offsets = Map.copyOf(offsets);
        }
    }

    /** @param untilFilesAreGone for how long a broker leaves a replaced file where it is */
    Beats(Duration untilFilesAreGone) {
        this.untilFilesAreGone = untilFilesAreGone;
    }

    void add(Beat beat) {
        if (beats.size() < MOST) {
            beats.add(beat);
        }
    }

    /** The store's files have been written anew; this was begun then. */
    void compacted(Instant begun) {
        compactedAt = begun;
    }

    /** The beat that is to be looked for next; empty where the store comes first. */
    Optional<Beat> next() {
        return Optional.ofNullable(beats.peek()).filter(beat -> !beat.at().isAfter(compactedAt));
    }

    /** The next beat was looked for, and is in no log any more; nor are commands that are older. */
    void removed(Instant now) {
        removed.add(new Removed(beats.remove().at(), now));
    }

    /** Up to when all copies are gone, and the files they were in. */
    Instant goneUpTo(Instant now) {
        while (!removed.isEmpty() && !now.isBefore(removed.element().foundOut().plus(untilFilesAreGone))) {
            goneUpTo = removed.remove().at();
        }
        return goneUpTo;
    }

    /** Nothing has to go any more. */
    void clear() {
        beats.clear();
        removed.clear();
    }
}
