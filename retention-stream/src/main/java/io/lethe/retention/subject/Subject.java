package io.lethe.retention.subject;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that the pipeline knows of a data subject. It grows with statements, links, holds and requests; an interaction only
 * moves a date.
 *
 * @param statements in no particular order; the rules sort them
 * @param firstSeenAt earliest event of this life; absent where there is none since the last erasure
 * @param lastInteractionAt newest interaction of a kind that counts, the subject's own or one carried over a link
 * @param dataCategories which categories of data the subject gave
 * @param links by the other subject's id
 * @param holds holds and restrictions by their id
 * @param rights requests by their id
 * @param lapse the retention period has ended, and nothing has revived the subject since
 * @param pending an erasure that is wanted, and parked
 * @param erasure the last erasure that was ordered
 * @param published the status last told to others, for each purpose and recipient
 * @param toldWindows for each purpose, the starts of the consent windows whose expiry was told (C5)
 * @param armedAt the deadline that stands in the deadline store for this subject
 */
public record Subject(
        String id,
        Kind kind,
        List<Statement> statements,
        @Nullable Instant firstSeenAt,
        @Nullable Instant lastInteractionAt,
        Set<String> dataCategories,
        Map<String, Link> links,
        Map<String, Hold> holds,
        Map<String, RightsCase> rights,
        @Nullable Lapse lapse,
        @Nullable Pending pending,
        @Nullable Erasure erasure,
        Map<ConsentKey, ConsentStatus> published,
        Map<String, Set<Instant>> toldWindows,
        @Nullable Instant armedAt) {

    /** Where a subject is in its life. */
    public enum Status {
        ACTIVE,
        /** In the grace window: the retention period has ended, the erasure is not ordered yet. */
        LAPSED,
        ERASING,
        ERASED
    }

    /**
     * The end of a retention period.
     *
     * @param eraseAfter end of the grace window
     */
    public record Lapse(Instant at, Instant eraseAfter) {}

    /**
     * An erasure that waits for holds and restrictions to end.
     *
     * @param at the cut it would have if nothing parked it
     * @param trigger what it follows from, so that it always leads to the same order
     */
    public record Pending(
            Erasure.Cause cause,
            Instant at,
            String trigger,
            @Nullable String requestId,
            @Nullable String rootOrderId) {}

    public Subject {
        statements = List.copyOf(statements);
        dataCategories = Collections.unmodifiableSortedSet(new TreeSet<>(dataCategories));
        links = Collections.unmodifiableMap(new TreeMap<>(links));
        holds = Collections.unmodifiableMap(new TreeMap<>(holds));
        rights = Collections.unmodifiableMap(new TreeMap<>(rights));
        published = Collections.unmodifiableMap(new TreeMap<>(published));
        SortedMap<String, Set<Instant>> told = new TreeMap<>();
        toldWindows.forEach((purpose, starts) -> told.put(purpose, Collections.unmodifiableSet(new TreeSet<>(starts))));
        toldWindows = Collections.unmodifiableMap(told);
    }

    /** A subject nothing is known of. */
    public static Subject unseen(String id) {
        return new Subject(
                id,
                Kind.UNKNOWN,
                List.of(),
                null,
                null,
                Set.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                null);
    }

    public Status status() {
        if (erasure != null && !erasure.completed()) {
            return Status.ERASING;
        }
        if (erasure != null && firstSeenAt == null) {
            return Status.ERASED;
        }
        return lapse == null ? Status.ACTIVE : Status.LAPSED;
    }

    /** Whether processing is restricted (art. 18 GDPR), here or on a linked subject. */
    public boolean restricted() {
        return holds.values().stream().anyMatch(hold -> hold.placed() && hold.restriction());
    }

    /** The same subject with another deadline in the deadline store. */
    public Subject armed(@Nullable Instant at) {
        return new Subject(
                id,
                kind,
                statements,
                firstSeenAt,
                lastInteractionAt,
                dataCategories,
                links,
                holds,
                rights,
                lapse,
                pending,
                erasure,
                published,
                toldWindows,
                at);
    }
}
