package io.lethe.erasure.topology;

import io.lethe.certificate.CertificateSigner;
import io.lethe.erasure.forgetting.OwnCopies;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Samples;
import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureDecision;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.schemas.Identity;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.StreamsService;
import io.lethe.streams.StreamsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The worker's topology over its real serdes, with a registry in the process and a clock that is turned by hand. */
public final class Harness implements AutoCloseable {

    /** A private key that is no secret. */
    public static final String CERTIFICATE_KEY =
            Base64.getEncoder().encodeToString("a private key that is no secret!".getBytes(StandardCharsets.UTF_8));

    static final Instant START = Samples.NOW;
    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://erasure-worker");
    private static final Duration TICK = Duration.ofMillis(200);

    final TurnableClock clock = new TurnableClock(START);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    String keySet = IdentifierSeal.newKeySet();
    private final IdentifierSeal seal = new IdentifierSeal(keySet);
    private final SubjectIds subjectIds =
            new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8));
    private final TopologyTestDriver driver;

    /** What time it really is, beside the clock that is turned. */
    private Instant wall = START;

    private int decisions;

    /** Up to when the copies are gone, and since when the worker has said that one has to go. */
    Instant copiesGoneUpTo = Instant.EPOCH;

    Optional<Instant> copiesHaveToGoSince = Optional.empty();

    Harness(Path folder) {
        this(folder, Samples.POLICY);
    }

    Harness(Path folder, Policy policy) {
        StreamsSettings settings = settings(folder);
        DeadLetters deadLetters = new DeadLetters(Party.ERASURE_WORKER, clock, meters);
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.putAll(StreamsService.deadLetterProperties(deadLetters, REGISTRY));
        // The driver's producer drops what a deserialization handler sends inside a transaction.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        ErasureTopology.Parts parts = new ErasureTopology.Parts(
                policy,
                seal,
                new CertificateSigner(CERTIFICATE_KEY),
                clock,
                settings.kafka().window(),
                settings.kafka().partitions(),
                this::watch,
                deadLetters,
                new WorkerMetrics(meters, settings.kafka().window().length(), List.of("hubspot")));
        driver = new TopologyTestDriver(
                ErasureTopology.build(parts, settings.properties(), REGISTRY), properties, START);
    }

    /** The topology as it is built, to be described. */
    public static Topology topology(Path folder) {
        StreamsSettings settings = settings(folder);
        TurnableClock clock = new TurnableClock(START);
        return ErasureTopology.build(
                new ErasureTopology.Parts(
                        Samples.POLICY,
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        new CertificateSigner(CERTIFICATE_KEY),
                        clock,
                        settings.kafka().window(),
                        settings.kafka().partitions(),
                        (_, _) -> {
                            throw new IllegalStateException("it is not run");
                        },
                        new DeadLetters(Party.ERASURE_WORKER, clock, new SimpleMeterRegistry()),
                        new WorkerMetrics(new SimpleMeterRegistry(), Duration.ofDays(1), List.of())),
                settings.properties(),
                REGISTRY);
    }

    private static StreamsSettings settings(Path folder) {
        KafkaConfig kafka = new KafkaConfig(
                Map.of("bootstrap.servers", "unused:9"), REGISTRY, ForgettingWindow.DEFAULT, 1, 6, false);
        return new StreamsSettings(Party.ERASURE_WORKER, kafka, folder, Optional.empty(), 0, 1, Duration.ofMinutes(1));
    }

    private OwnCopies.Watched watch(int partition, StateStore identities) {
        return new OwnCopies.Watched() {
            @Override
            public Instant goneUpTo(Optional<Instant> oldest) {
                copiesHaveToGoSince = oldest;
                return copiesGoneUpTo;
            }

            @Override
            public void close() {}
        };
    }

    /** The worker's key set becomes another. */
    void rotate(UnaryOperator<String> step) {
        keySet = step.apply(keySet);
        seal.replace(keySet);
        tick(TICK);
    }

    boolean isSealedByTheKeyThatSealsNow(Identity identity) {
        return seal.isCurrent(FromWire.bytes(identity.getSealed()));
    }

    String subject(IdentifierKind kind, String value) {
        return subjectIds.of(new Identifier(kind, value));
    }

    /** The front door has seen somebody. */
    String seen(IdentifierKind kind, String value, Instant seenAt) {
        Identifier identifier = new Identifier(kind, value);
        String subjectId = subjectIds.of(identifier);
        send(Topics.IDENTITIES, subjectId, identity(subjectId, identifier, seenAt));
        return subjectId;
    }

    /** What the front door has sealed and is still on its way. */
    Identity sealed(String mail, Instant seenAt) {
        Identifier identifier = new Identifier(IdentifierKind.EMAIL, mail);
        return identity(subjectIds.of(identifier), identifier, seenAt);
    }

    /** An identity that nobody's key opens. */
    void seenForged(String subjectId) {
        send(
                Topics.IDENTITIES,
                subjectId,
                Identity.newBuilder()
                        .setEventId("forged")
                        .setSubjectId(subjectId)
                        .setSubjectKind(io.lethe.schemas.SubjectKind.CONTACT)
                        .setIdentifierType("email")
                        .setSealed(ByteBuffer.wrap(new byte[64]))
                        .setSeenAt(START)
                        .setReceivedAt(START)
                        .build());
    }

    private Identity identity(String subjectId, Identifier identifier, Instant seenAt) {
        return Identity.newBuilder()
                .setEventId("event-" + seenAt)
                .setSubjectId(subjectId)
                .setSubjectKind(
                        identifier.kind() == IdentifierKind.VISITOR_ID
                                ? io.lethe.schemas.SubjectKind.VISITOR
                                : io.lethe.schemas.SubjectKind.CONTACT)
                .setIdentifierType(identifier.kind().id())
                .setSealed(ByteBuffer.wrap(seal.seal(subjectId, identifier)))
                .setSeenAt(seenAt)
                .setReceivedAt(seenAt)
                .build();
    }

    void ordered(Order order) {
        send(Topics.ERASURE_ORDERS, order.subjectId(), wire(order));
    }

    void orderedLongAgo(Order order, Duration age) {
        sendOld(Topics.ERASURE_ORDERS, new TestRecord<>(order.subjectId(), wire(order)), age);
    }

    private static ErasureOrder wire(Order order) {
        return ErasureOrder.newBuilder()
                .setOrderId(order.orderId())
                .setSubjectId(order.subjectId())
                .setSubjectKind(
                        io.lethe.schemas.SubjectKind.valueOf(order.subjectKind().name()))
                .setCause(ErasureCause.valueOf(order.cause().name()))
                .setRequestId(order.requestId())
                .setDataCategories(order.dataCategories())
                .setOrderedAt(order.orderedAt())
                .setRecordedAt(order.recordedAt())
                .setPolicyVersion(order.policyVersion())
                .build();
    }

    /** An operator decides. */
    void decided(Order order, @Nullable String system, ErasureVerdict verdict) {
        decided("0b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d" + (10 + decisions++), order, system, verdict);
    }

    void decided(String eventId, Order order, @Nullable String system, ErasureVerdict verdict) {
        send(Topics.ERASURE_DECISIONS, order.subjectId(), decision(eventId, order, system, verdict));
    }

    void decidedLongAgo(Order order, @Nullable String system, ErasureVerdict verdict, Duration age) {
        ErasureDecision decision =
                decision("0b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d" + (10 + decisions++), order, system, verdict);
        sendOld(Topics.ERASURE_DECISIONS, new TestRecord<>(order.subjectId(), decision), age);
    }

    private ErasureDecision decision(String eventId, Order order, @Nullable String system, ErasureVerdict verdict) {
        return ErasureDecision.newBuilder()
                .setEventId(eventId)
                .setSubjectId(order.subjectId())
                .setSource("console")
                .setOccurredAt(clock.instant())
                .setReceivedAt(clock.instant())
                .setOrderId(order.orderId())
                .setSystem(system)
                .setDecision(verdict)
                .setReason("as agreed with the recipient")
                .setDecidedBy("dpo")
                .build();
    }

    /** A recipient answers, with a key of its own making. */
    void acknowledged(String commandId, DeletionOutcome outcome) {
        acknowledged(commandId, outcome, null);
    }

    void acknowledged(String commandId, DeletionOutcome outcome, @Nullable String reason) {
        send(
                Topics.DELETION_ACKS,
                "whatever",
                DeletionAck.newBuilder()
                        .setCommandId(commandId)
                        .setOutcome(outcome)
                        .setReason(reason)
                        .setAt(clock.instant())
                        .build());
    }

    /** A recipient answers through one of Confluent's newer serializers: the schema's GUID in a header, and no frame. */
    void acknowledgedInTheNewerForm(DeletionAck ack, boolean known) {
        // By framing it once, the registry has the schema.
        byte[] framed =
                AvroSerdes.of(Topics.DELETION_ACKS, REGISTRY).serializer().serialize(Topics.DELETION_ACKS.name(), ack);
        String schema = known ? DeletionAck.getClassSchema().toString() : "nobody's";
        UUID guid = UUID.nameUUIDFromBytes(schema.getBytes(StandardCharsets.UTF_8));
        byte[] header = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        driver.createInputTopic(Topics.DELETION_ACKS.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        "whatever",
                        Arrays.copyOfRange(framed, 5, framed.length),
                        new RecordHeaders().add("__value_schema_id", header),
                        wall));
    }

    <V extends SpecificRecord> void send(Topic<V> topic, String key, @Nullable V value) {
        driver.createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        AvroSerdes.of(topic, REGISTRY).serializer())
                .pipeInput(new TestRecord<>(key, value, wall));
    }

    /** What a topic still holds from long ago. */
    <V extends SpecificRecord> void sendOld(Topic<V> topic, TestRecord<String, V> record, Duration age) {
        driver.createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        AvroSerdes.of(topic, REGISTRY).serializer())
                .pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), wall.minus(age)));
    }

    void sendBytes(Topic<?> topic, @Nullable String key, byte[] value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value));
    }

    /** Sends everything that came out of a topic back into it, as the broker does where a service reads what it writes. */
    void loopIdentities() {
        records(Topics.IDENTITIES)
                .forEach(record -> driver.createInputTopic(
                                Topics.IDENTITIES.name(),
                                new StringSerializer(),
                                AvroSerdes.of(Topics.IDENTITIES, REGISTRY).serializer())
                        .pipeInput(record));
    }

    void turn(Duration by) {
        clock.turn(by);
        tick(TICK);
    }

    /** Time goes by, the real one too. */
    void idle(Duration by) {
        clock.turn(by);
        tick(by);
    }

    private void tick(Duration by) {
        wall = wall.plus(by);
        driver.advanceWallClockTime(by);
    }

    void turnTo(Instant instant) {
        clock.turnTo(instant);
        tick(TICK);
    }

    List<DeletionCommand> commands(String system) {
        return values(Topics.deletionCommands(system));
    }

    <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return records(topic).stream().map(TestRecord::value).toList();
    }

    <V extends SpecificRecord> List<TestRecord<String, V>> records(Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        AvroSerdes.of(topic, REGISTRY).deserializer())
                .readRecordsToList();
    }

    <K, V> KeyValueStore<K, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    Map<String, Double> counts() {
        Map<String, Double> counts = new HashMap<>();
        meters.forEachMeter(meter -> meter.measure()
                .forEach(measurement -> counts.merge(meter.getId().getName(), measurement.getValue(), Double::sum)));
        return counts;
    }

    /** What a gauge says. */
    double told(String gauge, String tag, String value) {
        return meters.get(gauge).tag(tag, value).gauge().value();
    }

    @Override
    public void close() {
        driver.close();
    }
}
