package io.lethe.retention.subject;

import java.time.Instant;
import java.util.List;

/**
 * An erasure that was asked for, and waits until older requests of the same person are answered from what is there (G5).
 *
 * @param requestId the request for erasure
 * @param behind what it waits for
 * @param until when it waits no more, answered or not
 */
public record WaitingErasure(String requestId, List<RightsCase> behind, Instant until) {

    public WaitingErasure {
        behind = List.copyOf(behind);
    }
}
