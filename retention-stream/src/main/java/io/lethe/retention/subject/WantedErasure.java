package io.lethe.retention.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An erasure that is wanted, and ordered as soon as nothing parks it.
 *
 * @param at the cut it has if nothing parks it
 * @param trigger what it follows from, so that it always leads to the same order
 * @param rootOrderId the order of the linked subject from which it spreads; absent where it begins here
 * @param rootCause why the order was given from which it spreads, which may be this one
 */
public record WantedErasure(
        Erasure.Cause cause,
        Instant at,
        String trigger,
        @Nullable String requestId,
        @Nullable String rootOrderId,
        Erasure.Cause rootCause)
        implements Comparable<WantedErasure> {

    /** Of several reasons to erase a subject the first is carried out first. */
    @Override
    public int compareTo(WantedErasure other) {
        int byTime = at.compareTo(other.at);
        return byTime == 0 ? trigger.compareTo(other.trigger) : byTime;
    }

    static WantedErasure byRequest(Instant at, String requestId) {
        return new WantedErasure(
                Erasure.Cause.ERASURE_REQUESTED, at, requestId, requestId, null, Erasure.Cause.ERASURE_REQUESTED);
    }

    /** Whether a request of the subject itself led to it. */
    boolean isAskedForBy(String request) {
        return cause == Erasure.Cause.ERASURE_REQUESTED && trigger.equals(request);
    }

    /** Whether the subject is to be erased because of whom it became when its address was put right (G7); of others that is not wanted, but heard. */
    boolean isOfFormer() {
        return cause == Erasure.Cause.LINKED_SUBJECT_ERASED;
    }

    static WantedErasure byLapse(Subject.Lapse lapse) {
        return new WantedErasure(
                Erasure.Cause.RETENTION_LAPSED,
                lapse.eraseAfter(),
                lapse.at().toString(),
                null,
                null,
                Erasure.Cause.RETENTION_LAPSED);
    }

    static WantedErasure byLink(HeardErasure heard) {
        return new WantedErasure(
                Erasure.Cause.LINKED_SUBJECT_ERASED,
                heard.at(),
                heard.rootOrderId(),
                heard.requestId(),
                heard.rootOrderId(),
                heard.rootCause());
    }
}
