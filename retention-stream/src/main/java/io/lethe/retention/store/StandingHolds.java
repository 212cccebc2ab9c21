package io.lethe.retention.store;

import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Subject;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The holds and restrictions that stand (R4), the oldest first: each once, with the subject it was placed on, and not with those that it
 * reached from there. It stands beside the subjects and changes with them, so that whoever asks looks through what is held and not
 * through everybody. All else of a hold stands with its subject.
 */
public final class StandingHolds {

    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final String SEPARATOR = "/";

    private final SideList<StoredSubject> list;

    /** A hold or a restriction that stands. */
    public record StandingHold(Instant since, String holdId, String subjectId) implements Comparable<StandingHold> {

        public StandingHold {
            since = Instant.ofEpochMilli(Math.max(0, since.toEpochMilli()));
        }

        private static StandingHold of(DeadlineKey key) {
            String owner = key.owner();
            int subject = owner.lastIndexOf(SEPARATOR);
            return new StandingHold(
                    key.at(), owner.substring(0, subject), owner.substring(subject + SEPARATOR.length()));
        }

        private DeadlineKey key() {
            return new DeadlineKey(since, holdId + SEPARATOR + subjectId);
        }

        /** The hold itself, with its subject; empty where it was released meanwhile, or moved. */
        public Optional<LegalHold> in(Subject subject) {
            return Optional.ofNullable(subject.holds().get(holdId))
                    .filter(hold -> keys(subject).contains(key()));
        }

        /** In the order of the store. */
        @Override
        public int compareTo(StandingHold other) {
            return key().compareTo(other.key());
        }
    }

    StandingHolds(KeyValueStore<DeadlineKey, byte[]> store, KeyValueStore<String, StoredSubject> subjects) {
        this.list = new SideList<>(store, subjects);
    }

    /** Brings the list in line with what has become of a subject. */
    void changed(Subject before, Subject after) {
        if (!before.holds().equals(after.holds())) {
            list.changed(keys(before), keys(after));
        }
    }

    private static Set<DeadlineKey> keys(Subject subject) {
        return subject.holds().values().stream()
                .filter(hold -> hold.placed() && hold.via().equals(subject.id()))
                .map(hold -> new StandingHold(hold.at(), hold.holdId(), subject.id()).key())
                .collect(Collectors.toSet());
    }

    /** Goes on to enter the holds that a version without this list has taken in; as {@link SideList#enterOlder}. */
    void enterOlder(Duration budget) {
        list.enterOlder(
                budget,
                (id, stored) -> stored.getHolds().isEmpty() ? Set.of() : keys(SubjectForm.fromStored(id, stored)));
    }

    /** Visits what stands, the oldest first; as {@link SideList#visit}. */
    public static boolean visit(
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> store,
            @Nullable StandingHold after,
            Predicate<StandingHold> visitor) {
        return SideList.visit(
                store, after == null ? null : after.key(), EVER, key -> visitor.test(StandingHold.of(key)));
    }
}
