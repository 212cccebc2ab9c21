package io.lethe.retention.subject;

import io.lethe.retention.subject.ProofCode.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One-time codes that prove who asks (G3). What was sent and what was shown stand in one topic with the request's copies, and are judged by their
 * own times: a replay comes to the same end.
 */
final class ProofCodeRules {

    private final RightsRules rights;

    ProofCodeRules(RightsRules rights) {
        this.rights = rights;
    }

    /** A code is on its way; it takes the place of one before, with tries of its own. Said twice it changes nothing. */
    void sent(Draft draft, SubjectEvent.CodeSent event) {
        RightsCase known = unproven(draft, event.requestId(), event.right()).orElse(null);
        if (known == null) {
            return;
        }
        ProofCode before = known.code();
        if (before != null
                && (before.digest().equals(event.digest())
                        || before.validUntil().isAfter(event.validUntil()))) {
            return;
        }
        RightsCase now = known.with(ProofCode.sent(event.digest(), event.validUntil()));
        draft.rights.put(now.key(), now);
        draft.decide(new SubjectDecision.CodeSent());
    }

    /** A code was shown. The right one does what a verified copy of the request does, as of when it came. */
    void shown(Draft draft, SubjectEvent.CodeShown event) {
        RightsCase known = unproven(draft, event.requestId(), event.right()).orElse(null);
        if (known == null) {
            return;
        }
        @Nullable ProofCode code = known.code();
        if (code == null) {
            drop(draft, "code-not-sent");
            return;
        }
        if (code.isKnownAsWrong(event.digest())) {
            return;
        }
        Outcome outcome = code.judge(event.digest(), event.at());
        RightsCase now = known.with(
                switch (outcome) {
                    case RIGHT -> null;
                    case LATE -> code;
                    case WRONG, EXHAUSTED -> code.triesLeft() == 0 ? code : code.triedWith(event.digest());
                });
        draft.rights.put(now.key(), now);
        draft.decide(new SubjectDecision.CodeJudged(now, outcome, event.at()));
        if (outcome == Outcome.RIGHT) {
            rights.exercise(draft, event.proof(notBefore(known.clock().receivedAt(), event.at())));
        }
    }

    /** The request, where it has come and nobody has proven yet who asks; otherwise what there is to a code is dropped, and counted. */
    private static Optional<RightsCase> unproven(Draft draft, String requestId, String right) {
        RightsCase known = draft.rights.get(RightsCase.key(requestId, right));
        if (known == null || known.isAhead()) {
            drop(draft, "code-without-request");
            return Optional.empty();
        }
        if (known.clock().provenAt() != null) {
            drop(draft, "code-when-proven");
            return Optional.empty();
        }
        return Optional.of(known);
    }

    /** A request that claims to be from a little later than its receipt is not received when its code is shown. */
    private static Instant notBefore(Instant receivedAt, Instant at) {
        return at.isBefore(receivedAt) ? receivedAt : at;
    }

    private static void drop(Draft draft, String why) {
        draft.decide(new SubjectDecision.EventDropped(why));
    }
}
