package io.lethe.retention.subject;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An erasure that was ordered.
 *
 * @param at the cut: what happened up to it is erased. It follows from events alone, so that a rebuild cuts at the same place
 * @param requestId the rights request behind it
 * @param rootOrderId the order of the linked subject from which it spread
 * @param rootCause why the order was given from which it spread, which may be this one
 * @param completed whether all recipients have answered
 */
public record Erasure(
        String orderId,
        Cause cause,
        Instant at,
        @Nullable String requestId,
        @Nullable String rootOrderId,
        Cause rootCause,
        boolean completed) {

    /** Why a subject is erased. */
    public enum Cause {
        RETENTION_LAPSED,
        ERASURE_REQUESTED,
        LINKED_SUBJECT_ERASED,
        CONSENT_WITHDRAWN
    }

    private static final int SUFFIX_LENGTH = 12;

    /** The order that a wanted erasure leads to, always the same one: {@code <subjectId>.<12 characters>}. */
    static Erasure ordered(String subjectId, WantedErasure wanted, Instant cut) {
        return new Erasure(
                subjectId + "." + digest(subjectId + " " + wanted.cause() + " " + wanted.trigger()),
                wanted.cause(),
                cut,
                wanted.requestId(),
                wanted.rootOrderId(),
                wanted.rootCause(),
                false);
    }

    /** The order from which this erasure spread, which may be this one. */
    String root() {
        return rootOrderId == null ? orderId : rootOrderId;
    }

    Erasure whenCompleted() {
        return new Erasure(orderId, cause, at, requestId, rootOrderId, rootCause, true);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, SUFFIX_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
