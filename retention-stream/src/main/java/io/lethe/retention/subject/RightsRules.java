package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.Right;
import io.lethe.policy.Scope;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
        if (known == null
                && draft.rights.values().stream()
                        .anyMatch(one -> one.requestId().equals(request.requestId()))) {
            draft.decide(new SubjectDecision.EventConflicted(CONFLICTED));
        }
        RightsCase now = asking(draft, known, heard(draft, right, known, request, proven), request.at());
        if (known != null && known.isSettled() && isTheSameBut(now, known)) {
            draft.rights.put(now.key(), now);
        } else if (!now.equals(known)) {
            advance(draft, now);
            Capacity.forRights(draft, now.key());
        }
        boolean news = known == null || !request.at().equals(known.clock().provenAt());
        if (news && request.at().equals(now.clock().provenAt()) && !draft.isErased(request.at())) {
            draft.seenAt(request.at());
        }
        if (proven && news && now.state() == RightsCase.State.EXPIRED) {
            draft.decide(new SubjectDecision.EventDropped("proven-too-late"));
        }
        if (!now.hasTakenEffect() && now.isOpened() && (known == null || !known.isOpened())) {
            takeEffect(draft, now, request);
        } else if (proven && now.state() == RightsCase.State.FULFILLED && !draft.isErased(request.at())) {
            verb(now)
                    .filter(verb -> say(draft, request, verb))
                    .ifPresent(_ -> draft.decide(new SubjectDecision.EventConflicted(CONFLICTED)));
        }
    }

    /**
     * From when a request can be worked on, each system is asked that is a recipient at that time: for a device, each that knows
     * devices; for a person all, who has devices too.
     */
    private RightsCase asking(Draft draft, @Nullable RightsCase known, RightsCase one, Instant at) {
        Instant provenAt = one.clock().provenAt();
        if (provenAt == null
                || !one.clock().isProven()
                || !RightsTasks.haveAPartIn(one.right())
                || known != null && provenAt.equals(known.clock().provenAt())
                || draft.isErased(at)) {
            return asksNobody(one);
        }
        boolean device = draft.kind == SubjectKind.VISITOR;
        return asksNobody(one.with(one.tasks()
                .asking(policy.recipientsAt(provenAt).stream()
                        .filter(system -> !device || system.identifiers().contains(IdentifierKind.VISITOR_ID))
                        .map(RecipientSystem::id)
                        .toList())));
    }

    /** The same, without what it asks where it was over before anybody knew who asks. */
    private static RightsCase asksNobody(RightsCase one) {
        Instant provenAt = one.clock().provenAt();
        boolean over = provenAt != null && one.isEnded() && one.changedAt().isBefore(provenAt);
        return over && !one.tasks().asked().isEmpty() ? one.with(one.tasks().asking(List.of())) : one;
    }

    /**
     * Takes in what has come of a request in a recipient system (G6), which may come before the request itself. What is older than what
     * that system has said before changes nothing.
     *
     * @throws BrokenRuleException where the policy has no such right or system, or recipients have no part in that right
     */
    void answer(Draft draft, SubjectEvent.RightAnswered answered) {
        Right right = right(answered.right());
        RightsAnswer answer = answered.answer();
        RightsCase known = draft.rights.get(RightsCase.key(answered.requestId(), answered.right()));
        if (!RightsTasks.haveAPartIn(answered.right())) {
            throw new BrokenRuleException("recipient systems have no part in such a request");
        }
        if (policy.recipient(answer.system()).isEmpty()
                && (known == null || !known.tasks().systems().contains(answer.system()))) {
            throw new BrokenRuleException("the policy has no such recipient system");
        }
        if (known == null && draft.isErased(answer.at())) {
            draft.decide(new SubjectDecision.EventDropped("before-erasure"));
            return;
        }
        RightsCase one = known != null
                ? known
                : RightsCase.ahead(
                        answered.requestId(), answered.right(), times.heard(right, null, answer.at(), false));
        RightsCase now = one.with(one.tasks().answered(answer));
        if (now.equals(known)) {
            return;
        }
        if (now.isRunning()) {
            advance(draft, now);
        } else {
            put(draft, now);
        }
    }

    /**
     * Takes in a request that was another subject's, as it stands there; where it is known here, what is known of it there too (G7). What was told of
     * its last moment is not told again.
     *
     * @param purposes about which it has said something
     */
    void take(Draft draft, RightsCase moved, List<String> purposes, String correctionId) {
        RightsCase known = draft.rights.get(moved.key());
        if (known != null && (!known.isAhead() || moved.isAhead())) {
            repeat(draft, known, moved, purposes, correctionId);
            return;
        }
        put(draft, moved);
        if (!moved.isAhead()) {
            draft.decide(new SubjectDecision.RightMoved(moved));
        }
        if (known != null) {
            repeat(draft, moved, known, List.of(), correctionId);
        }
    }

    /** What is known of a request is said once more, each thing at its time. */
    private void repeat(Draft draft, RightsCase known, RightsCase one, List<String> purposes, String correctionId) {
        RightsClock clock = one.clock();
        Instant provenAt = clock.provenAt();
        Instant provenBefore = known.clock().provenAt();
        if (!one.isAhead() && clock.receivedAt().isBefore(known.clock().receivedAt())) {
            exercise(draft, said(one, clock.receivedAt(), false, purposes));
        }
        boolean earlier = provenAt != null && (provenBefore == null || provenAt.isBefore(provenBefore));
        if (provenAt != null && earlier && (!purposes.isEmpty() || verb(one).isEmpty())) {
            exercise(draft, said(one, provenAt, true, purposes));
        }
        decide(draft, one, RightsAct.EXTEND, clock.extendedAt(), known.clock().extendedAt(), correctionId);
        decide(
                draft,
                one,
                RightsAct.ASK_FOR_PROOF,
                clock.askedAt(),
                known.clock().askedAt(),
                correctionId);
        one.steps().all().stream()
                .filter(step -> !known.steps().all().contains(step))
                .forEach(step -> decide(draft, new SubjectEvent.RightDecided(one.requestId(), one.right(), step)));
        one.tasks()
                .answers()
                .values()
                .forEach(answer -> answer(draft, new SubjectEvent.RightAnswered(one.requestId(), one.right(), answer)));
    }

    private void decide(
            Draft draft,
            RightsCase one,
            RightsAct act,
            @Nullable Instant at,
            @Nullable Instant known,
            String correctionId) {
        if (at != null && (known == null || at.isBefore(known))) {
            decide(
                    draft,
                    new SubjectEvent.RightDecided(one.requestId(), one.right(), RightsStep.of(act, at, correctionId)));
        }
    }

    private static SubjectEvent.RightExercised said(RightsCase one, Instant at, boolean proven, List<String> purposes) {
        return new SubjectEvent.RightExercised(
                one.requestId(), at, at, "correction", one.right(), proven, purposes, one.controller());
    }

    private RightsCase heard(
            Draft draft, Right right, @Nullable RightsCase known, SubjectEvent.RightExercised request, boolean proven) {
        if (known == null) {
            RightsClock clock = times.heard(right, null, request.at(), proven);
            return RightsCase.come(request.requestId(), request.right(), clock, request.controller());
        }
        if (!known.isAhead()) {
            return known.by(times.heard(right, known.clock(), request.at(), proven))
                    .of(request.controller())
                    .onItsCourse();
        }
        RightsCase now = known.advancedTo(RightsCase.State.IDENTITY_TO_BE_PROVEN, request.at())
                .by(times.come(right, known.clock(), request.at(), proven))
                .of(request.controller())
                .onItsCourse();
        // It was ended ahead. That came too late, though, where it was answered before by an erasure.
        return proven && known.isEnded() && request.right().equals(ERASURE)
                ? draft.erasureOf(request.at())
                        .filter(erasure -> erasure.at().isBefore(known.changedAt()))
                        .map(erasure -> now.answeredBy(erasure, request.at()))
                        .orElse(now)
                : now;
    }

    /** Whether a request that is settled only has its identity proven once more: nobody has to be told. */
    private static boolean isTheSameBut(RightsCase now, RightsCase settled) {
        return now.clock().receivedAt().equals(settled.clock().receivedAt()) && now.equals(settled.by(now.clock()));
    }

    private Right right(String id) {
        return policy.right(id).orElseThrow(() -> new BrokenRuleException("the policy has no such right"));
    }

    /**
     * Takes in what somebody decided on a request (G1, G3), which may come later than that. What is not allowed where the request
     * stood at the time changes nothing, and is counted.
     *
     * @throws BrokenRuleException where the policy has no such right, or such a decision is never taken on it
     */
    void decide(Draft draft, SubjectEvent.RightDecided decided) {
        Right right = right(decided.right());
        RightsStep step = decided.step();
        if (!RightsStanding.isDecidedFor(step.act(), decided.right())) {
            throw new BrokenRuleException(
                    "such a request is answered by what it leads to: it can be extended, refused or withdrawn");
        }
        RightsCase known = draft.rights.get(RightsCase.key(decided.requestId(), decided.right()));
        switch (step.act()) {
            case EXTEND -> extend(draft, right, decided, known);
            case ASK_FOR_PROOF -> ask(draft, right, decided, known);
            case START, FULFIL, REFUSE, WITHDRAW -> take(draft, right, decided, known);
            case PROVE, ORDER, EXPIRE -> throw new BrokenRuleException("nobody decides that");
        }
    }

    /** What a request that is ended asks for does not happen any more, here or over a link; what has happened stays (art. 12(4)). */
    private void take(Draft draft, Right right, SubjectEvent.RightDecided decided, @Nullable RightsCase known) {
        RightsStep step = decided.step();
        if (known != null && known.hasTakenEffect()
                || decided.right().equals(ERASURE) && isOrdered(draft, decided.requestId())) {
            drop(draft, step, "too-late");
            return;
        }
        if (known == null && draft.isErased(step.at())) {
            draft.decide(new SubjectDecision.EventDropped("before-erasure"));
            return;
        }
        if (known == null) {
            RightsClock clock = times.heard(right, null, step.at(), false);
            put(
                    draft,
                    RightsCase.ahead(decided.requestId(), decided.right(), clock)
                            .decided(step)
                            .onItsCourse());
        } else if (!known.steps().all().contains(step)) {
            RightsCase now = asksNobody(known.decided(step).onItsCourse());
            if (!now.isAhead() && isChanged(known, now)) {
                advance(draft, now);
            } else {
                draft.rights.put(now.key(), now);
                whyNot(known, step).ifPresent(why -> drop(draft, step, why));
            }
        }
        RightsCase now = draft.rights.get(RightsCase.key(decided.requestId(), decided.right()));
        if (decided.right().equals(ERASURE) && now != null && now.isEnded()) {
            retention.wantNoMore(draft, decided.requestId());
        }
    }

    private static boolean isChanged(RightsCase known, RightsCase now) {
        return known.state() != now.state()
                || !known.changedAt().equals(now.changedAt())
                || !Objects.equals(known.refused(), now.refused())
                || !Objects.equals(known.answer(), now.answer());
    }

    /** Why a step changes nothing; empty where it does, or the request is still to come. */
    private static Optional<String> whyNot(RightsCase known, RightsStep step) {
        if (known.isAhead()) {
            return step.ends() && known.isEnded() ? Optional.of("before") : Optional.empty();
        }
        RightsStanding before =
                RightsCourse.before(known.clock(), known.decided(step).steps().all(), step);
        Optional<RightsStanding> after = before.after(step.act());
        if (after.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                before == RightsStanding.IDENTITY_TO_BE_PROVEN
                        ? "unproven"
                        : RightsStanding.OPEN
                                        .after(step.act())
                                        .filter(before::equals)
                                        .isPresent()
                                ? "before"
                                : "too-late");
    }

    private static void drop(Draft draft, RightsStep step, String why) {
        draft.decide(new SubjectDecision.EventDropped(step.act().done() + "-" + why));
    }

    private static void put(Draft draft, RightsCase one) {
        draft.rights.put(one.key(), one);
        Capacity.forRights(draft, one.key());
    }

    /**
     * The person was told that the answer takes longer (G1, art. 12(3)), which may come before the request itself. Told after the first
     * period, or after the request came to its end, it has no effect, and is counted; so is a second time.
     */
    private void extend(Draft draft, Right right, SubjectEvent.RightDecided decided, @Nullable RightsCase known) {
        RightsStep step = decided.step();
        if (known == null) {
            if (draft.isErased(step.at())) {
                draft.decide(new SubjectDecision.EventDropped("before-erasure"));
            } else {
                RightsClock clock = times.extended(right, times.heard(right, null, step.at(), false), step.at());
                put(draft, RightsCase.ahead(decided.requestId(), decided.right(), clock));
            }
            return;
        }
        Instant before = known.clock().extendedAt();
        if (before != null && !step.at().isBefore(before)) {
            if (step.at().isAfter(before)) {
                drop(draft, step, "before");
            }
            return;
        }
        RightsCase now = known.by(times.extended(right, known.clock(), step.at()));
        if (known.isAhead() || known.isSettled() || !now.isExtended()) {
            // It is kept, as an earlier receipt, or a proof that is still to come, may yet put it in time.
            draft.rights.put(now.key(), now);
        } else {
            advance(draft, now);
        }
        if (!known.isAhead() && !now.isExtended()) {
            drop(
                    draft,
                    step,
                    known.isSettled() ? "when-settled" : right.extension().isZero() ? "against-policy" : "too-late");
        }
    }

    /**
     * The person was asked to prove who they are (art. 12(6)): from then on, and not from receipt, the time stands still. Asked again, or
     * when the identity was proven, or after the request came to its end, it has no effect, and is counted.
     */
    private void ask(Draft draft, Right right, SubjectEvent.RightDecided decided, @Nullable RightsCase known) {
        RightsStep step = decided.step();
        if (known == null) {
            if (draft.isErased(step.at())) {
                draft.decide(new SubjectDecision.EventDropped("before-erasure"));
            } else {
                RightsClock clock = times.asked(right, times.heard(right, null, step.at(), false), step.at());
                put(draft, RightsCase.ahead(decided.requestId(), decided.right(), clock));
            }
            return;
        }
        Instant before = known.clock().askedAt();
        if (before != null && !step.at().isBefore(before)) {
            if (step.at().isAfter(before)) {
                drop(draft, step, "before");
            }
            return;
        }
        RightsCase now = known.by(times.asked(right, known.clock(), step.at()));
        if (known.isAhead() || known.isSettled() || known.dueAt().equals(now.dueAt())) {
            draft.rights.put(now.key(), now);
        } else {
            advance(draft, now);
        }
        Instant provenAt = known.clock().provenAt();
        if (known.isSettled()) {
            drop(draft, step, "too-late");
        } else if (!known.isAhead() && provenAt != null && step.at().isAfter(provenAt)) {
            drop(draft, step, "when-proven");
        }
    }

    /** Whether what led to the erasure of a linked subject was refused or withdrawn here: then it does not go on to this one. */
    static boolean isEnded(Draft draft, HeardErasure heard) {
        RightsCase one =
                heard.requestId() == null ? null : draft.rights.get(RightsCase.key(heard.requestId(), ERASURE));
        return one != null && one.isEnded();
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
     * that has led to it was not ended in time, whatever a rebuild has read first.
     */
    static void answer(Draft draft, Erasure erasure) {
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            boolean open =
                    one.state() == RightsCase.State.OPEN && !one.changedAt().isAfter(erasure.at());
            boolean itsOwn = one.isEnded() && erasure.orderId().equals(orderOf(draft, one.requestId()));
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

    /**
     * Tells of requests that are about to be late, and of those that are (G2): at risk first, however late either is noticed. Those that
     * nobody has proven in time are over.
     */
    void fallDue(Draft draft, Instant now) {
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            for (Due due : times.due(one)) {
                if (!due.at().isAfter(now)) {
                    fallDue(draft, due, Objects.requireNonNull(draft.rights.get(one.key())));
                }
            }
        }
    }

    private static void fallDue(Draft draft, Due due, RightsCase one) {
        if (due.what() == Due.What.RIGHT_EXPIRY) {
            advance(draft, one.expired(due.at()));
        } else {
            RightsCase told = one.told(due.what());
            draft.rights.put(told.key(), told);
            draft.decide(new SubjectDecision.RightFellDue(told, due));
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

    /** As {@link AnswerTimes#late}. */
    Optional<Due.What> late(RightsCase request, Instant now) {
        return times.late(request, now);
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
                        new LegalHold.Step(request.at(), true, request.requestId(), null));
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
