package io.lethe.retention.subject;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * By how much the subjects with each status of consent become more or fewer, month by month, when something becomes of one of them. All of it
 * together is what the subjects' statuses are: whoever is erased is one fewer, and nothing says who that was.
 */
public final class ConsentTally {

    private final ZoneId zone;

    /** @param zone in which months begin */
    public ConsentTally(ZoneId zone) {
        this.zone = zone;
    }

    /** One figure. */
    public record Cell(ConsentKey about, ConsentStatus status) {}

    /**
     * What changes when a subject is another than before.
     *
     * @param decisions what was decided; it says as of when a consent has changed
     * @param now the time of a change of which nothing says that; of an erasure its cut does
     */
    public Map<YearMonth, Map<Cell, Long>> changes(
            Subject before, Subject after, List<SubjectDecision> decisions, Instant now) {
        if (before.published().equals(after.published())) {
            return Map.of();
        }
        Map<YearMonth, Map<Cell, Long>> changes = new HashMap<>();
        Instant otherwise = after.erasures().equals(before.erasures())
                ? now
                : after.erasure().map(Erasure::at).orElse(now);
        Set<ConsentKey> about = new TreeSet<>(before.published().keySet());
        about.addAll(after.published().keySet());
        for (ConsentKey key : about) {
            ConsentStatus was = before.published().getOrDefault(key, ConsentStatus.UNKNOWN);
            ConsentStatus is = after.published().getOrDefault(key, ConsentStatus.UNKNOWN);
            if (was != is) {
                Map<Cell, Long> month = changes.computeIfAbsent(month(key, decisions, otherwise), _ -> new HashMap<>());
                add(month, key, was, -1);
                add(month, key, is, 1);
            }
        }
        return changes;
    }

    /** What a subject counts for that was not counted before. */
    public Map<YearMonth, Map<Cell, Long>> whole(Subject subject, Instant now) {
        return changes(Subject.unseen(subject.id()), subject, List.of(), now);
    }

    private YearMonth month(ConsentKey key, List<SubjectDecision> decisions, Instant otherwise) {
        Instant at = otherwise;
        for (SubjectDecision decision : decisions) {
            if (decision instanceof SubjectDecision.ConsentChanged changed
                    && changed.purpose().equals(key.purpose())
                    && (changed.recipient() == null || changed.recipient().equals(key.recipient()))) {
                at = changed.effectiveAt();
            }
        }
        return YearMonth.from(at.atZone(zone));
    }

    private static void add(Map<Cell, Long> month, ConsentKey key, ConsentStatus status, long count) {
        if (status != ConsentStatus.UNKNOWN) {
            month.merge(new Cell(key, status), count, Long::sum);
        }
    }
}
