package io.lethe.local.faults;

import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Hold;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.ProofCode;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.SubjectLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as the front door writes them. */
final class Facts {

    private Facts() {}

    /** The subject id of somebody who is called so in a test. */
    static String subject(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of a device. */
    static ConsentStatement statement(String subject, Instant at, String purpose, Decision decision) {
        return ConsentStatement.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.VISITOR)
                .setSource("www")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setChoices(List.of(Choice.newBuilder()
                        .setPurpose(purpose)
                        .setRecipient(null)
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

    /** Of a contact. */
    static Interaction interaction(String subject, Instant at) {
        return Interaction.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("www")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setKind("contact-form")
                .setDataCategories(List.of("contact-details"))
                .build();
    }

    /** A contact asks to be erased, and has proven to be who it says. */
    static RightsRequest erasureRequest(String subject, Instant at) {
        return request(subject, RightKind.ERASURE, IdentityProof.VERIFIED, at);
    }

    /** A contact asks for something. */
    static RightsRequest request(String subject, RightKind right, IdentityProof identity, Instant at) {
        return RightsRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("desk")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setRight(right)
                .setIdentity(identity)
                .setChannel(RequestChannel.WEB)
                .setPurposes(List.of())
                .build();
    }

    /** A one-time code was sent to who has made a request. */
    static RightsRequest code(RightsRequest request, String code, Instant validUntil) {
        return coded(request, code, validUntil);
    }

    /** Somebody has shown a code, at once. */
    static RightsRequest shown(RightsRequest request, String code) {
        return coded(request, code, null);
    }

    private static RightsRequest coded(RightsRequest request, String code, @Nullable Instant validUntil) {
        return RightsRequest.newBuilder(request)
                .setCode(ProofCode.newBuilder()
                        .setDigest(subject(request.getRequestId() + " " + code))
                        .setValidUntil(validUntil)
                        .build())
                .build();
    }

    /** The desk, or who has made the request, decides on it. */
    static RightsDecision decision(RightsRequest request, RightsAct act, Instant at) {
        return RightsDecision.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(request.getSubjectId())
                .setSource("desk")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setRequestId(request.getRequestId())
                .setRight(request.getRight())
                .setAct(act)
                .setReason(act == RightsAct.REFUSE ? RefusalReason.SUSPECTED_FRAUD : null)
                .setText(null)
                .setDecidedBy("desk")
                .setReference(null)
                .build();
    }

    /** What has come of a request in a recipient system. */
    static RightsAnswer answer(RightsRequest request, String system, AnswerOutcome outcome, Instant at) {
        return RightsAnswer.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(request.getSubjectId())
                .setSource("recipient")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setRequestId(request.getRequestId())
                .setRight(request.getRight())
                .setSystem(system)
                .setOutcome(outcome)
                .setRecords(null)
                .setReference(null)
                .setAnsweredBy(null)
                .build();
    }

    /** A contact and its device. */
    static SubjectLink link(String contact, String device, Instant at) {
        return SubjectLink.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(contact)
                .setSubjectKind(SubjectKind.CONTACT)
                .setOtherSubjectId(device)
                .setOtherSubjectKind(SubjectKind.VISITOR)
                .setSource("www")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setAction(LinkAction.LINK)
                .setReason(null)
                .setStatedBy(LinkStatedBy.PERSON)
                .build();
    }

    /** A hold on a subject, which has one at most. */
    static Hold hold(String subject, Instant at, HoldAction action) {
        return Hold.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(subject)
                .setSource("desk")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setHoldId("case-" + subject)
                .setAction(action)
                .setReason("a case")
                .build();
    }
}
