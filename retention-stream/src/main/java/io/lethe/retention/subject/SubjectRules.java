package io.lethe.retention.subject;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentKey;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.retention.subject.SubjectEvent.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a data subject: what an event or the passing of time makes of it, and what follows.
 *
 * <p>Everything is a function of its arguments. {@code now} only decides whether something is due; what it leads to is
 * computed from event times, so that it comes out the same however late the moment was noticed.
 */
public final class SubjectRules {

    private final Policy policy;
    private final ConsentRules consents;
    private final LinkRules links;
    private final RetentionRules retention;
    private final RightsRules rights;
    private final ProofCodeRules codes;
    private final MoveRules moves;

    public SubjectRules(Policy policy) {
        this.policy = policy;
        this.consents = new ConsentRules(policy);
        this.links = new LinkRules(policy);
        this.retention = new RetentionRules(policy, links);
        this.rights = new RightsRules(policy, consents, links, retention);
        this.codes = new ProofCodeRules(rights);
        this.moves = new MoveRules(consents, links, retention, rights, this::take);
    }

    /**
     * What an event makes of a subject.
     *
     * @param mayOrder whether all that was published before has been read; if not, an erasure that the event asks for waits (R4)
     * @throws BrokenRuleException where the event makes no sense, or the subject has no room for it
     */
    public Transition apply(Subject subject, SubjectKind kind, SubjectEvent event, Instant now, boolean mayOrder) {
        Draft draft = new Draft(subject);
        if (draft.kind == SubjectKind.UNKNOWN) {
            draft.kind = kind;
        }
        if (draft.isErased(event.at()) && !outlivesErasure(event)) {
            drop(draft, event);
        } else {
            if (!moves.passOn(draft, event)) {
                take(draft, event);
            }
            retention.settle(draft, now, mayOrder);
            if (draft.restated) {
                consents.settle(draft, now);
            }
        }
        return draft.finished(!postpones(subject, event, draft));
    }

    /** Whether an event did no more to what is due than put it off: an interaction of somebody who has not lapsed, and nothing else came of it. */
    private static boolean postpones(Subject subject, SubjectEvent event, Draft draft) {
        Instant sign = subject.kind() == SubjectKind.CONTACT ? subject.lastInteractionAt() : subject.lastSeenAt();
        return event instanceof SubjectEvent.Interacted
                && sign != null
                && subject.lapse() == null
                && draft.decisions.stream().allMatch(SubjectDecision.SignalSent.class::isInstance);
    }

    /**
     * What the passing of time makes of a subject. Only this lets a retention period end, by the clock: an event never does, so
     * that a history may be read again, from its beginning, long after (R2, E6).
     *
     * @param mayOrder whether all that was published before has been read; if not, a lapse may be told, but nobody is erased, and
     *     no request is called late, or over, whose answer or proof may be still to be read
     */
    public Transition settle(Subject subject, Instant now, boolean mayOrder) {
        Draft draft = new Draft(subject);
        retention.settle(draft, now, mayOrder);
        retention.lapse(draft, now, mayOrder);
        consents.settle(draft, now);
        if (mayOrder) {
            rights.fallDue(draft, now);
        }
        return draft.finished(true);
    }

    /** What becomes of a subject whose erasure is one of too many at once: its order waits for an operator (R6). */
    public Transition hold(Subject subject, Instant now) {
        Draft draft = new Draft(subject);
        retention.settle(draft, now, true);
        retention.lapse(draft, now, false);
        retention.hold(draft, now);
        consents.settle(draft, now);
        rights.fallDue(draft, now);
        return draft.finished(true);
    }

    /** What becomes of a subject that is held when an operator approves. */
    public Transition approve(Subject subject, Instant now) {
        Draft draft = new Draft(subject);
        retention.approve(draft);
        retention.settle(draft, now, true);
        retention.lapse(draft, now, true);
        consents.settle(draft, now);
        rights.fallDue(draft, now);
        return draft.finished(true);
    }

