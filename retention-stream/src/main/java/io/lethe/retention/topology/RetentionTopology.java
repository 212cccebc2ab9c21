package io.lethe.retention.topology;

import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.Policy;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.store.WaveStores;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.Nodes;
import io.lethe.streams.deadlines.Backlog;
import io.lethe.streams.deadlines.FiringBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/** The whole of the retention stream: every event of a subject goes to one processor, which keeps the subject. */
public final class RetentionTopology {

    private static final String KEEP_SUBJECT = "keep-subject";
    private static final String HEAR_DECISION = "hear-wave-decision";

    /** All that concerns a subject. */
    private static final List<Topic<?>> READ = List.of(
            Topics.CONSENT_STATEMENTS,
            Topics.INTERACTIONS,
            Topics.RIGHTS_REQUESTS,
            Topics.RIGHTS_DECISIONS,
            Topics.RIGHTS_ANSWERS,
            Topics.SUBJECT_LINKS,
            Topics.HOLDS,
            Topics.CORRECTIONS,
            Topics.SUBJECT_SIGNALS,
            Topics.ERASURE_STATUS);

    /** All that others are told of it, dead letters aside. */
    private static final List<Topic<?>> PUBLISHED = List.of(
            Topics.CONSENT_STATE,
            Topics.CONSENT_CHANGES,
            Topics.RETENTION_CHANGES,
            Topics.RIGHTS_STATUS,
            Topics.RIGHTS_DUE,
            Topics.OPENDSR_STATUS,
            Topics.ERASURE_ORDERS,
            Topics.SUBJECT_SIGNALS);

    /** A record that has waited for longer than this is part of a backlog. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** For how long no such record must have come. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final KafkaConfig kafka;
    private final Topology topology = new Topology();

    private RetentionTopology(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    public static Topology build(
            Policy policy, InstantSource clock, KafkaConfig kafka, DeadLetters deadLetters, RetentionMetrics metrics) {
        return build(
                policy, clock, kafka, deadLetters, metrics, PolicyPass.Settings.of(policy), FiringBudget::ofThisThread);
    }

    static Topology build(
            Policy policy,
            InstantSource clock,
            KafkaConfig kafka,
            DeadLetters deadLetters,
            RetentionMetrics metrics,
            PolicyPass.Settings pass,
            Supplier<FiringBudget> budgets) {
        return new RetentionTopology(kafka).built(policy, clock, deadLetters, metrics, pass, budgets);
    }

    private Topology built(
            Policy policy,
            InstantSource clock,
            DeadLetters deadLetters,
            RetentionMetrics metrics,
            PolicyPass.Settings pass,
            Supplier<FiringBudget> budgets) {
        WaveSettings waves = WaveSettings.of(policy, kafka.partitions());
        SubjectRules rules = new SubjectRules(policy);
        Backlog backlog = new Backlog(FRESH, QUIET);
        ToWire toWire = new ToWire(rules, policy.version());

        READ.forEach(this::read);
        topology.addProcessor(
                KEEP_SUBJECT,
                () -> new SubjectProcessor(rules, toWire, clock, deadLetters, metrics, waves, pass, budgets, backlog),
                READ.stream().map(Nodes::read).toArray(String[]::new));
        read(Topics.WAVE_DECISIONS);
        topology.addProcessor(
                HEAR_DECISION,
                () -> new DecisionProcessor(policy.version(), clock, deadLetters),
                Nodes.read(Topics.WAVE_DECISIONS));
        SubjectStores.builders(kafka.window()).forEach(store -> topology.addStateStore(store, KEEP_SUBJECT));
        topology.connectProcessorAndStateStores(HEAR_DECISION, WaveStores.BREAKER, WaveStores.HELD);
        PUBLISHED.forEach(topic -> publish(topic, KEEP_SUBJECT));
        publish(Topics.ERASURE_WAVES, KEEP_SUBJECT, HEAR_DECISION);
        publish(deadLetters.topic(), KEEP_SUBJECT, HEAR_DECISION);
        return topology;
    }

    private void read(Topic<?> topic) {
        topology.addSource(Nodes.read(topic), new StringDeserializer(), values(topic), topic.name());
    }

    private void publish(Topic<?> topic, String... by) {
        topology.addSink(
                Nodes.publish(topic),
                topic.name(),
                new StringSerializer(),
                AvroSerdes.ready(topic, kafka.registry()).serializer(),
                by);
    }

    @SuppressWarnings("unchecked")
    private Deserializer<SpecificRecord> values(Topic<?> topic) {
        return (Deserializer<SpecificRecord>)
                AvroSerdes.of(topic, kafka.registry()).deserializer();
    }
}
