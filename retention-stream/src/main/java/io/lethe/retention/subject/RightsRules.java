package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.Right;
import io.lethe.policy.Scope;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests to exercise a right: when they are due, and what takes effect by itself (G1, G3). */
final class RightsRules {

    private static final String ERASURE = "erasure";
    private static final String RESTRICTION = "restriction";
    private static final String OBJECTION = "objection";
    private static final String CONSENT_WITHDRAWAL = "consent-withdrawal";

    /** What was shown to somebody who exercised a right. */
    private static final String NOTICE = "rights-request";

    /** What the metric of conflicts calls a request. */
    private static final String CONFLICTED = "rights-request";

    private final Policy policy;
    private final AnswerTimes times;
    private final ConsentRules consents;
    private final LinkRules links;
    private final RetentionRules retention;

    RightsRules(Policy policy, ConsentRules consents, LinkRules links, RetentionRules retention) {
        this.policy = policy;
        this.times = new AnswerTimes(policy);
        this.consents = consents;
        this.links = links;
        this.retention = retention;
    }

    /**
     * Takes in a request, or that the identity behind one is proven now; what is said twice changes nothing. Its time runs from receipt by
     * the organisation (art. 12(3)), and what it asks for takes effect, once, as of when it was said with the identity proven.
     * Under one id another right is another request, and further purposes count as well (C2).
     *
     * @throws BrokenRuleException where the policy has no such right
     */
    void exercise(Draft draft, SubjectEvent.RightExercised request) {
        Right right = right(request.right());
        boolean proven = request.verified() || !policy.erasure().requiresVerifiedIdentity();
        RightsCase known = draft.rights.get(RightsCase.key(request.requestId(), request.right()));
        RightsCase now;
        if (known == null) {
            if (draft.rights.values().stream().anyMatch(one -> one.requestId().equals(request.requestId()))) {
                draft.decide(new SubjectDecision.EventConflicted(CONFLICTED));
            }
            now = begun(request, proven, times.heard(right, null, request.at(), proven));
        } else if (known.isAhead()) {
            RightsClock clock = times.heard(right, null, request.at(), proven);
            clock = clock.extended(known.clock().extendedAt(), clock.longestDueAt());
            now = known.isRefused() ? come(draft, known, request, proven, clock) : begun(request, proven, clock);
        } else {
            now = known.by(times.heard(right, known.clock(), request.at(), proven))
                    .of(request.controller());
            if (proven && known.state() == RightsCase.State.IDENTITY_TO_BE_PROVEN) {
                now = now.advancedTo(RightsCase.State.OPEN, request.at());
            }
        }
        if (known != null && known.isSettled() && isTheSameBut(now, known)) {
            draft.rights.put(now.key(), now);
        } else if (!now.equals(known)) {
            advance(draft, now);
            Capacity.forRights(draft, now.key());
        }
        boolean opened = now.state() == RightsCase.State.OPEN && (known == null || known.state() != now.state());
        if (proven && now.state() == RightsCase.State.REFUSED && !draft.isErased(request.at())) {
            draft.seenAt(request.at());
        }
        if (opened) {
            takeEffect(draft, now, request);
        } else if (proven && now.state() == RightsCase.State.FULFILLED && !draft.isErased(request.at())) {
            verb(now)
                    .filter(verb -> say(draft, request, verb))
                    .ifPresent(_ -> draft.decide(new SubjectDecision.EventConflicted(CONFLICTED)));
        }
    }

    private static RightsCase begun(SubjectEvent.RightExercised request, boolean proven, RightsClock clock) {
        return new RightsCase(
                request.requestId(),
                request.right(),
                proven ? RightsCase.State.OPEN : RightsCase.State.IDENTITY_TO_BE_PROVEN,
                clock,
                request.at(),
                null,
                request.controller(),
                null);
    }

    /** Whether a request that is settled only has its identity proven once more: nobody has to be told. */
    private static boolean isTheSameBut(RightsCase now, RightsCase settled) {
        return now.clock().receivedAt().equals(settled.clock().receivedAt()) && now.equals(settled.by(now.clock()));
    }

    private Right right(String id) {
        return policy.right(id).orElseThrow(() -> new BrokenRuleException("the policy has no such right"));
    }

    /** A request comes that was refused already. That came too late, though, where it was answered before by an erasure. */
    private static RightsCase come(
            Draft draft, RightsCase known, SubjectEvent.RightExercised request, boolean proven, RightsClock clock) {
        RightsCase now = known.advancedTo(RightsCase.State.REFUSED, known.changedAt())
                .by(clock)
                .of(request.controller());
        if (!proven || !now.right().equals(ERASURE)) {
            return now;
        }
        return draft.erasureOf(request.at())
                .filter(erasure -> erasure.at().isBefore(known.changedAt()))
                .map(erasure -> now.answeredBy(erasure, request.at()))
                .orElse(now);
    }

