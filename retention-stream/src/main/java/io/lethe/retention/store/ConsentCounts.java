package io.lethe.retention.store;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.retention.stored.StoredCounts;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.ConsentTally;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.streams.stores.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * How many subjects of a partition have which status of consent, month by month. One row a month, whatever the number of subjects: by how much each figure
 * has changed in it. Their sum is always what the subjects say.
 */
public final class ConsentCounts {

    public static final String CONSENT_COUNTS = "consent-counts";

    private final CountRows<YearMonth, Cell> rows;
    private final ConsentTally tally;

    ConsentCounts(
            KeyValueStore<String, StoredCounts> store,
            KeyValueStore<String, StoredSubject> subjects,
            ConsentTally tally) {
        this.rows = new CountRows<>(store, subjects, YearMonth::toString, ConsentCounts::text, null);
        this.tally = tally;
    }

    static StoreBuilder<?> builder(StateStores stores) {
        return CountRows.builder(CONSENT_COUNTS, stores);
    }

    /** Something has become of a subject. One that is still to be counted is so as it is then. */
    void changed(Subject before, Subject after, List<SubjectDecision> decisions, Instant now) {
        if (!before.published().equals(after.published()) && rows.counts(after.id())) {
            add(tally.changes(before, after, decisions, now));
        }
    }

    /** Goes on to count subjects that a version without these figures has stored, once in the life of a state. */
    void countOlder(Duration budget, Instant now) {
        rows.countOlder(budget, subject -> add(tally.whole(subject, now)));
    }

    boolean areAllCounted() {
        return rows.areAllCounted();
    }

    private void add(Map<YearMonth, Map<Cell, Long>> changes) {
        changes.forEach((month, cells) -> cells.forEach((cell, count) -> rows.add(month, cell, count)));
    }

    /** As {@link CountRows#write}. */
    void write() {
        rows.write();
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

    /** As {@link CountRows#areAllCounted(ReadOnlyKeyValueStore)}. */
    public static boolean areAllCounted(ReadOnlyKeyValueStore<String, StoredCounts> store) {
        return CountRows.areAllCounted(store);
    }

    /** By how much each figure has changed in each month, for one who looks at those of a task that is another thread's. */
    public static SortedMap<YearMonth, Map<Cell, Long>> read(ReadOnlyKeyValueStore<String, StoredCounts> store) {
        SortedMap<YearMonth, Map<Cell, Long>> months = new TreeMap<>();
        CountRows.visit(store, (month, row) -> {
            Map<Cell, Long> cells = new HashMap<>();
            row.forEach((text, count) -> cells.put(cell(text), count));
            months.put(YearMonth.parse(month), cells);
        });
        return months;
    }
}
