package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person's address or number was put right (art. 16 GDPR, G7): what this subject was up to a time is another subject's.
 *
 * @param at up to when, inclusive, in event time
 * @param to the subject of the right address or number
 * @param correctionId the event that says so
 * @param cases the requests and holds that went along, by {@link #request} and {@link #hold}: whatever becomes of them later concerns the other
 */
public record Move(Instant at, String to, String correctionId, Set<String> cases) {

    public Move {
        cases = cases.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(cases));
    }

    /** How a request stands among the cases. */
    static String request(String requestId, String right) {
        return "request " + RightsCase.key(requestId, right);
    }

    /** How a hold stands among the cases. */
    static String hold(String holdId) {
        return "hold " + holdId;
    }

    /** The same, with more that went along. */
    Move with(Set<String> more) {
        Set<String> all = new TreeSet<>(cases);
        return all.addAll(more) ? new Move(at, to, correctionId, all) : this;
    }
}
