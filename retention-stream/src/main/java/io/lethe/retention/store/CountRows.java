package io.lethe.retention.store;

import io.lethe.retention.stored.StoredCounts;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Subject;
import io.lethe.streams.stores.StateStores;
import io.lethe.streams.stores.StoredForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the subjects of a partition, in rows whose number does not depend on how many there are. What changes is kept in memory and added to the rows
 * before each commit of what has become of the subjects, so the rows are always what the subjects say. Whoever is in the store and was never counted, or
 * was so in another way, is counted once, a little at a time.
 */
final class CountRows<R, C> {

    static final StoredForm<StoredCounts> FORM = new StoredForm<>(StoredCounts.class, StoredForm.older("counts", 1));

    /** Before all rows: how far subjects are counted that were stored by whom did not count them, or not in this way. */
    private static final String PROGRESS = "";

    private final KeyValueStore<String, StoredCounts> store;
    private final KeyValueStore<String, StoredSubject> subjects;
    private final Function<R, String> rowText;
    private final Function<C, String> cellText;
    private final @Nullable String under;

    /** What has changed since the last commit, by row: a burst of events is one read and one write of each. */
    private final Map<R, Map<C, Long>> unwritten = new HashMap<>();

    /** Behind whom subjects are still to be counted; null where all are. */
    private @Nullable String cursor;

    private boolean looked;

    /**
     * Adds to what is in a store.
     *
     * @param rowText how a row is called in the store
     * @param cellText how a figure is called in its row
     * @param under by what is counted; where rows were counted by something else, all are counted again. Null: by what never changes
     */
    CountRows(
            KeyValueStore<String, StoredCounts> store,
            KeyValueStore<String, StoredSubject> subjects,
            Function<R, String> rowText,
            Function<C, String> cellText,
            @Nullable String under) {
        this.store = store;
        this.subjects = subjects;
        this.rowText = rowText;
        this.cellText = cellText;
        this.under = under;
    }

    static StoreBuilder<?> builder(String name, StateStores stores) {
        return stores.keyValue(name, Serdes.String(), FORM.serde());
    }

    /** Whether a subject is among those who are counted by now; what becomes of another one counts when its turn comes. */
    boolean counts(String subjectId) {
        look();
        return cursor == null || subjectId.compareTo(cursor) <= 0;
    }

    boolean areAllCounted() {
        look();
        return cursor == null;
    }

    void add(R row, C cell, long count) {
        unwritten.computeIfAbsent(row, _ -> new HashMap<>()).merge(cell, count, Long::sum);
    }

    /**
     * Goes on to count subjects who are not counted yet. Not to be called while the task is only being set up: then nothing can be written.
     *
     * @param whole adds what a subject counts for
     */
    void countOlder(Duration budget, Consumer<Subject> whole) {
        if (areAllCounted()) {
            return;
        }
        long end = System.nanoTime() + budget.toNanos();
        boolean more;
        try (KeyValueIterator<String, StoredSubject> next = subjects.range(cursor + '\0', null)) {
            more = next.hasNext();
            while (more && System.nanoTime() < end) {
                KeyValue<String, StoredSubject> one = next.next();
                whole.accept(SubjectForm.fromStored(one.key, one.value));
                cursor = one.key;
                more = next.hasNext();
            }
        }
        cursor = more ? cursor : null;
        store.put(PROGRESS, new StoredCounts(Map.of(), cursor, under));
    }

    private void look() {
        if (looked) {
            return;
        }
        StoredCounts progress = store.get(PROGRESS);
        if (progress != null && !Objects.equals(progress.getUnder(), under)) {
            clear();
            progress = null;
        }
        cursor = progress == null ? "" : progress.getCursor();
        looked = true;
    }

    private void clear() {
        List<String> rows = new ArrayList<>();
        try (KeyValueIterator<String, StoredCounts> all = store.all()) {
            all.forEachRemaining(row -> rows.add(row.key));
        }
        rows.forEach(store::delete);
    }

    /** Brings the rows up to date; before each commit, or what is committed of subjects were not counted. */
    void write() {
        unwritten.forEach((row, changes) -> {
            String key = rowText.apply(row);
            StoredCounts known = store.get(key);
            Map<String, Long> sums = new TreeMap<>(known == null ? Map.of() : known.getCells());
            changes.forEach((cell, count) -> sums.merge(cellText.apply(cell), count, Long::sum));
            sums.values().removeIf(count -> count == 0);
            store.put(key, new StoredCounts(sums, null, null));
        });
        unwritten.clear();
    }

    /** Whether all subjects are counted, for one who looks at the figures of a task that is another thread's. */
    static boolean areAllCounted(ReadOnlyKeyValueStore<String, StoredCounts> store) {
        StoredCounts progress = store.get(PROGRESS);
        return progress != null && progress.getCursor() == null;
    }

    /** Visits the rows, for one who looks at those of a task that is another thread's. */
    static void visit(
            ReadOnlyKeyValueStore<String, StoredCounts> store, BiConsumer<String, Map<String, Long>> visitor) {
        try (KeyValueIterator<String, StoredCounts> all = store.range(PROGRESS + '\0', null)) {
            all.forEachRemaining(row -> visitor.accept(row.key, row.value.getCells()));
        }
    }
}
