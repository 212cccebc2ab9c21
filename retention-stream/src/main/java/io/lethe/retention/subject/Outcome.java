package io.lethe.retention.subject;

import java.util.List;

/** The subject as it is after an event or a tick, and what follows from it, in order. */
public record Outcome(Subject subject, List<Decision> decisions) {

    public Outcome {
        decisions = List.copyOf(decisions);
    }
}
