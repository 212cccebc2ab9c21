package io.lethe.retention.topology;

import io.lethe.consent.Consent;
import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.Move;
import io.lethe.retention.subject.ProofCode;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.SendingController;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectDecision;
import io.lethe.retention.subject.SubjectDecision.CodeJudged;
import io.lethe.retention.subject.SubjectDecision.CodeSent;
import io.lethe.retention.subject.SubjectDecision.ConsentChanged;
import io.lethe.retention.subject.SubjectDecision.ErasureHeld;
import io.lethe.retention.subject.SubjectDecision.ErasureOrdered;
import io.lethe.retention.subject.SubjectDecision.ErasurePutOff;
import io.lethe.retention.subject.SubjectDecision.EventConflicted;
import io.lethe.retention.subject.SubjectDecision.EventDropped;
import io.lethe.retention.subject.SubjectDecision.PartMoved;
import io.lethe.retention.subject.SubjectDecision.PartRefused;
import io.lethe.retention.subject.SubjectDecision.RetentionLapsed;
import io.lethe.retention.subject.SubjectDecision.RetentionRevived;
import io.lethe.retention.subject.SubjectDecision.RightAdvanced;
import io.lethe.retention.subject.SubjectDecision.RightFellDue;
import io.lethe.retention.subject.SubjectDecision.RightMoved;
import io.lethe.retention.subject.SubjectDecision.SignalSent;
import io.lethe.retention.subject.SubjectDecision.StateChanged;
import io.lethe.retention.subject.SubjectDecision.StateRemoved;
import io.lethe.retention.subject.SubjectEvent.Signal;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.AskedSystem;
import io.lethe.schemas.CodeOutcome;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentEntry;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.RequestState;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsDue;
import io.lethe.schemas.RightsDueKind;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.SignalType;
import io.lethe.schemas.SubjectSignal;
import io.lethe.schemas.SubjectStatus;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.Nodes;
import io.lethe.streams.Outgoing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What others are told of what was decided. Ids are made of what was decided, so that the same decision always has the same one.
 */
final class ToWire {

    private static final String STATE = Nodes.publish(Topics.CONSENT_STATE);
    private static final String CONSENT_CHANGES = Nodes.publish(Topics.CONSENT_CHANGES);
    private static final String RETENTION_CHANGES = Nodes.publish(Topics.RETENTION_CHANGES);
    private static final String RIGHTS_STATUS = Nodes.publish(Topics.RIGHTS_STATUS);
    private static final String RIGHTS_DUE = Nodes.publish(Topics.RIGHTS_DUE);
    private static final String OPENDSR_STATUS = Nodes.publish(Topics.OPENDSR_STATUS);
    private static final String ORDERS = Nodes.publish(Topics.ERASURE_ORDERS);
    private static final String SIGNALS = Nodes.publish(Topics.SUBJECT_SIGNALS);

    private final SubjectRules rules;
    private final String policyVersion;

    ToWire(SubjectRules rules, String policyVersion) {
        this.rules = rules;
        this.policyVersion = policyVersion;
    }

