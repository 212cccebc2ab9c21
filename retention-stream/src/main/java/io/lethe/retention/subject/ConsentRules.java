package io.lethe.retention.subject;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentHistory;
import io.lethe.consent.ConsentHistory.Window;
import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Repeats;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules C1 to C7: what choices amount to, when they end, and what is told to others about it. */
final class ConsentRules {

    /** So many statements are kept one by one, whatever they say. */
    private static final int FEW = 40;

    private final Policy policy;
    private final Histories histories;

    ConsentRules(Policy policy) {
        this.policy = policy;
        this.histories = new Histories(policy);
    }

    /**
     * Every purpose and recipient spoken of, with its status now. A statement whose time is still to come, by the little
     * that clocks may differ, counts at once.
     */
    List<Consent> consents(Subject subject, Instant now) {
        List<Consent> consents = new ArrayList<>();
        for (Purpose purpose : spokenOf(subject.statements())) {
            ConsentHistory history = history(purpose, subject.statements());
            Instant time = present(history, subject.toldWindows(), purpose, now);
            history.recipients().forEach(recipient -> consents.add(history.at(recipient, time)));
        }
        return consents;
    }

    /** Each status that every purpose and recipient spoken of has come to, oldest first; the last one is the status now (C6). */
    Map<ConsentKey, List<Consent>> courses(Subject subject, Instant now) {
        Map<ConsentKey, List<Consent>> courses = new LinkedHashMap<>();
        for (Purpose purpose : spokenOf(subject.statements())) {
            ConsentHistory history = history(purpose, subject.statements());
            Instant present = present(history, subject.toldWindows(), purpose, now);
            SortedSet<Instant> turns =
                    new TreeSet<>(turns(history, purpose, subject.statements()).headSet(present));
            turns.add(present);
            for (@Nullable String recipient : history.recipients()) {
                courses.put(new ConsentKey(purpose.id(), recipient), course(history, recipient, turns));
            }
        }
        return courses;
    }

    /** The times at which a status can change. */
    private static SortedSet<Instant> turns(ConsentHistory history, Purpose purpose, List<Statement> statements) {
        SortedSet<Instant> turns = new TreeSet<>(history.changes());
        statements.stream()
                .filter(statement -> statement.choices().stream()
                        .anyMatch(choice -> choice.purpose().equals(purpose.id())))
                .map(Statement::at)
                .forEach(turns::add);
        history.windows().stream()
                .map(Window::end)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .forEach(turns::add);
        return turns;
    }

    private static List<Consent> course(ConsentHistory history, @Nullable String recipient, Set<Instant> turns) {
        List<Consent> course = new ArrayList<>();
        for (Instant turn : turns) {
            Consent next = history.at(recipient, turn);
            Consent last = course.isEmpty() ? null : course.getLast();
            if (last != null && last.status() == next.status() && Objects.equals(last.since(), next.since())) {
                // The same, said once more.
                course.set(course.size() - 1, next);
            } else if (last != null || next.basis() != null) {
                course.add(next);
            }
        }
        return course;
    }

    /** The status of one purpose now. */
    Consent present(Subject subject, Purpose purpose, @Nullable String recipient, Instant now) {
        ConsentHistory history = history(purpose, subject.statements());
        return history.at(recipient, present(history, subject.toldWindows(), purpose, now));
    }

    /** The status of one purpose at a time, event time (C6). */
    Consent consent(Subject subject, Purpose purpose, @Nullable String recipient, Instant time) {
        return history(purpose, subject.statements()).at(recipient, time);
    }

