package io.lethe.retention.subject;

import io.lethe.consent.ConsentHistory;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The histories of the statements that were asked for last: in one step several rules look at the same ones, to decide, to arm the
 * next deadline and to tell others. Any thread may ask; one that comes between makes a history to be worked out again, and nothing else.
 */
final class Histories {

    private final Policy policy;
    private final PolicyCalendar calendar;
    private volatile OfStatements last;

    Histories(Policy policy) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.last = new OfStatements(List.of());
    }

    OfStatements of(List<Statement> statements) {
        OfStatements known = last;
        if (!known.isOf(statements)) {
            known = new OfStatements(List.copyOf(statements));
            last = known;
        }
        return known;
    }

    /** What was said in the same statements, purpose by purpose. */
    final class OfStatements {

        private final List<Statement> statements;
        private final List<Purpose> purposes;
        private final Map<String, ConsentHistory> histories = new ConcurrentHashMap<>();

        private OfStatements(List<Statement> statements) {
            this.statements = statements;
            this.purposes = spokenOf(statements);
        }

        /** Those that are spoken of, in the order of the policy. */
        List<Purpose> purposes() {
            return purposes;
        }

        ConsentHistory history(Purpose purpose) {
            return histories.computeIfAbsent(purpose.id(), _ -> new ConsentHistory(purpose, calendar, statements));
        }

        /** The very same ones: to compare what they say would take as long as to work it out. */
        private boolean isOf(List<Statement> others) {
            if (others.size() != statements.size()) {
                return false;
            }
            for (int i = 0; i < others.size(); i++) {
                if (others.get(i) != statements.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private List<Purpose> spokenOf(List<Statement> statements) {
        if (statements.isEmpty()) {
            return List.of();
        }
        Set<String> ids = new HashSet<>();
        for (Statement statement : statements) {
            for (Statement.Choice choice : statement.choices()) {
                ids.add(choice.purpose());
            }
        }
        List<Purpose> spokenOf = new ArrayList<>(ids.size());
        for (Purpose purpose : policy.purposes()) {
            if (ids.contains(purpose.id())) {
                spokenOf.add(purpose);
            }
        }
        return spokenOf;
    }
}
