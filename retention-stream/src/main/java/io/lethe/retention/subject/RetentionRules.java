package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules R1, R2 and R4, and the order of erasure (E1, E6, E8, E9, G5). */
final class RetentionRules {

    private static final String ERASURE = "erasure";

    /** Rights that are answered with what is stored of a person (art. 15 and 20 GDPR). */
    private static final Set<String> ANSWERED_FROM_WHAT_IS_THERE = Set.of("access", "portability");

    /** So many erasures of linked subjects are remembered; the oldest go first. */
    private static final int MOST_HEARD = 64;

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final LinkRules links;

    RetentionRules(Policy policy, LinkRules links) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.links = links;
    }

    /**
     * When a subject's data are no longer to be kept (R1). A contact's: the policy's period after the last interaction that counts, or
     * after the contact was first seen where there never was one. A device's: the policy's period for devices after its last sign
     * of life.
     */
    Optional<Instant> expiresAt(Subject subject) {
        return expiresAt(subject.kind(), keptFrom(subject));
    }

    Optional<Instant> expiresAt(Draft draft) {
        return expiresAt(draft.kind, keptFrom(draft));
    }

    private Optional<Instant> expiresAt(SubjectKind kind, Optional<Instant> keptFrom) {
        return switch (kind) {
            case CONTACT ->
                keptFrom.map(from -> calendar.plus(from, policy.retention().period()));
            case VISITOR ->
                keptFrom.map(from -> calendar.plus(from, policy.retention().devices()));
            case UNKNOWN -> Optional.empty();
        };
    }

    /** From when the time is counted for which a subject's data are kept; empty where nothing is known. */
    Optional<Instant> keptFrom(Subject subject) {
        return switch (subject.kind()) {
            case CONTACT -> either(subject.lastInteractionAt(), subject.firstSeenAt());
            case VISITOR ->
                lastSign(
                        subject.lastSeenAt(),
                        subject.firstSeenAt(),
                        subject.statements(),
                        subject.links().values());
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Instant> keptFrom(Draft draft) {
        return switch (draft.kind) {
            case CONTACT -> either(draft.lastInteractionAt, draft.firstSeenAt);
            case VISITOR -> lastSign(draft.lastSeenAt, draft.firstSeenAt, draft.statements, draft.links.values());
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Instant> either(@Nullable Instant last, @Nullable Instant first) {
        return Optional.ofNullable(last == null ? first : last);
    }

    /** Of a device. Where only requests, or links, tell of it, the newest that they tell is taken. */
    private static Optional<Instant> lastSign(
            @Nullable Instant lastSeenAt,
            @Nullable Instant firstSeenAt,
            List<Statement> statements,
            Collection<Link> links) {
        if (lastSeenAt != null || firstSeenAt == null) {
            return Optional.ofNullable(lastSeenAt);
        }
        return Stream.of(
                        Stream.of(firstSeenAt),
                        statements.stream().map(Statement::at),
                        links.stream()
                                .flatMap(link -> link.ties().all().stream().map(Tie::at)))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder());
    }

    /** Notes that an erasure is wanted; {@link #settle} orders it as soon as nothing parks it. */
    void want(Draft draft, WantedErasure wanted) {
        draft.wanted = draft.wanted.with(wanted);
    }

    /** What a request asked for is not wanted any more. */
    void wantNoMore(Draft draft, String requestId) {
        draft.wanted = draft.wanted.only(wanted -> !wanted.isAskedForBy(requestId));
    }

    /** Notes that a linked subject is erased. */
    void heard(Draft draft, HeardErasure heard) {
        draft.heard = draft.heard.with(heard).newest(MOST_HEARD);
    }

    /** Somebody is erased whom this subject became: what recipients have under the wrong address goes too (G7). */
    void wantWithFormer(Draft draft, HeardErasure heard) {
        draft.wanted = draft.wanted.with(WantedErasure.byLink(heard));
    }

    /** Takes over a lapse that was told where the subject comes from, with its grace window, where nothing else keeps it longer. */
    void lapsed(Draft draft, Subject.@Nullable Lapse lapse) {
        if (lapse != null
                && expiresAt(draft).filter(lapse.at()::equals).isPresent()
                && (draft.lapse == null || draft.lapse.at().isBefore(lapse.at()))) {
            draft.lapse = new Subject.Lapse(lapse.at(), lapse.eraseAfter());
            draft.decide(new SubjectDecision.RetentionLapsed(lapse.at(), lapse.eraseAfter()));
        }
    }

    /**
     * Orders what is wanted, not parked, and does not wait for an older request, and revives whom an event has kept. The clock only decides
     * whether something has waited long enough; where an order cuts does not depend on it.
     *
     * @param mayOrder whether all that was published before has been read, so that no hold can still be on its way (R4)
     */
    void settle(Draft draft, Instant now, boolean mayOrder) {
        if (mayOrder && !draft.isParked()) {
            Optional<WantedErasure> next = next(draft, now);
            while (next.isPresent()) {
                WantedErasure first = next.get();
                draft.wanted = draft.wanted.only(one -> !one.equals(first));
                order(draft, first);
                next = next(draft, now);
            }
        }
        Subject.Lapse lapse = draft.lapse;
        if (lapse != null
                && expiresAt(draft).filter(at -> at.isAfter(lapse.at())).isPresent()) {
            draft.lapse = null;
            draft.decide(new SubjectDecision.RetentionRevived(draft.lastSign()));
            draft.decide(new SubjectDecision.StateChanged());
        }
    }

    /**
     * Lapses, and orders after the grace window, what the clock calls for. A lapse that is noticed late leaves the whole grace window
     * all the same: it runs from when the lapse is told (R2).
     *
     * @param mayOrder whether all that was published before has been read, so that no interaction can still be on its way
     */
    void lapse(Draft draft, Instant now, boolean mayOrder) {
        Instant expiresAt = expiresAt(draft).orElse(null);
        if (draft.lapse == null && expiresAt != null && !expiresAt.isAfter(now)) {
            draft.lapse = new Subject.Lapse(
                    expiresAt, calendar.plus(now, policy.retention().grace()));
            draft.decide(new SubjectDecision.RetentionLapsed(draft.lapse.at(), draft.lapse.eraseAfter()));
            draft.decide(new SubjectDecision.StateChanged());
        }
        Subject.Lapse lapse = draft.lapse;
        if (mayOrder && lapse != null && lapse.isOver(now) && !draft.isParked()) {
            order(draft, WantedErasure.byLapse(lapse));
        }
    }

    /** Since when an order has been wanted, or due for a lapse, that nothing parks; empty where there is none. */
    Optional<Instant> orderDueSince(Subject subject, Instant now) {
        if (subject.parked()) {
            return Optional.empty();
        }
        Subject.Lapse lapse = subject.lapse();
        return Stream.concat(
                        next(new Draft(subject), now)
                                .map(wanted -> waiting(subject.rights(), wanted)
                                        .map(WaitingErasure::until)
                                        .orElse(wanted.at()))
                                .stream(),
                        Stream.ofNullable(lapse).filter(one -> one.isOver(now)).map(Subject.Lapse::eraseAfter))
                .min(Comparator.naturalOrder());
    }

    /** The order that a lapse calls for is one of too many, and waits for an operator (R6). */
    void hold(Draft draft, Instant now) {
        if (draft.lapse != null && !draft.lapse.isHeld()) {
            draft.lapse = new Subject.Lapse(draft.lapse.at(), draft.lapse.eraseAfter(), now);
            draft.decide(new SubjectDecision.ErasureHeld(now));
        }
    }

    /** An operator approved: what was held is as if it never had been. */
    void approve(Draft draft) {
        if (draft.lapse != null) {
            draft.lapse = new Subject.Lapse(draft.lapse.at(), draft.lapse.eraseAfter());
        }
    }

    /** An operator dropped what was held. Nobody is kept for ever in silence: the grace window begins again, whole. */
    void drop(Draft draft, Instant now) {
        if (draft.lapse != null && draft.lapse.isHeld()) {
            draft.lapse = new Subject.Lapse(
                    draft.lapse.at(), calendar.plus(now, policy.retention().grace()));
            draft.decide(new SubjectDecision.ErasurePutOff(now, draft.lapse.eraseAfter()));
        }
    }

    /** What is still to come for a subject as things stand. */
    List<Due> due(Subject subject) {
        List<Due> due = new ArrayList<>();
        waiting(subject).forEach(one -> due.add(new Due(Due.What.REQUESTED_ERASURE, one.until())));
        boolean parked = subject.parked();
        Subject.Lapse lapse = subject.lapse();
        if (lapse != null) {
            if (!parked && !lapse.isHeld()) {
                due.add(new Due(Due.What.ERASURE, lapse.eraseAfter()));
            }
            return due;
        }
        expiresAt(subject).ifPresent(expiresAt -> {
            due.add(new Due(Due.What.RETENTION_LAPSE, expiresAt));
            if (!parked) {
                due.add(new Due(
                        Due.What.ERASURE,
                        calendar.plus(expiresAt, policy.retention().grace())));
            }
        });
        return due;
    }

    /** What of a subject waits for older requests, first what waits for the shortest time; nothing while it is parked. */
    List<WaitingErasure> waiting(Subject subject) {
        return subject.wanted().isEmpty() || subject.parked()
                ? List.of()
                : subject.wanted().all().stream()
                        .flatMap(wanted -> waiting(subject.rights(), wanted).stream())
                        .sorted(Comparator.comparing(WaitingErasure::until))
                        .toList();
    }

    /**
     * What an erasure that was asked for waits for: requests that are answered with what is there, were received before, are proven and not
     * answered. It waits until the policy's lead before its own last day (art. 12(3) GDPR), which is told as at risk then (G2).
     */
    private Optional<WaitingErasure> waiting(Map<String, RightsCase> rights, WantedErasure wanted) {
        String requestId = wanted.requestId();
        RightsCase erasure = requestId == null || !wanted.isAskedForBy(requestId)
                ? null
                : rights.get(RightsCase.key(requestId, ERASURE));
        if (requestId == null || erasure == null) {
            return Optional.empty();
        }
        List<RightsCase> behind = rights.values().stream()
                .filter(one -> ANSWERED_FROM_WHAT_IS_THERE.contains(one.right()) && one.isRunning())
                .filter(one -> one.clock().receivedAt().isBefore(erasure.clock().receivedAt()))
                .toList();
        Instant until = calendar.plus(erasure.dueAt(), policy.warnBefore().negated());
        return behind.isEmpty() ? Optional.empty() : Optional.of(new WaitingErasure(requestId, behind, until));
    }

    /** The first of what {@link #due} tells: an erasure comes after its lapse. */
    Optional<Instant> nextDue(Subject subject) {
        Optional<Instant> first = nextDueForSilence(subject);
        List<WaitingErasure> waiting = waiting(subject);
        return waiting.isEmpty()
                ? first
                : Stream.concat(first.stream(), Stream.of(waiting.getFirst().until()))
                        .min(Comparator.naturalOrder());
    }

    private Optional<Instant> nextDueForSilence(Subject subject) {
        Subject.Lapse lapse = subject.lapse();
        if (lapse == null) {
            return expiresAt(subject);
        }
        return subject.parked() || lapse.isHeld() ? Optional.empty() : Optional.of(lapse.eraseAfter());
    }

    /**
     * Whether the erasure of a linked subject is one of this subject as well: the two belonged together at the time, something is here
     * from then, what led to it was not refused or withdrawn here, and, where the other only fell silent, this is a device that no other living contact
     * held (E8, E9, G3).
     */
    private static boolean concerns(Draft draft, HeardErasure heard) {
        if (draft.firstSeenAt == null
                || draft.firstSeenAt.isAfter(heard.at())
                || draft.isErased(heard.at())
                || RightsRules.isEnded(draft, heard)
                || draft.erasures.stream().anyMatch(one -> one.root().equals(heard.rootOrderId()))) {
            return false;
        }
        Link link = draft.links.get(heard.from());
        // What was never spoken of here was told over a link that only the other end knows yet.
        if (link != null && link.spokenOfBy(heard.at()) && !link.linkedAt(heard.at())) {
            return false;
        }
        return heard.rootCause() != Erasure.Cause.RETENTION_LAPSED
                || draft.kind == SubjectKind.VISITOR
                        && draft.links.values().stream()
                                .filter(other -> other.otherKind() == SubjectKind.CONTACT)
                                .filter(other -> !other.other().equals(heard.from()))
                                .filter(other -> other.linkedAt(heard.at()))
                                .allMatch(other -> gone(draft, other, heard.at()));
    }

    /** Whether a contact was erased by a time and has not come back to the device since. */
    private static boolean gone(Draft draft, Link contact, Instant time) {
        return draft.heard.all().stream()
                .filter(heard ->
                        heard.from().equals(contact.other()) && !heard.at().isAfter(time))
                .anyMatch(heard -> contact.ties().all().stream()
                        .noneMatch(tie -> tie.linked()
                                && tie.at().isAfter(heard.at())
                                && !tie.at().isAfter(time)));
    }

    /** The first of the erasures that are wanted, here or because of a linked subject, and do not wait for an older request. */
    private Optional<WantedErasure> next(Draft draft, Instant now) {
        if (draft.wanted.isEmpty() && draft.heard.isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(
                        draft.wanted.all().stream()
                                // Whoever is known by that address since may be somebody else.
                                .filter(wanted -> !wanted.isOfFormer() || draft.firstSeenAt == null)
                                .filter(wanted -> waiting(draft.rights, wanted)
                                        .filter(waiting -> waiting.until().isAfter(now))
                                        .isEmpty()),
                        draft.heard.all().stream()
                                .filter(heard -> concerns(draft, heard))
                                .map(WantedErasure::byLink))
                .min(Comparator.naturalOrder());
    }

    private void order(Draft draft, WantedErasure wanted) {
        Instant cut = draft.cut(wanted.at());
        if (draft.isErased(cut)) {
            draft.erasureOf(cut).ifPresent(erasure -> RightsRules.answer(draft, erasure));
            return;
        }
        Erasure ordered = Erasure.ordered(draft.id, wanted, cut);
        draft.decide(new SubjectDecision.ErasureOrdered(ordered, draft.dataCategories));
        links.passOnErasure(draft, ordered);
        draft.add(ordered);
        draft.forgetUpTo(cut);
        draft.decide(new SubjectDecision.StateRemoved());
        RightsRules.answer(draft, ordered);
    }
}
