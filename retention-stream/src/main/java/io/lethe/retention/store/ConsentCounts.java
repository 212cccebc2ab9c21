package io.lethe.retention.store;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.retention.stored.StoredConsentCounts;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.ConsentTally;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.streams.stores.StateStores;
import io.lethe.streams.stores.StoredForm;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How many subjects of a partition have which status of consent, month by month. One row a month, whatever the number of subjects: by how much each figure
 * has changed in it. The rows are written before each commit of what has become of the subjects, so their sum is always what the subjects say.
 */
public final class ConsentCounts {

    public static final String CONSENT_COUNTS = "consent-counts";

    static final StoredForm<StoredConsentCounts> FORM = new StoredForm<>(StoredConsentCounts.class, List.of());

    /** Before all months: how far subjects are counted that older versions have stored. */
    private static final String PROGRESS = "";

    private final KeyValueStore<String, StoredConsentCounts> store;
    private final KeyValueStore<String, StoredSubject> subjects;
    private final ConsentTally tally;

    /** What has changed since the last commit, by month: a burst of statements is one read and one write of a row. */
    private final Map<String, Map<String, Long>> unwritten = new HashMap<>();

    /** Behind whom subjects are still to be counted; null where all are. */
    private @Nullable String cursor;

    private boolean looked;

    ConsentCounts(
            KeyValueStore<String, StoredConsentCounts> store,
            KeyValueStore<String, StoredSubject> subjects,
            ConsentTally tally) {
        this.store = store;
        this.subjects = subjects;
        this.tally = tally;
    }

    static StoreBuilder<?> builder(StateStores stores) {
        return stores.keyValue(CONSENT_COUNTS, Serdes.String(), FORM.serde());
    }

    /** Something has become of a subject. One that is still to be counted is so as it is then. */
    void changed(Subject before, Subject after, List<SubjectDecision> decisions, Instant now) {
        if (before.published().equals(after.published())) {
            return;
        }
        look();
        if (cursor == null || after.id().compareTo(cursor) <= 0) {
            add(tally.changes(before, after, decisions, now));
        }
    }

    /** Goes on to count subjects that a version without these figures has stored, once in the life of a state. */
    void countOlder(Duration budget, Instant now) {
        look();
        if (cursor == null) {
            return;
        }
        long end = System.nanoTime() + budget.toNanos();
        Map<YearMonth, Map<Cell, Long>> counted = new HashMap<>();
        boolean more;
        try (KeyValueIterator<String, StoredSubject> next = subjects.range(cursor + '\0', null)) {
            more = next.hasNext();
            while (more && System.nanoTime() < end) {
                KeyValue<String, StoredSubject> one = next.next();
                tally.whole(SubjectForm.fromStored(one.key, one.value), now)
                        .forEach((month, cells) ->
                                cells.forEach((cell, count) -> counted.computeIfAbsent(month, _ -> new HashMap<>())
                                        .merge(cell, count, Long::sum)));
                cursor = one.key;
                more = next.hasNext();
            }
        }
        add(counted);
        cursor = more ? cursor : null;
        store.put(PROGRESS, new StoredConsentCounts(Map.of(), cursor));
    }

    private void look() {
        if (!looked) {
            StoredConsentCounts progress = store.get(PROGRESS);
            cursor = progress == null ? "" : progress.getCursor();
            looked = true;
        }
    }

    private void add(Map<YearMonth, Map<Cell, Long>> changes) {
        changes.forEach((month, cells) -> {
            Map<String, Long> sums = unwritten.computeIfAbsent(month.toString(), _ -> new HashMap<>());
            cells.forEach((cell, count) -> sums.merge(text(cell), count, Long::sum));
        });
    }

    /** Brings the rows up to date; before each commit, or what is committed of subjects were not counted. */
    void write() {
        unwritten.forEach((month, changes) -> {
            StoredConsentCounts known = store.get(month);
            Map<String, Long> sums = new TreeMap<>(known == null ? Map.of() : known.getCells());
            changes.forEach((cell, count) -> sums.merge(cell, count, Long::sum));
            sums.values().removeIf(count -> count == 0);
            store.put(month, new StoredConsentCounts(sums, null));
        });
        unwritten.clear();
    }

    private static String text(Cell cell) {
        return cell.about().purpose() + "/"
                + Objects.requireNonNullElse(cell.about().recipient(), "") + "/"
                + cell.status().name();
    }

    private static Cell cell(String text) {
        String[] parts = text.split("/", -1);
        return new Cell(
                new ConsentKey(parts[0], parts[1].isEmpty() ? null : parts[1]), ConsentStatus.valueOf(parts[2]));
    }

    /** Whether all subjects are counted, for one who looks at the figures of a task that is another thread's. */
    public static boolean areAllCounted(ReadOnlyKeyValueStore<String, StoredConsentCounts> store) {
        StoredConsentCounts progress = store.get(PROGRESS);
        return progress != null && progress.getCursor() == null;
    }

    /** By how much each figure has changed in each month, for one who looks at those of a task that is another thread's. */
    public static SortedMap<YearMonth, Map<Cell, Long>> read(ReadOnlyKeyValueStore<String, StoredConsentCounts> store) {
        SortedMap<YearMonth, Map<Cell, Long>> months = new TreeMap<>();
        try (KeyValueIterator<String, StoredConsentCounts> all = store.range(PROGRESS + '\0', null)) {
            all.forEachRemaining(row -> {
                Map<Cell, Long> cells = new HashMap<>();
                row.value.getCells().forEach((text, count) -> cells.put(cell(text), count));
                months.put(YearMonth.parse(row.key), cells);
            });
        }
        return months;
    }
}
