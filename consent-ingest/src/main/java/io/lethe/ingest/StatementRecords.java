package io.lethe.ingest;

import io.lethe.ingest.Event.Choice;
import io.lethe.ingest.Event.Envelope;
import io.lethe.ingest.Event.Statement;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A statement taken apart by whom its choices belong to: those about devices belong to the visitor, all others to the first
 * identifier. Both parts keep the statement's id and proof.
 */
record StatementRecords(Statement statement, Instant receivedAt, List<Choice> aboutPerson, List<Choice> aboutDevice) {

    static StatementRecords of(Statement statement, Instant receivedAt) {
        return new StatementRecords(
                statement,
                receivedAt,
                statement.choices().stream().filter(one -> !one.ofDevice()).toList(),
                statement.choices().stream().filter(Choice::ofDevice).toList());
    }

    boolean concernsPerson() {
        return !aboutPerson.isEmpty();
    }

    Optional<Outgoing> ofPerson(String subjectId, SubjectKind kind) {
        return part(aboutPerson, subjectId, kind);
    }

    Optional<Outgoing> ofDevice(String subjectId, SubjectKind kind) {
        return part(aboutDevice, subjectId, kind);
    }

    private Optional<Outgoing> part(List<Choice> choices, String subjectId, SubjectKind kind) {
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        Envelope envelope = statement.envelope();
        return Optional.of(new Outgoing(
                Topics.CONSENT_STATEMENTS,
                subjectId,
                new ConsentStatement(
                        envelope.eventId(),
                        subjectId,
                        kind,
                        envelope.source(),
                        envelope.occurredAt(),
                        receivedAt,
                        choices.stream()
                                .map(one ->
                                        new io.lethe.schemas.Choice(one.purpose(), one.recipient(), one.decision()))
                                .toList(),
                        proof())));
    }

    private ConsentProof proof() {
        Event.Proof proof = statement.proof();
        return new ConsentProof(
                proof.policyVersion(), proof.noticeId(), proof.language(), proof.method(), proof.page());
    }
}
