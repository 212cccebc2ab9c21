package io.lethe.ingest.publish;

import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.Event.Choice;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Statement;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a statement apart by whom its choices belong to: those about devices belong to the visitor, all others to the first
 * identifier. Both parts keep the statement's id and proof; a subject never gets two parts of one statement, for the second
 * would look like a repeat of the first.
 */
final class StatementRecords {

    private StatementRecords() {}

    /**
     * The records of a statement; the first is the one of the subject that the event belongs to.
     *
     * @param first the first identifier's subject
     * @param visitor the visitor's; the same as the first where the statement has no choice about devices
     */
    static List<OutgoingRecord> of(Statement statement, SubjectRef first, SubjectRef visitor, Instant receivedAt) {
        if (first.id().equals(visitor.id())) {
            return List.of(part(statement, statement.choices(), first, receivedAt));
        }
        List<Choice> ofPerson =
                statement.choices().stream().filter(one -> !one.ofDevice()).toList();
        List<Choice> ofDevice =
                statement.choices().stream().filter(Choice::ofDevice).toList();
        List<OutgoingRecord> parts = new ArrayList<>(2);
        if (!ofPerson.isEmpty()) {
            parts.add(part(statement, ofPerson, first, receivedAt));
        }
        if (!ofDevice.isEmpty()) {
            parts.add(part(statement, ofDevice, visitor, receivedAt));
        }
        return parts;
    }

    private static OutgoingRecord part(
            Statement statement, List<Choice> choices, SubjectRef subject, Instant receivedAt) {
        Envelope envelope = statement.envelope();
        return new OutgoingRecord(
                Topics.CONSENT_STATEMENTS,
                subject.id(),
                new ConsentStatement(
                        envelope.eventId(),
                        subject.id(),
                        subject.kind(),
                        envelope.source(),
                        envelope.occurredAt(),
                        receivedAt,
                        choices.stream().map(StatementRecords::choice).toList(),
                        proof(statement.proof())));
    }

    private static io.lethe.schemas.Choice choice(Choice choice) {
        return new io.lethe.schemas.Choice(choice.purpose(), choice.recipient(), choice.decision());
    }

    private static ConsentProof proof(Event.Proof proof) {
        return new ConsentProof(
                proof.policyVersion(), proof.noticeId(), proof.language(), proof.method(), proof.page());
    }

    /** A subject as records refer to it. */
    record SubjectRef(String id, SubjectKind kind) {}
}
