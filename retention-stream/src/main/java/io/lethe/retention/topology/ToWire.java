package io.lethe.retention.topology;

import io.lethe.consent.Consent;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.retention.subject.SubjectEvent.Signal;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentEntry;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.RequestState;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.SignalType;
import io.lethe.schemas.SubjectSignal;
import io.lethe.schemas.SubjectStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decisions as records. Ids are made of what was decided, so that the same decision always has the same one. */
final class ToWire {

    private final String policyVersion;

    ToWire(String policyVersion) {
        this.policyVersion = policyVersion;
    }

    ConsentChange consentChange(String subjectId, SubjectDecision.ConsentChanged it, Instant now) {
        return ConsentChange.newBuilder()
                .setChangeId(id(
                        subjectId,
                        it.purpose(),
                        it.recipient(),
                        it.from().name(),
                        it.to().name(),
                        it.effectiveAt().toString(),
                        it.eventId()))
                .setSubjectId(subjectId)
                .setPurpose(it.purpose())
                .setRecipient(it.recipient())
                .setFrom(ConsentStatus.valueOf(it.from().name()))
                .setTo(ConsentStatus.valueOf(it.to().name()))
                .setEffectiveAt(it.effectiveAt())
                .setRecordedAt(now)
                .setValidUntil(it.validUntil())
                .setEventId(it.eventId())
                .setPolicyVersion(policyVersion)
                .build();
    }

    ConsentState consentState(Subject subject, List<Consent> consents, Instant now) {
        return ConsentState.newBuilder()
                .setSubjectId(subject.id())
                .setSubjectKind(kind(subject.kind()))
                .setStatus(SubjectStatus.valueOf(subject.status().name()))
                .setConsents(consents.stream()
                        .map(it -> new ConsentEntry(
                                it.purpose(),
                                it.recipient(),
                                ConsentStatus.valueOf(it.status().name()),
                                it.since() == null ? now : it.since(),
                                it.validUntil()))
                        .toList())
                .setRestricted(subject.restricted())
                .setUpdatedAt(now)
                .setPolicyVersion(policyVersion)
                .build();
    }

    RetentionChange lapsed(String subjectId, SubjectDecision.RetentionLapsed it, Instant now) {
        return retentionChange(subjectId, RetentionChangeKind.LAPSED, it.at(), it.eraseAfter(), now);
    }

    RetentionChange revived(String subjectId, SubjectDecision.RetentionRevived it, Instant now) {
        return retentionChange(subjectId, RetentionChangeKind.REVIVED, it.at(), null, now);
    }

    ErasureOrder erasureOrder(Subject subject, SubjectDecision.ErasureOrdered it, Instant now) {
        Erasure erasure = it.erasure();
        return ErasureOrder.newBuilder()
                .setOrderId(erasure.orderId())
                .setSubjectId(subject.id())
                .setSubjectKind(kind(subject.kind()))
                .setCause(ErasureCause.valueOf(erasure.cause().name()))
                .setRequestId(erasure.requestId())
                .setRootOrderId(erasure.rootOrderId())
                .setDataCategories(it.dataCategories().stream().sorted().toList())
                .setOrderedAt(erasure.at())
                .setRecordedAt(now)
                .setPolicyVersion(policyVersion)
                .build();
    }

    RightsStatus rightsStatus(String subjectId, RightsCase it) {
        return RightsStatus.newBuilder()
                .setRequestId(it.requestId())
                .setSubjectId(subjectId)
                .setRight(RightKind.valueOf(it.right().toUpperCase(Locale.ROOT).replace('-', '_')))
                .setStatus(RequestState.valueOf(it.state().name()))
                .setReceivedAt(it.receivedAt())
                .setDueAt(it.dueAt())
                .setAt(it.changedAt())
                .setReason(null)
                .build();
    }

    SubjectSignal signal(Signal it) {
        HeardErasure erasure = it.erasure();
        return SubjectSignal.newBuilder()
                .setSignalId(SubjectRules.idOf(it))
                .setSubjectId(it.to())
                .setFromSubjectId(it.from())
                .setFromSubjectKind(kind(it.fromKind()))
                .setSubjectKind(kind(it.toKind()))
                .setType(SignalType.valueOf(it.type().name()))
                .setOccurredAt(it.at())
                .setEventId(it.eventId())
                .setHoldId(it.holdId())
                .setRootOrderId(erasure == null ? null : erasure.rootOrderId())
                .setRequestId(erasure == null ? null : erasure.requestId())
                .setStatedBy(LinkStatedBy.valueOf(it.by().name()))
                .setCause(
                        erasure == null
                                ? ErasureCause.UNRECOGNISED
                                : ErasureCause.valueOf(erasure.rootCause().name()))
                .build();
    }

    private RetentionChange retentionChange(
            String subjectId, RetentionChangeKind change, Instant at, @Nullable Instant eraseAfter, Instant now) {
        return RetentionChange.newBuilder()
                .setChangeId(id(subjectId, change.name(), at.toString()))
                .setSubjectId(subjectId)
                .setChange(change)
                .setEffectiveAt(at)
                .setRecordedAt(now)
                .setEraseAfter(eraseAfter)
                .setPolicyVersion(policyVersion)
                .build();
    }

    private static io.lethe.schemas.SubjectKind kind(SubjectKind kind) {
        return switch (kind) {
            case VISITOR -> io.lethe.schemas.SubjectKind.VISITOR;
            case CONTACT -> io.lethe.schemas.SubjectKind.CONTACT;
            case UNKNOWN -> io.lethe.schemas.SubjectKind.UNRECOGNISED;
        };
    }

    private static String id(@Nullable String... parts) {
        StringBuilder all = new StringBuilder();
        for (@Nullable String part : parts) {
            all.append(part).append('\n');
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
