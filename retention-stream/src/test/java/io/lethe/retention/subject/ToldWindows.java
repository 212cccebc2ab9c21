package io.lethe.retention.subject;

import io.lethe.consent.ConsentHistory;
import io.lethe.consent.Statement;
import io.lethe.policy.PolicyCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which ends of windows have to be told, in words of its own: at each look, of each window that is found to have ended and in which no
 * window began that was told. The oracle of a decision ({@code docs/adr/0071}).
 */
final class ToldWindows {

    private final List<Statement> heard = new ArrayList<>();
    private final Map<String, Set<Instant>> starts = new TreeMap<>();
    private final Map<String, List<Instant>> ends = new TreeMap<>();

    /** The windows of a purpose by these statements. */
    static List<ConsentHistory.Window> windows(String purpose, List<Statement> statements) {
        return new ConsentHistory(
                        SubjectHarness.POLICY.purpose(purpose).orElseThrow(),
                        new PolicyCalendar(SubjectHarness.POLICY.zone()),
                        statements)
                .windows();
    }

    void hear(Statement statement, Instant now) {
        heard.add(statement);
        look(now);
    }

    void look(Instant now) {
        heard.stream()
                .flatMap(one -> one.choices().stream())
                .map(Statement.Choice::purpose)
                .distinct()
                .forEach(purpose -> look(purpose, now));
    }

    /** When the windows ended that had to be told, in the order in which they were found. */
    List<Instant> ends(String purpose) {
        return ends.getOrDefault(purpose, List.of());
    }

    private void look(String purpose, Instant now) {
        Instant newest = heard.stream()
                .filter(one -> one.choices().stream()
                        .anyMatch(choice -> choice.purpose().equals(purpose)))
                .map(Statement::at)
                .max(Instant::compareTo)
                .orElse(now);
        Instant time = newest.isAfter(now) ? newest : now;
        Set<Instant> told = starts.computeIfAbsent(purpose, _ -> new TreeSet<>());
        for (ConsentHistory.Window window : windows(purpose, heard)) {
            if (window.end() != null && window.endedBy(time) && told.stream().noneMatch(window::holds)) {
                told.add(window.start());
                ends.computeIfAbsent(purpose, _ -> new ArrayList<>()).add(window.end());
            }
        }
    }
}
