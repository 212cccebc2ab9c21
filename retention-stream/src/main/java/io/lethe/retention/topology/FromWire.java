package io.lethe.retention.topology;

import static io.lethe.consent.wire.WireWords.id;
import static io.lethe.consent.wire.WireWords.known;
import static io.lethe.consent.wire.WireWords.time;

import io.lethe.consent.wire.MeaninglessException;
import io.lethe.consent.wire.StatementFromWire;
import io.lethe.policy.Witness;
import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.RefusalReason;
import io.lethe.retention.subject.RightsAct;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.SendingController;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectEvent.Signal;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Correction;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.ProofCode;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SignalType;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.SubjectSignal;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * An event of a topic, as the rules know it.
 *
 * @param subjectId whom the event is about
 */
record FromWire(String subjectId, SubjectKind kind, SubjectEvent event) {

    /**
     * Reads a record.
     *
     * @throws BrokenRuleException where it has no meaning here, for instance because a newer writer used a word that this
     *     build does not know; the message names no value
     */
    static FromWire of(@Nullable String key, @Nullable SpecificRecord value) {
        if (key == null) {
            throw new BrokenRuleException("it has no key");
        }
        if (value == null) {
            throw new BrokenRuleException("it has no value");
        }
        FromWire event = understood(value);
        if (!event.subjectId().equals(key)) {
            throw new BrokenRuleException("its key is not the subject it speaks of");
        }
        return event;
    }

    private static FromWire understood(SpecificRecord value) {
        try {
            return of(value);
        } catch (MeaninglessException meaningless) {
            throw new BrokenRuleException(meaningless.reason());
        }
    }

    private static FromWire of(SpecificRecord value) {
        return switch (value) {
            case ConsentStatement it ->
                new FromWire(
                        it.getSubjectId(),
                        kind(it.getSubjectKind()),
                        new SubjectEvent.Stated(StatementFromWire.of(it)));
            case Interaction it ->
                new FromWire(
                        it.getSubjectId(),
                        kind(it.getSubjectKind()),
                        new SubjectEvent.Interacted(
                                it.getEventId(),
                                time(it.getOccurredAt(), it.getReceivedAt()),
                                it.getKind(),
                                it.getDataCategories()));
            case RightsRequest it
            when it.getCode() != null ->
                new FromWire(it.getSubjectId(), kind(it.getSubjectKind()), code(it, it.getCode()));
            case RightsRequest it ->
                new FromWire(
                        it.getSubjectId(),
                        kind(it.getSubjectKind()),
                        new SubjectEvent.RightExercised(
                                it.getRequestId(),
                                time(it.getOccurredAt(), it.getReceivedAt()),
                                time(it.getReceivedAt()),
                                it.getSource(),
                                id(it.getRight(), "right"),
                                it.getIdentity() == IdentityProof.VERIFIED,
                                it.getPurposes(),
                                controller(it)));
            case RightsDecision it -> new FromWire(it.getSubjectId(), SubjectKind.UNKNOWN, decided(it));
            case io.lethe.schemas.RightsAnswer it -> new FromWire(it.getSubjectId(), SubjectKind.UNKNOWN, answered(it));
            case SubjectLink it ->
                new FromWire(
                        it.getSubjectId(),
                        kind(it.getSubjectKind()),
                        new SubjectEvent.LinkStated(
                                it.getEventId(),
                                time(it.getOccurredAt(), it.getReceivedAt()),
                                it.getOtherSubjectId(),
                                kind(it.getOtherSubjectKind()),
                                known(it.getAction(), "link action") == LinkAction.LINK,
                                witness(it.getStatedBy())));
            case io.lethe.schemas.Hold it ->
                new FromWire(
                        it.getSubjectId(),
                        SubjectKind.UNKNOWN,
                        new SubjectEvent.HoldStated(
                                it.getEventId(),
                                time(it.getOccurredAt(), it.getReceivedAt()),
                                it.getHoldId(),
                                known(it.getAction(), "hold action") == HoldAction.PLACE,
                                it.getReason(),
                                it.getDecidedBy()));
            case Correction it ->
                new FromWire(
                        it.getSubjectId(),
                        SubjectKind.CONTACT,
                        new SubjectEvent.Corrected(
                                it.getEventId(),
                                time(it.getOccurredAt(), it.getReceivedAt()),
                                it.getCorrectedSubjectId()));
            case SubjectSignal it
            when it.getType() == SignalType.MOVED ->
                new FromWire(it.getSubjectId(), kind(it.getSubjectKind()), arrived(it));
            case SubjectSignal it -> new FromWire(it.getSubjectId(), kind(it.getSubjectKind()), signalled(it));
            case ErasureStatus it ->
                new FromWire(
                        it.getSubjectId(),
                        SubjectKind.UNKNOWN,
                        new SubjectEvent.ErasureProgressed(
                                it.getOrderId(),
                                Erasure.Cause.valueOf(
                                        known(it.getCause(), "cause").name()),
                                time(it.getOrderedAt()),
                                isOver(it),
                                time(it.getAt())));
            default -> throw new BrokenRuleException("this topic does not hold such events");
        };
    }

