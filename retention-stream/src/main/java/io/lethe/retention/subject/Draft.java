package io.lethe.retention.subject;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.retention.subject.SubjectEvent.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A subject while a rule works on it, with the decisions taken so far. It never leaves this package. */
final class Draft {

    private static final Comparator<Erasure> BY_CUT =
            Comparator.comparing(Erasure::at).thenComparing(Erasure::orderId);

    private static final int MOST_COMPLETED = 8;

    final String id;
    SubjectKind kind;
    final List<Statement> statements;

    @Nullable
    Instant firstSeenAt;

    @Nullable
    Instant lastSeenAt;

    BoundedSet<Instant> interactions;

    @Nullable
    Instant lastInteractionAt;

    final Set<String> dataCategories;
    final Map<String, Link> links;
    final Map<String, LegalHold> holds;
    final Map<String, RightsCase> rights;
    Subject.@Nullable Lapse lapse;
    BoundedSet<WantedErasure> wanted;
    BoundedSet<HeardErasure> heard;
    final List<Erasure> erasures;
    final Map<ConsentKey, ConsentStatus> published;
    final Map<String, Set<Instant>> toldWindows = new TreeMap<>();
    final List<Move> moves;
    final Map<String, Instant> formers;
    final @Nullable Instant armedAt;
    final List<SubjectDecision> decisions = new ArrayList<>();

    /** Whether statements came or went, so that consents have to be looked at again. */
    boolean restated;

    Draft(Subject subject) {
        id = subject.id();
        kind = subject.kind();
        statements = new ArrayList<>(subject.statements());
        firstSeenAt = subject.firstSeenAt();
        lastSeenAt = subject.lastSeenAt();
        interactions = subject.interactions();
        lastInteractionAt = subject.lastInteractionAt();
        dataCategories = new TreeSet<>(subject.dataCategories());
        links = new TreeMap<>(subject.links());
        holds = new TreeMap<>(subject.holds());
        rights = new TreeMap<>(subject.rights());
        lapse = subject.lapse();
        wanted = subject.wanted();
        heard = subject.heard();
        erasures = new ArrayList<>(subject.erasures());
        published = new TreeMap<>(subject.published());
        subject.toldWindows().forEach((purpose, starts) -> toldWindows.put(purpose, new TreeSet<>(starts)));
        moves = new ArrayList<>(subject.moves());
        formers = new TreeMap<>(subject.formers());
        armedAt = subject.armedAt();
    }

    Transition finished(boolean sooner) {
        return new Transition(
                new Subject(
                        id,
                        kind,
                        statements,
                        firstSeenAt,
                        lastSeenAt,
                        interactions,
                        lastInteractionAt,
                        dataCategories,
                        links,
                        holds,
                        rights,
                        lapse,
                        wanted,
                        heard,
                        erasures,
                        published,
                        toldWindows,
                        moves,
                        formers,
                        armedAt),
                decisions,
                sooner);
    }

    void decide(SubjectDecision decision) {
        decisions.add(decision);
    }

    /** Something of the subject is from this time. */
    void seenAt(Instant at) {
        if (firstSeenAt == null || at.isBefore(firstSeenAt)) {
            firstSeenAt = at;
        }
    }

    /** The subject gave a sign of life. */
    void aliveAt(Instant at) {
        seenAt(at);
        if (lastSeenAt == null || at.isAfter(lastSeenAt)) {
            lastSeenAt = at;
        }
    }

    /** Being linked is a sign of life; being unlinked is only something known of the subject. */
    void seen(Tie tie) {
        if (tie.linked()) {
            aliveAt(tie.at());
        } else {
            seenAt(tie.at());
        }
    }

    /** The newest of what keeps the subject's data: of a contact its last interaction, of a device its last sign of life. */
    Instant lastSign() {
        Instant sign = kind == SubjectKind.CONTACT && lastInteractionAt != null ? lastInteractionAt : lastSeenAt;
        return Objects.requireNonNullElse(sign, Objects.requireNonNull(firstSeenAt));
    }

