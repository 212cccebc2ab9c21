package io.lethe.retention.subject;

import io.lethe.retention.subject.SubjectEvent.Signal;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What links carry (R4, E8): erasures and holds over any link, interactions over those between a person's own identifiers.
 * Everything told is idempotent and only passed on when it was news, so that a cycle of links falls silent.
 */
final class LinkRules {

    /** Takes in the newest word on a link, and shares with the other end what a link carries. */
    void learn(Draft draft, Link link, boolean tellOther) {
        Link known = draft.links.get(link.other());
        if (known != null && !link.isNewerThan(known)) {
            return;
        }
        draft.links.put(link.other(), link);
        if (tellOther) {
            Signal.Type type = link.linked() ? Signal.Type.LINKED : Signal.Type.UNLINKED;
            draft.tell(link.other(), link.otherKind(), type, link.at(), link.eventId(), null);
        }
        if (link.linked() && (known == null || !known.linked())) {
            share(draft, link);
        }
    }

    /**
     * Takes in the newest word on a hold or restriction, and passes it on: a placing over the links that stand, a release also
     * over those that were undone since, because what a hold has reached stays parked until it is released.
     */
    void learn(Draft draft, Hold hold) {
        Hold known = draft.holds.get(hold.holdId());
        if (known != null && !hold.isNewerThan(known)) {
            return;
        }
        draft.holds.put(hold.holdId(), hold);
        draft.decide(new Decision.StateChanged());
        draft.links.values().stream()
                .filter(link -> link.linked() || !hold.placed())
                .filter(link -> !link.other().equals(hold.via()))
                .forEach(link -> tellHold(draft, link, hold));
    }

    /** Tells linked contacts of an interaction: a login under the customer id keeps the e-mail's data alive. */
    void passOnInteraction(Draft draft, Instant at, String eventId, String from) {
        passOn(
                draft,
                link -> carriesInteractions(draft, link) && !link.other().equals(from),
                link -> draft.tell(link.other(), link.otherKind(), Signal.Type.INTERACTED, at, eventId, null));
    }

    void passOnErasure(Draft draft, Erasure ordered) {
        passOn(draft, link -> true, link -> draft.tellOfErasure(link.other(), link.otherKind(), ordered));
    }

    private static void share(Draft draft, Link link) {
        if (draft.lastInteractionAt != null && carriesInteractions(draft, link)) {
            draft.tell(
                    link.other(),
                    link.otherKind(),
                    Signal.Type.INTERACTED,
                    draft.lastInteractionAt,
                    link.eventId(),
                    null);
        }
        draft.holds.values().stream()
                .filter(hold -> hold.placed() && !hold.via().equals(link.other()))
                .toList()
                .forEach(hold -> tellHold(draft, link, hold));
    }

    private static void tellHold(Draft draft, Link link, Hold hold) {
        Signal.Type type;
        if (hold.restriction()) {
            type = hold.placed() ? Signal.Type.RESTRICTION_PLACED : Signal.Type.RESTRICTION_LIFTED;
        } else {
            type = hold.placed() ? Signal.Type.HOLD_PLACED : Signal.Type.HOLD_RELEASED;
        }
        draft.tell(link.other(), link.otherKind(), type, hold.at(), hold.eventId(), hold.holdId());
    }

    private static boolean carriesInteractions(Draft draft, Link link) {
        return draft.kind == Kind.CONTACT && link.otherKind() == Kind.CONTACT;
    }

    private static void passOn(Draft draft, Predicate<Link> which, Consumer<Link> how) {
        draft.links.values().stream()
                .filter(Link::linked)
                .filter(which)
                .toList()
                .forEach(how);
    }
}
