package io.lethe.retention.wave;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the erasures for silence of one partition, and holds them from when a limit would be exceeded until an operator decides
 * (R6). While a wave is held every further one is held too, however old the window has become: it is a breaker, and not a pace.
 *
 * <p>After an approval the count begins anew, for somebody has looked; after a drop it goes on. Of several decisions the newest
 * is carried out on all that is still held, so that an approval can be stopped half-way.
 *
 * @param ordered how many were ordered in each slice of time, by its start
 * @param held how many are held, whether decided on or not
 * @param wave what waits for a decision
 * @param ruling the decision that is being carried out
 * @param lastDecision the newest that was heard, whether it found anything or not
 * @param earlier the decisions that were heard before it, the newest first; the oldest are forgotten
 */
public record Breaker(
        SortedMap<Instant, Long> ordered,
        long held,
        @Nullable Wave wave,
        @Nullable Ruling ruling,
        @Nullable Decision lastDecision,
        List<Decision> earlier) {

    /** So many decisions are known again. Nobody sends one again after as many others. */
    private static final int MOST_EARLIER = 32;

    /** The window slides by so many steps: an order counts for the whole window, and for a step more at most. */
    private static final int STEPS = 24;

    /** Nothing was ever counted or held. */
    public static final Breaker NEW = new Breaker(Collections.emptySortedMap(), 0, null, null, null, List.of());

    public Breaker {
        ordered = Collections.unmodifiableSortedMap(new TreeMap<>(ordered));
        earlier = List.copyOf(earlier);
    }

    /**
     * Whether an order may be given.
     *
     * @param breaker as it is after the question
     */
    public record Answer(Breaker breaker, boolean mayOrder) {}

    /** One more subject is to be erased for its silence. Where the answer is yes, that counts. */
    public Answer ask(Instant now, Allowance allowance) {
        if (wave != null) {
            return new Answer(this, false);
        }
        Duration step = step(allowance.within());
        SortedMap<Instant, Long> inWindow = new TreeMap<>(
                ordered.tailMap(now.minus(allowance.within()).minus(step).plusNanos(1)));
        long with = 1 + inWindow.values().stream().mapToLong(Long::longValue).sum();
        return allowance
                .exceededBy(with)
                .map(limit -> new Answer(
                        new Breaker(
                                inWindow,
                                held,
                                new Wave(now, limit, allowance.of(limit)),
                                ruling,
                                lastDecision,
                                earlier),
                        false))
                .orElseGet(() -> {
                    inWindow.merge(start(now, step), 1L, Long::sum);
                    return new Answer(new Breaker(inWindow, held, null, ruling, lastDecision, earlier), true);
                });
    }

    /** One more erasure is held. */
    public Breaker entered() {
        return new Breaker(ordered, held + 1, wave, ruling, lastDecision, earlier);
    }

    /** An erasure is no longer held: it was decided on, or the subject was revived or erased for another reason. */
    public Breaker left(Instant heldAt) {
        Ruling now = ruling != null && ruling.covers(heldAt) ? ruling.withOneMoreSettled() : ruling;
        return new Breaker(ordered, Math.max(0, held - 1), wave, now, lastDecision, earlier);
    }

    /** An operator decides. A repeat, and what comes after a newer decision, changes nothing. */
    public Breaker decided(Decision decision, Instant now) {
        if (lastDecision != null && !decision.outweighs(lastDecision)
                || earlier.stream().anyMatch(decision::repeats)) {
            return this;
        }
        Instant upTo = decision.at().isBefore(now) ? decision.at() : now;
        boolean waveIsMeant = wave != null && !wave.since().isAfter(upTo);
        Wave meant = waveIsMeant ? wave : ruling == null ? null : ruling.wave();
        if (meant == null) {
            return new Breaker(ordered, held, wave, ruling, decision, earlierThanNext());
        }
        SortedMap<Instant, Long> counted =
                decision.verdict() == Decision.Verdict.APPROVE ? Collections.emptySortedMap() : ordered;
        return new Breaker(
                counted,
                held,
                waveIsMeant ? null : wave,
                new Ruling(decision, upTo, meant, 0),
                decision,
                earlierThanNext());
    }

    private List<Decision> earlierThanNext() {
        return Stream.concat(Stream.ofNullable(lastDecision), earlier.stream())
                .limit(MOST_EARLIER)
                .toList();
    }

    /**
     * All that a decision meant has left. What was held after it waits for the next.
     *
     * @param oldest since when the oldest that is left has been held; null where none is
     */
    public Breaker finished(@Nullable Instant oldest) {
        if (ruling == null) {
            return this;
        }
        Wave before = ruling.wave();
        Wave left = wave == null && oldest != null ? new Wave(oldest, before.limit(), before.allowed()) : wave;
        return new Breaker(ordered, held, left, null, lastDecision, earlier);
    }

    private static Duration step(Duration within) {
        return Duration.ofMillis(Math.max(1, within.toMillis() / STEPS));
    }

    private static Instant start(Instant now, Duration step) {
        long millis = step.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
    }
}
