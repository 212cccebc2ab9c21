package io.lethe.retention.subject;

import io.lethe.consent.Consent;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.Right;
import io.lethe.retention.subject.SubjectEvent.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a data subject: what an event or the passing of time makes of it, and what follows.
 *
 * <p>Everything is a function of its arguments. {@code now} only decides whether something is due; what it leads to is
 * computed from event times, so that it comes out the same however late the moment was noticed.
 */
public final class SubjectRules {

    private static final String ERASURE = "erasure";
    private static final String RESTRICTION = "restriction";

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final ConsentRules consents;
    private final LinkRules links = new LinkRules();
    private final RetentionRules retention;

    public SubjectRules(Policy policy) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.consents = new ConsentRules(policy);
        this.retention = new RetentionRules(policy, links);
    }

    /**
     * What an event makes of a subject.
     *
     * @throws BrokenRuleException where the event makes no sense, or the subject has no room for it
     */
    public Outcome apply(Subject subject, Kind kind, SubjectEvent event, Instant now) {
        Draft draft = new Draft(subject);
        if (draft.kind == Kind.UNKNOWN) {
            draft.kind = kind;
        }
        if (draft.isErased(event.at()) && !outlivesErasure(event)) {
            drop(draft, event);
        } else {
            Instant then = event.at().isBefore(now) ? event.at() : now;
            if (livesOn(event)) {
                // What fell due before the event comes before it, whether or not a tick has seen it.
                retention.settle(draft, then);
            }
            take(draft, event);
            retention.settle(draft, then);
            consents.settle(draft, now);
        }
        Outcome outcome = draft.finished();
        Room.check(subject, outcome.subject());
        return outcome;
    }

    /**
     * What the passing of time makes of a subject. Only this lets a retention period end by the clock: an event brings the
     * time as far as itself, so that a history may be read again, from its beginning, long after (R2, E6).
     */
    public Outcome settle(Subject subject, Instant now) {
        Draft draft = new Draft(subject);
        retention.settle(draft, now);
        consents.settle(draft, now);
        return draft.finished();
    }

    /** Every purpose and recipient spoken of, with its status now. */
    public List<Consent> consents(Subject subject, Instant now) {
        return consents.consents(subject, now);
    }

    /** The status of one purpose now. */
    public Consent present(Subject subject, Purpose purpose, @Nullable String recipient, Instant now) {
        return consents.present(subject, purpose, recipient, now);
    }

    /** The status of one purpose at a time, and the statement it rests on (C6). */
    public Consent consent(Subject subject, Purpose purpose, @Nullable String recipient, Instant time) {
        return consents.consent(subject, purpose, recipient, time);
    }

    /** When the subject's data are no longer to be kept (R1); empty for a visitor, or where nothing is known. */
    public Optional<Instant> expiresAt(Subject subject) {
        return retention.expiresAt(subject.kind(), subject.lastInteractionAt(), subject.firstSeenAt());
    }

    /** All that is still to come for a subject as things stand, in order of time. */
    public List<Due> due(Subject subject) {
        List<Due> due = new ArrayList<>(consents.due(subject.statements(), subject.toldWindows()));
        due.addAll(retention.due(subject));
        due.sort(Comparator.comparing(Due::at));
        return due;
    }

    private void take(Draft draft, SubjectEvent event) {
        switch (event) {
            case SubjectEvent.Stated(Statement statement) -> {
                draft.seenAt(event.at());
                consents.add(draft, statement);
            }
            case SubjectEvent.Interacted interacted -> {
                draft.seenAt(event.at());
                draft.dataCategories.addAll(interacted.dataCategories());
                if (policy.isInteractionKind(interacted.kind())) {
                    retention.interacted(draft, interacted.at(), interacted.eventId(), draft.id);
                }
            }
            case SubjectEvent.RightExercised request -> exercise(draft, request);
            case SubjectEvent.LinkStated link -> {
                draft.seenAt(event.at());
                links.learn(
                        draft,
                        new Link(link.other(), link.otherKind(), link.linked(), link.at(), link.eventId()),
                        true);
            }
            case SubjectEvent.HoldStated hold ->
                links.learn(draft, new Hold(hold.holdId(), hold.placed(), false, draft.id, hold.at(), hold.eventId()));
            case SubjectEvent.Signalled(Signal signal) -> hear(draft, signal);
            case SubjectEvent.ErasureProgressed progress -> follow(draft, progress);
        }
    }

    private void exercise(Draft draft, SubjectEvent.RightExercised request) {
        if (draft.rights.containsKey(request.requestId())) {
            return;
        }
        Right right = policy.right(request.right())
                .orElseThrow(() -> new BrokenRuleException("the policy has no such right"));
        boolean proven = request.verified() || !policy.erasure().requiresVerifiedIdentity();
        RightsCase received = new RightsCase(
                request.requestId(),
                request.right(),
                proven ? RightsCase.State.OPEN : RightsCase.State.IDENTITY_TO_BE_PROVEN,
                request.receivedAt(),
                calendar.endOfDueDay(request.receivedAt(), right.answerWithin()),
                request.at());
        RetentionRules.advance(draft, received);
        if (draft.isErased(request.at())) {
            // The data it speaks of are already being erased, or gone.
            if (proven && request.right().equals(ERASURE) && draft.erasure != null) {
                RetentionRules.advance(
                        draft,
                        received.advancedTo(
                                draft.erasure.completed() ? RightsCase.State.FULFILLED : RightsCase.State.IN_PROGRESS,
                                request.at()));
            }
            return;
        }
        draft.seenAt(request.at());
        if (proven && request.right().equals(ERASURE)) {
            retention.want(
                    draft,
                    new Subject.Pending(
                            Erasure.Cause.ERASURE_REQUESTED,
                            request.at(),
                            request.requestId(),
                            request.requestId(),
                            null));
        }
        if (proven && request.right().equals(RESTRICTION)) {
            links.learn(
                    draft,
                    new Hold(
                            RESTRICTION + ":" + request.requestId(),
                            true,
                            true,
                            draft.id,
                            request.at(),
                            request.requestId()));
        }
    }

    private void hear(Draft draft, Signal signal) {
        String from = signal.from();
        switch (signal.type()) {
            case LINKED, UNLINKED -> {
                draft.seenAt(signal.at());
                boolean linked = signal.type() == Signal.Type.LINKED;
                links.learn(draft, new Link(from, signal.fromKind(), linked, signal.at(), signal.eventId()), false);
            }
            case INTERACTED -> retention.interacted(draft, signal.at(), signal.eventId(), from);
            case HOLD_PLACED, HOLD_RELEASED ->
                hearOfHold(draft, signal, signal.type() == Signal.Type.HOLD_PLACED, false);
            case RESTRICTION_PLACED, RESTRICTION_LIFTED ->
                hearOfHold(draft, signal, signal.type() == Signal.Type.RESTRICTION_PLACED, true);
            case ERASURE_ORDERED -> hearOfErasure(draft, signal);
        }
    }

    private void hearOfHold(Draft draft, Signal signal, boolean placed, boolean restriction) {
        if (signal.holdId() == null) {
            throw new BrokenRuleException("a signal about a hold must name the hold");
        }
        links.learn(
                draft, new Hold(signal.holdId(), placed, restriction, signal.from(), signal.at(), signal.eventId()));
    }

    private void hearOfErasure(Draft draft, Signal signal) {
        String root = signal.rootOrderId();
        if (root == null) {
            throw new BrokenRuleException("a signal about an erasure must name its root");
        }
        if (draft.erasure != null && draft.erasure.root().equals(root) || draft.firstSeenAt == null) {
            return;
        }
        Link tie = draft.links.get(signal.from());
        if (tie != null && !tie.linked() && !tie.at().isAfter(signal.at())) {
            return;
        }
        retention.want(
                draft,
                new Subject.Pending(Erasure.Cause.LINKED_SUBJECT_ERASED, signal.at(), root, signal.requestId(), root));
    }

    /**
     * Follows what the erasure worker tells. An order that is not known here was given by an earlier copy of this state: it
     * cuts all the same, so that a rebuild from the topics ends with the erased still erased (E6).
     */
    private static void follow(Draft draft, SubjectEvent.ErasureProgressed progress) {
        Erasure known = draft.erasure;
        if (known == null || known.at().isBefore(progress.cut())) {
            draft.erasure = new Erasure(progress.orderId(), progress.cause(), progress.cut(), null, null, false);
            draft.forgetUpTo(progress.cut());
            draft.decide(new Decision.StateRemoved());
        }
        Erasure erasure = draft.erasure;
        if (erasure == null
                || erasure.completed()
                || !progress.completed()
                || !erasure.orderId().equals(progress.orderId())) {
            return;
        }
        draft.erasure = erasure.whenCompleted();
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            if (one.right().equals(ERASURE) && one.state() == RightsCase.State.IN_PROGRESS) {
                RetentionRules.advance(draft, one.advancedTo(RightsCase.State.FULFILLED, progress.at()));
            }
        }
    }

    /** A request is answered, and an erasure's end is noted, whatever was erased. */
    private static boolean outlivesErasure(SubjectEvent event) {
        return event instanceof SubjectEvent.RightExercised || event instanceof SubjectEvent.ErasureProgressed;
    }

    /** Whether an event begins or prolongs a life, other than one that may park its end or that ends it. */
    private static boolean livesOn(SubjectEvent event) {
        return switch (event) {
            case SubjectEvent.Stated _, SubjectEvent.Interacted _, SubjectEvent.LinkStated _ -> true;
            case SubjectEvent.Signalled(Signal signal) ->
                switch (signal.type()) {
                    case LINKED, UNLINKED, INTERACTED -> true;
                    case HOLD_PLACED, HOLD_RELEASED, RESTRICTION_PLACED, RESTRICTION_LIFTED, ERASURE_ORDERED -> false;
                };
            case SubjectEvent.RightExercised _, SubjectEvent.HoldStated _, SubjectEvent.ErasureProgressed _ -> false;
        };
    }

    /**
     * A late event is dropped (E6); but a link from before the erasure still carries it, and an unlink from before it still
     * spares the other (E8).
     */
    private static void drop(Draft draft, SubjectEvent event) {
        draft.decide(new Decision.EventDropped("before-erasure"));
        Erasure erasure = draft.erasure;
        if (erasure == null) {
            return;
        }
        if (event instanceof SubjectEvent.LinkStated link) {
            if (link.linked()) {
                draft.tellOfErasure(link.other(), link.otherKind(), erasure);
            } else {
                draft.tell(link.other(), link.otherKind(), Signal.Type.UNLINKED, link.at(), link.eventId(), null);
            }
        }
        if (event instanceof SubjectEvent.Signalled(Signal signal) && signal.type() == Signal.Type.LINKED) {
            draft.tellOfErasure(signal.from(), signal.fromKind(), erasure);
        }
    }

    /** The id of a signal: the same for every repeat of it. */
    public static String idOf(Signal signal) {
        String all = String.join(
                " ",
                signal.to(),
                signal.from(),
                signal.type().name(),
                signal.at().toString(),
                signal.eventId(),
                String.valueOf(signal.holdId()),
                String.valueOf(signal.rootOrderId()));
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
