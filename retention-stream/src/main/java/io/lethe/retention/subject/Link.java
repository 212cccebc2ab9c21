package io.lethe.retention.subject;

import io.lethe.policy.Witness;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is known of another subject: every word on whether the two belong together, so that it can be told for any time (E8), and
 * when the other interacted, so that a word that comes late can still take an interaction back or bring one in (R1).
 *
 * @param ties oldest first
 * @param carried when the other interacted, as it told; the newest ones
 */
public record Link(String other, SubjectKind otherKind, BoundedSet<Tie> ties, BoundedSet<Instant> carried) {

    /** So many changes of mind about one link are kept; of those that change nothing the older ones go first. */
    static final int MOST_TIES = 16;

    static Link unknown(String other, SubjectKind otherKind) {
        return new Link(other, otherKind, BoundedSet.none(), BoundedSet.none());
    }

    /** Whether the two belong together by the last word. */
    public boolean linked() {
        return !ties.isEmpty() && ties.last().linked();
    }

    /** Whether the two belonged together at a time. */
    boolean linkedAt(Instant time) {
        return run(time).isPresent();
    }

    /** Whether anything was said up to a time. */
    boolean spokenOfBy(Instant time) {
        return !ties.isEmpty() && !ties.first().at().isAfter(time);
    }

    /** Whether the two belonged together at a time by the word of one of these. */
    boolean linkedAt(Instant time, Set<Witness> by) {
        return run(time)
                .filter(start -> ties.all().stream()
                        .filter(Tie::linked)
                        .filter(tie -> !tie.at().isBefore(start) && !tie.at().isAfter(time))
                        .map(Tie::by)
                        .anyMatch(by::contains))
                .isPresent();
    }

    /** When the last time for which the two belonged together ended; far away where it has not, long ago where there was none. */
    Instant linkedUntil() {
        Instant until = Instant.MIN;
        for (Tie tie : ties.all()) {
            if (tie.linked()) {
                until = Instant.MAX;
            } else if (until.equals(Instant.MAX)) {
                until = tie.at();
            }
        }
        return until;
    }

    /** Until when the other's interactions count here. What it tells before the link is known here was told over that link. */
    Instant carriesUntil() {
        return ties.isEmpty() ? Instant.MAX : linkedUntil();
    }

    /** The newest interaction of the other that counts here. */
    Optional<Instant> newestCarried() {
        return Times.newestBefore(carried, carriesUntil());
    }

    boolean has(Tie tie) {
        return ties.all().contains(tie);
    }

    /** Takes in a word; a link that is not known yet learns what the other is. */
    Link with(Tie tie) {
        return new Link(other, otherKind, ties.with(tie).atMost(MOST_TIES, Link::changesNothing), carried);
    }

    Link carrying(Instant interaction) {
        return new Link(other, otherKind, ties, carried.with(interaction).newest(Subject.MOST_INTERACTIONS));
    }

    Link ofKind(SubjectKind kind) {
        return otherKind == SubjectKind.UNKNOWN ? new Link(other, kind, ties, carried) : this;
    }

    /** What is left of it after an erasure up to a time. */
    Link after(Instant cut) {
        Predicate<Instant> later = time -> time.isAfter(cut);
        return new Link(other, otherKind, ties.only(tie -> later.test(tie.at())), carried.newer(later));
    }

    /** What was said on it up to a time, with all that the other did. */
    Link upTo(Instant time) {
        return new Link(other, otherKind, ties.only(tie -> !tie.at().isAfter(time)), carried);
    }

    boolean isEmpty() {
        return ties.isEmpty() && carried.isEmpty();
    }

    /** When the stretch of belonging together began in which a time lies. */
    private Optional<Instant> run(Instant time) {
        Optional<Instant> start = Optional.empty();
        for (Tie tie : ties.all()) {
            if (tie.at().isAfter(time)) {
                break;
            }
            if (!tie.linked()) {
                start = Optional.empty();
            } else if (start.isEmpty()) {
                start = Optional.of(tie.at());
            }
        }
        return start;
    }

    private static boolean changesNothing(Tie before, Tie it, Tie after) {
        return before.linked() == it.linked() && it.linked() == after.linked();
    }
}
