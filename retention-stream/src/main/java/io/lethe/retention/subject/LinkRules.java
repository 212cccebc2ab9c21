package io.lethe.retention.subject;

import io.lethe.policy.Policy;
import io.lethe.policy.Witness;
import io.lethe.retention.subject.SubjectEvent.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What links carry: holds over any of them (R4), interactions over those between a person's own identifiers (R1), erasures as
 * {@link #reaches} says (E8, E9). Everything told is idempotent and only passed on when it was news, so that a cycle of links falls
 * silent.
 */
final class LinkRules {

    private final Set<Witness> samePersonBy;

    LinkRules(Policy policy) {
        this.samePersonBy = policy.erasure().samePersonBy();
    }

    /** Takes in a word on a link, and shares with the other end what the link carries. */
    void learn(Draft draft, String other, SubjectKind otherKind, Tie tie, boolean tellOther) {
        Link known =
                draft.links.getOrDefault(other, Link.unknown(other, otherKind)).ofKind(otherKind);
        if (known.has(tie)) {
            return;
        }
        if (tellOther) {
            tell(draft, known, tie);
            if (known.ties().all().stream().anyMatch(one -> one.eventId().equals(tie.eventId()))) {
                draft.decide(new SubjectDecision.EventConflicted("link"));
            }
        }
        if (!draft.links.containsKey(other) && !Capacity.forLink(draft, tie)) {
            return;
        }
        Link link = known.with(tie);
        draft.links.put(other, link);
        if (link.linkedUntil().isAfter(known.linkedUntil())) {
            share(draft, link);
        }
        draft.countInteractions();
    }

    /**
     * Takes in a word on a hold or restriction, and passes it on: a placing over the links that stand, a release also
     * over those that were undone since, because what a hold has reached stays parked until it is released.
     */
    void learn(Draft draft, String holdId, boolean restriction, String from, LegalHold.Step step) {
        LegalHold known = draft.holds.get(holdId);
        if (known != null && known.has(step)) {
            return;
        }
        if (from.equals(draft.id) && known != null && known.speaksOf(step.eventId())) {
            draft.decide(new SubjectDecision.EventConflicted("hold"));
        }
        LegalHold hold = known == null
                ? new LegalHold(holdId, restriction, from, BoundedSet.of(List.of(step)))
                : known.with(step, from);
        draft.holds.put(holdId, hold);
        Capacity.forHolds(draft);
        draft.decide(new SubjectDecision.StateChanged());
        for (Link link : List.copyOf(draft.links.values())) {
            boolean back = link.other().equals(from);
            if ((link.linked() || !step.placed()) && !back) {
                tell(draft, link, hold, step);
            }
            if ((link.linked() || back) && !hold.placed() && step.placed()) {
                // A placing that came late: whoever hears of it, or tells of it, must hear that it is over.
                tell(draft, link, hold, hold.steps().last());
            }
        }
    }

    /** Takes in an interaction of the subject's own. */
    void interacted(Draft draft, Instant at, String eventId) {
        if (draft.interactions.all().contains(at)) {
            return;
        }
        draft.interactions = draft.interactions.with(at).newest(Subject.MOST_INTERACTIONS);
        draft.countInteractions();
        passOnInteraction(draft, at, eventId, null);
    }

    /** Takes in an interaction of a linked contact: a login under the customer id keeps the e-mail's data alive. */
    void carried(Draft draft, String from, SubjectKind fromKind, Instant at, String eventId) {
        Link link = draft.links.getOrDefault(from, Link.unknown(from, fromKind)).ofKind(fromKind);
        if (link.carried().all().contains(at) || !draft.links.containsKey(from) && !Capacity.forMoreLinks(draft)) {
            return;
        }
        Instant before = draft.lastInteractionAt;
        draft.links.put(from, link.carrying(at));
        draft.countInteractions();
        if (at.equals(draft.lastInteractionAt) && !at.equals(before)) {
            passOnInteraction(draft, at, eventId, from);
        }
    }

    /** Tells of an order whom it reaches. */
    void passOnErasure(Draft draft, Erasure ordered) {
        for (Link link : draft.links.values()) {
            if (link.linkedAt(ordered.at()) && reaches(draft.kind, ordered, link)) {
                tellOfErasure(draft, link, ordered);
            }
        }
        draft.formers.forEach((id, until) -> tellFormer(draft, id, until, ordered));
    }

    /** Who was known by a wrong address is still known by it elsewhere: the erasure goes there too, as far as the correction reached (G7). */
    void tellFormer(Draft draft, String former, Instant until, Erasure ordered) {
        Instant cut = until.isBefore(ordered.at()) ? until : ordered.at();
        draft.tell(new Signal(
                former,
                SubjectKind.CONTACT,
                draft.id,
                draft.kind,
                Signal.Type.FORMER_ERASED,
                cut,
                ordered.orderId(),
                null,
                Witness.OPERATOR,
                new HeardErasure(draft.id, ordered.root(), ordered.rootCause(), cut, ordered.requestId()),
                null));
    }

    /** Tells the other end that a link is over here. */
    void unlinked(Draft draft, Link link, Tie tie) {
        tell(draft, link, tie);
    }

    /**
     * A word on a link comes after the erasure in which the link went: the other end learns it all the same, and a link still carries
     * that erasure (E8).
     */
    void learnErased(Draft draft, String other, SubjectKind otherKind, Tie tie, boolean tellOther) {
        Link link = Link.unknown(other, otherKind).with(tie);
        if (tellOther) {
            tell(draft, link, tie);
        }
        draft.erasureOf(tie.at())
                .filter(erasure -> tie.linked() && reaches(draft.kind, erasure, link))
                .ifPresent(erasure -> tellOfErasure(draft, link, erasure));
    }

    /**
     * Whether an erasure goes on over a link (E9). Nobody is erased by somebody else's silence: a lapse reaches devices alone, and
     * they look for another contact that holds them. A request reaches the person's devices, and contacts that are known to be the same
     * person. From a device it reaches a contact only where an operator or a back-end said that they belong together: who logged in on it may
     * be another person.
     */
    private boolean reaches(SubjectKind kind, Erasure erasure, Link link) {
        if (erasure.rootCause() == Erasure.Cause.RETENTION_LAPSED) {
            return kind != SubjectKind.VISITOR && link.otherKind() == SubjectKind.VISITOR;
        }
        return isOfSamePerson(kind, link, erasure.rootOrderId() == null, erasure.at());
    }

    /**
     * Whether the other end of a link is the same person by the words up to a time, or that person's device: what a request reaches (E9).
     *
     * @param first whether the request was made for this end itself, and did not come here over a link
     */
    boolean isOfSamePerson(SubjectKind kind, Link link, boolean first, Instant at) {
        if (kind == SubjectKind.VISITOR) {
            return first
                    && link.otherKind() == SubjectKind.CONTACT
                    && link.linkedAt(at, Set.of(Witness.BACK_END, Witness.OPERATOR));
        }
        return link.otherKind() == SubjectKind.VISITOR ? link.linkedAt(at) : link.linkedAt(at, samePersonBy);
    }

    private void share(Draft draft, Link link) {
        if (carriesInteractions(draft, link)) {
            TreeSet<Instant> all = new TreeSet<>(draft.interactions.all());
            Optional.ofNullable(draft.lastInteractionAt).ifPresent(all::add);
            Times.newestBefore(draft.interactions, link.linkedUntil()).ifPresent(all::add);
            for (Instant at : all.headSet(link.linkedUntil())) {
                tellOfInteraction(draft, link, at, link.ties().last().eventId());
            }
        }
        for (LegalHold hold : draft.holds.values()) {
            if (hold.placed() && !hold.via().equals(link.other())) {
                tell(draft, link, hold, hold.steps().last());
            }
        }
    }

    private static void passOnInteraction(Draft draft, Instant at, String eventId, @Nullable String from) {
        for (Link link : draft.links.values()) {
            if (carriesInteractions(draft, link)
                    && at.isBefore(link.linkedUntil())
                    && !link.other().equals(from)) {
                tellOfInteraction(draft, link, at, eventId);
            }
        }
    }

    private static boolean carriesInteractions(Draft draft, Link link) {
        return draft.kind == SubjectKind.CONTACT && link.otherKind() == SubjectKind.CONTACT;
    }

    private static void tell(Draft draft, Link link, LegalHold hold, LegalHold.Step step) {
        Signal.Type type;
        if (hold.restriction()) {
            type = step.placed() ? Signal.Type.RESTRICTION_PLACED : Signal.Type.RESTRICTION_LIFTED;
        } else {
            type = step.placed() ? Signal.Type.HOLD_PLACED : Signal.Type.HOLD_RELEASED;
        }
        draft.tell(new Signal(
                link.other(),
                link.otherKind(),
                draft.id,
                draft.kind,
                type,
                step.at(),
                step.eventId(),
                hold.holdId(),
                Witness.PERSON,
                null,
                step.by()));
    }

    private static void tell(Draft draft, Link link, Tie tie) {
        draft.tell(new Signal(
                link.other(),
                link.otherKind(),
                draft.id,
                draft.kind,
                tie.linked() ? Signal.Type.LINKED : Signal.Type.UNLINKED,
                tie.at(),
                tie.eventId(),
                null,
                tie.by(),
                null,
                null));
    }

    private static void tellOfInteraction(Draft draft, Link link, Instant at, String eventId) {
        draft.tell(new Signal(
                link.other(),
                link.otherKind(),
                draft.id,
                draft.kind,
                Signal.Type.INTERACTED,
                at,
                eventId,
                null,
                Witness.PERSON,
                null,
                null));
    }

    private static void tellOfErasure(Draft draft, Link link, Erasure ordered) {
        draft.tell(new Signal(
                link.other(),
                link.otherKind(),
                draft.id,
                draft.kind,
                Signal.Type.ERASURE_ORDERED,
                ordered.at(),
                ordered.orderId(),
                null,
                Witness.PERSON,
                new HeardErasure(draft.id, ordered.root(), ordered.rootCause(), ordered.at(), ordered.requestId()),
                null));
    }
}
