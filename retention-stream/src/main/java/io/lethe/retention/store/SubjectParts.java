package io.lethe.retention.store;

import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import io.lethe.retention.stored.StoredChoice;
import io.lethe.retention.stored.StoredErasure;
import io.lethe.retention.stored.StoredHeard;
import io.lethe.retention.stored.StoredHold;
import io.lethe.retention.stored.StoredKind;
import io.lethe.retention.stored.StoredLink;
import io.lethe.retention.stored.StoredMove;
import io.lethe.retention.stored.StoredPending;
import io.lethe.retention.stored.StoredProofCode;
import io.lethe.retention.stored.StoredRight;
import io.lethe.retention.stored.StoredRightsAnswer;
import io.lethe.retention.stored.StoredRightsStep;
import io.lethe.retention.stored.StoredStatement;
import io.lethe.retention.stored.StoredStep;
import io.lethe.retention.stored.StoredTie;
import io.lethe.retention.subject.BoundedSet;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.Move;
import io.lethe.retention.subject.ProofCode;
import io.lethe.retention.subject.RefusalReason;
import io.lethe.retention.subject.RightsAct;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.RightsClock;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.RightsTasks;
import io.lethe.retention.subject.SendingController;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.Tie;
import io.lethe.retention.subject.WantedErasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of a subject as the rules know them, and as they are stored. */
final class SubjectParts {

    private SubjectParts() {}

    static StoredHold toStored(LegalHold hold) {
        return new StoredHold(
                hold.holdId(),
                null,
                hold.restriction(),
                hold.via(),
                null,
                null,
                each(
                        hold.steps().all(),
                        step -> new StoredStep(step.at().toEpochMilli(), step.placed(), step.eventId(), step.by())));
    }

    static StoredRight toStored(RightsCase one) {
        SendingController controller = one.controller();
        RightsClock clock = one.clock();
        return new StoredRight(
                one.requestId(),
                one.right(),
                one.state().name(),
                clock.receivedAt().toEpochMilli(),
                clock.firstDueAt().toEpochMilli(),
                one.changedAt().toEpochMilli(),
                one.orderId(),
                controller == null ? null : controller.id(),
                controller == null ? List.of() : controller.callbackUrls(),
                null,
                null,
                millis(clock.provenAt()),
                millis(clock.extendedAt()),
                millis(clock.longestDueAt()),
                millis(one.told().atRisk()),
                millis(one.told().overdue()),
                millis(clock.askedAt()),
                each(one.steps().all(), SubjectParts::toStored),
                millis(clock.expiresAt()),
                toStored(one.code()),
                one.tasks().asked(),
                each(one.tasks().answers().values(), SubjectParts::toStored));
    }

    private static StoredRightsAnswer toStored(RightsAnswer answer) {
        return new StoredRightsAnswer(
                answer.system(),
                answer.at().toEpochMilli(),
                answer.outcome().name(),
                answer.records(),
                answer.reference(),
                answer.answerId(),
                answer.by());
    }

    private static RightsAnswer fromStored(StoredRightsAnswer stored) {
        return new RightsAnswer(
                stored.getSystem(),
                Instant.ofEpochMilli(stored.getAt()),
                RightsAnswer.Outcome.valueOf(stored.getOutcome()),
                stored.getRecords(),
                stored.getReference(),
                stored.getAnswerId(),
                stored.getBy());
    }

    private static @Nullable StoredProofCode toStored(@Nullable ProofCode code) {
        return code == null
                ? null
                : new StoredProofCode(
                        code.digest(),
                        code.validUntil().toEpochMilli(),
                        code.wrong().all());
    }

    private static @Nullable ProofCode fromStored(@Nullable StoredProofCode stored) {
        return stored == null
                ? null
                : new ProofCode(
                        stored.getDigest(),
                        Instant.ofEpochMilli(stored.getValidUntil()),
                        BoundedSet.of(stored.getWrong()));
    }

    private static StoredRightsStep toStored(RightsStep step) {
        RefusalReason reason = step.reason();
        return new StoredRightsStep(
                step.at().toEpochMilli(),
                step.act().name(),
                step.decisionId(),
                reason == null ? null : reason.name(),
                step.reference());
    }

