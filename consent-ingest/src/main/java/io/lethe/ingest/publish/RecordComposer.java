package io.lethe.ingest.publish;

import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.OneTimeCode;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.Event.Acknowledged;
import io.lethe.ingest.event.Event.CodeMade;
import io.lethe.ingest.event.Event.CodeShown;
import io.lethe.ingest.event.Event.Controller;
import io.lethe.ingest.event.Event.Corrected;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.ErasureDecided;
import io.lethe.ingest.event.Event.Held;
import io.lethe.ingest.event.Event.Interacted;
import io.lethe.ingest.event.Event.Linked;
import io.lethe.ingest.event.Event.Purposes;
import io.lethe.ingest.event.Event.RightAnswered;
import io.lethe.ingest.event.Event.RightDecided;
import io.lethe.ingest.event.Event.RightExercised;
import io.lethe.ingest.event.Event.Statement;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.event.Event.WaveDecided;
import io.lethe.ingest.publish.StatementRecords.SubjectRef;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.Correction;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.ErasureDecision;
import io.lethe.schemas.Hold;
import io.lethe.schemas.Identity;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.ProofCode;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.WaveDecision;
import io.lethe.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns an event into the records that say it without naming anybody, and into the sealed identities beside them. The
 * records depend on the event alone, but for the time of receipt and the seal: an event that is sent again changes nothing.
 */
public final class RecordComposer {

    private final SubjectIds subjectIds;
    private final IdentifierSeal seal;
    private final int partitions;
    private final boolean linkFormer;

    /**
     * @param partitions how many the topics of subjects have
     * @param linkFormer whether a subject is linked to the one that its identifier was before docs/adr/0092
     */
    public RecordComposer(SubjectIds subjectIds, IdentifierSeal seal, int partitions, boolean linkFormer) {
        this.subjectIds = subjectIds;
        this.seal = seal;
        this.partitions = partitions;
        this.linkFormer = linkFormer;
    }

    /**
     * An event as records.
     *
     * @param subjectId the subject that the event belongs to; null where it concerns no subject
     * @param records identities first, then links, then the event itself: who reads it finds what it refers to
     */
    public record Composed(String eventId, @Nullable String subjectId, List<OutgoingRecord> records) {

        /** Once they are on their way. */
        public Composed withoutRecords() {
            return new Composed(eventId, subjectId, List.of());
        }
    }

    /** The subject that an identifier belongs to. */
    public String subjectOf(Identifier identifier) {
        return subjectIds.of(identifier);
    }

    public Composed compose(Event event, Receipt receipt) {
        List<OutgoingRecord> records = new ArrayList<>(4);
        @Nullable
        String subjectId = switch (event) {
            case Statement statement -> statement(statement, receipt, records);
            case Interacted interacted -> interaction(interacted, receipt, records);
            case RightExercised right -> rightsRequest(right, receipt, records);
            case RightDecided decided -> rightsDecision(decided, receipt, records);
            case Corrected corrected -> correction(corrected, receipt, records);
            case RightAnswered answered -> rightsAnswer(answered, receipt, records);
            case CodeMade made -> codeMade(made, receipt, records);
            case CodeShown shown -> codeShown(shown, receipt, records);
            case Linked linked -> link(linked, receipt, records);
            case Held held -> hold(held, receipt, records);
            case WaveDecided decided -> decision(decided, receipt, records);
            case ErasureDecided decided -> erasureDecision(decided, receipt, records);
            case Acknowledged acknowledged -> acknowledgement(acknowledged, records);
        };
        return new Composed(event.envelope().eventId(), subjectId, records);
    }

    private String statement(Statement event, Receipt receipt, List<OutgoingRecord> records) {
        List<SubjectRef> subjects = introduce(event.subject(), event.envelope(), receipt, records);
        SubjectRef first = subjects.getFirst();
        // Where there is a visitor, it is the last; without one there are no choices about devices.
        SubjectRef visitor = event.subject().visitor().isPresent() ? subjects.getLast() : first;
        List<OutgoingRecord> parts = StatementRecords.of(event, first, visitor, receipt.at());
        records.addAll(parts);
        return parts.getFirst().key();
    }