    /**
     * The records that tell of decisions, in their order; the subject's state comes last.
     *
     * @param subject as it is after them
     * @param timestamp of the records
     */
    List<Outgoing> records(Subject subject, List<SubjectDecision> decisions, Instant now, long timestamp) {
        String id = subject.id();
        List<Outgoing> records = new ArrayList<>();
        boolean stateChanged = false;
        for (SubjectDecision decision : decisions) {
            switch (decision) {
                case StateChanged _ -> stateChanged = true;
                case StateRemoved _ -> {
                    stateChanged = false;
                    records.add(new Outgoing(STATE, id, null, timestamp));
                }
                case ConsentChanged it ->
                    records.add(new Outgoing(CONSENT_CHANGES, id, consentChange(id, it, now), timestamp));
                case RetentionLapsed it ->
                    records.add(new Outgoing(RETENTION_CHANGES, id, lapsed(id, it, now), timestamp));
                case RetentionRevived it ->
                    records.add(new Outgoing(RETENTION_CHANGES, id, revived(id, it, now), timestamp));
                case ErasureHeld it -> records.add(new Outgoing(RETENTION_CHANGES, id, held(id, it, now), timestamp));
                case ErasurePutOff it ->
                    records.add(new Outgoing(RETENTION_CHANGES, id, putOff(id, it, now), timestamp));
                case ErasureOrdered it ->
                    records.add(new Outgoing(ORDERS, id, erasureOrder(subject, it, now), timestamp));
                case RightAdvanced(RightsCase it) -> {
                    records.add(new Outgoing(RIGHTS_STATUS, id, rightsStatus(id, it), timestamp));
                    SendingController controller = it.controller();
                    if (controller != null) {
                        records.add(
                                new Outgoing(OPENDSR_STATUS, it.requestId(), openDsrStatus(controller, it), timestamp));
                    }
                }
                // Whoever has sent it was told where it stands.
                case RightMoved(RightsCase it) ->
                    records.add(new Outgoing(RIGHTS_STATUS, id, rightsStatus(id, it), timestamp));
                case PartMoved(Move move, Subject part) ->
                    records.add(new Outgoing(SIGNALS, move.to(), moved(id, move, part), timestamp));
                case CodeJudged(RightsCase it, ProofCode.Outcome outcome, Instant at)
                when outcome != ProofCode.Outcome.RIGHT ->
                    records.add(new Outgoing(RIGHTS_STATUS, id, codeStatus(id, it, outcome, at), timestamp));
                case RightFellDue it -> records.add(new Outgoing(RIGHTS_DUE, id, rightsDue(id, it), timestamp));
                case SignalSent(Signal it) -> records.add(new Outgoing(SIGNALS, it.to(), signal(it), timestamp));
                case EventDropped _, EventConflicted _, PartRefused _, CodeSent _, CodeJudged _ -> {
                    // Counted, or given up on, and that is all that becomes of it (C2, E6).
                }
            }
        }
        if (stateChanged) {
            records.add(new Outgoing(STATE, id, consentState(subject, rules.consents(subject, now), now), timestamp));
        }
        return records;
    }

    private ConsentChange consentChange(String subjectId, ConsentChanged it, Instant now) {
        // Not by its builder, which checks every field anew: a wave of deadlines makes a million of these.
        return new ConsentChange(
                id(
                        subjectId,
                        it.purpose(),
                        it.recipient(),
                        it.from().name(),
                        it.to().name(),
                        it.effectiveAt().toString(),
                        it.eventId()),
                subjectId,
                it.purpose(),
                it.recipient(),
                ConsentStatus.valueOf(it.from().name()),
                ConsentStatus.valueOf(it.to().name()),
                it.effectiveAt(),
                now,
                it.validUntil(),
                it.eventId(),
                policyVersion);
    }

    private ConsentState consentState(Subject subject, List<Consent> consents, Instant now) {
        List<ConsentEntry> entries = new ArrayList<>(consents.size());
        for (Consent it : consents) {
            entries.add(new ConsentEntry(
                    it.purpose(),
                    it.recipient(),
                    ConsentStatus.valueOf(it.status().name()),
                    it.since() == null ? now : it.since(),
                    it.validUntil()));
        }
        return new ConsentState(
                subject.id(),
                kind(subject.kind()),
                SubjectStatus.valueOf(subject.status().name()),
                entries,
                subject.restricted(),
                now,
                policyVersion);
    }

    private RetentionChange lapsed(String subjectId, RetentionLapsed it, Instant now) {
        return retentionChange(subjectId, RetentionChangeKind.LAPSED, it.at(), it.eraseAfter(), now);
    }

    private RetentionChange revived(String subjectId, RetentionRevived it, Instant now) {
        return retentionChange(subjectId, RetentionChangeKind.REVIVED, it.at(), null, now);
    }

    private RetentionChange held(String subjectId, ErasureHeld it, Instant now) {
        return retentionChange(subjectId, RetentionChangeKind.PARKED, it.at(), null, now);
    }

    private RetentionChange putOff(String subjectId, ErasurePutOff it, Instant now) {
        return retentionChange(subjectId, RetentionChangeKind.RESUMED, it.at(), it.eraseAfter(), now);
    }

