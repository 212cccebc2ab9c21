package io.lethe.retention.subject;

import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.retention.subject.ConsentHistory.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules C1 to C7: what choices amount to, when they end, and what is told to others about it. */
final class ConsentRules {

    private final Policy policy;
    private final PolicyCalendar calendar;

    ConsentRules(Policy policy) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
    }

    /** Every purpose and recipient spoken of, with its status at a time. */
    List<Consent> consents(Subject subject, Instant time) {
        List<Consent> consents = new ArrayList<>();
        for (Purpose purpose : spokenOf(subject.statements())) {
            ConsentHistory history = history(purpose, subject.statements());
            history.recipients().forEach(recipient -> consents.add(history.at(recipient, time)));
        }
        return consents;
    }

    /** The status of one purpose at a time, event time (C6). */
    Consent consent(Subject subject, Purpose purpose, @Nullable String recipient, Instant time) {
        return history(purpose, subject.statements()).at(recipient, time);
    }

    /** Adds a statement to the set; a repeat of one that is known changes nothing (C2). */
    void add(Draft draft, Statement statement) {
        boolean known = draft.statements.stream().anyMatch(one -> one.eventId().equals(statement.eventId()));
        if (!known) {
            draft.statements.add(statement);
            draft.decide(new Decision.StateChanged());
        }
    }

    /** Tells what has changed since it was last told: first the windows that ended (C5), then the choices that stand now. */
    void settle(Draft draft, Instant now) {
        Instant time = draft.statements.stream().map(Statement::at).reduce(now, ConsentRules::later);
        for (Purpose purpose : spokenOf(draft.statements)) {
            ConsentHistory history = history(purpose, draft.statements);
            for (Window window : history.windows()) {
                if (window.end() != null && window.endedBy(time) && !isTold(draft, purpose, window.end())) {
                    tellExpiry(draft, purpose, history, window.end());
                }
            }
            for (@Nullable String recipient : history.recipients()) {
                tellStatus(draft, history.at(recipient, time));
            }
        }
    }

    /** The ends of windows whose expiry is not told yet. */
    List<Due> due(Collection<Statement> statements, java.util.Map<String, Instant> expiredThrough) {
        List<Due> due = new ArrayList<>();
        for (Purpose purpose : spokenOf(statements)) {
            if (purpose.validity().isEmpty()) {
                continue;
            }
            @Nullable Instant told = expiredThrough.get(purpose.id());
            history(purpose, statements).windows().stream()
                    .map(Window::end)
                    .flatMap(end -> Optional.ofNullable(end).stream())
                    .filter(end -> told == null || end.isAfter(told))
                    .forEach(end -> due.add(new Due(Due.What.CONSENT_EXPIRY, end)));
        }
        return due;
    }

    private static boolean isTold(Draft draft, Purpose purpose, Instant end) {
        Instant told = draft.expiredThrough.get(purpose.id());
        return told != null && !end.isAfter(told);
    }

    private static void tellExpiry(Draft draft, Purpose purpose, ConsentHistory history, Instant end) {
        ConsentStatus from = ConsentStatus.UNKNOWN;
        for (@Nullable String recipient : history.recipients()) {
            ConsentStatus before = history.at(recipient, end.minusNanos(1)).status();
            from = from.permits() || before == ConsentStatus.EXPIRED ? from : before;
            draft.published.put(new ConsentKey(purpose.id(), recipient), ConsentStatus.EXPIRED);
        }
        draft.expiredThrough.put(purpose.id(), end);
        draft.decide(new Decision.ConsentChanged(purpose.id(), null, from, ConsentStatus.EXPIRED, end, null, null));
        draft.decide(new Decision.StateChanged());
    }

    private static void tellStatus(Draft draft, Consent consent) {
        ConsentKey key = new ConsentKey(consent.purpose(), consent.recipient());
        ConsentStatus told = draft.published.getOrDefault(key, ConsentStatus.UNKNOWN);
        Statement basis = consent.basis();
        if (consent.status() == told || basis == null && told == ConsentStatus.UNKNOWN) {
            return;
        }
        draft.published.put(key, consent.status());
        Instant effectiveAt = consent.since();
        if (effectiveAt == null || basis == null) {
            throw new IllegalStateException("a status that was told can change, but not vanish");
        }
        draft.decide(new Decision.ConsentChanged(
                consent.purpose(),
                consent.recipient(),
                told,
                consent.status(),
                effectiveAt,
                consent.validUntil(),
                basis.eventId()));
        draft.decide(new Decision.StateChanged());
    }

    private List<Purpose> spokenOf(Collection<Statement> statements) {
        if (statements.isEmpty()) {
            return List.of();
        }
        List<String> ids = statements.stream()
                .flatMap(statement -> statement.choices().stream())
                .map(Statement.Choice::purpose)
                .distinct()
                .toList();
        return policy.purposes().stream()
                .filter(purpose -> ids.contains(purpose.id()))
                .toList();
    }

    private ConsentHistory history(Purpose purpose, Collection<Statement> statements) {
        return new ConsentHistory(purpose, calendar, statements);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
