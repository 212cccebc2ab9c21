package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.Right;
import io.lethe.policy.Scope;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.List;

/** Requests to exercise a right: when they are due, and what takes effect by itself (G1, G3). */
final class RightsRules {

    private static final String ERASURE = "erasure";
    private static final String RESTRICTION = "restriction";
    private static final String OBJECTION = "objection";
    private static final String CONSENT_WITHDRAWAL = "consent-withdrawal";

    /** What was shown to somebody who exercised a right. */
    private static final String NOTICE = "rights-request";

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final ConsentRules consents;
    private final LinkRules links;
    private final RetentionRules retention;

    RightsRules(Policy policy, ConsentRules consents, LinkRules links, RetentionRules retention) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.consents = consents;
        this.links = links;
        this.retention = retention;
    }

    /**
     * Takes in a request, or that the identity behind one is proven now; everything else that is said twice changes nothing. Its time runs
     * from receipt by the organisation (art. 12(3)), and what it asks for takes effect, once, as of when it was said with the
     * identity proven.
     *
     * @throws BrokenRuleException where the policy has no such right, or the id stands for a request for another one
     */
    void exercise(Draft draft, SubjectEvent.RightExercised request) {
        Right right = policy.right(request.right())
                .orElseThrow(() -> new BrokenRuleException("the policy has no such right"));
        boolean proven = request.verified() || !policy.erasure().requiresVerifiedIdentity();
        Instant dueAt = calendar.endOfDueDay(request.at(), right.answerWithin());
        RightsCase known = draft.rights.get(request.requestId());
        RightsCase now;
        if (known == null) {
            now = new RightsCase(
                    request.requestId(),
                    request.right(),
                    proven ? RightsCase.State.OPEN : RightsCase.State.IDENTITY_TO_BE_PROVEN,
                    request.at(),
                    dueAt,
                    request.at(),
                    null);
        } else if (!known.right().equals(request.right())) {
            throw new BrokenRuleException(
                    "a request of this id asks for another right; give each request an id of its own");
        } else {
            now = request.at().isBefore(known.receivedAt()) ? known.received(request.at(), dueAt) : known;
            if (proven && known.state() == RightsCase.State.IDENTITY_TO_BE_PROVEN) {
                now = now.advancedTo(RightsCase.State.OPEN, request.at());
            }
        }
        if (now.equals(known)) {
            return;
        }
        advance(draft, now);
        Room.forRights(draft, now.requestId());
        boolean opened = now.state() == RightsCase.State.OPEN && (known == null || known.state() != now.state());
        if (opened) {
            takeEffect(draft, now, request);
        }
    }

    /** All proven requests for erasure from up to its cut are answered by an order, also those that were parked beside its own. */
    static void answer(Draft draft, Erasure erasure) {
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            if (one.right().equals(ERASURE)
                    && one.state() == RightsCase.State.OPEN
                    && !one.changedAt().isAfter(erasure.at())) {
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
            case ERASURE -> retention.want(draft, Wanted.byRequest(request.at(), request.requestId()));
            case RESTRICTION ->
                links.learn(
                        draft,
                        RESTRICTION + ":" + request.requestId(),
                        true,
                        draft.id,
                        new Hold.Step(request.at(), true, request.requestId()));
            case OBJECTION -> say(draft, one, request, Verb.OBJECTED);
            case CONSENT_WITHDRAWAL -> say(draft, one, request, Verb.WITHDRAWN);
            default -> {
                // Somebody has to answer it.
            }
        }
    }

    /** An objection, or a withdrawal, is a statement like any other, about the purposes named, or all that offer it (art. 7(3), 21). */
    private void say(Draft draft, RightsCase one, SubjectEvent.RightExercised request, Verb verb) {
        Scope scope = draft.kind == Kind.VISITOR ? Scope.DEVICE : Scope.PERSON;
        List<Statement.Choice> choices = policy.purposes().stream()
                .filter(purpose -> purpose.scope() == scope && purpose.offers(verb))
                .map(Purpose::id)
                .filter(id -> request.purposes().isEmpty() || request.purposes().contains(id))
                .map(id -> new Statement.Choice(id, null, verb))
                .toList();
        // Purposes of the other scope are the business of the device, or the person, to which the request was published
        // as well.
        if (!choices.isEmpty()) {
            consents.add(
                    draft,
                    new Statement(
                            request.requestId(),
                            request.at(),
                            request.receivedAt(),
                            request.source(),
                            choices,
                            new Statement.Proof(policy.version(), NOTICE, policy.language(), "api", null)));
        }
        advance(draft, one.advancedTo(RightsCase.State.FULFILLED, request.at()));
    }

    private static void advance(Draft draft, RightsCase rightsCase) {
        draft.rights.put(rightsCase.requestId(), rightsCase);
        draft.decide(new Decision.RightAdvanced(rightsCase));
    }
}
