package io.lethe.retention.store;

import io.lethe.retention.stored.StoredCounts;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.DueTally;
import io.lethe.retention.subject.DueTally.Cell;
import io.lethe.retention.subject.Subject;
import io.lethe.streams.stores.StateStores;
import java.time.Duration;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * How much falls due for the subjects of a partition, by month and kind, as things stand with each of them. One row a year, whatever the number of subjects; it is changed
 * by what changes a subject, and never by a look at the queue of deadlines, whose entries may stand earlier than what they are there for.
 */
public final class DueCounts {

    public static final String DUE_COUNTS = "due-counts";

    /** Another one where a build works out dates of stored subjects in another way than those before it: then all are counted again. */
    private static final String RECKONING = "2";

    private final CountRows<Integer, Cell> rows;
    private final DueTally tally;

    /** @param policy by which dates are worked out; under another one all are counted again */
    DueCounts(
            KeyValueStore<String, StoredCounts> store,
            KeyValueStore<String, StoredSubject> subjects,
            DueTally tally,
            PolicyMark policy) {
        this.rows = new CountRows<>(
                store,
                subjects,
                year -> Integer.toString(year),
                DueCounts::text,
                RECKONING + "/" + policy.fingerprint());
        this.tally = tally;
    }

    static StoreBuilder<?> builder(StateStores stores) {
        return CountRows.builder(DUE_COUNTS, stores);
    }

    /** Something has become of a subject. One that is still to be counted is so as it is then. */
    void changed(Subject before, Subject after) {
        if (rows.counts(after.id())) {
            add(tally.changes(before, after));
        }
    }

    /** Goes on to count subjects that were stored by a version without these figures, or counted under another policy. */
    void countOlder(Duration budget) {
        rows.countOlder(budget, subject -> add(tally.whole(subject)));
    }

    private void add(Map<Cell, Long> changes) {
        changes.forEach((cell, count) -> rows.add(cell.month().getYear(), cell, count));
    }

    /** In the row of its year. */
    private static String text(Cell cell) {
        return cell.month().getMonthValue() + "/" + cell.what().name();
    }

    /** As {@link CountRows#write}. */
    void write() {
        rows.write();
    }

    /** As {@link CountRows#areAllCounted(ReadOnlyKeyValueStore)}. */
    public static boolean areAllCounted(ReadOnlyKeyValueStore<String, StoredCounts> store) {
        return CountRows.areAllCounted(store);
    }

    /** How much of each kind falls due in each month, for one who looks at the figures of a task that is another thread's. */
    public static SortedMap<YearMonth, Map<Due.What, Long>> read(ReadOnlyKeyValueStore<String, StoredCounts> store) {
        SortedMap<YearMonth, Map<Due.What, Long>> months = new TreeMap<>();
        CountRows.visit(
                store,
                (year, row) -> row.forEach((cell, count) -> {
                    String[] parts = cell.split("/", -1);
                    months.computeIfAbsent(
                                    YearMonth.of(Integer.parseInt(year), Integer.parseInt(parts[0])),
                                    _ -> new EnumMap<>(Due.What.class))
                            .put(Due.What.valueOf(parts[1]), count);
                }));
        return months;
    }
}