    private String interaction(Interacted event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        SubjectRef subject =
                introduce(event.subject(), envelope, receipt, records).getFirst();
        records.add(new OutgoingRecord(
                Topics.INTERACTIONS,
                subject.id(),
                new Interaction(
                        envelope.eventId(),
                        subject.id(),
                        subject.kind(),
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        event.kind(),
                        event.dataCategories())));
        return subject.id();
    }

    /**
     * The request goes to the first identifier's subject. Purposes of devices are the visitor's, so where it can concern any, the
     * visitor's subject gets it too, under the same id.
     */
    private String rightsRequest(RightExercised event, Receipt receipt, List<OutgoingRecord> records) {
        List<SubjectRef> subjects = introduce(event.subject(), event.envelope(), receipt, records);
        SubjectRef subject = subjects.getFirst();
        Purposes purposes = event.purposes();
        records.add(rightsRecord(event, receipt, subject, purposes.all(), event.controller()));
        boolean device = !purposes.ofDevice().isEmpty()
                || purposes.none() && Purposes.verb(event.right()).isPresent();
        if (device && subjects.size() > 1 && event.subject().visitor().isPresent()) {
            records.add(rightsRecord(event, receipt, subjects.getLast(), purposes.ofDevice(), null));
        }
        return subject.id();
    }

    private static OutgoingRecord rightsRecord(
            RightExercised event,
            Receipt receipt,
            SubjectRef subject,
            List<String> purposes,
            @Nullable Controller controller) {
        Envelope envelope = event.envelope();
        return new OutgoingRecord(
                Topics.RIGHTS_REQUESTS,
                subject.id(),
                new RightsRequest(
                        envelope.eventId(),
                        subject.id(),
                        subject.kind(),
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        event.right(),
                        receipt.caller().judge(event.identity()),
                        event.channel(),
                        purposes,
                        controller == null ? null : controller.id(),
                        controller == null ? List.of() : controller.callbackUrls(),
                        null));
    }

    /** That a code is on its way goes where the request went, as a copy of it; the code itself stays here. */
    private String codeMade(CodeMade event, Receipt receipt, List<OutgoingRecord> records) {
        List<SubjectRef> subjects = asked(event.subject());
        for (SubjectRef subject : subjects) {
            String digest = digest(subject, event.requestId(), event.right(), event.code());
            records.add(copy(
                    event.requestId(),
                    event.right(),
                    event.envelope(),
                    receipt,
                    subject,
                    List.of(),
                    new ProofCode(digest, event.validUntil())));
        }
        return subjects.getFirst().id();
    }

    /** As the request that it proves: those purposes that are the device's go to the device. */
    private String codeShown(CodeShown event, Receipt receipt, List<OutgoingRecord> records) {
        List<SubjectRef> subjects = asked(event.subject());
        SubjectRef first = subjects.getFirst();
        for (SubjectRef subject : subjects) {
            String digest = digest(subject, event.requestId(), event.right(), event.code());
            records.add(copy(
                    event.requestId(),
                    event.right(),
                    event.envelope(),
                    receipt,
                    subject,
                    subject == first ? event.purposes().all() : event.purposes().ofDevice(),
                    new ProofCode(digest, null)));
        }
        return first.id();
    }

    /** Whom a request can have reached: the first identifier's subject, and the visitor's. Nobody is introduced. */
    private List<SubjectRef> asked(Subject subject) {
        return Stream.concat(subject.identifiers().stream().limit(1), subject.visitor().stream())
                .distinct()
                .map(one -> new SubjectRef(subjectIds.of(one), kindOf(one)))
                .toList();
    }

    private String digest(SubjectRef subject, String requestId, RightKind right, OneTimeCode code) {
        return subjectIds.digest("rights-code", subject.id(), requestId, right.name(), code.digits());
    }

    /** It was said now, whatever the caller says: a code proves something as of when it came. */
    private static OutgoingRecord copy(
            String requestId,
            RightKind right,
            Envelope envelope,
            Receipt receipt,
            SubjectRef subject,
            List<String> purposes,
            ProofCode code) {
        return new OutgoingRecord(
                Topics.RIGHTS_REQUESTS,
                subject.id(),
                new RightsRequest(
                        requestId,
                        subject.id(),
                        subject.kind(),
                        envelope.source(),
                        receipt.at(),
                        receipt.at(),
                        right,
                        IdentityProof.UNVERIFIED,
                        RequestChannel.WEB,
                        purposes,
                        null,
                        List.of(),
                        code));
    }

