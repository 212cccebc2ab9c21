package io.lethe.retention.topology;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.Policy;
import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.StateStores;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/** The whole of the retention stream: every event of a subject goes to one processor, which keeps the subject. */
public final class RetentionTopology {

    public static final String SUBJECTS = "subjects";
    public static final String DEADLINES = "deadlines";

    static final String TELL_CONSENT_STATE = "tell-consent-state";
    static final String TELL_CONSENT_CHANGES = "tell-consent-changes";
    static final String TELL_RETENTION_CHANGES = "tell-retention-changes";
    static final String TELL_RIGHTS_STATUS = "tell-rights-status";
    static final String ORDER_ERASURES = "order-erasures";
    static final String SIGNAL_LINKED = "signal-linked";
    static final String DEAD_LETTERS = "publish-dead-letters";

    private static final String KEEP_SUBJECT = "keep-subject";

    /** All that concerns a subject. */
    private static final List<Topic<?>> SOURCES = List.of(
            Topics.CONSENT_STATEMENTS,
            Topics.INTERACTIONS,
            Topics.RIGHTS_REQUESTS,
            Topics.SUBJECT_LINKS,
            Topics.HOLDS,
            Topics.SUBJECT_SIGNALS,
            Topics.ERASURE_STATUS);

    private final Map<String, ?> registry;
    private final Topology topology = new Topology();

    private RetentionTopology(Map<String, ?> registry) {
        this.registry = registry;
    }

    public static Topology build(
            Policy policy,
            InstantSource clock,
            ForgettingWindow window,
            Map<String, ?> registry,
            DeadLetters deadLetters,
            RetentionMetrics metrics) {
        return new RetentionTopology(registry).built(policy, clock, window, deadLetters, metrics);
    }

    private Topology built(
            Policy policy,
            InstantSource clock,
            ForgettingWindow window,
            DeadLetters deadLetters,
            RetentionMetrics metrics) {
        SubjectRules rules = new SubjectRules(policy);
        ToWire outgoing = new ToWire(policy.version());
        StateStores stores = new StateStores(window);

        SOURCES.forEach(this::admit);
        topology.addProcessor(
                KEEP_SUBJECT,
                () -> new SubjectProcessor(rules, outgoing, clock, deadLetters, metrics),
                SOURCES.stream().map(RetentionTopology::admitting).toArray(String[]::new));
        topology.addStateStore(stores.keyValue(SUBJECTS, Serdes.String(), SubjectForm.serde()), KEEP_SUBJECT);
        topology.addStateStore(stores.deadlines(DEADLINES), KEEP_SUBJECT);
        tell(TELL_CONSENT_STATE, Topics.CONSENT_STATE);
        tell(TELL_CONSENT_CHANGES, Topics.CONSENT_CHANGES);
        tell(TELL_RETENTION_CHANGES, Topics.RETENTION_CHANGES);
        tell(TELL_RIGHTS_STATUS, Topics.RIGHTS_STATUS);
        tell(ORDER_ERASURES, Topics.ERASURE_ORDERS);
        tell(SIGNAL_LINKED, Topics.SUBJECT_SIGNALS);
        tell(DEAD_LETTERS, deadLetters.topic());
        return topology;
    }

    private void admit(Topic<?> topic) {
        topology.addSource(admitting(topic), new StringDeserializer(), values(topic), topic.name());
    }

    private void tell(String sink, Topic<?> topic) {
        topology.addSink(
                sink,
                topic.name(),
                new StringSerializer(),
                AvroSerdes.ready(topic, registry).serializer(),
                KEEP_SUBJECT);
    }

    @SuppressWarnings("unchecked")
    private Deserializer<SpecificRecord> values(Topic<?> topic) {
        return (Deserializer<SpecificRecord>) AvroSerdes.of(topic, registry).deserializer();
    }

    private static String admitting(Topic<?> topic) {
        return "admit-" + topic.name();
    }
}
