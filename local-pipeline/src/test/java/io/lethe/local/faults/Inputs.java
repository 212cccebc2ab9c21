package io.lethe.local.faults;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Hold;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes events to the input topics, in the place of the front door, and tells the oracle which. */
final class Inputs implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 240_000;

    private static final List<Topic<?>> TOPICS = List.of(
            Topics.CONSENT_STATEMENTS,
            Topics.INTERACTIONS,
            Topics.RIGHTS_REQUESTS,
            Topics.RIGHTS_DECISIONS,
            Topics.RIGHTS_ANSWERS,
            Topics.SUBJECT_LINKS,
            Topics.HOLDS,
            Topics.ERASURE_STATUS);

    private final Oracle oracle;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();

    Inputs(Map<String, Object> kafka, Map<String, Object> registry, Oracle oracle) {
        this.oracle = oracle;
        Map<String, Object> settings = new HashMap<>(kafka);
        // A broker that is killed comes back: what is sent meanwhile waits.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), AvroSerdes.serializer(TOPICS, registry));
    }

    void say(ConsentStatement event) {
        send(Topics.CONSENT_STATEMENTS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    void say(Interaction event) {
        send(Topics.INTERACTIONS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    void say(RightsRequest event) {
        send(Topics.RIGHTS_REQUESTS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    void say(RightsDecision event) {
        send(Topics.RIGHTS_DECISIONS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    void say(RightsAnswer event) {
        send(Topics.RIGHTS_ANSWERS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    void say(SubjectLink event) {
        send(Topics.SUBJECT_LINKS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    void say(Hold event) {
        send(Topics.HOLDS, event.getSubjectId(), event);
        oracle.accepted(event);
    }

    /** What the oracle is not to know. */
    void send(Topic<?> topic, String key, SpecificRecord value) {
        producer.send(new ProducerRecord<>(topic.name(), key, value), (_, failure) -> {
            if (failure != null) {
                refusal.compareAndSet(null, failure);
            }
        });
    }

    /** Returns when the broker has acknowledged all that was sent: only then the oracle is right. */
    void acknowledged() {
        producer.flush();
        Exception refused = refusal.get();
        if (refused != null) {
            throw new IllegalStateException("the broker did not take an event", refused);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
