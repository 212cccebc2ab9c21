package io.lethe.retention.subject;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param lastSeenAt newest sign of life
 * @param interactions the newest interactions of its own of a kind that counts
 * @param lastInteractionAt newest interaction that counts, the subject's own or one carried over a link
 * @param dataCategories which categories of data the subject gave
 * @param links by the other subject's id
 * @param holds holds and restrictions by their id
 * @param rights requests by their id and right
 * @param lapse the retention period has ended, and nothing has revived the subject since
 * @param wanted erasures that were asked for, and are parked
 * @param heard erasures of linked subjects, from after the last erasure of this one
 * @param erasures the orders that are not completed, and the last ones that are; by their cut
 * @param published the status last told to others, for each purpose and recipient
 * @param toldWindows for each purpose, the starts of the consent windows whose expiry was told (C5)
 * @param moves to whom what the subject was has gone, up to which time; by that time (G7)
 * @param formers from whom something of that kind has come, and up to which time; by their ids
 * @param armedAt the deadline that stands in the deadline store for this subject
 */
public record Subject(
        String id,
        SubjectKind kind,
        List<Statement> statements,
        @Nullable Instant firstSeenAt,
        @Nullable Instant lastSeenAt,
        BoundedSet<Instant> interactions,
        @Nullable Instant lastInteractionAt,
        Set<String> dataCategories,
        Map<String, Link> links,
        Map<String, LegalHold> holds,
        Map<String, RightsCase> rights,
        @Nullable Lapse lapse,
        BoundedSet<WantedErasure> wanted,
        BoundedSet<HeardErasure> heard,
        List<Erasure> erasures,
        Map<ConsentKey, ConsentStatus> published,
        Map<String, Set<Instant>> toldWindows,
        List<Move> moves,
        Map<String, Instant> formers,
        @Nullable Instant armedAt) {

    /** Of the interactions of a subject, and of each linked one, the newest are kept: a link may be undone afterwards. */
    static final int MOST_INTERACTIONS = 8;

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
     * @param at when it was due
     * @param eraseAfter end of the grace window, which runs from when the lapse was told, and never from before it was due (R2)
     * @param heldAt since when the order that is due waits for an operator, being one of too many (R6); absent where it does not
     */
    public record Lapse(
            Instant at, Instant eraseAfter, @Nullable Instant heldAt) {

        Lapse(Instant at, Instant eraseAfter) {
            this(at, eraseAfter, null);
        }

        boolean isHeld() {
            return heldAt != null;
        }

        /** Whether the grace window is over, and no operator is waited for. */
        boolean isOver(Instant now) {
            return !isHeld() && !eraseAfter.isAfter(now);
        }
    }

    public Subject {
        statements = List.copyOf(statements);
        dataCategories = sorted(dataCategories);
        links = sorted(links);
        holds = sorted(holds);
        rights = sorted(rights);
        erasures = List.copyOf(erasures);
        published = sorted(published);
        toldWindows = toldWindows.isEmpty() ? Map.of() : told(toldWindows);
        moves = List.copyOf(moves);
        formers = sorted(formers);
    }

    /** A subject nothing is known of. */
    public static Subject unseen(String id) {
        return new Subject(
                id,
                SubjectKind.UNKNOWN,
                List.of(),
                null,
                null,
                BoundedSet.none(),
                null,
                Set.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                BoundedSet.none(),
                BoundedSet.none(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                null);
    }

    /** The last erasure that was ordered. */
    public Optional<Erasure> erasure() {
        return erasures.isEmpty() ? Optional.empty() : Optional.of(erasures.getLast());
    }

    /** Whether anything of the subject itself was ever seen; what linked subjects tell of themselves does not count. */
    public boolean seen() {
        return firstSeenAt != null || !erasures.isEmpty() || !holds.isEmpty() || !rights.isEmpty() || !moves.isEmpty();
    }

    /** Whether all that is known of it is that what it was is another subject's (G7). */
    public boolean moved() {
        return !moves.isEmpty() && firstSeenAt == null && erasures.isEmpty();
    }

    /** To whom what was at a time has gone; empty where it has not. */
    public Optional<Move> moveOf(Instant time) {
        return moves.stream().filter(move -> !time.isAfter(move.at())).findFirst();
    }

    public Status status() {
        if (erasures.stream().anyMatch(erasure -> !erasure.completed())) {
            return Status.ERASING;
        }
        if (!erasures.isEmpty() && firstSeenAt == null) {
            return Status.ERASED;
        }
        return lapse == null ? Status.ACTIVE : Status.LAPSED;
    }

    /** Whether processing is restricted (art. 18 GDPR), here or on a linked subject. */
    public boolean restricted() {
        return !holds.isEmpty() && holds.values().stream().anyMatch(hold -> hold.placed() && hold.restriction());
    }

    /** Whether a hold or a restriction stands (R4). */
    boolean parked() {
        return !holds.isEmpty() && holds.values().stream().anyMatch(LegalHold::placed);
    }

    /** Since when the order of its erasure waits for an operator (R6). */
    public Optional<Instant> heldAt() {
        return lapse == null ? Optional.empty() : Optional.ofNullable(lapse.heldAt());
    }

    /** The same subject with another deadline in the deadline store. */
    public Subject armed(@Nullable Instant at) {
        return new Subject(
                id,
                kind,
                statements,
                firstSeenAt,
                lastSeenAt,
                interactions,
                lastInteractionAt,
                dataCategories,
                links,
                holds,
                rights,
                lapse,
                wanted,
                heard,
                erasures,
                published,
                toldWindows,
                moves,
                formers,
                at);
    }

    private static Set<String> sorted(Set<String> all) {
        return all.size() < 2 ? Set.copyOf(all) : Collections.unmodifiableSortedSet(new TreeSet<>(all));
    }

    private static <K extends Comparable<? super K>, V> Map<K, V> sorted(Map<K, V> all) {
        return all.size() < 2 ? Map.copyOf(all) : SortedCopy.of(all);
    }

    private static Map<String, Set<Instant>> told(Map<String, Set<Instant>> windows) {
        if (windows instanceof SortedCopy) {
            return windows;
        }
        SortedMap<String, Set<Instant>> told = new TreeMap<>();
        windows.forEach((purpose, starts) -> told.put(purpose, Collections.unmodifiableSet(new TreeSet<>(starts))));
        return SortedCopy.of(told);
    }
}
