package io.lethe.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fixed events, with every optional member filled. */
public final class Samples {

    public static final String SUBJECT = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
    static final String OTHER_SUBJECT = "yv66vgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI";
    static final String ORDER = SUBJECT + ".0123456789ab";
    static final Instant OCCURRED = Instant.parse("2026-03-01T08:30:00Z");
    static final Instant RECEIVED = Instant.parse("2026-03-01T08:30:00.250Z");
    static final Instant LATER = Instant.parse("2026-09-01T07:30:00Z");

    private Samples() {}

    static ConsentStatement consentStatement() {
        return ConsentStatement.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0001")
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.VISITOR)
                .setSource("www")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setChoices(List.of(
                        choice("audience-measurement", null, Decision.GRANTED),
                        choice("advertising", "linkedin", Decision.REFUSED)))
                .setProof(ConsentProof.newBuilder()
                        .setPolicyVersion("2026-01")
                        .setNoticeId("banner-7")
                        .setLanguage("fr")
                        .setMethod(ConsentMethod.SAVE)
                        .setPage("https://www.example.org/")
                        .build())
                .build();
    }

    private static Choice choice(String purpose, @Nullable String recipient, Decision decision) {
        return Choice.newBuilder()
                .setPurpose(purpose)
                .setRecipient(recipient)
                .setDecision(decision)
                .build();
    }

    static Interaction interaction() {
        return Interaction.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0002")
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("www")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setKind("contact-form")
                .setDataCategories(List.of("contact-details"))
                .build();
    }

    static RightsRequest rightsRequest() {
        return RightsRequest.newBuilder()
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("dpo-desk")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setRight(RightKind.ERASURE)
                .setIdentity(IdentityProof.VERIFIED)
                .setChannel(RequestChannel.LETTER)
                .setPurposes(List.of("newsletters"))
                .build();
    }

    static SubjectLink subjectLink() {
        return SubjectLink.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0004")
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setOtherSubjectId(OTHER_SUBJECT)
                .setOtherSubjectKind(SubjectKind.VISITOR)
                .setSource("www")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setAction(LinkAction.LINK)
                .setReason("same form")
                .build();
    }

    static RightsDecision rightsDecision() {
        return RightsDecision.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c000a")
                .setSubjectId(SUBJECT)
                .setSource("console")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setRight(RightKind.ERASURE)
                .setAct(RightsAct.REFUSE)
                .setReason(RefusalReason.LEGAL_CLAIMS)
                .setText("until the case in Nanterre is over")
                .setDecidedBy("dpo")
                .build();
    }

    static RightsAnswer rightsAnswer() {
        return RightsAnswer.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c000b")
                .setSubjectId(SUBJECT)
                .setSource("console")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setRight(RightKind.ACCESS)
                .setSystem("hubspot")
                .setOutcome(AnswerOutcome.COMPLETED)
                .setRecords(3)
                .setReference("export-7")
                .setAnsweredBy("dpo")
                .build();
    }

    static Correction correction() {
        return Correction.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c000c")
                .setSubjectId(SUBJECT)
                .setSource("console")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setCorrectedSubjectId(OTHER_SUBJECT)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setReason("a letter was missing")
                .setDecidedBy("dpo")
                .build();
    }

    static Hold hold() {
        return Hold.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0005")
                .setSubjectId(SUBJECT)
                .setSource("legal")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setHoldId("case-12")
                .setAction(HoldAction.PLACE)
                .setReason("litigation")
                .build();
    }

    static WaveDecision waveDecision() {
        return WaveDecision.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0008")
                .setSource("console")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setDecision(WaveVerdict.APPROVE)
                .setReason("the import of March, as announced")
                .build();
    }

    static ErasureDecision erasureDecision() {
        return ErasureDecision.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0009")
                .setSubjectId(SUBJECT)
                .setSource("console")
                .setOccurredAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .setOrderId(SUBJECT + ".abcdef123456")
                .setSystem("hubspot")
                .setDecision(ErasureVerdict.WAIVE)
                .setReason("its contract ended, and its data were returned")
                .build();
    }

    static Identity identity() {
        return Identity.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0006")
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setIdentifierType("email")
                .setSealed(ByteBuffer.wrap(new byte[] {1, 2, 3, -1}))
                .setSeenAt(OCCURRED)
                .setReceivedAt(RECEIVED)
                .build();
    }

    static SubjectSignal subjectSignal() {
        return SubjectSignal.newBuilder()
                .setSignalId(ORDER + ".signal")
                .setSubjectId(OTHER_SUBJECT)
                .setFromSubjectId(SUBJECT)
                .setFromSubjectKind(SubjectKind.CONTACT)
                .setType(SignalType.ERASURE_ORDERED)
                .setOccurredAt(OCCURRED)
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0007")
                .setHoldId("case-12")
                .setRootOrderId(ORDER)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setSubjectKind(SubjectKind.VISITOR)
                .build();
    }

    static ConsentState consentState() {
        return ConsentState.newBuilder()
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.VISITOR)
                .setStatus(SubjectStatus.ACTIVE)
                .setConsents(List.of(ConsentEntry.newBuilder()
                        .setPurpose("advertising")
                        .setRecipient("linkedin")
                        .setStatus(ConsentStatus.REFUSED)
                        .setSince(OCCURRED)
                        .setValidUntil(LATER)
                        .build()))
                .setRestricted(false)
                .setUpdatedAt(RECEIVED)
                .setPolicyVersion("2026-01")
                .build();
    }

    static ConsentChange consentChange() {
        return ConsentChange.newBuilder()
                .setChangeId(SUBJECT + ".advertising.linkedin.1")
                .setSubjectId(SUBJECT)
                .setPurpose("advertising")
                .setRecipient("linkedin")
                .setFrom(ConsentStatus.UNKNOWN)
                .setTo(ConsentStatus.REFUSED)
                .setEffectiveAt(OCCURRED)
                .setRecordedAt(RECEIVED)
                .setValidUntil(LATER)
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0001")
                .setPolicyVersion("2026-01")
                .build();
    }

    static RetentionChange retentionChange() {
        return RetentionChange.newBuilder()
                .setChangeId(SUBJECT + ".lapsed.1")
                .setSubjectId(SUBJECT)
                .setChange(RetentionChangeKind.LAPSED)
                .setEffectiveAt(OCCURRED)
                .setRecordedAt(RECEIVED)
                .setEraseAfter(LATER)
                .setPolicyVersion("2026-01")
                .build();
    }

    static RightsStatus rightsStatus() {
        return RightsStatus.newBuilder()
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setSubjectId(SUBJECT)
                .setRight(RightKind.ACCESS)
                .setStatus(RequestState.IDENTITY_TO_BE_PROVEN)
                .setReceivedAt(OCCURRED)
                .setDueAt(LATER)
                .setAt(RECEIVED)
                .setReason("identity unverified")
                .build();
    }

    static RightsDue rightsDue() {
        return RightsDue.newBuilder()
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setSubjectId(SUBJECT)
                .setRight(RightKind.ACCESS)
                .setKind(RightsDueKind.AT_RISK)
                .setDueAt(LATER)
                .setAt(RECEIVED)
                .build();
    }

    static OpenDsrStatus openDsrStatus() {
        return OpenDsrStatus.newBuilder()
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setControllerId("controller")
                .setRight(RightKind.ERASURE)
                .setStatus(OpenDsrState.IN_PROGRESS)
                .setDueAt(LATER)
                .setAt(RECEIVED)
                .setCallbackUrls(List.of("https://controller.example.org/callbacks"))
                .build();
    }

    static ErasureOrder erasureOrder() {
        return ErasureOrder.newBuilder()
                .setOrderId(ORDER)
                .setSubjectId(SUBJECT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setCause(ErasureCause.ERASURE_REQUESTED)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setRootOrderId(ORDER)
                .setDataCategories(List.of("contact-details"))
                .setOrderedAt(OCCURRED)
                .setRecordedAt(RECEIVED)
                .setPolicyVersion("2026-01")
                .build();
    }

    static ErasureWave erasureWave() {
        return ErasureWave.newBuilder()
                .setWaveId("3.2026-03-01T08:30:00Z")
                .setPartition(3)
                .setState(WaveState.FINISHED)
                .setLimit(WaveLimit.SHARE)
                .setAllowed(17)
                .setHeld(0)
                .setSettled(4711)
                .setHeldSince(OCCURRED)
                .setDecisionId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0008")
                .setAt(LATER)
                .setPolicyVersion("2026-01")
                .build();
    }

    static DeletionCommand deletionCommand() {
        return DeletionCommand.newBuilder()
                .setCommandId(ORDER + ".hubspot")
                .setOrderId(ORDER)
                .setSystem("hubspot")
                .setSubjectId(SUBJECT)
                .setIdentifiers(List.of(SubjectIdentifier.newBuilder()
                        .setType("email")
                        .setValue("ada@example.org")
                        .build()))
                .setCause(ErasureCause.ERASURE_REQUESTED)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setDataCategories(List.of("contact-details"))
                .setIssuedAt(OCCURRED)
                .setDueAt(LATER)
                .setAttempt(1)
                .setPolicyVersion("2026-01")
                .build();
    }

    static DeletionAck deletionAck() {
        return DeletionAck.newBuilder()
                .setCommandId(ORDER + ".hubspot")
                .setOutcome(DeletionOutcome.REFUSED)
                .setReason("kept for an open invoice")
                .setAt(LATER)
                .build();
    }

    static ErasureStatus erasureStatus() {
        return ErasureStatus.newBuilder()
                .setOrderId(ORDER)
                .setSubjectId(SUBJECT)
                .setStatus(ErasureState.IN_PROGRESS)
                .setSystems(List.of(SystemStatus.newBuilder()
                        .setSystem("hubspot")
                        .setCommandId(ORDER + ".hubspot")
                        .setState(CommandState.RETRYING)
                        .setAttempts(2)
                        .setReason("failed")
                        .setChangedAt(RECEIVED)
                        .build()))
                .setCause(ErasureCause.ERASURE_REQUESTED)
                .setOrderedAt(OCCURRED)
                .setDueAt(LATER)
                .setAt(RECEIVED)
                .setRecipientsDoneAt(LATER)
                .setForgottenAt(LATER)
                .build();
    }

    static ErasureCertificate erasureCertificate() {
        return ErasureCertificate.newBuilder()
                .setOrderId(ORDER)
                .setSubjectId(SUBJECT)
                .setCause(ErasureCause.RETENTION_LAPSED)
                .setRequestId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0003")
                .setOrderedAt(OCCURRED)
                .setCompletedAt(LATER)
                .setDataCategories(List.of("contact-details"))
                .setSystems(List.of(CertifiedSystem.newBuilder()
                        .setSystem("hubspot")
                        .setOutcome(DeletionOutcome.COMPLETED)
                        .setAttempts(3)
                        .setIssuedAt(OCCURRED)
                        .setAnsweredAt(LATER)
                        .setReason("third time lucky")
                        .build()))
                .setPolicyVersion("2026-01")
                .build();
    }

    static AuditEvent auditEvent() {
        return AuditEvent.newBuilder()
                .setEventId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0010")
                .setActId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0011")
                .setAt(OCCURRED)
                .setUser("m.dupont")
                .setRoles(List.of("dpo"))
                .setAct(AuditAct.RELEASE_HOLD)
                .setOutcome(AuditOutcome.DONE)
                .setSubjectId(SUBJECT)
                .setHoldId("case-12")
                .setDecisionId("0b7c0c9e-7f3c-4f3e-9a55-3d2a3a1c0005")
                .setReason("the case is over")
                .build();
    }

    static DeadLetter deadLetter() {
        return DeadLetter.newBuilder()
                .setService("retention-stream")
                .setTopic("interactions")
                .setPartition(3)
                .setOffset(4711L)
                .setReason(DeadLetterReason.NOT_FRAMED)
                .setDetail("a value of 12 bytes is not framed")
                .setValueBytes(12)
                .setFailedAt(RECEIVED)
                .build();
    }
}
