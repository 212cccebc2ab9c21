package io.lethe.consent;

import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a subject decided in one act, with its proof (C7, art. 7(1) GDPR).
 *
 * @param stampedAt when the act happened by the clock of whoever published it
 * @param receivedAt when the front door took it; of several copies, the first
 * @param repeats for each purpose of which acts with the same choices were made between the one kept before this one and this
 *     one, and are no longer kept one by one: how many are counted with this one, 0 where they are counted with the next
 */
public record Statement(
        String eventId,
        Instant stampedAt,
        Instant receivedAt,
        String source,
        List<Choice> choices,
        Proof proof,
        Map<String, Integer> repeats) {

    /** By time; those of one time in some order that is always the same. */
    public static final Comparator<Statement> IN_ORDER = Comparator.comparing(Statement::at)
            .thenComparing(Statement::eventId)
            .thenComparing(Statement::toString);

    /**
     * One decision about one purpose.
     *
     * @param recipient absent: every recipient of the purpose
     */
    public record Choice(String purpose, @Nullable String recipient, Verb verb) {

        /** Whether it keeps the purpose from being pursued, rather than allowing it. */
        public boolean protects() {
            return switch (verb) {
                case GRANTED, OBJECTION_LIFTED -> false;
                case REFUSED, WITHDRAWN, OBJECTED -> true;
            };
        }
    }

    /** What was shown to the subject, and how it answered. */
    public record Proof(
            String policyVersion,
            String noticeId,
            String language,
            String method,
            @Nullable String page) {}

    public Statement {
        choices = List.copyOf(choices);
        repeats = repeats.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(repeats));
    }

    public Statement(
            String eventId, Instant stampedAt, Instant receivedAt, String source, List<Choice> choices, Proof proof) {
        this(eventId, stampedAt, receivedAt, source, choices, proof, Map.of());
    }

    /** The event time that counts: what is stamped ahead of its receipt happened at its receipt (C2). */
    public Instant at() {
        return stampedAt.isAfter(receivedAt) ? receivedAt : stampedAt;
    }

    /** Whether both are copies of one act: everything but the time of receipt is the same. */
    public boolean sameAs(Statement other) {
        return eventId.equals(other.eventId)
                && stampedAt.equals(other.stampedAt)
                && source.equals(other.source)
                && choices.equals(other.choices)
                && proof.equals(other.proof);
    }

    /** Whether any of its choices protects the subject. */
    public boolean protects() {
        return choices.stream().anyMatch(Choice::protects);
    }

    Statement withRepeats(Map<String, Integer> more) {
        return new Statement(eventId, stampedAt, receivedAt, source, choices, proof, more);
    }

    /** The same act as it was received first. */
    public Statement receivedNotAfter(Instant time) {
        return time.isBefore(receivedAt)
                ? new Statement(eventId, stampedAt, time, source, choices, proof, repeats)
                : this;
    }

    /** The same act, of which only the choices that protect are taken. */
    public Statement protectingOnly() {
        List<Choice> protecting = choices.stream().filter(Choice::protects).toList();
        return new Statement(eventId, stampedAt, receivedAt, source, protecting, proof, repeats);
    }
}