    static StoredStatement toStored(Statement statement) {
        Statement.Proof proof = statement.proof();
        return new StoredStatement(
                statement.eventId(),
                statement.stampedAt().toEpochMilli(),
                statement.receivedAt().toEpochMilli(),
                statement.source(),
                each(
                        statement.choices(),
                        one -> new StoredChoice(
                                one.purpose(), one.recipient(), one.verb().id())),
                proof.policyVersion(),
                proof.noticeId(),
                proof.language(),
                proof.method(),
                proof.page(),
                statement.repeats());
    }

    static Statement fromStored(StoredStatement stored) {
        return new Statement(
                stored.getEventId(),
                Instant.ofEpochMilli(stored.getAt()),
                Instant.ofEpochMilli(stored.getReceivedAt()),
                stored.getSource(),
                each(
                        stored.getChoices(),
                        one -> new Statement.Choice(
                                one.getPurpose(),
                                one.getRecipient(),
                                Verb.of(one.getVerb()).orElseThrow())),
                new Statement.Proof(
                        stored.getPolicyVersion(),
                        stored.getNoticeId(),
                        stored.getLanguage(),
                        stored.getMethod(),
                        stored.getPage()),
                stored.getRepeats());
    }

    static StoredLink toStored(Link link) {
        return new StoredLink(
                link.other(),
                StoredKind.valueOf(link.otherKind().name()),
                null,
                null,
                null,
                each(
                        link.ties().all(),
                        tie -> new StoredTie(
                                tie.at().toEpochMilli(), tie.linked(), tie.by().id(), tie.eventId())),
                each(link.carried().all(), Instant::toEpochMilli),
                link.carried().complete());
    }

    static Link fromStored(StoredLink stored) {
        List<Tie> ties = stored.getLinked() == null || stored.getAt() == null || stored.getEventId() == null
                ? each(
                        stored.getTies(),
                        tie -> new Tie(
                                Instant.ofEpochMilli(tie.getAt()),
                                tie.getLinked(),
                                Witness.of(tie.getBy()).orElseThrow(),
                                tie.getEventId()))
                : List.of(new Tie(
                        Instant.ofEpochMilli(stored.getAt()), stored.getLinked(), Witness.PERSON, stored.getEventId()));
        return new Link(
                stored.getOther(),
                SubjectKind.valueOf(stored.getOtherKind().name()),
                BoundedSet.of(ties),
                new BoundedSet<>(each(stored.getCarried(), Instant::ofEpochMilli), stored.getCarriedAll()));
    }

    static LegalHold fromStored(StoredHold stored) {
        List<LegalHold.Step> steps = stored.getPlaced() == null || stored.getAt() == null || stored.getEventId() == null
                ? each(
                        stored.getSteps(),
                        step -> new LegalHold.Step(
                                Instant.ofEpochMilli(step.getAt()), step.getPlaced(), step.getEventId(), step.getBy()))
                : List.of(new LegalHold.Step(
                        Instant.ofEpochMilli(stored.getAt()), stored.getPlaced(), stored.getEventId(), null));
        return new LegalHold(stored.getHoldId(), stored.getRestriction(), stored.getVia(), BoundedSet.of(steps));
    }

    static StoredMove toStored(Move move) {
        return new StoredMove(move.at().toEpochMilli(), move.to(), move.correctionId(), List.copyOf(move.cases()));
    }

    static Move fromStored(StoredMove stored) {
        return new Move(
                Instant.ofEpochMilli(stored.getAt()),
                stored.getTo(),
                stored.getCorrectionId(),
                Set.copyOf(stored.getCases()));
    }

    static StoredPending toStored(WantedErasure wanted) {
        return new StoredPending(
                wanted.cause().name(),
                wanted.at().toEpochMilli(),
                wanted.trigger(),
                wanted.requestId(),
                wanted.rootOrderId(),
                wanted.rootCause().name());
    }

    static WantedErasure fromStored(StoredPending stored) {
        return new WantedErasure(
                Erasure.Cause.valueOf(stored.getCause()),
                Instant.ofEpochMilli(stored.getAt()),
                stored.getTrigger(),
                stored.getRequestId(),
                stored.getRootOrderId(),
                rootCause(stored.getRootCause(), stored.getCause()));
    }

    static StoredErasure toStored(Erasure erasure) {
        return new StoredErasure(
                erasure.orderId(),
                erasure.cause().name(),
                erasure.at().toEpochMilli(),
                erasure.requestId(),
                erasure.rootOrderId(),
                erasure.completed(),
                erasure.rootCause().name());
    }