    private ErasureOrder erasureOrder(Subject subject, ErasureOrdered it, Instant now) {
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

    private static RightsStatus rightsStatus(String subjectId, RightsCase it) {
        return RightsStatus.newBuilder()
                .setRequestId(it.requestId())
                .setSubjectId(subjectId)
                .setRight(right(it))
                .setStatus(
                        it.isOpenLonger()
                                ? RequestState.EXTENDED
                                : RequestState.valueOf(it.state().name()))
                .setReceivedAt(it.clock().receivedAt())
                .setDueAt(it.dueAt())
                .setAt(it.isOpenLonger() ? it.openLongerSince() : it.changedAt())
                .setReason(reason(it))
                .setReference(it.answer() == null ? null : it.answer().reference())
                .setSystems(it.tasks().systems().stream()
                        .map(system -> asked(system, it.tasks().answers().get(system)))
                        .toList())
                .build();
    }

    private static AskedSystem asked(String system, @Nullable RightsAnswer answer) {
        return answer == null
                ? new AskedSystem(system, null, null, null, null)
                : new AskedSystem(
                        system,
                        AnswerOutcome.valueOf(answer.outcome().name()),
                        answer.records(),
                        answer.reference(),
                        answer.at());
    }

    /** Where a request stands after a code that does not prove who asks: where it stood. */
    private static RightsStatus codeStatus(String subjectId, RightsCase it, ProofCode.Outcome outcome, Instant at) {
        return RightsStatus.newBuilder(rightsStatus(subjectId, it))
                .setAt(at)
                .setCode(CodeOutcome.valueOf(outcome.name()))
                .build();
    }

    private static RightsDue rightsDue(String subjectId, RightFellDue it) {
        RightsCase late = it.rightsCase();
        return RightsDue.newBuilder()
                .setRequestId(late.requestId())
                .setSubjectId(subjectId)
                .setRight(right(late))
                .setKind(it.due().what() == Due.What.RIGHT_OVERDUE ? RightsDueKind.OVERDUE : RightsDueKind.AT_RISK)
                .setDueAt(late.dueAt())
                .setAt(it.due().at())
                .build();
    }

    private static OpenDsrStatus openDsrStatus(SendingController controller, RightsCase it) {
        return OpenDsrStatus.newBuilder()
                .setRequestId(it.requestId())
                .setControllerId(controller.id())
                .setRight(right(it))
                .setStatus(
                        switch (it.state()) {
                            case OPEN, IDENTITY_TO_BE_PROVEN, EXTENDED_AHEAD, DECIDED_AHEAD -> OpenDsrState.PENDING;
                            case IN_PROGRESS -> OpenDsrState.IN_PROGRESS;
                            case FULFILLED -> OpenDsrState.COMPLETED;
                            case REFUSED, REFUSED_AHEAD, WITHDRAWN, WITHDRAWN_AHEAD, EXPIRED -> OpenDsrState.CANCELLED;
                        })
                .setDueAt(it.dueAt())
                .setAt(it.changedAt())
                .setCallbackUrls(controller.callbackUrls())
                .build();
    }

    private static @Nullable String reason(RightsCase it) {
        RightsStep refused = it.refused();
        return refused == null || refused.reason() == null
                ? null
                : refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static RightKind right(RightsCase it) {
        return RightKind.valueOf(it.right().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static SubjectSignal signal(Signal it) {
        HeardErasure erasure = it.erasure();
        return SubjectSignal.newBuilder()
                .setSignalId(it.id())
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
                .setDecidedBy(it.decidedBy())
                .build();
    }

    /** What a subject was goes to the subject of the right address, in the form in which it is stored. */
    private static SubjectSignal moved(String subjectId, Move move, Subject part) {
        byte[] bytes = SubjectForm.bytes(part);
        return SubjectSignal.newBuilder()
                .setSignalId(id(
                        move.to(),
                        subjectId,
                        move.correctionId(),
                        UUID.nameUUIDFromBytes(bytes).toString()))
                .setSubjectId(move.to())
                .setFromSubjectId(subjectId)
                .setFromSubjectKind(io.lethe.schemas.SubjectKind.CONTACT)
                .setSubjectKind(io.lethe.schemas.SubjectKind.CONTACT)
                .setType(SignalType.MOVED)
                .setOccurredAt(move.at())
                .setEventId(move.correctionId())
                .setMoved(ByteBuffer.wrap(bytes))
                .build();
    }

    private RetentionChange retentionChange(
            String subjectId, RetentionChangeKind change, Instant at, @Nullable Instant eraseAfter, Instant now) {
        return new RetentionChange(
                id(subjectId, change.name(), at.toString()), subjectId, change, at, now, eraseAfter, policyVersion);
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