    /** What becomes of a subject that is held when an operator drops the wave. */
    public Transition drop(Subject subject, Instant now) {
        Draft draft = new Draft(subject);
        retention.drop(draft, now);
        return draft.finished(true);
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

    /** Each status that every purpose and recipient spoken of has come to, oldest first; the last one is the status now (C6). */
    public Map<ConsentKey, List<Consent>> courses(Subject subject, Instant now) {
        return consents.courses(subject, now);
    }

    /**
     * The linked subjects that are the same person, or that person's devices, as far as a request reaches them (E9).
     *
     * @param first whether the request was made for this subject itself, and did not come here over a link
     */
    public SortedSet<String> samePerson(Subject subject, boolean first, Instant now) {
        SortedSet<String> others = new TreeSet<>();
        for (Link link : subject.links().values()) {
            if (links.isOfSamePerson(subject.kind(), link, first, now)) {
                others.add(link.other());
            }
        }
        return others;
    }

    /** The erasures that were asked for, and wait for older requests (G5). */
    public List<WaitingErasure> waiting(Subject subject) {
        return retention.waiting(subject);
    }

    /** When the subject's data are no longer to be kept (R1); empty where nothing is known. */
    public Optional<Instant> expiresAt(Subject subject) {
        return retention.expiresAt(subject);
    }

    /** All that is still to come for a subject as things stand, in order of time. */
    public List<Due> due(Subject subject) {
        List<Due> due = new ArrayList<>(consents.due(subject));
        due.addAll(retention.due(subject));
        due.addAll(rights.due(subject));
        due.sort(Comparator.comparing(Due::at));
        return due;
    }

    /** Counts by statuses of consent, in the policy's months. */
    public ConsentTally tally() {
        return new ConsentTally(policy.zone());
    }

    /** Counts what falls due, in the policy's months. */
    public DueTally dueTally() {
        return new DueTally(retention, consents, new ConsentRules(policy), rights, policy.zone());
    }

    /** Whether the last moment of a request has passed at a time, or comes near (G2); empty where neither is so. */
    public Optional<Due.What> late(RightsCase request, Instant now) {
        return rights.late(request, now);
    }

    /** The first of all that is still to come: what {@link #due} begins with, without working out the rest. */
    public Optional<Instant> nextDue(Subject subject) {
        Instant next = retention.nextDue(subject).orElse(null);
        for (Due due : consents.due(subject)) {
            next = next == null || due.at().isBefore(next) ? due.at() : next;
        }
        for (Due due : rights.due(subject)) {
            next = next == null || due.at().isBefore(next) ? due.at() : next;
        }
        return Optional.ofNullable(next);
    }

    /** The first end of a consent that is still to come: what remains of {@link #nextDue} for a subject of whom something waits. */
    public Optional<Instant> nextConsentEnd(Subject subject) {
        return consents.due(subject).stream().map(Due::at).min(Comparator.naturalOrder());
    }

    /**
     * Since when something of a subject has been due that waits while an unread record may still prevent it: an erasure that nothing
     * parks, or a word on a request that is late (R4, G2).
     */
    public Optional<Instant> waitingSince(Subject subject, Instant now) {
        return Stream.concat(
                        retention.orderDueSince(subject, now).stream(),
                        rights.due(subject).stream().map(Due::at).filter(at -> !at.isAfter(now)))
                .min(Comparator.naturalOrder());
    }

    private void take(Draft draft, SubjectEvent event) {
        switch (event) {
            case SubjectEvent.Stated(Statement statement) -> {
                draft.aliveAt(event.at());
                consents.add(draft, statement);
            }
            case SubjectEvent.Interacted interacted -> {
                draft.aliveAt(event.at());
                draft.dataCategories.addAll(interacted.dataCategories());
                if (policy.isInteractionKind(interacted.kind())) {
                    links.interacted(draft, interacted.at(), interacted.eventId());
                }
            }
            case SubjectEvent.RightExercised request -> rights.exercise(draft, request);
            case SubjectEvent.CodeSent sent -> codes.sent(draft, sent);
            case SubjectEvent.CodeShown shown -> codes.shown(draft, shown);
            case SubjectEvent.RightDecided decided -> rights.decide(draft, decided);
            case SubjectEvent.RightAnswered answered -> rights.answer(draft, answered);
            case SubjectEvent.LinkStated link -> {
                Tie tie = tie(link);
                draft.seen(tie);
                links.learn(draft, link.other(), link.otherKind(), tie, true);
            }
            case SubjectEvent.HoldStated hold ->
                links.learn(
                        draft,
                        hold.holdId(),
                        LegalHold.isRestriction(hold.holdId()),
                        draft.id,
                        new LegalHold.Step(hold.at(), hold.placed(), hold.eventId(), hold.decidedBy()));
            case SubjectEvent.Signalled(Signal signal) -> hear(draft, signal);
            case SubjectEvent.Corrected corrected -> moves.correct(draft, corrected);
            case SubjectEvent.Arrived arrived -> moves.arrive(draft, arrived);
            case SubjectEvent.ErasureProgressed progress -> follow(draft, progress);
        }
    }

    private void hear(Draft draft, Signal signal) {
        switch (signal.type()) {
            case LINKED, UNLINKED -> {
                Tie tie = tie(signal);
                draft.seen(tie);
                links.learn(draft, signal.from(), signal.fromKind(), tie, false);
            }
            case INTERACTED -> links.carried(draft, signal.from(), signal.fromKind(), signal.at(), signal.eventId());
            case HOLD_PLACED, HOLD_RELEASED, RESTRICTION_PLACED, RESTRICTION_LIFTED -> hearOfHold(draft, signal);
            case ERASURE_ORDERED -> {
                if (signal.erasure() == null) {
                    throw new BrokenRuleException("a signal about an erasure must name its root");
                }
                retention.heard(draft, signal.erasure());
            }
            case FORMER_ERASED -> {
                if (signal.erasure() == null) {
                    throw new BrokenRuleException("a signal about an erasure must name its root");
                }
                retention.wantWithFormer(draft, signal.erasure());
            }
        }
    }

    private void hearOfHold(Draft draft, Signal signal) {
        if (signal.holdId() == null) {
            throw new BrokenRuleException("a signal about a hold must name the hold");
        }
        boolean restriction =
                signal.type() == Signal.Type.RESTRICTION_PLACED || signal.type() == Signal.Type.RESTRICTION_LIFTED;
        boolean placed = signal.type() == Signal.Type.HOLD_PLACED || signal.type() == Signal.Type.RESTRICTION_PLACED;
        links.learn(
                draft,
                signal.holdId(),
                restriction,
                signal.from(),
                new LegalHold.Step(signal.at(), placed, signal.eventId(), signal.decidedBy()));
    }

    private static Tie tie(SubjectEvent.LinkStated link) {
        return new Tie(link.at(), link.linked(), link.by(), link.eventId());
    }

    private static Tie tie(Signal signal) {
        return new Tie(signal.at(), signal.type() == Signal.Type.LINKED, signal.by(), signal.eventId());
    }

    /**
     * Follows what the erasure worker tells. An order that is not known here was given by an earlier copy of this state: it
     * cuts all the same, so that a rebuild from the topics ends with the erased still erased (E6).
     */
    private static void follow(Draft draft, SubjectEvent.ErasureProgressed progress) {
        Optional<Erasure> found = draft.erasures.stream()
                .filter(one -> one.orderId().equals(progress.orderId()))
                .findFirst();
        boolean news = !draft.isErased(progress.cut());
        if (found.isEmpty() && (news || !progress.completed())) {
            Erasure earlier = new Erasure(
                    progress.orderId(), progress.cause(), progress.cut(), null, null, progress.cause(), false);
            draft.add(earlier);
            found = Optional.of(earlier);
            if (news) {
                draft.forgetUpTo(progress.cut());
                draft.decide(new SubjectDecision.StateRemoved());
                RightsRules.answer(draft, earlier);
            }
        }
        if (progress.completed()) {
            found.filter(one -> !one.completed()).ifPresent(one -> complete(draft, one, progress.at()));
        }
    }

    private static void complete(Draft draft, Erasure erasure, Instant at) {
        draft.replace(erasure, erasure.whenCompleted());
        RightsRules.fulfil(draft, erasure, at);
        if (draft.firstSeenAt != null) {
            // A new life that began meanwhile shows that the erasure is over.
            draft.decide(new SubjectDecision.StateChanged());
        }
    }

    /** A request is answered, or put off, by a decision too, and an erasure's end is noted, whatever was erased. */
    private static boolean outlivesErasure(SubjectEvent event) {
        return event instanceof SubjectEvent.RightExercised
                || event instanceof SubjectEvent.CodeSent
                || event instanceof SubjectEvent.CodeShown
                || event instanceof SubjectEvent.RightDecided
                || event instanceof SubjectEvent.RightAnswered
                || event instanceof SubjectEvent.Arrived
                || event instanceof SubjectEvent.ErasureProgressed;
    }

    /** A late event is dropped (E6); but what it says of a link still matters to the other end (E8). */
    private void drop(Draft draft, SubjectEvent event) {
        draft.decide(new SubjectDecision.EventDropped("before-erasure"));
        if (event instanceof SubjectEvent.LinkStated link) {
            links.learnErased(draft, link.other(), link.otherKind(), tie(link), true);
        }
        if (event instanceof SubjectEvent.Signalled(Signal signal)
                && (signal.type() == Signal.Type.LINKED || signal.type() == Signal.Type.UNLINKED)) {
            links.learnErased(draft, signal.from(), signal.fromKind(), tie(signal), false);
        }
    }
}