    /** What is said of a code counts from when the front door said it. */
    private static SubjectEvent code(RightsRequest it, ProofCode code) {
        String right = id(it.getRight(), "right");
        Instant at = time(it.getReceivedAt());
        Instant validUntil = code.getValidUntil();
        return validUntil == null
                ? new SubjectEvent.CodeShown(
                        it.getRequestId(), right, at, it.getSource(), it.getPurposes(), code.getDigest())
                : new SubjectEvent.CodeSent(it.getRequestId(), right, at, code.getDigest(), time(validUntil));
    }

    /** An act that this build does not know has no meaning here; a reason that it does not know is one all the same. */
    private static SubjectEvent decided(RightsDecision it) {
        RightsAct act = RightsAct.valueOf(known(it.getAct(), "decision").name());
        return new SubjectEvent.RightDecided(
                it.getRequestId(),
                id(it.getRight(), "right"),
                new RightsStep(
                        time(it.getOccurredAt(), it.getReceivedAt()),
                        act,
                        it.getEventId(),
                        act == RightsAct.REFUSE ? reason(it) : null,
                        act == RightsAct.FULFIL ? it.getReference() : null));
    }

    private static SubjectEvent answered(io.lethe.schemas.RightsAnswer it) {
        return new SubjectEvent.RightAnswered(
                it.getRequestId(),
                id(it.getRight(), "right"),
                new RightsAnswer(
                        it.getSystem(),
                        time(it.getOccurredAt(), it.getReceivedAt()),
                        RightsAnswer.Outcome.valueOf(
                                known(it.getOutcome(), "outcome").name()),
                        it.getRecords(),
                        it.getReference(),
                        it.getEventId(),
                        it.getAnsweredBy()));
    }

    private static RefusalReason reason(RightsDecision it) {
        if (it.getReason() == null) {
            throw new BrokenRuleException("a refusal must have a reason");
        }
        return RefusalReason.valueOf(it.getReason().name());
    }

    /** Statuses of older writers may not say when. */
    private static boolean isOver(ErasureStatus status) {
        return status.getRecipientsDoneAt() != null || status.getStatus() == ErasureState.COMPLETED;
    }

    private static SubjectEvent arrived(SubjectSignal it) {
        ByteBuffer moved = it.getMoved();
        if (moved == null) {
            throw new BrokenRuleException("a signal that a subject has moved must bring it along");
        }
        byte[] bytes = new byte[moved.remaining()];
        moved.duplicate().get(bytes);
        String eventId = it.getEventId();
        try {
            return new SubjectEvent.Arrived(
                    eventId == null ? it.getSignalId() : eventId,
                    time(it.getOccurredAt()),
                    SubjectForm.ofBytes(it.getFromSubjectId(), bytes));
        } catch (SerializationException e) {
            throw new BrokenRuleException("what a signal brings along cannot be read");
        }
    }

    private static SubjectEvent signalled(SubjectSignal it) {
        String eventId = it.getEventId();
        return new SubjectEvent.Signalled(new Signal(
                it.getSubjectId(),
                kind(it.getSubjectKind()),
                it.getFromSubjectId(),
                kind(it.getFromSubjectKind()),
                Signal.Type.valueOf(known(it.getType(), "signal").name()),
                time(it.getOccurredAt()),
                eventId == null ? it.getSignalId() : eventId,
                it.getHoldId(),
                witness(it.getStatedBy()),
                erasure(it),
                it.getDecidedBy()));
    }

    private static @Nullable HeardErasure erasure(SubjectSignal it) {
        String root = it.getRootOrderId();
        return root == null
                ? null
                : new HeardErasure(
                        it.getFromSubjectId(),
                        root,
                        // An earlier version did not tell; it passed on what was asked for and what lapsed alike.
                        it.getCause() == ErasureCause.RETENTION_LAPSED
                                ? Erasure.Cause.RETENTION_LAPSED
                                : Erasure.Cause.ERASURE_REQUESTED,
                        time(it.getOccurredAt()),
                        it.getRequestId());
    }

    private static Witness witness(LinkStatedBy by) {
        return switch (by) {
            case OPERATOR -> Witness.OPERATOR;
            case BACK_END -> Witness.BACK_END;
            case PERSON, UNRECOGNISED -> Witness.PERSON;
        };
    }

    private static @Nullable SendingController controller(RightsRequest request) {
        String id = request.getControllerId();
        return id == null ? null : new SendingController(id, request.getCallbackUrls());
    }

    private static SubjectKind kind(io.lethe.schemas.SubjectKind kind) {
        return switch (kind) {
            case VISITOR -> SubjectKind.VISITOR;
            case CONTACT -> SubjectKind.CONTACT;
            case UNRECOGNISED -> SubjectKind.UNKNOWN;
        };
    }
}