    /**
     * The decision goes where the request went: to the first identifier's subject, and to the visitor's where there is one. Nobody is
     * introduced by it: to refuse something no identifier is needed.
     */
    private String rightsDecision(RightDecided event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        List<String> subjects = event.subject() == null
                ? List.of(event.subjectId())
                : Stream.concat(event.subject().identifiers().stream().limit(1), event.subject().visitor().stream())
                        .map(subjectIds::of)
                        .distinct()
                        .toList();
        for (String subjectId : subjects) {
            records.add(new OutgoingRecord(
                    Topics.RIGHTS_DECISIONS,
                    subjectId,
                    new RightsDecision(
                            envelope.eventId(),
                            subjectId,
                            envelope.source(),
                            envelope.occurredAt(),
                            receipt.at(),
                            event.requestId(),
                            event.right(),
                            event.act(),
                            event.reason(),
                            event.text(),
                            event.decidedBy(),
                            event.reference())));
        }
        return subjects.getFirst();
    }

    /** An answer goes where the request went; what is said of a device is said under the device's own id. */
    private String rightsAnswer(RightAnswered event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        String subjectId = event.subject() == null
                ? event.subjectId()
                : subjectIds.of(event.subject().identifiers().getFirst());
        records.add(new OutgoingRecord(
                Topics.RIGHTS_ANSWERS,
                subjectId,
                new RightsAnswer(
                        envelope.eventId(),
                        subjectId,
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        event.requestId(),
                        event.right(),
                        event.system(),
                        event.outcome(),
                        event.records(),
                        event.reference(),
                        event.answeredBy())));
        return subjectId;
    }

    /**
     * The right identifier is introduced, as the person is known by it from now on. The wrong one is not: where it was never seen, nothing is known
     * of it that could need it.
     */
    private String correction(Corrected event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        String subjectId = event.subject() == null
                ? event.subjectId()
                : subjectIds.of(event.subject().identifiers().getFirst());
        SubjectRef right =
                introduce(event.corrected(), envelope, receipt, records).getFirst();
        records.add(new OutgoingRecord(
                Topics.CORRECTIONS,
                subjectId,
                new Correction(
                        envelope.eventId(),
                        subjectId,
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        right.id(),
                        event.requestId(),
                        event.reason(),
                        event.decidedBy())));
        return subjectId;
    }

    private String link(Linked event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        List<SubjectRef> subjects = introduce(event.subject(), envelope, receipt, records);
        List<SubjectRef> others = introduce(event.with(), envelope, receipt, records);
        SubjectRef subject = subjects.getFirst();
        SubjectRef other = others.getFirst();
        records.add(linkRecord(envelope.eventId(), subject, other, envelope, receipt, event.action(), event.reason()));
        if (event.action() == LinkAction.UNLINK) {
            // Nothing may be left that connects the two sides.
            for (SubjectRef one : subjects) {
                for (SubjectRef two : others) {
                    if (one != subject || two != other) {
                        String id =
                                derived(envelope, "unlink" + receipt.caller().suffix(), one.id(), two.id());
                        records.add(linkRecord(id, one, two, envelope, receipt, LinkAction.UNLINK, event.reason()));
                    }
                }
            }
        }
        return subject.id();
    }

    private String hold(Held event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        String subjectId = event.subject() == null
                ? event.subjectId()
                : introduce(event.subject(), envelope, receipt, records)
                        .getFirst()
                        .id();
        records.add(new OutgoingRecord(
                Topics.HOLDS,
                subjectId,
                new Hold(
                        envelope.eventId(),
                        subjectId,
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        event.holdId(),
                        event.action(),
                        event.reason(),
                        event.decidedBy())));
        return subjectId;
    }

    /** Subjects of every partition may be held, and each partition hears for itself. */
    private @Nullable String decision(WaveDecided event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        WaveDecision decision = new WaveDecision(
                envelope.eventId(),
                envelope.source(),
                envelope.occurredAt(),
                receipt.at(),
                event.decision(),
                event.reason(),
                event.decidedBy());
        for (int partition = 0; partition < partitions; partition++) {
            records.add(new OutgoingRecord(Topics.WAVE_DECISIONS, envelope.eventId(), decision, partition));
        }
        return null;
    }

