package io.lethe.consent;

import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subject decided in one act, with its proof (C7, art. 7(1) GDPR).
 *
 * @param at event time
 */
public record Statement(
        String eventId, Instant at, Instant receivedAt, String source, List<Choice> choices, Proof proof) {

    /**
     * One decision about one purpose.
     *
     * @param recipient absent: every recipient of the purpose
     */
    public record Choice(String purpose, @Nullable String recipient, Verb verb) {}

    /** What was shown to the subject, and how it answered. */
    public record Proof(
            String policyVersion,
            String noticeId,
            String language,
            String method,
            @Nullable String page) {}

    public Statement {
        choices = List.copyOf(choices);
    }
}
