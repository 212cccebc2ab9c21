package io.lethe.retention.diff;

import io.lethe.retention.subject.Prospect;
import io.lethe.retention.subject.SubjectKind;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what subjects have before them under the policy in force and under another one, side by side. It grows with the months, kinds and
 * purposes that there are, and never with the subjects. Months are those of the zone in which the policy in force counts.
 */
public final class PolicyTally {

    /** What is counted. */
    public enum What {
        LAPSE,
        ERASURE,
        /** A consent ends with its window. */
        EXPIRY,
        /** A consent ends because its purpose changed. */
        INVALIDATION
    }

    /** What becomes of something that one policy has, or both. */
    public enum Change {
        SOONER,
        LATER,
        /** Under the other policy only. */
        NEW,
        /** Under the policy in force only. */
        NEVER,
        SAME
    }

    /**
     * What is counted together.
     *
     * @param purpose of a consent; absent where it is about none
     */
    public record Row(What what, SubjectKind kind, @Nullable String purpose) implements Comparable<Row> {

        private static final Comparator<Row> ORDER = Comparator.comparing(Row::what)
                .thenComparing(Row::kind)
                .thenComparing(Row::purpose, Comparator.nullsFirst(Comparator.naturalOrder()));

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    /** How many a row has. */
    public static final class Counts {

        private final long[] changes = new long[Change.values().length];
        private final SortedMap<YearMonth, long[]> months = new TreeMap<>();

        public long of(Change change) {
            return changes[change.ordinal()];
        }

        /** The months in which something is to come, and how much under which policy. */
        public void months(MonthVisitor visitor) {
            months.forEach((month, both) -> visitor.visit(month, both[0], both[1]));
        }

        /** Adds what was counted elsewhere. */
        public void add(Change change, long count) {
            changes[change.ordinal()] += count;
        }

        /** Adds what was counted elsewhere. */
        public void add(YearMonth month, long before, long after) {
            long[] both = months.computeIfAbsent(month, _ -> new long[2]);
            both[0] += before;
            both[1] += after;
        }
    }

    /** Takes what a month has. */
    public interface MonthVisitor {
        void visit(YearMonth month, long before, long after);
    }

    private final ZoneId zone;
    private final SortedMap<Row, Counts> rows = new TreeMap<>();

    public PolicyTally(ZoneId zone) {
        this.zone = zone;
    }

    /** Counts one subject. */
    public void count(SubjectKind kind, Prospect before, Prospect after, Instant now) {
        compare(new Row(What.LAPSE, kind, null), before.lapse(), after.lapse(), now);
        compare(new Row(What.ERASURE, kind, null), before.erasure(), after.erasure(), now);
        Set<String> purposes = new TreeSet<>(before.consents().keySet());
        purposes.addAll(after.consents().keySet());
        for (String purpose : purposes) {
            Prospect.End one = before.consents().get(purpose);
            Prospect.End other = after.consents().get(purpose);
            compare(new Row(What.EXPIRY, kind, purpose), at(one, false), at(other, false), now);
            compare(new Row(What.INVALIDATION, kind, purpose), at(one, true), at(other, true), now);
        }
    }

    /** What was counted together, made where nothing was. */
    public Counts row(Row row) {
        return rows.computeIfAbsent(row, _ -> new Counts());
    }

    public void rows(BiConsumer<Row, Counts> visitor) {
        rows.forEach(visitor);
    }

    private static @Nullable Instant at(Prospect.@Nullable End end, boolean byChange) {
        return end != null && end.byChange() == byChange ? end.at() : null;
    }

    private void compare(Row row, @Nullable Instant before, @Nullable Instant after, Instant now) {
        if (before == null && after == null) {
            return;
        }
        Counts counts = row(row);
        counts.add(change(before, after), 1);
        inMonth(before, now, month -> counts.add(month, 1, 0));
        inMonth(after, now, month -> counts.add(month, 0, 1));
    }

    private static Change change(@Nullable Instant before, @Nullable Instant after) {
        if (before == null) {
            return Change.NEW;
        }
        if (after == null) {
            return Change.NEVER;
        }
        int sooner = after.compareTo(before);
        return sooner == 0 ? Change.SAME : sooner < 0 ? Change.SOONER : Change.LATER;
    }

    /** What was told before is not to come any more, and has no month. */
    private void inMonth(@Nullable Instant at, Instant now, Consumer<YearMonth> count) {
        if (at != null && !at.isBefore(now)) {
            count.accept(YearMonth.from(at.atZone(zone)));
        }
    }
}