    /**
     * Adds a statement to the set. A copy of one that is known changes nothing but, at most, when it was first received; another one
     * under the same id counts beside it (C2). Where there is no room left, repeats are left out, and then what protects is taken alone
     * (R7).
     *
     * @throws BrokenRuleException where there is no room, and nothing in the statement protects
     */
    void add(Draft draft, Statement statement) {
        for (int i = 0; i < draft.statements.size(); i++) {
            Statement known = draft.statements.get(i);
            if (known.sameAs(statement)) {
                Statement first = known.receivedNotAfter(statement.receivedAt());
                draft.restated |= !first.at().equals(known.at());
                draft.statements.set(i, first);
                return;
            }
        }
        if (draft.statements.stream().anyMatch(one -> one.eventId().equals(statement.eventId()))) {
            draft.decide(new SubjectDecision.EventConflicted("statement"));
        }
        draft.restated = true;
        draft.statements.add(Repeats.among(draft.statements, statement));
        if (draft.statements.size() > FEW) {
            leaveOutRepeats(draft);
        }
        if (Capacity.isExceeded(draft)) {
            takeWhatProtects(draft, statement);
        }
        draft.decide(new SubjectDecision.StateChanged());
    }

    private void leaveOutRepeats(Draft draft) {
        List<Statement> all = List.copyOf(draft.statements);
        replace(draft, Repeats.leftOut(all, windows(all)));
    }

    private void takeWhatProtects(Draft draft, Statement statement) {
        List<Statement> all = List.copyOf(draft.statements);
        replace(draft, Repeats.leftOutByProtection(all, windows(all)));
        if (!Capacity.isExceeded(draft)) {
            return;
        }
        if (!statement.protects()) {
            throw Capacity.full();
        }
        Statement protecting = statement.protectingOnly();
        if (!protecting.choices().equals(statement.choices())) {
            draft.statements.replaceAll(one -> one.sameAs(statement) ? protecting : one);
            draft.decide(new SubjectDecision.PartRefused(
                    Capacity.full().getMessage() + "; of this one, the choices that protect were taken"));
        }
    }

    private static void replace(Draft draft, List<Statement> statements) {
        draft.statements.clear();
        draft.statements.addAll(statements);
    }

    private Function<String, List<Window>> windows(List<Statement> statements) {
        return purpose -> policy.purpose(purpose)
                .map(known -> history(known, statements).windows())
                .orElse(List.of());
    }

    /** Tells what has changed since it was last told: first the windows that ended (C5), then the choices that stand now. */
    void settle(Draft draft, Instant now) {
        for (Purpose purpose : spokenOf(draft.statements)) {
            ConsentHistory history = history(purpose, draft.statements);
            Instant time = present(history, draft.toldWindows, purpose, now);
            Window last = history.windows().getLast();
            for (Window window : history.windows()) {
                Instant end = window.end();
                if (end != null && window.endedBy(time) && !isTold(draft.toldWindows, purpose, window)) {
                    if (window.equals(last)) {
                        // What held in it may have come too late to be told while it held.
                        tellAll(draft, history, end.minusMillis(1));
                    }
                    tellExpiry(draft, purpose, history, window.start(), end);
                }
            }
            tellAll(draft, history, time);
        }
    }

    /** The ends of consents that are not told yet: of windows, and by changes of a purpose. */
    List<Due> due(Subject subject) {
        List<Due> due = new ArrayList<>();
        for (Purpose purpose : spokenOf(subject.statements())) {
            if (purpose.validity().isEmpty() && purpose.changes().isEmpty()) {
                continue;
            }
            ConsentHistory history = history(purpose, subject.statements());
            for (Window window : history.windows()) {
                if (window.end() != null && !isTold(subject.toldWindows(), purpose, window)) {
                    due.add(new Due(Due.What.CONSENT_EXPIRY, window.end()));
                }
            }
            history.changes().stream()
                    .filter(change -> endsConsents(history, subject.published(), purpose, change))
                    .forEach(change -> due.add(new Due(Due.What.CONSENT_INVALIDATION, change)));
        }
        return due;
    }

