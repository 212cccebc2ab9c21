package io.lethe.local.faults.worker;

import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.local.faults.worker.WorkerOracle.Given;
import io.lethe.local.faults.worker.WorkerOracle.Person;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureDecision;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.schemas.Identity;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes what the worker reads: identities, orders, acknowledgements and decisions, in the place of all who do. */
final class OrderDesk implements AutoCloseable {

    private static final List<Topic<?>> TOPICS =
            List.of(Topics.IDENTITIES, Topics.ERASURE_ORDERS, Topics.DELETION_ACKS, Topics.ERASURE_DECISIONS);

    private final WorkerOracle oracle;
    private final IdentifierSeal seal;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();

    OrderDesk(Map<String, Object> kafka, Map<String, Object> registry, IdentifierSeal seal, WorkerOracle oracle) {
        this.oracle = oracle;
        this.seal = seal;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), AvroSerdes.serializer(TOPICS, registry));
    }

    static Person person(String name, boolean device) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            String subject = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            String word = name.replace(' ', '-');
            return new Person(subject, device, device ? word : word + "@example.org");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The front door has seen somebody. */
    void seen(Person person, Instant at) {
        IdentifierKind kind = person.device() ? IdentifierKind.VISITOR_ID : IdentifierKind.EMAIL;
        byte[] sealed = seal.seal(person.subject(), new Identifier(kind, person.identifier()));
        send(
                Topics.IDENTITIES,
                person.subject(),
                Identity.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setSubjectId(person.subject())
                        .setSubjectKind(kind(person))
                        .setIdentifierType(kind.id())
                        .setSealed(ByteBuffer.wrap(sealed))
                        .setSeenAt(at)
                        .setReceivedAt(at)
                        .build());
    }

    void order(Given order) {
        oracle.given(order);
        again(order);
    }

    /** The same order, as one that is read once more. */
    void again(Given order) {
        send(
                Topics.ERASURE_ORDERS,
                order.person().subject(),
                ErasureOrder.newBuilder()
                        .setOrderId(order.orderId())
                        .setSubjectId(order.person().subject())
                        .setSubjectKind(kind(order.person()))
                        .setCause(ErasureCause.ERASURE_REQUESTED)
                        .setRequestId("request of " + order.orderId())
                        .setDataCategories(List.of())
                        .setOrderedAt(order.at())
                        .setRecordedAt(order.at())
                        .setPolicyVersion("2026-01")
                        .build());
    }

    /** @param key says nothing: recipients write with any */
    void answer(String key, String commandId, DeletionOutcome outcome, Instant at) {
        send(Topics.DELETION_ACKS, key, ack(commandId, outcome, at));
    }

    /** An answer to a command that nobody was given, or not yet. */
    void answerUnasked(String key, String commandId, Instant at) {
        producer.send(
                new ProducerRecord<>(Topics.DELETION_ACKS.name(), key, ack(commandId, DeletionOutcome.COMPLETED, at)),
                (written, failure) -> {
                    if (failure == null) {
                        oracle.willBeDeadLetter(written + " UNKNOWN_COMMAND");
                    } else {
                        refusal.compareAndSet(null, failure);
                    }
                });
    }

    private static DeletionAck ack(String commandId, DeletionOutcome outcome, Instant at) {
        return DeletionAck.newBuilder()
                .setCommandId(commandId)
                .setOutcome(outcome)
                .setReason(outcome == DeletionOutcome.REFUSED ? "an obligation to keep" : null)
                .setAt(at)
                .build();
    }

    /** An operator releases all that is still owed for an order. */
    void waive(Given order, Instant at) {
        oracle.waived(order.orderId());
        send(
                Topics.ERASURE_DECISIONS,
                order.person().subject(),
                ErasureDecision.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setSubjectId(order.person().subject())
                        .setSource("desk")
                        .setOccurredAt(at)
                        .setReceivedAt(at)
                        .setOrderId(order.orderId())
                        .setSystem(null)
                        .setDecision(ErasureVerdict.WAIVE)
                        .setReason("agreed with the recipient")
                        .build());
    }

    private void send(Topic<?> topic, String key, SpecificRecord value) {
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
            throw new IllegalStateException("the broker did not take a record", refused);
        }
    }

    private static SubjectKind kind(Person person) {
        return person.device() ? SubjectKind.VISITOR : SubjectKind.CONTACT;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
