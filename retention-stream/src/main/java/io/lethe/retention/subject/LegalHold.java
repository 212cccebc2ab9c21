package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a legal hold or a restriction of processing (art. 18 GDPR): every word on it, so that it can be told when
 * it stood.
 *
 * @param restriction whether it restricts the subject's processing, beside parking its erasure
 * @param via the subject from which the last word on it came; the subject itself where it was said here
 * @param steps oldest first, at least one
 */
public record LegalHold(String holdId, boolean restriction, String via, BoundedSet<Step> steps) {

    static final int MOST_STEPS = 16;

    /** What the id of every restriction begins with, and that of no other hold. */
    private static final String RESTRICTION = "restriction:";

    /**
     * It was placed, or released.
     *
     * @param by the operator, by account or role; null where that is not known, and where a person asked for it
     */
    public record Step(
            Instant at,
            boolean placed,
            String eventId,
            @Nullable String by) implements Comparable<Step> {

        /** At equal times the placing is the last word, which keeps what might be needed. */
        private static final Comparator<Step> ORDER = Comparator.comparing(Step::at)
                .thenComparing(Step::placed)
                .thenComparing(Step::eventId)
                .thenComparing(step -> step.by == null ? "" : step.by);

        @Override
        public int compareTo(Step other) {
            return ORDER.compare(this, other);
        }
    }

    /** The restriction that a request asks for. */
    static String restrictionBy(String requestId) {
        return RESTRICTION + requestId;
    }

    /** Whether an id is a restriction's: an operator who lifts one, or puts it back, says no more than its id. */
    static boolean isRestriction(String holdId) {
        return holdId.startsWith(RESTRICTION);
    }

    /** Whether it stands. */
    public boolean placed() {
        return steps.last().placed();
    }

    /** When the last word on it was said. */
    public Instant at() {
        return steps.last().at();
    }

    boolean has(Step step) {
        return steps.all().contains(step);
    }

    /** Whether an event of this id said something about it. */
    boolean speaksOf(String eventId) {
        return steps.all().stream().anyMatch(step -> step.eventId().equals(eventId));
    }

    LegalHold with(Step step, String from) {
        BoundedSet<Step> all = steps.with(step)
                .atMost(
                        MOST_STEPS,
                        (before, it, after) -> before.placed() == it.placed() && it.placed() == after.placed());
        return new LegalHold(holdId, restriction, all.last().equals(step) ? from : via, all);
    }

    /** The release of the stretch in which it stood at a time; empty where it did not stand then, or still stands. */
    Optional<Instant> releaseAfter(Instant time) {
        boolean stood = false;
        for (Step step : steps.all()) {
            if (!step.at().isAfter(time)) {
                stood = step.placed();
            } else if (stood && !step.placed()) {
                return Optional.of(step.at());
            }
        }
        return Optional.empty();
    }
}