    static Erasure fromStored(StoredErasure stored) {
        return new Erasure(
                stored.getOrderId(),
                Erasure.Cause.valueOf(stored.getCause()),
                Instant.ofEpochMilli(stored.getAt()),
                stored.getRequestId(),
                stored.getRootOrderId(),
                rootCause(stored.getRootCause(), stored.getCause()),
                stored.getCompleted());
    }

    /** Version 1 did not tell why the root was ordered. */
    private static Erasure.Cause rootCause(@Nullable String rootCause, String cause) {
        return Erasure.Cause.valueOf(rootCause == null ? cause : rootCause);
    }

    static StoredHeard toStored(HeardErasure heard) {
        return new StoredHeard(
                heard.from(),
                heard.rootOrderId(),
                heard.rootCause().name(),
                heard.at().toEpochMilli(),
                heard.requestId());
    }

    static HeardErasure fromStored(StoredHeard stored) {
        return new HeardErasure(
                stored.getFrom(),
                stored.getRootOrderId(),
                Erasure.Cause.valueOf(stored.getRootCause()),
                Instant.ofEpochMilli(stored.getAt()),
                stored.getRequestId());
    }

    static RightsCase fromStored(StoredRight stored) {
        return new RightsCase(
                stored.getRequestId(),
                stored.getRight(),
                RightsCase.State.valueOf(stored.getState()),
                clock(stored),
                Instant.ofEpochMilli(stored.getChangedAt()),
                stored.getOrderId(),
                stored.getControllerId() == null
                        ? null
                        : new SendingController(stored.getControllerId(), stored.getCallbackUrls()),
                BoundedSet.of(steps(stored)),
                told(stored),
                fromStored(stored.getCode()),
                RightsTasks.of(stored.getAsked(), each(stored.getAnswers(), SubjectParts::fromStored)));
    }

    /** Versions up to 7 kept a refusal alone, with the state that it led to. */
    private static List<RightsStep> steps(StoredRight stored) {
        return stored.getRefusedFor() == null || stored.getDecisionId() == null
                ? each(stored.getDecisions(), SubjectParts::fromStored)
                : List.of(RightsStep.refusal(
                        Instant.ofEpochMilli(stored.getChangedAt()),
                        RefusalReason.valueOf(stored.getRefusedFor()),
                        stored.getDecisionId()));
    }

    private static RightsStep fromStored(StoredRightsStep stored) {
        return new RightsStep(
                Instant.ofEpochMilli(stored.getAt()),
                RightsAct.valueOf(stored.getAct()),
                stored.getDecisionId(),
                stored.getReason() == null ? null : RefusalReason.valueOf(stored.getReason()),
                stored.getReference());
    }

    private static RightsCase.Told told(StoredRight stored) {
        return stored.getToldAtRiskFor() == null && stored.getToldOverdueFor() == null
                ? RightsCase.Told.NOTHING
                : new RightsCase.Told(time(stored.getToldAtRiskFor()), time(stored.getToldOverdueFor()));
    }

    /** Versions up to 5 kept neither a proof nor how long an answer may take. */
    private static RightsClock clock(StoredRight stored) {
        Instant receivedAt = Instant.ofEpochMilli(stored.getReceivedAt());
        Instant dueAt = Instant.ofEpochMilli(stored.getDueAt());
        if (stored.getLongestDueAt() == null && stored.getProvenAt() == null) {
            boolean proven = RightsCase.State.valueOf(stored.getState()) != RightsCase.State.IDENTITY_TO_BE_PROVEN;
            return RightsClock.asTold(receivedAt, dueAt, proven);
        }
        return new RightsClock(
                receivedAt,
                time(stored.getAskedAt()),
                time(stored.getProvenAt()),
                time(stored.getExtendedAt()),
                dueAt,
                time(stored.getLongestDueAt()),
                time(stored.getExpiresAt()));
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static <A, B> List<B> each(Collection<A> all, Function<? super A, B> map) {
        if (all.isEmpty()) {
            return List.of();
        }
        List<B> mapped = new ArrayList<>(all.size());
        all.forEach(one -> mapped.add(map.apply(one)));
        return mapped;
    }
}