    /** Whether something from before the last erasure's cut is spoken of (E6). */
    boolean isErased(Instant at) {
        return !erasures.isEmpty() && !at.isAfter(erasures.getLast().at());
    }

    /** The erasure in which something of this time went, or is going: the first that reaches so far. */
    Optional<Erasure> erasureOf(Instant at) {
        return erasures.stream().filter(one -> !at.isAfter(one.at())).findFirst();
    }

    /** Whether a hold or a restriction stands (R4). */
    boolean isParked() {
        return !holds.isEmpty() && holds.values().stream().anyMatch(LegalHold::placed);
    }

    /** Where an erasure cuts that is wanted at a time: there, or where the holds that stood then, one after the other, ended (R4). */
    Instant cut(Instant wantedAt) {
        Instant cut = wantedAt;
        for (boolean moved = true; moved; ) {
            moved = false;
            for (LegalHold hold : holds.values()) {
                Instant release = hold.releaseAfter(cut).orElse(cut);
                if (release.isAfter(cut)) {
                    cut = release;
                    moved = true;
                }
            }
        }
        return cut;
    }

    void tell(Signal signal) {
        decide(new SubjectDecision.SignalSent(signal));
    }

    /** Adds an order. */
    void add(Erasure erasure) {
        erasures.add(erasure);
        erasures.sort(BY_CUT);
        forgetCompleted();
    }

    void replace(Erasure known, Erasure now) {
        erasures.set(erasures.indexOf(known), now);
        forgetCompleted();
    }

    /** Of the orders that are completed the last ones tell in which of them something late went. */
    private void forgetCompleted() {
        long tooMany = erasures.stream().filter(Erasure::completed).count() - MOST_COMPLETED;
        for (Iterator<Erasure> all = erasures.iterator(); all.hasNext() && tooMany > 0; ) {
            if (all.next().completed()) {
                all.remove();
                tooMany--;
            }
        }
    }

    /** What happened up to the cut is forgotten; what happened after it starts a new life (E6). */
    void forgetUpTo(Instant cut) {
        statements.removeIf(statement -> !statement.at().isAfter(cut));
        restated = true;
        links.replaceAll((_, link) -> link.after(cut));
        links.values().removeIf(Link::isEmpty);
        holds.values().removeIf(hold -> !hold.at().isAfter(cut));
        interactions = interactions.newer(at -> at.isAfter(cut));
        if (interactions.isEmpty()) {
            // Which interaction gave what is not kept: where one survives, whatever was given may have been given with
            // it.
            dataCategories.clear();
        }
        published.clear();
        toldWindows.values().forEach(starts -> starts.removeIf(start -> !start.isAfter(cut)));
        toldWindows.values().removeIf(Set::isEmpty);
        lapse = null;
        wanted = wanted.only(one -> one.at().isAfter(cut));
        heard = heard.newer(one -> one.at().isAfter(cut));
        formers.values().removeIf(until -> !until.isAfter(cut));
        firstSeenAt = null;
        lastSeenAt = null;
        statements.forEach(statement -> aliveAt(statement.at()));
        interactions.all().forEach(this::aliveAt);
        links.values().forEach(link -> link.ties().all().forEach(this::seen));
        countInteractions();
    }

    /** The newest interaction that counts, of the subject itself or of those that belong together with it (R1). */
    void countInteractions() {
        Instant newest = interactions.isEmpty() ? null : interactions.last();
        if (kind == SubjectKind.CONTACT) {
            for (Link link : links.values()) {
                Instant carried = link.otherKind() == SubjectKind.CONTACT
                        ? link.newestCarried().orElse(null)
                        : null;
                newest = newest == null || carried != null && carried.isAfter(newest) ? carried : newest;
            }
        }
        lastInteractionAt = newest;
    }
}
