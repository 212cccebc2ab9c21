package io.lethe.consent.filter;

import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.Correction;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.SubjectStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pipeline publishes of one subject. */
final class Said {

    static final String SUBJECT = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";

    private Said() {}

    static ConsentStatement statement(String at, Decision decision, String purpose) {
        return statement(at, decision, purpose, null);
    }

    static ConsentStatement statement(String at, Decision decision, String purpose, @Nullable String recipient) {
        return statement(at + decision + recipient, Instant.parse(at), decision, purpose, recipient);
    }

    static ConsentStatement statement(
            String eventId, Instant at, Decision decision, String purpose, @Nullable String recipient) {
        return ConsentStatement.newBuilder()
                .setEventId(eventId)
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("www")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setChoices(List.of(Choice.newBuilder()
                        .setPurpose(purpose)
                        .setRecipient(recipient)
                        .setDecision(decision)
                        .build()))
                .setProof(ConsentProof.newBuilder()
                        .setPolicyVersion("2026-01")
                        .setNoticeId("banner-7")
                        .setLanguage("fr")
                        .setMethod(ConsentMethod.SAVE)
                        .setPage(null)
                        .build())
                .build();
    }

    /** The same, where another version of the policy was shown. */
    static ConsentStatement under(String policyVersion, ConsentStatement one) {
        return ConsentStatement.newBuilder(one)
                .setProof(ConsentProof.newBuilder(one.getProof())
                        .setPolicyVersion(policyVersion)
                        .build())
                .build();
    }

    /** A status that changed by something that is no statement of the topic. */
    static ConsentChange change(String at, ConsentStatus to, String purpose) {
        return ConsentChange.newBuilder()
                .setChangeId("change-1")
                .setSubjectId(SUBJECT)
                .setPurpose(purpose)
                .setRecipient(null)
                .setFrom(ConsentStatus.GIVEN)
                .setTo(to)
                .setEffectiveAt(Instant.parse(at))
                .setRecordedAt(Instant.parse(at))
                .setValidUntil(null)
                .setEventId("request-1")
                .setPolicyVersion("2026-01")
                .build();
    }

    /** The state of a subject whose processing is restricted, or no more. */
    static ConsentState state(boolean restricted) {
        return ConsentState.newBuilder()
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setStatus(SubjectStatus.ACTIVE)
                .setConsents(List.of())
                .setRestricted(restricted)
                .setUpdatedAt(Instant.parse("2026-02-01T12:00:00Z"))
                .setPolicyVersion("2026-01")
                .build();
    }

    static Correction correction(String at) {
        return Correction.newBuilder()
                .setEventId("correction-1")
                .setSubjectId(SUBJECT)
                .setSource("console")
                .setOccurredAt(Instant.parse(at))
                .setReceivedAt(Instant.parse(at))
                .setCorrectedSubjectId("_u36zgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM")
                .build();
    }

    static ErasureOrder order(String cut) {
        return ErasureOrder.newBuilder()
                .setOrderId(SUBJECT + ".AAAAAAAAAAAA")
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setCause(ErasureCause.ERASURE_REQUESTED)
                .setRequestId("request-2")
                .setRootOrderId(null)
                .setDataCategories(List.of())
                .setOrderedAt(Instant.parse(cut))
                .setRecordedAt(Instant.parse(cut))
                .setPolicyVersion("2026-01")
                .build();
    }
}
