package io.lethe.retention.topology;

import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.Hold;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.WaveDecision;
import io.lethe.schemas.WaveVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Records as the front door writes them. */
public final class Records {

    public static final String VISITOR = "yv66vgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI";
    public static final String CONTACT = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";

    private Records() {}

    static ConsentStatement statement(String at, Decision decision, String purpose) {
        return statement(VISITOR, Harness.time(at), decision, purpose);
    }

    static ConsentStatement statement(String visitor, Instant time, Decision decision, String purpose) {
        return ConsentStatement.newBuilder()
                .setEventId(id("statement", visitor, time, decision, purpose))
                .setSubjectId(visitor)
                .setSubjectKind(SubjectKind.VISITOR)
                .setSource("www")
                .setOccurredAt(time)
                .setReceivedAt(time)
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
                        .setPage("https://www.example.org/")
                        .build())
                .build();
    }

    static Interaction interaction(String at) {
        return interaction(CONTACT, Harness.time(at));
    }

    static Interaction interaction(String contact, Instant time) {
        return Interaction.newBuilder()
                .setEventId(id("interaction", contact, time))
                .setSubjectId(contact)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("www")
                .setOccurredAt(time)
                .setReceivedAt(time)
                .setKind("contact-form")
                .setDataCategories(List.of("contact-details"))
                .build();
    }

    static RightsRequest request(String at, RightKind right) {
        return request(CONTACT, at, right);
    }

    static RightsRequest request(String contact, String at, RightKind right) {
        Instant time = Harness.time(at);
        return RightsRequest.newBuilder()
                .setRequestId(id("request", contact, at, right))
                .setSubjectId(contact)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("dpo-desk")
                .setOccurredAt(time)
                .setReceivedAt(time)
                .setRight(right)
                .setIdentity(IdentityProof.VERIFIED)
                .setChannel(RequestChannel.WEB)
                .setPurposes(List.of())
                .build();
    }

    static RightsDecision refusal(RightsRequest request, String at, RefusalReason reason) {
        Instant time = Harness.time(at);
        return RightsDecision.newBuilder()
                .setEventId(id("refusal", request.getRequestId(), at))
                .setSubjectId(request.getSubjectId())
                .setSource("console")
                .setOccurredAt(time)
                .setReceivedAt(time)
                .setRequestId(request.getRequestId())
                .setRight(request.getRight())
                .setAct(RightsAct.REFUSE)
                .setReason(reason)
                .setText("as the court asks")
                .setDecidedBy("dpo")
                .build();
    }

    static SubjectLink link(String at, LinkAction action) {
        return link(VISITOR, SubjectKind.VISITOR, at, action);
    }

    static SubjectLink link(String other, SubjectKind otherKind, String at, LinkAction action) {
        Instant time = Harness.time(at);
        return SubjectLink.newBuilder()
                .setEventId(id("link", other, at, action))
                .setSubjectId(CONTACT)
                .setSubjectKind(SubjectKind.CONTACT)
                .setOtherSubjectId(other)
                .setOtherSubjectKind(otherKind)
                .setSource("www")
                .setOccurredAt(time)
                .setReceivedAt(time)
                .setAction(action)
                .setReason(null)
                .build();
    }

    static Hold hold(String at, HoldAction action) {
        return hold(CONTACT, Harness.time(at), action);
    }

    static Hold hold(String contact, Instant time, HoldAction action) {
        return Hold.newBuilder()
                .setEventId(id("hold", contact, time, action))
                .setSubjectId(contact)
                .setSource("operators")
                .setOccurredAt(time)
                .setReceivedAt(time)
                .setHoldId("case-12")
                .setAction(action)
                .setReason("court case")
                .build();
    }

    static WaveDecision decision(Instant at, WaveVerdict verdict) {
        return WaveDecision.newBuilder()
                .setEventId(id("decision", at, verdict))
                .setSource("console")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setDecision(verdict)
                .setReason("looked at")
                .build();
    }

    /** What the erasure worker tells when all recipients have answered. */
    static ErasureStatus completed(ErasureOrder order, String at) {
        return ErasureStatus.newBuilder()
                .setOrderId(order.getOrderId())
                .setSubjectId(order.getSubjectId())
                .setStatus(ErasureState.COMPLETED)
                .setSystems(List.of())
                .setCause(order.getCause())
                .setOrderedAt(order.getOrderedAt())
                .setDueAt(Harness.time(at))
                .setAt(Harness.time(at))
                .build();
    }

    private static String id(Object... parts) {
        return UUID.nameUUIDFromBytes(List.of(parts).toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