    private static String erasureDecision(ErasureDecided event, Receipt receipt, List<OutgoingRecord> records) {
        Envelope envelope = event.envelope();
        records.add(new OutgoingRecord(
                Topics.ERASURE_DECISIONS,
                event.subjectId(),
                new ErasureDecision(
                        envelope.eventId(),
                        event.subjectId(),
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        event.orderId(),
                        event.system(),
                        event.decision(),
                        event.reason(),
                        event.decidedBy())));
        return event.subjectId();
    }

    private static String acknowledgement(Acknowledged event, List<OutgoingRecord> records) {
        records.add(new OutgoingRecord(
                Topics.DELETION_ACKS,
                event.subjectId(),
                new DeletionAck(
                        event.commandId(),
                        event.outcome(),
                        event.reason(),
                        event.envelope().occurredAt())));
        return event.subjectId();
    }

    /** The identity of each identifier, and a link from the first to each further one. */
    private List<SubjectRef> introduce(
            Subject about, Envelope envelope, Receipt receipt, List<OutgoingRecord> records) {
        List<SubjectRef> known = new ArrayList<>(about.identifiers().size());
        for (Identifier identifier : about.identifiers()) {
            SubjectRef subject = new SubjectRef(subjectIds.of(identifier), kindOf(identifier));
            known.add(subject);
            records.add(identity(identifier, subject, envelope, receipt));
            if (linkFormer) {
                identifier.former().ifPresent(former -> records.addAll(former(former, subject, envelope, receipt)));
            }
        }
        SubjectRef first = known.getFirst();
        for (SubjectRef further : known.subList(1, known.size())) {
            String id = derived(envelope, "link" + receipt.caller().suffix(), first.id(), further.id());
            records.add(linkRecord(id, first, further, envelope, receipt, LinkAction.LINK, null));
        }
        return known;
    }

    /** That both are one person follows from the rules alone; the operator, who asked for this link, states it. */
    private List<OutgoingRecord> former(Identifier former, SubjectRef now, Envelope envelope, Receipt receipt) {
        SubjectRef then = new SubjectRef(subjectIds.of(former), now.kind());
        String id = derived(envelope, "former", now.id(), then.id());
        Receipt operators = new Receipt(Caller.OPERATOR, receipt.at());
        return List.of(
                identity(former, then, envelope, receipt),
                linkRecord(id, now, then, envelope, operators, LinkAction.LINK, null));
    }

    private OutgoingRecord identity(Identifier identifier, SubjectRef subject, Envelope envelope, Receipt receipt) {
        return new OutgoingRecord(
                Topics.IDENTITIES,
                subject.id(),
                new Identity(
                        derived(envelope, "identity", subject.id(), ""),
                        subject.id(),
                        subject.kind(),
                        identifier.kind().id(),
                        ByteBuffer.wrap(seal.seal(subject.id(), identifier)),
                        envelope.occurredAt(),
                        receipt.at()));
    }

    private static OutgoingRecord linkRecord(
            String eventId,
            SubjectRef subject,
            SubjectRef other,
            Envelope envelope,
            Receipt receipt,
            LinkAction action,
            @Nullable String reason) {
        return new OutgoingRecord(
                Topics.SUBJECT_LINKS,
                subject.id(),
                new SubjectLink(
                        eventId,
                        subject.id(),
                        subject.kind(),
                        other.id(),
                        other.kind(),
                        envelope.source(),
                        envelope.occurredAt(),
                        receipt.at(),
                        action,
                        reason,
                        receipt.caller().statedBy()));
    }

    private static SubjectKind kindOf(Identifier identifier) {
        return identifier.kind() == IdentifierKind.VISITOR_ID ? SubjectKind.VISITOR : SubjectKind.CONTACT;
    }

    /** An id for a record that follows from an event: the same whenever the event comes again from the same caller. */
    private static String derived(Envelope envelope, String role, String one, String other) {
        String name = envelope.eventId() + '/' + role + '/' + one + '/' + other;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
