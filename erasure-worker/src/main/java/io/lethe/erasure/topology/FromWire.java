package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.Cause;
import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.SubjectKind;
import io.lethe.erasure.stored.StoredAck;
import io.lethe.erasure.topology.Inbound.AckGiven;
import io.lethe.erasure.topology.Inbound.Position;
import io.lethe.erasure.topology.Inbound.Rejected;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.Identity;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.DeadLetters;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From the contract's classes to the ledger's. */
final class FromWire {

    /** Those that this version knows. */
    private static final Map<String, AckOutcome> OUTCOMES =
            Arrays.stream(AckOutcome.values()).collect(Collectors.toMap(AckOutcome::name, Function.identity()));

    private FromWire() {}

    static Order order(ErasureOrder order) {
        return new Order(
                order.getOrderId(),
                order.getSubjectId(),
                SubjectKind.valueOf(order.getSubjectKind().name()),
                Cause.valueOf(order.getCause().name()),
                order.getRequestId(),
                order.getDataCategories(),
                order.getOrderedAt(),
                order.getRecordedAt(),
                order.getPolicyVersion());
    }

    /** How a certified order stood at its end, as far as its certificate says. */
    static Running ended(ErasureCertificate certificate) {
        Order order = new Order(
                certificate.getOrderId(),
                certificate.getSubjectId(),
                SubjectKind.UNRECOGNISED,
                Cause.valueOf(certificate.getCause().name()),
                certificate.getRequestId(),
                certificate.getDataCategories(),
                certificate.getOrderedAt(),
                certificate.getRecordedAt() == null ? certificate.getOrderedAt() : certificate.getRecordedAt(),
                certificate.getPolicyVersion());
        List<Command> commands = certificate.getSystems().stream()
                .map(system -> new Command(
                        system.getSystem(),
                        CommandState.valueOf(system.getOutcome().name()),
                        system.getAttempts(),
                        system.getReason(),
                        system.getIssuedAt(),
                        system.getAnsweredAt(),
                        null,
                        null,
                        null))
                .toList();
        return new Running(order, certificate.getCompletedAt(), commands);
    }

    /** Empty where the identifier is of a type that nobody knows. */
    static Optional<Held> held(Identity identity) {
        return IdentifierKind.of(identity.getIdentifierType())
                .map(kind -> new Held(
                        identity.getEventId(),
                        kind,
                        identity.getSealed(),
                        identity.getSeenAt(),
                        identity.getReceivedAt()));
    }

    /** An acknowledgement that has reached the task of its subject. */
    static Inbound ack(StoredAck ack, DeadLetters deadLetters) {
        Position position = new Position(Topics.DELETION_ACKS.name(), ack.getPartition(), ack.getOffset());
        if (ack.getOutcome().isEmpty()) {
            return new Rejected(deadLetters.of(position, DeadLetterReason.NO_VALUE, "an acknowledgement has a value"));
        }
        Optional<CommandId> command = CommandId.parse(ack.getCommandId());
        if (command.isEmpty()) {
            return new Rejected(
                    deadLetters.of(position, DeadLetterReason.UNKNOWN_COMMAND, "the command id is none of ours"));
        }
        AckOutcome outcome = OUTCOMES.get(ack.getOutcome());
        return outcome == null
                ? new Rejected(deadLetters.of(
                        position, DeadLetterReason.RULE_BROKEN, "the outcome is none that this version knows"))
                : new AckGiven(
                        command.get(),
                        new Answer(outcome, ack.getReason(), Instant.ofEpochMilli(ack.getAt())),
                        position);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
