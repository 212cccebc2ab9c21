package io.lethe.erasure.topology;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.CertifiedErasure.SystemOutcome;
import io.lethe.certificate.wire.CertificateWire;
import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Identities;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.LedgerDecision;
import io.lethe.erasure.ledger.LedgerDecision.ActRefused;
import io.lethe.erasure.ledger.LedgerDecision.ActTaken;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.Escalated;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Status;
import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.Identity;
import io.lethe.schemas.LastDecision;
import io.lethe.schemas.SubjectIdentifier;
import io.lethe.schemas.SystemStatus;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.Nodes;
import io.lethe.streams.Outgoing;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What others are told of what was decided. Records are stamped with the real time: what they tell of has its own. */
final class ToWire {

    /** The sink of the commands to all recipient systems. */
    static final String COMMANDS = Nodes.publish("deletion-commands");

    private static final String STATUS = Nodes.publish(Topics.ERASURE_STATUS);
    private static final String CERTIFICATES = Nodes.publish(Topics.ERASURE_CERTIFICATES);
    private static final String IDENTITIES = Nodes.publish(Topics.IDENTITIES);

    /** Looked up for each system with each answer. */
    private static final Map<CommandState, io.lethe.schemas.CommandState> STATES =
            new EnumMap<>(Arrays.stream(CommandState.values())
                    .collect(Collectors.toMap(
                            Function.identity(), state -> io.lethe.schemas.CommandState.valueOf(state.name()))));

    private final IdentifierSeal seal;
    private final String policyVersion;

    ToWire(IdentifierSeal seal, String policyVersion) {
        this.seal = seal;
        this.policyVersion = policyVersion;
    }

    /**
     * The record that tells of a decision; empty where nobody outside is told, or later ({@link #told}, {@link #proven}).
     *
     * @param identifier of a subject, in clear; it is asked for a command only
     * @param timestamp of the record
     */
    Optional<Outgoing> record(LedgerDecision decision, Function<String, Identifier> identifier, long timestamp) {
        return switch (decision) {
            case CommandIssued issued -> {
                String subjectId = issued.order().subjectId();
                yield Optional.of(
                        new Outgoing(COMMANDS, subjectId, command(issued, identifier.apply(subjectId)), timestamp));
            }
            case StatusChanged _, CertificateIssued _, Escalated _, ActTaken _, ActRefused _, UnknownCommand() ->
                Optional.empty();
        };
    }

    /** The record that tells how an order stands. */
    Outgoing told(Status status, long timestamp) {
        return new Outgoing(STATUS, status.order().subjectId(), status(status), timestamp);
    }

    /** The record that proves an erasure (E4). */
    static Outgoing proven(Certificate certificate, long timestamp) {
        return new Outgoing(
                CERTIFICATES, certificate.erasure().subjectId(), CertificateWire.toWire(certificate), timestamp);
    }

    /** The record that brings the topic of identities in line with what is known of a subject; empty where it is. */
    static Optional<Outgoing> record(String subjectId, Identities.Step step, long timestamp) {
        Held held = step.identity().held();
        Instant cut = step.identity().forgottenUpTo();
        return switch (step.action()) {
            case ERASE -> {
                if (cut == null) {
                    throw new IllegalStateException("an identifier was erased without a cut");
                }
                yield Optional.of(new Outgoing(IDENTITIES, subjectId, null, timestamp, CutHeader.of(cut)));
            }
            case RESTORE -> Optional.ofNullable(held).map(it -> identityRecord(subjectId, it, timestamp));
            case NOTHING -> Optional.empty();
        };
    }

    /** An identifier, under seal, in its topic. */
    static Outgoing identityRecord(String subjectId, Held held, long timestamp) {
        return new Outgoing(IDENTITIES, subjectId, identity(subjectId, held), timestamp);
    }

    /**
     * The identifier of a subject, in clear.
     *
     * @throws IllegalStateException where it is not held, or does not open
     */
    Identifier opened(String subjectId, @Nullable Held held) {
        if (held == null) {
            throw new IllegalStateException("a command was issued without an identifier");
        }
        try {
            return seal.open(subjectId, held.kind(), FromWire.bytes(held.sealed()));
        } catch (GeneralSecurityException e) {
            // It did open when it came in: a key that is still needed was taken out of the set.
            throw new IllegalStateException(
                    "a sealed identifier does not open any more; is a key missing from the set?", e);
        }
    }

    private DeletionCommand command(CommandIssued issued, Identifier identifier) {
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

    private static ErasureStatus status(Status status) {
        Order order = status.order();
        List<SystemStatus> systems = new ArrayList<>(status.systems().size());
        for (Command command : status.systems()) {
            systems.add(system(order, command));
        }
        // Not by its builder, which checks every field anew: there is one for each answer.
        return new ErasureStatus(
                order.orderId(),
                order.subjectId(),
                ErasureState.valueOf(status.state().name()),
                systems,
                cause(order),
                order.orderedAt(),
                status.dueAt(),
                status.at(),
                status.recipientsDoneAt(),
                status.forgottenAt());
    }

    /** What is certified of an order, for any thread. */
    CertifiedErasure certified(CertificateIssued issued) {
        Order order = issued.order();
        return new CertifiedErasure(
                order.orderId(),
                order.subjectId(),
                CertificateWire.word(cause(order)),
                order.requestId(),
                order.orderedAt(),
                order.recordedAt(),
                issued.completedAt(),
                order.dataCategories(),
                issued.commands().stream().map(ToWire::certified).toList(),
                order.policyVersion().isEmpty() ? policyVersion : order.policyVersion(),
                CertificateWire.word(issued.state()));
    }

    private static Identity identity(String subjectId, Held held) {
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
        return new SystemStatus(
                command.system(),
                CommandId.of(order.orderId(), command.system()),
                Objects.requireNonNull(STATES.get(command.state())),
                command.attempts(),
                command.reason(),
                command.changedAt(),
                decision(command.lastAct()));
    }

    private static @Nullable LastDecision decision(Command.@Nullable Decided decided) {
        return decided == null ? null : new LastDecision(decided.eventId(), decided.by());
    }

    /** A recipient's clock does not move its answer before the question; its words are nothing to sign, an operator's are. */
    private static SystemOutcome certified(Command command) {
        Command.Answered answer = command.answer();
        Instant answeredAt =
                answer == null || command.state().byHand() || answer.at().isBefore(command.issuedAt())
                        ? command.changedAt()
                        : answer.at();
        return new SystemOutcome(
                command.system(),
                CertificateWire.word(DeletionOutcome.valueOf(command.state().name())),
                command.attempts(),
                command.issuedAt(),
                answeredAt,
                command.state().byHand() ? command.reason() : null);
    }

    private static ErasureCause cause(Order order) {
        return ErasureCause.valueOf(order.cause().name());
    }
}
