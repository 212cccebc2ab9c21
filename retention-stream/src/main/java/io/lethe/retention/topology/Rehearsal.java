package io.lethe.retention.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.Verb;
import io.lethe.retention.query.SubjectJson;
import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.Transition;
import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.Nodes;
import io.lethe.streams.Outgoing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Goes through an event's whole way in memory, over and over, before the service says that it is ready: reading it, deciding,
 * storing, telling, answering. The first real event then meets classes that are loaded and code that is compiled; without this it
 * waits for a quarter of a second, and all that come right after it wait behind it. No record of it leaves the process.
 */
public final class Rehearsal {

    private static final int ROUNDS = 50;
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NOBODY = "rehearsal";

    private final Policy policy;
    private final SubjectRules rules;
    private final ToWire toWire;
    private final SubjectJson json;
    private final Map<String, ?> registry;
    private final Serde<StoredSubject> stored = SubjectForm.serde();

    public Rehearsal(Policy policy, Map<String, ?> registry) {
        this.policy = policy;
        this.rules = new SubjectRules(policy);
        this.toWire = new ToWire(rules, policy.version());
        this.json = new SubjectJson(rules, policy.zone());
        this.registry = registry;
    }

    /**
     * Takes a few tenths of a second, most of them in the first round.
     *
     * @return the last answer about the subject that was made up
     */
    public JsonNode run() {
        JsonNode answer = MissingNode.getInstance();
        Wire<ConsentStatement> statements = new Wire<>(Topics.CONSENT_STATEMENTS);
        Wire<Interaction> interactions = new Wire<>(Topics.INTERACTIONS);
        Map<String, Wire<?>> sinks = Map.of(
                Nodes.publish(Topics.CONSENT_STATE), new Wire<>(Topics.CONSENT_STATE),
                Nodes.publish(Topics.CONSENT_CHANGES), new Wire<>(Topics.CONSENT_CHANGES));
        for (int round = 0; round < ROUNDS; round++) {
            Instant now = TIME.plusSeconds(round);
            Subject subject = Subject.unseen(NOBODY);
            for (SpecificRecord event :
                    List.of(statements.there(statement(now)), interactions.there(interaction(now)))) {
                FromWire incoming = FromWire.of(NOBODY, event);
                Transition outcome = rules.apply(subject, incoming.kind(), incoming.event(), now, true);
                subject = outcome.subject();
                for (Due due : rules.due(subject)) {
                    subject = subject.armed(due.at());
                }
                for (Outgoing record : toWire.records(subject, outcome.decisions(), now, now.toEpochMilli())) {
                    Objects.requireNonNull(sinks.get(record.node()), record.node())
                            .sent(record);
                }
            }
            subject = restored(subject);
            rules.settle(subject, now, true);
            answer = json.subject(subject, now);
        }
        return answer;
    }

    private Subject restored(Subject subject) {
        byte[] bytes = stored.serializer().serialize(NOBODY, SubjectForm.toStored(subject));
        return SubjectForm.fromStored(NOBODY, stored.deserializer().deserialize(NOBODY, bytes));
    }

    private ConsentStatement statement(Instant at) {
        return ConsentStatement.newBuilder()
                .setEventId(NOBODY)
                .setSubjectId(NOBODY)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource(NOBODY)
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setChoices(policy.purposes().stream()
                        .filter(purpose -> purpose.offers(Verb.GRANTED))
                        .map(Purpose::id)
                        .map(purpose -> new Choice(purpose, null, Decision.GRANTED))
                        .toList())
                .setProof(new ConsentProof(policy.version(), NOBODY, "en", ConsentMethod.API, null))
                .build();
    }

    private Interaction interaction(Instant at) {
        return Interaction.newBuilder()
                .setEventId(NOBODY)
                .setSubjectId(NOBODY)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource(NOBODY)
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setKind(policy.retention().interactionKinds().stream()
                        .findFirst()
                        .orElse(NOBODY))
                .setDataCategories(List.of())
                .build();
    }

    /** A value's way to bytes and back. */
    private final class Wire<V extends SpecificRecord> {

        private final String topic;
        private final Class<V> type;
        private final Serde<V> serde;

        Wire(Topic<V> topic) {
            this.topic = topic.name();
            this.type = topic.valueType();
            this.serde = AvroSerdes.of(topic, registry);
        }

        void sent(Outgoing record) {
            there(Objects.requireNonNull(type.cast(record.value()), "nobody is erased here"));
        }

        V there(V value) {
            return serde.deserializer().deserialize(topic, serde.serializer().serialize(topic, value));
        }
    }
}
