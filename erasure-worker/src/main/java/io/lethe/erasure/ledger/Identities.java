package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.KnownIdentity.Held;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of keeping and forgetting identifiers (E6, E7). An identifier is kept until the last recipient has answered, and
 * not longer; one that is seen after the cut belongs to a new life of the subject and stays.
 */
public final class Identities {

    private Identities() {}

    /** What is to be done about the record in the topic of identities. */
    public enum Action {
        NOTHING,
        /** Remove it: it was erased, and the sealed identifier must not stay in the topic. */
        ERASE,
        /** Write it again: a tombstone has covered an identifier that is still needed. */
        RESTORE
    }

    public record Step(KnownIdentity identity, Action action) {}

    /**
     * An identifier is seen.
     *
     * @param needed whether an order of the subject is open
     */
    public static Step seen(KnownIdentity known, Held seen, boolean needed) {
        Held held = known.held();
        if (held == null && !needed && erased(seen, known.forgottenUpTo())) {
            return new Step(known, Action.ERASE);
        }
        boolean newest = held == null || !seen.seenAt().isBefore(held.seenAt());
        return new Step(newest ? new KnownIdentity(seen, known.forgottenUpTo()) : known, Action.NOTHING);
    }

    /** Up to where a subject is forgotten once these are all its orders; empty while one is open. */
    public static Optional<Instant> cut(Collection<Entry> orders) {
        return orders.stream().anyMatch(Entry::open)
                ? Optional.empty()
                : orders.stream().map(Entry::orderedAt).max(Comparator.naturalOrder());
    }

    /** Up to where all recipients have erased a subject; null before an order is finished. */
    public static @Nullable Instant erasedUpTo(KnownIdentity known, Collection<Entry> orders) {
        return orders.stream()
                .filter(order -> !order.open())
                .map(Entry::orderedAt)
                .reduce(known.forgottenUpTo(), Identities::later, (_, last) -> last);
    }

    /** The last recipient of the last open order has answered. */
    public static Step forget(KnownIdentity known, Instant cut) {
        Held held = known.held();
        boolean newLife = held != null && held.seenAt().isAfter(cut);
        return newLife
                ? new Step(new KnownIdentity(held, later(known.forgottenUpTo(), cut)), Action.NOTHING)
                : new Step(new KnownIdentity(null, later(known.forgottenUpTo(), cut)), Action.ERASE);
    }

    /**
     * A tombstone comes by in the topic: our own on its way back, or one in a rebuild.
     *
     * @param cut up to where it erases; null on a tombstone that somebody else wrote, which erases what is there
     * @param needed whether an order of the subject is open
     */
    public static Step tombstone(KnownIdentity known, @Nullable Instant cut, boolean needed) {
        Held held = known.held();
        boolean keep = held != null && (needed || (cut != null && held.seenAt().isAfter(cut)));
        Instant upTo = cut == null ? known.forgottenUpTo() : later(known.forgottenUpTo(), cut);
        return keep
                ? new Step(new KnownIdentity(held, upTo), Action.RESTORE)
                : new Step(new KnownIdentity(null, upTo), Action.NOTHING);
    }

    private static boolean erased(Held seen, @Nullable Instant forgottenUpTo) {
        return forgottenUpTo != null && !seen.seenAt().isAfter(forgottenUpTo);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }
}