    /**
     * Takes in that an operator refuses a request (G3, art. 12(4)), which may come later. What it asks for does not happen any
     * more, here or over a link; what has happened stays, and the refusal is counted and has no effect.
     *
     * @throws BrokenRuleException where the policy has no such right
     */
    void refuse(Draft draft, SubjectEvent.RightRefused refusal) {
        Right right = right(refusal.right());
        RightsCase known = draft.rights.get(RightsCase.key(refusal.requestId(), refusal.right()));
        RightsCase.Refused refused = new RightsCase.Refused(refusal.at(), refusal.reason(), refusal.decisionId());
        String idle = idle(draft, refusal, known, refused);
        if (idle != null) {
            draft.decide(new SubjectDecision.EventDropped(idle));
            return;
        }
        if (known == null) {
            RightsCase ahead = new RightsCase(
                    refusal.requestId(),
                    refusal.right(),
                    RightsCase.State.REFUSED_AHEAD,
                    times.heard(right, null, refusal.at(), false),
                    refusal.at(),
                    null,
                    null,
                    refused);
            draft.rights.put(ahead.key(), ahead);
            Capacity.forRights(draft, ahead.key());
        } else if (known.refused() == null || refused.compareTo(known.refused()) < 0) {
            RightsCase now = known.refusedBy(refused);
            if (now.state() == RightsCase.State.REFUSED) {
                advance(draft, now);
            } else {
                draft.rights.put(now.key(), now);
            }
        }
        if (refusal.right().equals(ERASURE)) {
            retention.wantNoMore(draft, refusal.requestId());
        }
    }

    /**
     * Takes in that the person was told that the answer takes longer (G1, art. 12(3)), which may come before the request itself. Told
     * after the first period, or after the request was answered or refused, it has no effect, and is counted; so is a second time.
     *
     * @throws BrokenRuleException where the policy has no such right
     */
    void extend(Draft draft, SubjectEvent.RightExtended extension) {
        Right right = right(extension.right());
        RightsCase known = draft.rights.get(RightsCase.key(extension.requestId(), extension.right()));
        if (known == null) {
            extendAhead(draft, right, extension);
            return;
        }
        Instant before = known.clock().extendedAt();
        if (before != null && !extension.at().isBefore(before)) {
            if (extension.at().isAfter(before)) {
                draft.decide(new SubjectDecision.EventDropped("extended-before"));
            }
            return;
        }
        RightsCase now = known.by(times.extended(right, known.clock(), extension.at()));
        if (known.isAhead() || known.isSettled() || !now.isExtended()) {
            // It is kept, as an earlier receipt, or a proof that is still to come, may yet put it in time.
            draft.rights.put(now.key(), now);
        } else {
            advance(draft, now);
        }
        if (!known.isAhead() && !now.isExtended()) {
            draft.decide(new SubjectDecision.EventDropped(
                    known.isSettled()
                            ? "extended-when-settled"
                            : right.extension().isZero() ? "extended-against-policy" : "extended-too-late"));
        }
    }

    private void extendAhead(Draft draft, Right right, SubjectEvent.RightExtended extension) {
        if (draft.isErased(extension.at())) {
            draft.decide(new SubjectDecision.EventDropped("before-erasure"));
            return;
        }
        RightsClock clock = times.heard(right, null, extension.at(), false);
        RightsCase ahead = new RightsCase(
                extension.requestId(),
                extension.right(),
                RightsCase.State.EXTENDED_AHEAD,
                times.extended(right, clock, extension.at()),
                extension.at(),
                null,
                null,
                null);
        draft.rights.put(ahead.key(), ahead);
        Capacity.forRights(draft, ahead.key());
    }

    /** Why a refusal has no effect; null where it has one, or is a repeat. */
    private static @Nullable String idle(
            Draft draft, SubjectEvent.RightRefused refusal, @Nullable RightsCase known, RightsCase.Refused refused) {
        if (known != null && known.hasTakenEffect()
                || refusal.right().equals(ERASURE) && isOrdered(draft, refusal.requestId())) {
            return "refused-too-late";
        }
        if (known == null) {
            return draft.isErased(refusal.at()) ? "before-erasure" : null;
        }
        return known.refused() != null && known.refused().compareTo(refused) < 0 ? "refused-before" : null;
    }

    /** Whether what led to the erasure of a linked subject was refused here: then it does not go on to this one. */
    static boolean isRefused(Draft draft, HeardErasure heard) {
        RightsCase one =
                heard.requestId() == null ? null : draft.rights.get(RightsCase.key(heard.requestId(), ERASURE));
        return one != null && one.isRefused();
    }

    /** Whether a request for erasure led to an order, or one of a linked subject did. */
    private static boolean isOrdered(Draft draft, String requestId) {
        return draft.erasures.stream()
                .anyMatch(erasure -> requestId.equals(erasure.requestId())
                        || erasure.orderId().equals(orderOf(draft, requestId)));
    }

    private static String orderOf(Draft draft, String requestId) {
        return Erasure.ordered(draft.id, WantedErasure.byRequest(Instant.EPOCH, requestId), Instant.EPOCH)
                .orderId();
    }

