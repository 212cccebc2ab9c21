package io.lethe.local.faults.worker;

import io.lethe.schemas.DeletionOutcome;
import java.util.List;

/** How a recipient system answers one command, attempt by attempt, and what must come of it. */
enum Script {
    AT_ONCE(DeletionOutcome.COMPLETED),
    TWICE(DeletionOutcome.COMPLETED),
    RECEIVED_FIRST(DeletionOutcome.COMPLETED),
    /** The first attempt is lost. */
    ONLY_THE_SECOND_TIME(DeletionOutcome.COMPLETED),
    FAILING_TWICE(DeletionOutcome.COMPLETED),
    FAILED_THEN_COMPLETED(DeletionOutcome.COMPLETED),
    COMPLETED_THEN_FAILED(DeletionOutcome.COMPLETED),
    NOTHING_THERE(DeletionOutcome.NOT_FOUND),
    UNABLE(DeletionOutcome.NOT_SUPPORTED),
    REFUSING(DeletionOutcome.REFUSED),
    NEVER(DeletionOutcome.UNRECOGNISED);

    private final DeletionOutcome end;

    Script(DeletionOutcome end) {
        this.end = end;
    }

    /** What is said to an attempt; in which order it arrives nobody knows, since each word goes to any partition. */
    List<DeletionOutcome> answers(int attempt) {
        return switch (this) {
            case AT_ONCE, NOTHING_THERE, UNABLE, REFUSING -> List.of(end);
            case TWICE -> List.of(end, end);
            case RECEIVED_FIRST -> List.of(DeletionOutcome.RECEIVED, end);
            case ONLY_THE_SECOND_TIME -> attempt < 2 ? List.of() : List.of(end);
            case FAILING_TWICE -> List.of(attempt < 3 ? DeletionOutcome.FAILED : end);
            case FAILED_THEN_COMPLETED -> List.of(DeletionOutcome.FAILED, end);
            case COMPLETED_THEN_FAILED -> List.of(end, DeletionOutcome.FAILED);
            case NEVER -> List.of();
        };
    }

    /** Where the command ends; empty where it is asked for again until somebody has to look. */
    String end() {
        return this == NEVER ? "" : end.name();
    }

    /** Whether the recipient does what it owes, or is not able to. */
    boolean settles() {
        return this != NEVER && this != REFUSING;
    }
}
