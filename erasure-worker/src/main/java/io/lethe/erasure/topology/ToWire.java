package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Status;
import io.lethe.identity.Identifier;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.CertifiedSystem;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.Identity;
import io.lethe.schemas.SubjectIdentifier;
import io.lethe.schemas.SystemStatus;
import java.time.Instant;
import java.util.List;

/** From the ledger's classes to the contract's. */
public final class ToWire {

    private ToWire() {}

    static DeletionCommand command(CommandIssued issued, Identifier identifier, String policyVersion) {
        Order order = issued.order();
        Command command = issued.command();
        return DeletionCommand.newBuilder()
                .setCommandId(CommandId.of(order.orderId(), command.system()))
                .setOrderId(order.orderId())
                .setSystem(command.system())
                .setSubjectId(order.subjectId())
                .setIdentifiers(List.of(SubjectIdentifier.newBuilder()
                        .setType(identifier.kind().id())
                        .setValue(identifier.value())
                        .build()))
                .setCause(cause(order))
                .setRequestId(order.requestId())
                .setDataCategories(issued.dataCategories())
                .setIssuedAt(command.issuedAt())
                .setDueAt(issued.dueAt())
                .setAttempt(command.attempts())
                .setPolicyVersion(policyVersion)
                .setErasedUpTo(order.orderedAt())
                .build();
    }

    static ErasureStatus status(Status status) {
        Order order = status.order();
        return ErasureStatus.newBuilder()
                .setOrderId(order.orderId())
                .setSubjectId(order.subjectId())
                .setStatus(ErasureState.valueOf(status.state().name()))
                .setSystems(status.systems().stream()
                        .map(command -> system(order, command))
                        .toList())
                .setCause(cause(order))
                .setOrderedAt(order.orderedAt())
                .setDueAt(status.dueAt())
                .setAt(status.at())
                .setRecipientsDoneAt(status.recipientsDoneAt())
                .build();
    }

    static ErasureCertificate certificate(CertificateIssued issued, String policyVersion) {
        Order order = issued.order();
        return ErasureCertificate.newBuilder()
                .setOrderId(order.orderId())
                .setSubjectId(order.subjectId())
                .setCause(cause(order))
                .setRequestId(order.requestId())
                .setOrderedAt(order.orderedAt())
                .setCompletedAt(issued.completedAt())
                .setDataCategories(order.dataCategories())
                .setSystems(issued.commands().stream().map(ToWire::certified).toList())
                .setPolicyVersion(policyVersion)
                .build();
    }

    static Identity identity(String subjectId, Held held) {
        return Identity.newBuilder()
                .setEventId(held.eventId())
                .setSubjectId(subjectId)
                .setSubjectKind(
                        held.kind() == IdentifierKind.VISITOR_ID
                                ? io.lethe.schemas.SubjectKind.VISITOR
                                : io.lethe.schemas.SubjectKind.CONTACT)
                .setIdentifierType(held.kind().id())
                .setSealed(held.sealed().duplicate())
                .setSeenAt(held.seenAt())
                .setReceivedAt(held.receivedAt())
                .build();
    }

    private static SystemStatus system(Order order, Command command) {
        return SystemStatus.newBuilder()
                .setSystem(command.system())
                .setCommandId(CommandId.of(order.orderId(), command.system()))
                .setState(io.lethe.schemas.CommandState.valueOf(command.state().name()))
                .setAttempts(command.attempts())
                .setReason(command.reason())
                .setChangedAt(command.changedAt())
                .build();
    }

    /** A recipient's clock does not move its answer before the question. */
    private static CertifiedSystem certified(Command command) {
        Command.Answered answer = command.answer();
        Instant answeredAt =
                answer == null || answer.at().isBefore(command.issuedAt()) ? command.changedAt() : answer.at();
        return CertifiedSystem.newBuilder()
                .setSystem(command.system())
                .setOutcome(DeletionOutcome.valueOf(command.state().name()))
                .setAttempts(command.attempts())
                .setIssuedAt(command.issuedAt())
                .setAnsweredAt(answeredAt)
                .setReason(command.reason())
                .build();
    }

    private static ErasureCause cause(Order order) {
        return ErasureCause.valueOf(order.cause().name());
    }
}
