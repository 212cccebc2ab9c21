package io.lethe.retention.query;

import io.lethe.retention.store.OpenRequests.OpenRequest;
import io.lethe.retention.store.StandingHolds.StandingHold;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.wave.Breaker;
import io.lethe.streams.deadlines.DeadlineKey;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The subjects and deadlines of this instance, for queries; and where the others are. */
public interface Subjects {

    /** The state cannot be read at the moment: partitions move, or are being restored. */
    final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        public UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }

        public UnavailableException(String message) {
            super(message);
        }
    }

    /** The other instance that has a subject; empty where it is this one. */
    Optional<HostInfo> elsewhere(String subjectId) throws UnavailableException;

    /** All other instances. */
    List<HostInfo> others() throws UnavailableException;

    /** A subject of this instance. */
    Optional<Subject> find(String subjectId) throws UnavailableException;

    /**
     * Visits the subjects of this instance with a deadline up to a time, in no particular order; costs what falls due, never
     * what is stored. A subject with a stale entry may come more than once.
     *
     * @return how many were visited; {@code most} of them at most
     */
    int visitDue(Instant until, int most, Consumer<DeadlineKey> visitor) throws UnavailableException;

    /**
     * Visits the open requests of a partition of this instance, those that are due first at first, until the visitor has enough.
     *
     * @param after the last that is not wanted; null: from the first on
     * @param until none that is due later is visited
     * @param visitor tells whether it takes another one
     * @return whether none is left to visit
     */
    boolean visitRequests(int partition, @Nullable OpenRequest after, Instant until, Predicate<OpenRequest> visitor)
            throws UnavailableException;

    /** Whether all requests of a partition of this instance can be visited, those too that an older version has taken in. */
    boolean areAllRequestsEntered(int partition) throws UnavailableException;

    /**
     * Visits the holds and restrictions that stand in a partition of this instance, the oldest first, until the visitor has enough.
     *
     * @param after the last that is not wanted; null: from the first on
     * @param visitor tells whether it takes another one
     * @return whether none is left to visit
     */
    boolean visitHolds(int partition, @Nullable StandingHold after, Predicate<StandingHold> visitor)
            throws UnavailableException;

    /** Whether all holds of a partition of this instance can be visited, those too that an older version has taken in. */
    boolean areAllHoldsEntered(int partition) throws UnavailableException;

    /** By how much the figures of consent of a partition of this instance have changed in each month. */
    SortedMap<YearMonth, Map<Cell, Long>> consentCounts(int partition) throws UnavailableException;

    /** Whether all subjects of a partition of this instance are counted, those too that an older version has stored. */
    boolean areAllCounted(int partition) throws UnavailableException;

    /** How much of each kind falls due in each month for the subjects of a partition of this instance. */
    SortedMap<YearMonth, Map<Due.What, Long>> dueCounts(int partition) throws UnavailableException;

    /** Whether that is counted of all subjects, under the policy in force. */
    boolean isAllDueCounted(int partition) throws UnavailableException;

    /** How many partitions there are, over all instances. */
    int allPartitions();

    /** The partitions of this instance. */
    List<Integer> partitions() throws UnavailableException;

    /** How many subjects this instance has, roughly. */
    long roughly() throws UnavailableException;

    /**
     * Visits the next subjects of a partition of this instance, in the order of their ids.
     *
     * @param after whom to begin; null: with the first
     * @param most how many are visited at most
     * @return the last one who was visited; empty where nobody is left
     */
    Optional<String> visit(int partition, @Nullable String after, int most, Consumer<Subject> visitor)
            throws UnavailableException;

    /** What a partition of this instance has counted and holds of erasures for silence (R6). */
    Breaker breaker(int partition) throws UnavailableException;
}