    /**
     * All proven requests for erasure from up to its cut are answered by an order, also those that were parked beside its own. One
     * that has led to it was not refused in time, whatever a rebuild has read first.
     */
    static void answer(Draft draft, Erasure erasure) {
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            boolean open =
                    one.state() == RightsCase.State.OPEN && !one.changedAt().isAfter(erasure.at());
            boolean itsOwn = one.isRefused() && erasure.orderId().equals(orderOf(draft, one.requestId()));
            if (one.right().equals(ERASURE) && (open || itsOwn)) {
                advance(draft, one.answeredBy(erasure, erasure.at()));
            }
        }
    }

    /** The requests that an order answers are fulfilled with it. */
    static void fulfil(Draft draft, Erasure erasure, Instant at) {
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            if (one.state() == RightsCase.State.IN_PROGRESS && erasure.orderId().equals(one.orderId())) {
                advance(draft, one.advancedTo(RightsCase.State.FULFILLED, at));
            }
        }
    }

    /** Tells of requests that are about to be late, and of those that are (G2): at risk first, however late either is noticed. */
    void warn(Draft draft, Instant now) {
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            RightsCase told = one;
            for (Due due : times.due(one)) {
                if (!due.at().isAfter(now)) {
                    told = told.told(due.what());
                    draft.decide(new SubjectDecision.RightFellDue(told, due));
                }
            }
            draft.rights.put(told.key(), told);
        }
    }

    /** What is still to be told of the subject's requests. */
    List<Due> due(Subject subject) {
        return subject.rights().isEmpty()
                ? List.of()
                : subject.rights().values().stream()
                        .flatMap(one -> times.due(one).stream())
                        .toList();
    }

    private void takeEffect(Draft draft, RightsCase one, SubjectEvent.RightExercised request) {
        if (draft.isErased(request.at())) {
            // The data it speaks of are being erased already, or gone.
            if (one.right().equals(ERASURE)) {
                draft.erasureOf(request.at())
                        .ifPresent(erasure -> advance(draft, one.answeredBy(erasure, request.at())));
            }
            return;
        }
        draft.seenAt(request.at());
        switch (one.right()) {
            case ERASURE -> retention.want(draft, WantedErasure.byRequest(request.at(), request.requestId()));
            case RESTRICTION ->
                links.learn(
                        draft,
                        LegalHold.restrictionBy(request.requestId()),
                        true,
                        draft.id,
                        new LegalHold.Step(request.at(), true, request.requestId()));
            default ->
                // Of the others somebody has to answer all that are no statement.
                verb(one).ifPresent(verb -> {
                    say(draft, request, verb);
                    advance(draft, one.advancedTo(RightsCase.State.FULFILLED, request.at()));
                });
        }
    }

    private static Optional<Verb> verb(RightsCase one) {
        return switch (one.right()) {
            case OBJECTION -> Optional.of(Verb.OBJECTED);
            case CONSENT_WITHDRAWAL -> Optional.of(Verb.WITHDRAWN);
            default -> Optional.empty();
        };
    }

    /**
     * An objection, or a withdrawal, is a statement like any other, about the purposes named, or all that offer it (art. 7(3), 21).
     *
     * @return whether it says what was not said under its id before
     */
    private boolean say(Draft draft, SubjectEvent.RightExercised request, Verb verb) {
        Set<Statement.Choice> said = draft.statements.stream()
                .filter(statement -> statement.eventId().equals(request.requestId()))
                .flatMap(statement -> statement.choices().stream())
                .collect(Collectors.toSet());
        List<Statement.Choice> choices = policy.purposes().stream()
                .filter(purpose -> purpose.offers(verb) && concerns(draft, request, purpose, verb))
                .map(purpose -> new Statement.Choice(purpose.id(), null, verb))
                .filter(choice -> !said.contains(choice))
                .toList();
        if (choices.isEmpty()) {
            return false;
        }
        consents.add(
                draft,
                new Statement(
                        request.requestId(),
                        request.at(),
                        request.receivedAt(),
                        request.source(),
                        choices,
                        new Statement.Proof(policy.version(), NOTICE, policy.language(), "api", null)));
        return true;
    }

    /**
     * Whether a request is about a purpose. Choices about devices are never a contact's: the request was published to the device as
     * well. But somebody without an e-mail address can decide about any purpose: who names none then means those of devices, those
     * spoken of, and, objecting, all.
     */
    private static boolean concerns(Draft draft, SubjectEvent.RightExercised request, Purpose purpose, Verb verb) {
        boolean named = request.purposes().contains(purpose.id());
        boolean all = request.purposes().isEmpty();
        if (draft.kind != SubjectKind.VISITOR) {
            return purpose.scope() == Scope.PERSON && (named || all);
        }
        return named
                || all
                        && (purpose.scope() == Scope.DEVICE
                                || verb == Verb.OBJECTED
                                || draft.statements.stream()
                                        .flatMap(statement -> statement.choices().stream())
                                        .anyMatch(choice -> choice.purpose().equals(purpose.id())));
    }

    private static void advance(Draft draft, RightsCase rightsCase) {
        draft.rights.put(rightsCase.key(), rightsCase);
        draft.decide(new SubjectDecision.RightAdvanced(rightsCase));
    }
}