    /** Whether a consent that was told ends with a change of its purpose, and was not given anew after it. */
    private static boolean endsConsents(
            ConsentHistory history, Map<ConsentKey, ConsentStatus> published, Purpose purpose, Instant change) {
        Instant time = history.newest().filter(newest -> newest.isAfter(change)).orElse(change);
        return history.recipients().stream()
                .filter(recipient -> published
                        .getOrDefault(new ConsentKey(purpose.id(), recipient), ConsentStatus.UNKNOWN)
                        .permits())
                .anyMatch(recipient -> history.at(recipient, time).status() == ConsentStatus.INVALIDATED);
    }

    /**
     * The time at which the choices that stand now are read. The newest statement counts, also where its time is still to come
     * by the little that clocks may differ; and an end that was told stays, also where the clock has gone back since.
     */
    private static Instant present(
            ConsentHistory history, Map<String, Set<Instant>> toldWindows, Purpose purpose, Instant now) {
        Instant time = history.newest().filter(newest -> newest.isAfter(now)).orElse(now);
        for (Window window : history.windows()) {
            Instant end = window.end();
            if (end != null && end.isAfter(time) && isTold(toldWindows, purpose, window)) {
                time = end;
            }
        }
        return time;
    }

    /**
     * A window is told if one that was told began inside it: a late, older statement may since have moved its start back, and
     * its end with it, but it is the same window (C5).
     */
    private static boolean isTold(Map<String, Set<Instant>> toldWindows, Purpose purpose, Window window) {
        for (Instant start : toldWindows.getOrDefault(purpose.id(), Set.of())) {
            if (window.holds(start)) {
                return true;
            }
        }
        return false;
    }

    private static void tellAll(Draft draft, ConsentHistory history, Instant time) {
        for (@Nullable String recipient : history.recipients()) {
            tellStatus(draft, history.at(recipient, time));
        }
    }

    private static void tellExpiry(Draft draft, Purpose purpose, ConsentHistory history, Instant start, Instant end) {
        ConsentStatus from = ConsentStatus.UNKNOWN;
        for (@Nullable String recipient : history.recipients()) {
            ConsentStatus before = history.at(recipient, end.minusMillis(1)).status();
            from = from.permits() || before == ConsentStatus.EXPIRED ? from : before;
            draft.published.put(new ConsentKey(purpose.id(), recipient), ConsentStatus.EXPIRED);
        }
        draft.toldWindows.computeIfAbsent(purpose.id(), _ -> new TreeSet<>()).add(start);
        draft.decide(
                new SubjectDecision.ConsentChanged(purpose.id(), null, from, ConsentStatus.EXPIRED, end, null, null));
        draft.decide(new SubjectDecision.StateChanged());
    }

    private static void tellStatus(Draft draft, Consent consent) {
        ConsentKey key = new ConsentKey(consent.purpose(), consent.recipient());
        ConsentStatus told = draft.published.getOrDefault(key, ConsentStatus.UNKNOWN);
        Statement basis = consent.basis();
        if (consent.status() == told || basis == null && told == ConsentStatus.UNKNOWN) {
            return;
        }
        if (consent.status() == ConsentStatus.UNKNOWN) {
            // As if nothing had been told: an objection that was lifted leaves the same whichever came first (C2).
            draft.published.remove(key);
        } else {
            draft.published.put(key, consent.status());
        }
        if (consent.status() == ConsentStatus.EXPIRED && told == ConsentStatus.UNKNOWN) {
            // Said late, about a window whose end is told already (C5).
            draft.decide(new SubjectDecision.StateChanged());
            return;
        }
        Instant effectiveAt = consent.since();
        if (effectiveAt == null || basis == null) {
            throw new IllegalStateException("a status that was told can change, but not vanish");
        }
        draft.decide(new SubjectDecision.ConsentChanged(
                consent.purpose(),
                consent.recipient(),
                told,
                consent.status(),
                effectiveAt,
                consent.validUntil(),
                basis.eventId()));
        draft.decide(new SubjectDecision.StateChanged());
    }

    private List<Purpose> spokenOf(List<Statement> statements) {
        return histories.of(statements).purposes();
    }

    private ConsentHistory history(Purpose purpose, List<Statement> statements) {
        return histories.of(statements).history(purpose);
    }
}
