package io.lethe.connectors.work;

import io.lethe.schemas.DeletionOutcome;
import java.time.Duration;
import java.util.Optional;

/** What came of an attempt. Reasons hold no identifier and nothing that the system has sent. */
public sealed interface Verdict {

    Acknowledged COMPLETED = new Acknowledged(DeletionOutcome.COMPLETED, Optional.empty());
    Acknowledged NOT_FOUND = new Acknowledged(DeletionOutcome.NOT_FOUND, Optional.empty());

    /** The system has it, and will say later what came of it. */
    Acknowledged RECEIVED = new Acknowledged(DeletionOutcome.RECEIVED, Optional.empty());

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

    static Acknowledged refused(String reason) {
        return new Acknowledged(DeletionOutcome.REFUSED, Optional.of(reason));
    }

    static Later later(String reason) {
        return new Later(reason, Optional.empty());
    }

    static Acknowledged notSupported(String reason) {
        return new Acknowledged(DeletionOutcome.NOT_SUPPORTED, Optional.of(reason));
    }
}
