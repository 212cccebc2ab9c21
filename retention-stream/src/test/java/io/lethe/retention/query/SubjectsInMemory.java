package io.lethe.retention.query;

import io.lethe.retention.store.OpenRequests.OpenRequest;
import io.lethe.retention.store.StandingHolds.StandingHold;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.wave.Breaker;
import io.lethe.streams.deadlines.DeadlineKey;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Subjects that a test puts there. */
final class SubjectsInMemory implements Subjects {

    final Map<String, Subject> known = new ConcurrentHashMap<>();
    final Semaphore visits = new Semaphore(1);
    volatile boolean moving;
    Breaker breaker = Breaker.NEW;
    final Map<String, HostInfo> away = new ConcurrentHashMap<>();
    List<HostInfo> others = List.of();
    List<OpenRequest> stale = List.of();
    List<StandingHold> released = List.of();
    boolean entered = true;
    SortedMap<YearMonth, Map<Cell, Long>> counts = new TreeMap<>();
    SortedMap<YearMonth, Map<Due.What, Long>> dues = new TreeMap<>();

    @Override
    public Optional<HostInfo> elsewhere(String subjectId) {
        return Optional.ofNullable(away.get(subjectId));
    }

    @Override
    public List<HostInfo> others() {
        return others;
    }

    @Override
    public Optional<Subject> find(String subjectId) throws UnavailableException {
        if (moving) {
            throw new UnavailableException("the state is moving or being restored");
        }
        return Optional.ofNullable(known.get(subjectId));
    }

    @Override
    public int visitDue(Instant until, int most, Consumer<DeadlineKey> visitor) throws UnavailableException {
        if (moving) {
            throw new UnavailableException("the state is moving or being restored");
        }
        known.values().forEach(one -> {
            if (one.armedAt() != null) {
                visitor.accept(new DeadlineKey(one.armedAt(), one.id()));
            }
        });
        return known.size();
    }

    @Override
    public int allPartitions() {
        return 1;
    }

    @Override
    public List<Integer> partitions() throws UnavailableException {
        if (moving) {
            throw new UnavailableException("the state is moving or being restored");
        }
        return List.of(0);
    }

    @Override
    public long roughly() {
        return known.size();
    }

    @Override
    public Optional<String> visit(int partition, @Nullable String after, int most, Consumer<Subject> visitor)
            throws UnavailableException {
        try {
            visits.acquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        visits.release();
        partitions();
        Optional<Subject> next = new TreeMap<>(known)
                .values().stream()
                        .filter(one -> after == null || one.id().compareTo(after) > 0)
                        .findFirst();
        next.ifPresent(visitor);
        return next.map(Subject::id);
    }

    @Override
    public Breaker breaker(int partition) {
        return breaker;
    }

    @Override
    public boolean visitRequests(
            int partition, @Nullable OpenRequest after, Instant until, Predicate<OpenRequest> visitor)
            throws UnavailableException {
        partitions();
        for (OpenRequest one : requests()) {
            if (one.dueAt().isAfter(until)) {
                return true;
            }
            if ((after == null || one.compareTo(after) > 0) && !visitor.test(one)) {
                return one.equals(requests().last());
            }
        }
        return true;
    }

    private SortedSet<OpenRequest> requests() {
        SortedSet<OpenRequest> requests = new TreeSet<>(stale);
        known.values()
                .forEach(subject -> subject.rights().values().stream()
                        .filter(RightsCase::isOpen)
                        .forEach(one -> requests.add(
                                new OpenRequest(one.dueAt(), one.requestId(), one.right(), subject.id()))));
        return requests;
    }

    @Override
    public boolean areAllRequestsEntered(int partition) {
        return entered;
    }

    @Override
    public boolean visitHolds(int partition, @Nullable StandingHold after, Predicate<StandingHold> visitor)
            throws UnavailableException {
        partitions();
        SortedSet<StandingHold> all = new TreeSet<>(released);
        known.values()
                .forEach(subject -> subject.holds().values().stream()
                        .filter(hold -> hold.placed() && hold.via().equals(subject.id()))
                        .forEach(hold -> all.add(new StandingHold(hold.at(), hold.holdId(), subject.id()))));
        for (StandingHold one : all) {
            if ((after == null || one.compareTo(after) > 0) && !visitor.test(one)) {
                return one.equals(all.last());
            }
        }
        return true;
    }

    @Override
    public boolean areAllHoldsEntered(int partition) {
        return entered;
    }

    @Override
    public SortedMap<YearMonth, Map<Cell, Long>> consentCounts(int partition) throws UnavailableException {
        partitions();
        return counts;
    }

    @Override
    public boolean areAllCounted(int partition) {
        return entered;
    }

    @Override
    public SortedMap<YearMonth, Map<Due.What, Long>> dueCounts(int partition) throws UnavailableException {
        partitions();
        return dues;
    }

    @Override
    public boolean isAllDueCounted(int partition) {
        return entered;
    }
}
