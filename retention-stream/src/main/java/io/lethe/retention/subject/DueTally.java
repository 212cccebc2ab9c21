package io.lethe.retention.subject;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * By how much more or less falls due, month by month, when something becomes of a subject. All of it together is what the subjects have before them as things stand
 * ({@link SubjectRules#due}); no clock is asked.
 */
public final class DueTally {

    private final RetentionRules retention;
    private final ConsentRules consents;
    private final RightsRules rights;

    /** Of what stood before, apart: the histories of what stands now have just been worked out, and are asked for again. */
    private final ConsentRules earlierConsents;

    private final ZoneId zone;

    /** @param zone in which months begin */
    DueTally(
            RetentionRules retention,
            ConsentRules consents,
            ConsentRules earlierConsents,
            RightsRules rights,
            ZoneId zone) {
        this.retention = retention;
        this.consents = consents;
        this.earlierConsents = earlierConsents;
        this.rights = rights;
        this.zone = zone;
    }

    /** One figure. */
    public record Cell(YearMonth month, Due.What what) {}

    /** What changes when a subject is another than before; only what has changed of it is worked out. */
    public Map<Cell, Long> changes(Subject before, Subject after) {
        Map<Cell, Long> changes = new HashMap<>();
        if (!isKeptAsLong(before, after)) {
            add(changes, retention.due(after), 1);
            add(changes, retention.due(before), -1);
        }
        if (!saysTheSame(before, after)) {
            add(changes, consents.due(after), 1);
            add(changes, consentsOf(before, after).due(before), -1);
        }
        if (!before.rights().equals(after.rights())) {
            add(changes, rights.due(after), 1);
            add(changes, rights.due(before), -1);
        }
        changes.values().removeIf(count -> count == 0);
        return changes;
    }

    /** Where nothing new was said, and only time has passed, the histories of both are the same. */
    private ConsentRules consentsOf(Subject before, Subject after) {
        return before.statements().equals(after.statements()) ? consents : earlierConsents;
    }

    /** What a subject counts for that was not counted before. */
    public Map<Cell, Long> whole(Subject subject) {
        return changes(Subject.unseen(subject.id()), subject);
    }

    /** A period that is counted from the same day of the calendar ends on the same: most interactions, of which there are many, change nothing. */
    private boolean isKeptAsLong(Subject before, Subject after) {
        return before.wanted().isEmpty()
                && after.wanted().isEmpty()
                && before.kind() == after.kind()
                && Objects.equals(before.lapse(), after.lapse())
                && before.parked() == after.parked()
                && day(retention.keptFrom(before)).equals(day(retention.keptFrom(after)));
    }

    private Optional<LocalDate> day(Optional<Instant> at) {
        return at.map(one -> LocalDate.ofInstant(one, zone));
    }

    private static boolean saysTheSame(Subject before, Subject after) {
        return before.statements().equals(after.statements())
                && before.toldWindows().equals(after.toldWindows())
                && before.published().equals(after.published());
    }

    private void add(Map<Cell, Long> changes, List<Due> all, long count) {
        for (Due due : all) {
            changes.merge(new Cell(YearMonth.from(due.at().atZone(zone)), due.what()), count, Long::sum);
        }
    }
}
