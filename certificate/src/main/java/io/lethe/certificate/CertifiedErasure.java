package io.lethe.certificate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate tells of a finished order. It is pseudonymous: no identifier, and nothing that a recipient wrote freely.
 *
 * @param cause why, in kebab-case
 * @param requestId the rights request behind it; null where there is none
 * @param orderedAt the cut: what happened up to here was erased
 * @param recordedAt when the order was given; null in certificates of older versions
 * @param completedAt when the last recipient was done
 * @param policyVersion of the policy by which the order was given
 * @param result {@code completed}, or {@code completed-with-exceptions} where a system cannot delete on request or was released
 *     from its duty; null in certificates of older versions
 */
public record CertifiedErasure(
        String orderId,
        String subjectId,
        String cause,
        @Nullable String requestId,
        Instant orderedAt,
        @Nullable Instant recordedAt,
        Instant completedAt,
        List<String> dataCategories,
        List<SystemOutcome> systems,
        String policyVersion,
        @Nullable String result) {

    public CertifiedErasure {
        orderedAt = orderedAt.truncatedTo(ChronoUnit.MILLIS);
        recordedAt = recordedAt == null ? null : recordedAt.truncatedTo(ChronoUnit.MILLIS);
        completedAt = completedAt.truncatedTo(ChronoUnit.MILLIS);
        dataCategories = List.copyOf(dataCategories);
        systems = List.copyOf(systems);
    }

    /**
     * What one recipient system did.
     *
     * @param outcome its final answer, in kebab-case
     * @param attempts how often it was asked
     * @param issuedAt when it was first asked
     * @param reason in words; certificates of older versions may have one
     */
    public record SystemOutcome(
            String system,
            String outcome,
            int attempts,
            Instant issuedAt,
            Instant answeredAt,
            @Nullable String reason) {

        public SystemOutcome {
            issuedAt = issuedAt.truncatedTo(ChronoUnit.MILLIS);
            answeredAt = answeredAt.truncatedTo(ChronoUnit.MILLIS);
        }
    }
}
