package io.lethe.retention.store;

import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.RightsCase;
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
 * The rights requests that have not come to an end (G1), in the order in which they have to be answered. It stands beside the subjects and
 * changes with them, so that whoever asks looks through what is open and not through everybody. All else of a request stands with its subject.
 */
public final class OpenRequests {

    private static final String SEPARATOR = "/";

    private final SideList<StoredSubject> list;

    /** A request that is open. One that was made for a device too is one of each, and both stand beside each other. */
    public record OpenRequest(Instant dueAt, String requestId, String right, String subjectId)
            implements Comparable<OpenRequest> {

        public OpenRequest {
            dueAt = Instant.ofEpochMilli(Math.max(0, dueAt.toEpochMilli()));
        }

        static OpenRequest of(RightsCase one, String subjectId) {
            return new OpenRequest(one.dueAt(), one.requestId(), one.right(), subjectId);
        }

        private static OpenRequest of(DeadlineKey key) {
            String owner = key.owner();
            int subject = owner.lastIndexOf(SEPARATOR);
            int right = owner.lastIndexOf(SEPARATOR, subject - 1);
            return new OpenRequest(
                    key.at(),
                    owner.substring(0, right),
                    owner.substring(right + SEPARATOR.length(), subject),
                    owner.substring(subject + SEPARATOR.length()));
        }

        private DeadlineKey key() {
            return new DeadlineKey(dueAt, requestId + SEPARATOR + right + SEPARATOR + subjectId);
        }

        /** The request itself, with its subject; empty where it has moved, or come to its end. */
        public Optional<RightsCase> in(Subject subject) {
            return Optional.ofNullable(subject.rights().get(RightsCase.key(requestId, right)))
                    .filter(one -> one.isOpen() && of(one, subjectId).equals(this));
        }

        /** In the order of the store. */
        @Override
        public int compareTo(OpenRequest other) {
            return key().compareTo(other.key());
        }
    }

    OpenRequests(KeyValueStore<DeadlineKey, byte[]> store, KeyValueStore<String, StoredSubject> subjects) {
        this.list = new SideList<>(store, subjects);
    }

    /** Brings the list in line with what has become of a subject. */
    void changed(Subject before, Subject after) {
        if (!before.rights().equals(after.rights())) {
            list.changed(keys(before), keys(after));
        }
    }

    private static Set<DeadlineKey> keys(Subject subject) {
        return subject.rights().values().stream()
                .filter(RightsCase::isOpen)
                .map(one -> OpenRequest.of(one, subject.id()).key())
                .collect(Collectors.toSet());
    }

    /** Goes on to enter the requests that a version without this list has taken in; as {@link SideList#enterOlder}. */
    void enterOlder(Duration budget) {
        list.enterOlder(
                budget,
                (id, stored) -> stored.getRights().isEmpty() ? Set.of() : keys(SubjectForm.fromStored(id, stored)));
    }

    /** Visits open requests, those that are due first at first; as {@link SideList#visit}. */
    public static boolean visit(
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> store,
            @Nullable OpenRequest after,
            Instant until,
            Predicate<OpenRequest> visitor) {
        return SideList.visit(
                store, after == null ? null : after.key(), until, key -> visitor.test(OpenRequest.of(key)));
    }
}
