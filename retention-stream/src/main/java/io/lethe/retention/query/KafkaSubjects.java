package io.lethe.retention.query;

import io.lethe.retention.store.ConsentCounts;
import io.lethe.retention.store.DueCounts;
import io.lethe.retention.store.OpenRequests;
import io.lethe.retention.store.OpenRequests.OpenRequest;
import io.lethe.retention.store.StandingHolds;
import io.lethe.retention.store.StandingHolds.StandingHold;
import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.store.WaveStores;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.wave.Breaker;
import io.lethe.streams.StateQueries;
import io.lethe.streams.StateUnavailableException;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import io.lethe.streams.deadlines.SideList;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads them from the state stores of a running application. */
public final class KafkaSubjects implements Subjects {

    private final StateQueries state;

    public KafkaSubjects(StateQueries state) {
        this.state = state;
    }

    private interface Question<A> {
        A ask() throws StateUnavailableException;
    }

    @Override
    public Optional<HostInfo> elsewhere(String subjectId) throws UnavailableException {
        return ask(() -> state.elsewhere(SubjectStores.SUBJECTS, subjectId));
    }

    @Override
    public List<HostInfo> others() throws UnavailableException {
        return ask(() -> state.others(SubjectStores.SUBJECTS));
    }

    @Override
    public Optional<Subject> find(String subjectId) throws UnavailableException {
        return ask(() -> state.read(
                        SubjectStores.SUBJECTS,
                        subjectId,
                        (ReadOnlyKeyValueStore<String, StoredSubject> subjects) ->
                                Optional.ofNullable(subjects.get(subjectId))))
                .map(stored -> SubjectForm.fromStored(subjectId, stored));
    }

    @Override
    public int visitDue(Instant until, int most, Consumer<DeadlineKey> visitor) throws UnavailableException {
        AtomicInteger visited = new AtomicInteger();
        ask(() -> state.readAll(SubjectStores.DEADLINES, (ReadOnlyKeyValueStore<DeadlineKey, byte[]> deadlines) -> {
            try (KeyValueIterator<DeadlineKey, byte[]> due = DeadlineQueue.due(deadlines, until)) {
                while (due.hasNext() && visited.get() < most) {
                    visitor.accept(due.next().key);
                    visited.incrementAndGet();
                }
            }
            return visited;
        }));
        return visited.get();
    }

    @Override
    public boolean visitRequests(
            int partition, @Nullable OpenRequest after, Instant until, Predicate<OpenRequest> visitor)
            throws UnavailableException {
        return ask(() -> state.readPartition(
                SubjectStores.OPEN_REQUESTS,
                partition,
                (ReadOnlyKeyValueStore<DeadlineKey, byte[]> requests) ->
                        OpenRequests.visit(requests, after, until, visitor)));
    }

    @Override
    public boolean areAllRequestsEntered(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(
                SubjectStores.OPEN_REQUESTS,
                partition,
                (ReadOnlyKeyValueStore<DeadlineKey, byte[]> requests) -> SideList.areAllEntered(requests)));
    }

    @Override
    public boolean visitHolds(int partition, @Nullable StandingHold after, Predicate<StandingHold> visitor)
            throws UnavailableException {
        return ask(() -> state.readPartition(
                SubjectStores.STANDING_HOLDS,
                partition,
                (ReadOnlyKeyValueStore<DeadlineKey, byte[]> holds) -> StandingHolds.visit(holds, after, visitor)));
    }

    @Override
    public boolean areAllHoldsEntered(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(
                SubjectStores.STANDING_HOLDS,
                partition,
                (ReadOnlyKeyValueStore<DeadlineKey, byte[]> holds) -> SideList.areAllEntered(holds)));
    }

    @Override
    public SortedMap<YearMonth, Map<Cell, Long>> consentCounts(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(ConsentCounts.CONSENT_COUNTS, partition, ConsentCounts::read));
    }

    @Override
    public boolean areAllCounted(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(ConsentCounts.CONSENT_COUNTS, partition, ConsentCounts::areAllCounted));
    }

    @Override
    public SortedMap<YearMonth, Map<Due.What, Long>> dueCounts(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(DueCounts.DUE_COUNTS, partition, DueCounts::read));
    }

    @Override
    public boolean isAllDueCounted(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(DueCounts.DUE_COUNTS, partition, DueCounts::areAllCounted));
    }

    @Override
    public int allPartitions() {
        return state.allPartitions();
    }

    @Override
    public List<Integer> partitions() throws UnavailableException {
        return ask(() -> state.partitionsHere(SubjectStores.SUBJECTS));
    }

    @Override
    public long roughly() throws UnavailableException {
        return ask(() -> state.readAll(
                        SubjectStores.SUBJECTS, ReadOnlyKeyValueStore<String, StoredSubject>::approximateNumEntries))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public Optional<String> visit(int partition, @Nullable String after, int most, Consumer<Subject> visitor)
            throws UnavailableException {
        return ask(() -> state.readPartition(
                SubjectStores.SUBJECTS,
                partition,
                (ReadOnlyKeyValueStore<String, StoredSubject> subjects) ->
                        SubjectStores.visitAfter(subjects, after, most, visitor)));
    }

    @Override
    public Breaker breaker(int partition) throws UnavailableException {
        return ask(() -> state.readPartition(
                WaveStores.BREAKER,
                partition,
                (ReadOnlyKeyValueStore<String, Breaker> breakers) -> WaveStores.breaker(breakers)));
    }

    private static <A> A ask(Question<A> question) throws UnavailableException {
        try {
            return question.ask();
        } catch (StateUnavailableException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }
}
