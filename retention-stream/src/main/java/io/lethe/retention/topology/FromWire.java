package io.lethe.retention.topology;

import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectEvent.Signal;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.SubjectSignal;
import java.time.Instant;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event of a topic, as the rules know it.
 *
 * @param subjectId whom the event is about
 */
record FromWire(String subjectId, SubjectKind kind, SubjectEvent event) {

    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

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
        FromWire event = of(value);
        if (!event.subjectId().equals(key)) {
            throw new BrokenRuleException("its key is not the subject it speaks of");
        }
        return event;
    }

    private static FromWire of(SpecificRecord value) {
        return switch (value) {
            case ConsentStatement it -> new FromWire(it.getSubjectId(), kind(it.getSubjectKind()), stated(it));
            case Interaction it ->
                new FromWire(
                        it.getSubjectId(),
                        kind(it.getSubjectKind()),
                        new SubjectEvent.Interacted(
                                it.getEventId(),
                                time(it.getOccurredAt(), it.getReceivedAt()),
                                it.getKind(),
                                it.getDataCategories()));
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
                                it.getPurposes()));
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
                                it.getReason()));
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
                                it.getStatus() == ErasureState.COMPLETED,
                                time(it.getAt())));
            default -> throw new BrokenRuleException("this topic does not hold such events");
        };
    }

    private static SubjectEvent stated(ConsentStatement it) {
        ConsentProof proof = it.getProof();
        return new SubjectEvent.Stated(new Statement(
                it.getEventId(),
                time(it.getOccurredAt()),
                time(it.getReceivedAt()),
                it.getSource(),
                it.getChoices().stream()
                        .map(choice -> new Statement.Choice(
                                choice.getPurpose(),
                                choice.getRecipient(),
                                Verb.of(id(choice.getDecision(), "decision"))
                                        .orElseThrow(() -> new BrokenRuleException("unknown decision"))))
                        .toList(),
                new Statement.Proof(
                        proof.getPolicyVersion(),
                        proof.getNoticeId(),
                        proof.getLanguage(),
                        id(proof.getMethod(), "method"),
                        proof.getPage())));
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
                erasure(it)));
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

    /** The time of an event: what is stamped ahead of its receipt counts as of its receipt (C2). */
    private static Instant time(Instant occurredAt, Instant receivedAt) {
        return time(occurredAt.isAfter(receivedAt) ? receivedAt : occurredAt);
    }

    /** A time that a calendar can count on from. */
    private static Instant time(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new BrokenRuleException("it bears a time before 1970 or after 9000");
        }
        return time;
    }

    private static SubjectKind kind(io.lethe.schemas.SubjectKind kind) {
        return switch (kind) {
            case VISITOR -> SubjectKind.VISITOR;
            case CONTACT -> SubjectKind.CONTACT;
            case UNRECOGNISED -> SubjectKind.UNKNOWN;
        };
    }

    private static <E extends Enum<E>> E known(E word, String what) {
        if (word.name().equals("UNRECOGNISED")) {
            throw new BrokenRuleException("it uses a " + what + " that this build does not know");
        }
        return word;
    }

    /** The word as the policy and the HTTP interfaces spell it: {@code OBJECTION_LIFTED} is {@code objection-lifted}. */
    private static <E extends Enum<E>> String id(E word, String what) {
        return known(word, what).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
