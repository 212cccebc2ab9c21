package io.lethe.retention.store;

import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import io.lethe.streams.stores.BeforeCommit;
import io.lethe.streams.stores.KeyFilter;
import io.lethe.streams.stores.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** What the retention stream remembers: subjects, when to look at which subject again, whose erasure waits until all was read, which requests are open, and which holds stand. */
public final class SubjectStores {

    public static final String SUBJECTS = "subjects";
    private static final String COMMITS = "commits";
    public static final String DEADLINES = "deadlines";
    public static final String WAITING = "waiting";
    public static final String OPEN_REQUESTS = "open-requests";
    public static final String STANDING_HOLDS = "standing-holds";

    /** Beyond all that waits: whoever waits does so by the records that are still to be read, not by the clock. */
    private static final Instant ALL = Instant.ofEpochMilli(Long.MAX_VALUE - 1);

    private final KeyValueStore<String, StoredSubject> subjects;
    private final KeyFilter<StoredSubject> filtered;
    private final DeadlineQueue queue;
    private final DeadlineQueue waiting;
    private final OpenRequests requests;
    private final StandingHolds holds;
    private final ConsentCounts counts;
    private final DueCounts dues;

    /** @param policy that the rules go by */
    public SubjectStores(ProcessorContext<?, ?> context, SubjectRules rules, PolicyMark policy) {
        subjects = context.getStateStore(SUBJECTS);
        filtered = new KeyFilter<>(subjects);
        queue = new DeadlineQueue(context.getStateStore(DEADLINES));
        waiting = new DeadlineQueue(context.getStateStore(WAITING));
        requests = new OpenRequests(context.getStateStore(OPEN_REQUESTS), subjects);
        holds = new StandingHolds(context.getStateStore(STANDING_HOLDS), subjects);
        counts = new ConsentCounts(context.getStateStore(ConsentCounts.CONSENT_COUNTS), subjects, rules.tally());
        dues = new DueCounts(context.getStateStore(DueCounts.DUE_COUNTS), subjects, rules.dueTally(), policy);
        BeforeCommit beforeCommit = context.getStateStore(COMMITS);
        beforeCommit.run(() -> {
            counts.write();
            dues.write();
        });
    }

    public static List<StoreBuilder<?>> builders(ForgettingWindow window) {
        StateStores stores = new StateStores(window);
        List<StoreBuilder<?>> builders = new ArrayList<>(WaveStores.builders(stores));
        builders.add(stores.keyValue(SUBJECTS, Serdes.String(), SubjectForm.serde()));
        builders.add(stores.deadlines(DEADLINES));
        builders.add(stores.deadlines(WAITING));
        builders.add(stores.deadlines(OPEN_REQUESTS));
        builders.add(stores.deadlines(STANDING_HOLDS));
        builders.add(ConsentCounts.builder(stores));
        builders.add(DueCounts.builder(stores));
        builders.add(BeforeCommit.builder(COMMITS));
        builders.add(PolicyStores.builder(stores));
        return builders;
    }

    /** The subject as it is known; as one never seen where it is not. */
    public Subject subject(String subjectId) {
        StoredSubject stored = filtered.get(subjectId);
        return stored == null ? Subject.unseen(subjectId) : SubjectForm.fromStored(subjectId, stored);
    }

    /** How many subjects there are, roughly: the store's own estimate, which takes a subject written twice of late for two. */
    public long subjectsRoughly() {
        return subjects.approximateNumEntries();
    }

    public boolean isEmpty() {
        try (KeyValueIterator<String, StoredSubject> all = subjects.all()) {
            return !all.hasNext();
        }
    }

    /**
     * Visits subjects in the order of their ids, until the visitor has enough.
     *
     * @param after whom to begin; null: with the first
     * @param visitor tells whether it takes another one
     * @return whether nobody is left to visit
     */
    public boolean visitAfter(@Nullable String after, Predicate<Subject> visitor) {
        try (KeyValueIterator<String, StoredSubject> next = from(subjects, after)) {
            while (next.hasNext()) {
                KeyValue<String, StoredSubject> one = next.next();
                if (!visitor.test(SubjectForm.fromStored(one.key, one.value))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Visits the next subjects of a store that is another thread's, in the order of their ids.
     *
     * @param after whom to begin; null: with the first
     * @param most how many are visited at most
     * @return the last one who was visited; empty where nobody was
     */
    public static Optional<String> visitAfter(
            ReadOnlyKeyValueStore<String, StoredSubject> store,
            @Nullable String after,
            int most,
            Consumer<Subject> visitor) {
        Optional<String> last = Optional.empty();
        try (KeyValueIterator<String, StoredSubject> next = from(store, after)) {
            for (int visited = 0; visited < most && next.hasNext(); visited++) {
                KeyValue<String, StoredSubject> one = next.next();
                visitor.accept(SubjectForm.fromStored(one.key, one.value));
                last = Optional.of(one.key);
            }
        }
        return last;
    }

    private static KeyValueIterator<String, StoredSubject> from(
            ReadOnlyKeyValueStore<String, StoredSubject> store, @Nullable String after) {
        return store.range(after == null ? null : after + '\0', null);
    }

    /**
     * Keeps what has become of a subject.
     *
     * @param before as it was known
     */
    public void put(Subject before, Subject subject) {
        filtered.put(subject.id(), SubjectForm.toStored(subject));
        requests.changed(before, subject);
        holds.changed(before, subject);
        dues.changed(before, subject);
    }

    /**
     * Counts what has become of a subject's consents.
     *
     * @param decisions what was decided with it
     */
    public void count(Subject before, Subject subject, List<SubjectDecision> decisions, Instant now) {
        counts.changed(before, subject, decisions, now);
    }

    /**
     * As {@link OpenRequests#enterOlder}, {@link StandingHolds#enterOlder}, and then {@link ConsentCounts#countOlder}, each with the budget; as {@link DueCounts#countOlder}
     * once consents are counted.
     */
    public void enterOlder(Duration budget, Instant now) {
        requests.enterOlder(budget);
        holds.enterOlder(budget);
        counts.countOlder(budget, now);
        if (counts.areAllCounted()) {
            dues.countOlder(budget);
        }
    }

    public void put(DeadlineKey deadline) {
        queue.put(deadline);
    }

    /**
     * Takes what is due out, oldest first, until nothing is left or the budget is spent, and one in any case.
     *
     * @return since when the oldest that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<DeadlineKey> action) {
        return queue.takeDue(now, budget, action);
    }

    /**
     * The erasure of a subject waits until the backlog is worked off.
     *
     * @param since when it was wanted or due
     */
    public void putWaiting(String subjectId, Instant since) {
        waiting.put(new DeadlineKey(since, subjectId));
    }

    /** Since when the oldest erasure that waits has been wanted or due; empty where none waits. */
    public Optional<Instant> waitingSince() {
        return waiting.oldestDue(ALL);
    }

    /**
     * Takes out whose erasure waits, oldest first, until nobody is left or the budget is spent, and one in any case.
     *
     * @return since when the oldest that is left has been wanted or due; empty where nobody is left
     */
    public Optional<Instant> takeWaiting(Duration budget, Consumer<String> action) {
        return waiting.takeDue(ALL, budget, entry -> action.accept(entry.owner()));
    }
}
