package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject is to be erased everywhere.
 *
 * @param requestId the rights request behind it; null where there is none
 * @param dataCategories categories of data the subject gave; may be empty
 * @param orderedAt the cut: what happened up to here is what is erased
 * @param recordedAt when the order was given: the recipients' time runs from here
 * @param policyVersion of the policy by which it was given; empty where that is not known any more
 */
public record Order(
        String orderId,
        String subjectId,
        SubjectKind subjectKind,
        Cause cause,
        @Nullable String requestId,
        List<String> dataCategories,
        Instant orderedAt,
        Instant recordedAt,
        String policyVersion) {

    public Order {
        dataCategories = List.copyOf(dataCategories);
    }
}
