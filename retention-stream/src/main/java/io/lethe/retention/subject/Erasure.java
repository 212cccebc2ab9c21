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
 * @param completed whether all recipients have answered
 */
public record Erasure(
        String orderId,
        Cause cause,
        Instant at,
        @Nullable String requestId,
        @Nullable String rootOrderId,
        boolean completed) {

    /** Why a subject is erased. */
    public enum Cause {
        RETENTION_LAPSED,
        ERASURE_REQUESTED,
        LINKED_SUBJECT_ERASED,
        CONSENT_WITHDRAWN
    }

    private static final int SUFFIX_LENGTH = 12;

    /** The order that a trigger leads to, always the same one: {@code <subjectId>.<12 characters>}. */
    static Erasure ordered(
            String subjectId,
            Cause cause,
            Instant at,
            String trigger,
            @Nullable String requestId,
            @Nullable String rootOrderId) {
        return new Erasure(
                subjectId + "." + digest(subjectId + " " + cause + " " + trigger),
                cause,
                at,
                requestId,
                rootOrderId,
                false);
    }

    /** The order from which this erasure spread, which may be this one. */
    String root() {
        return rootOrderId == null ? orderId : rootOrderId;
    }

    Erasure whenCompleted() {
        return new Erasure(orderId, cause, at, requestId, rootOrderId, true);
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
