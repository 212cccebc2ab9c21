package io.lethe.retention.subject;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A one-time code that was sent to prove who asks (G3), as far as it is known here.
 *
 * @param digest of the code; the code itself nobody keeps
 * @param validUntil the last moment at which it proves something
 * @param wrong digests of what was shown instead; the same once more is no other try
 */
public record ProofCode(String digest, Instant validUntil, BoundedSet<String> wrong) {

    /** So often something else may be shown. */
    static final int MOST_TRIES = 3;

    static ProofCode sent(String digest, Instant validUntil) {
        return new ProofCode(digest, validUntil, BoundedSet.none());
    }

    /** What became of a code that was shown. */
    public enum Outcome {
        RIGHT,
        WRONG,
        /** It was not looked at, or was the last that was: there are no more tries. */
        EXHAUSTED,
        /** It came when the code was not valid any more, right or not. */
        LATE
    }

    /** What becomes of a code that is shown now. How long it takes says nothing of how much of it is right. */
    Outcome judge(String shown, Instant at) {
        if (at.isAfter(validUntil)) {
            return Outcome.LATE;
        }
        if (triesLeft() == 0) {
            return Outcome.EXHAUSTED;
        }
        if (MessageDigest.isEqual(bytes(digest), bytes(shown))) {
            return Outcome.RIGHT;
        }
        return triesLeft() == 1 ? Outcome.EXHAUSTED : Outcome.WRONG;
    }

    /** Whether this was shown before, and was wrong. */
    boolean isKnownAsWrong(String shown) {
        return wrong.all().contains(shown);
    }

    ProofCode triedWith(String shown) {
        return new ProofCode(digest, validUntil, wrong.with(shown));
    }

    /** How often something may still be shown. */
    public int triesLeft() {
        return Math.max(0, MOST_TRIES - wrong.all().size());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
