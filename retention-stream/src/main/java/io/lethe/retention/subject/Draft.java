package io.lethe.retention.subject;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.retention.subject.SubjectEvent.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A subject while a rule works on it, with the decisions taken so far. It never leaves this package. */
final class Draft {

    final String id;
    Kind kind;
    final List<Statement> statements;

    @Nullable
    Instant firstSeenAt;

    @Nullable
    Instant lastInteractionAt;

    final Set<String> dataCategories;
    final Map<String, Link> links;
    final Map<String, Hold> holds;
    final Map<String, RightsCase> rights;
    Subject.@Nullable Lapse lapse;
    Subject.@Nullable Pending pending;

    @Nullable
    Erasure erasure;

    final Map<ConsentKey, ConsentStatus> published;
    final Map<String, Set<Instant>> toldWindows = new TreeMap<>();
    final @Nullable Instant armedAt;
    final List<Decision> decisions = new ArrayList<>();

    Draft(Subject subject) {
        id = subject.id();
        kind = subject.kind();
        statements = new ArrayList<>(subject.statements());
        firstSeenAt = subject.firstSeenAt();
        lastInteractionAt = subject.lastInteractionAt();
        dataCategories = new TreeSet<>(subject.dataCategories());
        links = new TreeMap<>(subject.links());
        holds = new TreeMap<>(subject.holds());
        rights = new TreeMap<>(subject.rights());
        lapse = subject.lapse();
        pending = subject.pending();
        erasure = subject.erasure();
        published = new TreeMap<>(subject.published());
        subject.toldWindows().forEach((purpose, starts) -> toldWindows.put(purpose, new TreeSet<>(starts)));
        armedAt = subject.armedAt();
    }

    Outcome finished() {
        return new Outcome(
                new Subject(
                        id,
                        kind,
                        statements,
                        firstSeenAt,
                        lastInteractionAt,
                        dataCategories,
                        links,
                        holds,
                        rights,
                        lapse,
                        pending,
                        erasure,
                        published,
                        toldWindows,
                        armedAt),
                decisions);
    }

    void decide(Decision decision) {
        decisions.add(decision);
    }

    void seenAt(Instant at) {
        if (firstSeenAt == null || at.isBefore(firstSeenAt)) {
            firstSeenAt = at;
        }
    }

    /** Whether something from before the last erasure's cut is spoken of (E6). */
    boolean isErased(Instant at) {
        return erasure != null && !at.isAfter(erasure.at());
    }

    /** Whether a hold or a restriction stands (R4). */
    boolean isParked() {
        return holds.values().stream().anyMatch(Hold::placed);
    }

    void tell(String other, Kind otherKind, Signal.Type type, Instant at, String eventId, @Nullable String holdId) {
        decide(new Decision.SignalSent(new Signal(other, otherKind, id, kind, type, at, eventId, holdId, null, null)));
    }

    void tellOfErasure(String other, Kind otherKind, Erasure ordered) {
        decide(new Decision.SignalSent(new Signal(
                other,
                otherKind,
                id,
                kind,
                Signal.Type.ERASURE_ORDERED,
                ordered.at(),
                ordered.orderId(),
                null,
                ordered.root(),
                ordered.requestId())));
    }

    /** What happened up to the cut is forgotten; what happened after it starts a new life (E6). */
    void forgetUpTo(Instant cut) {
        statements.removeIf(statement -> !statement.at().isAfter(cut));
        links.values().removeIf(link -> !link.at().isAfter(cut));
        holds.values().removeIf(hold -> !hold.at().isAfter(cut));
        dataCategories.clear();
        published.clear();
        toldWindows.values().forEach(starts -> starts.removeIf(start -> !start.isAfter(cut)));
        toldWindows.values().removeIf(Set::isEmpty);
        lapse = null;
        pending = null;
        if (lastInteractionAt != null && !lastInteractionAt.isAfter(cut)) {
            lastInteractionAt = null;
        }
        firstSeenAt = lastInteractionAt;
        statements.forEach(statement -> seenAt(statement.at()));
        links.values().forEach(link -> seenAt(link.at()));
    }
}
