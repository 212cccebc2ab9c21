package io.lethe.connectors.work;

import io.lethe.schemas.DeletionOutcome;
import java.time.Duration;
import java.util.Optional;

/** What came of an attempt. Reasons hold no identifier and nothing that the system has sent. */
public sealed interface Verdict {

    Verdict COMPLETED = new Acknowledged(DeletionOutcome.COMPLETED, Optional.empty());
    Verdict NOT_FOUND = new Acknowledged(DeletionOutcome.NOT_FOUND, Optional.empty());

    /** There is an answer to give. */
    record Acknowledged(DeletionOutcome outcome, Optional<String> reason) implements Verdict {}

    /**
     * Another attempt may do better.
     *
     * @param pause for how long the system asked not to be called at all
     */
    record Later(String reason, Optional<Duration> pause) implements Verdict {}

    static Acknowledged failed(String reason) {
        return new Acknowledged(DeletionOutcome.FAILED, Optional.of(reason));
    }

    static Acknowledged notSupported(String reason) {
        return new Acknowledged(DeletionOutcome.NOT_SUPPORTED, Optional.of(reason));
    }
}
