package io.lethe.retention.topology;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.store.DueCounts;
import io.lethe.retention.store.OpenRequests;
import io.lethe.retention.store.PolicyMark;
import io.lethe.retention.store.StandingHolds;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.store.WaveStores;
import io.lethe.retention.subject.Due;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.StreamsService;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.FiringBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology over the real serdes and stores, with a clock to turn and a registry inside the process. */
public final class Harness implements AutoCloseable {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(4);

    /** All subjects of a test in one tick. */
    static final int WHOLE = 1_000;

    /** What a tick may do, and by which clock it is short of time. */
    private record Pace(int passSlice, LongSupplier nanoTime, Supplier<FiringBudget> budgets) {

        static Pace of(int passSlice) {
            return new Pace(passSlice, System::nanoTime, FiringBudget::ofThisThread);
        }

        /** No tick has any time: each takes one of what is due, and looks at one subject. */
        static Pace withoutTime() {
            AtomicLong hours = new AtomicLong();
            return new Pace(
                    WHOLE - 1,
                    () -> Duration.ofHours(hours.incrementAndGet()).toNanos(),
                    () -> new FiringBudget(Duration.ZERO, Duration.ZERO, () -> 0));
        }
    }

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Topology topology;
    final TopologyTestDriver driver;
    private final Map<String, String> environment;
    private final RetentionSettings settings;
    private final Pace pace;
    private Instant now;
    private long realMillis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    Harness(Path stateDir, String start) {
        this(environment(stateDir), time(start), Pace.of(WHOLE), _ -> {});
        advance(CAUGHT_UP);
    }

    private Harness(Map<String, String> environment, Instant start, Pace pace, Consumer<TopologyTestDriver> restore) {
        this.environment = environment;
        this.pace = pace;
        this.now = start;
        this.settings = RetentionSettings.from(environment);
        DeadLetters letters = new DeadLetters(Party.RETENTION_STREAM, () -> now, metrics);
        this.topology = RetentionTopology.build(
                settings.policy(),
                () -> now,
                settings.streams().kafka(),
                letters,
                new RetentionMetrics(metrics, settings.policy().rights()),
                new PolicyPass.Settings(PolicyMark.of(settings.policy()), pace.passSlice(), pace.nanoTime()),
                pace.budgets());
        Properties properties = new Properties();
        properties.putAll(settings.streams().properties());
        properties.putAll(StreamsService.deadLetterProperties(
                letters, settings.streams().kafka().registry()));
        // The test driver forgets, between reading a record and processing it, what an open transaction holds so far:
        // the
        // dead letter of a record that cannot be read. A broker does not.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        this.driver = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(realMillis));
        restore.accept(driver);
    }

    /** One whose ticks have no time: each takes one of what is due, and no more. */
    static Harness withoutTime(Path stateDir, String start) {
        return new Harness(environment(stateDir), time(start), Pace.withoutTime(), _ -> {}).advance(CAUGHT_UP);
    }

    /** One whose policy holds waves beyond these limits; all subjects are in its one partition. */
    static Harness withWave(Path stateDir, String start, String limits) throws IOException {
        return withPolicy(stateDir, start, "wave: {" + limits + "}");
    }

    /** One whose policy lets every wave through. */
    static Harness withoutBreaker(Path stateDir, String start) throws IOException {
        return withPolicy(stateDir, start, "");
    }

    private static Harness withPolicy(Path stateDir, String start, String wave) throws IOException {
        return new Harness(environmentWith(stateDir, "wave: \\{.*}", wave), time(start), Pace.of(WHOLE), _ -> {})
                .advance(CAUGHT_UP);
    }

    private static Map<String, String> environmentWith(Path stateDir, String words, String others) throws IOException {
        try (var builtIn = PolicyFile.class.getResourceAsStream("/policy/itesoft-2026-01.yaml")) {
            if (builtIn == null) {
                throw new AssertionError("there is no built-in policy");
            }
            String policy = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8).replaceFirst(words, others);
            Map<String, String> environment = new HashMap<>(environment(stateDir));
            environment.put(
                    "LETHE_POLICY_FILE",
                    Files.writeString(stateDir.resolve("policy.yaml"), policy).toString());
            environment.put("LETHE_PARTITIONS", "1");
            return environment;
        }
    }

    /** Another process that goes on from what this one has stored, and from nothing else. */
    Harness restarted() {
        return restarted(environment, pace);
    }

    /**
     * Another process that goes on from what is stored, under another policy: the built-in one with other words.
     *
     * @param passSlice how many subjects are looked at in one tick; where it is {@link #WHOLE}, the pass is over when this returns
     */
    Harness restartedUnder(String words, String others, int passSlice) throws IOException {
        return restarted(environmentWith(stateDir(), words, others), Pace.of(passSlice));
    }

    /** The same, with ticks that look at one subject each. */
    Harness restartedWithoutTimeUnder(String words, String others) throws IOException {
        return restarted(environmentWith(stateDir(), words, others), Pace.withoutTime());
    }

    /** Another process, under the built-in policy as it is. */
    Harness restartedUnderTheBuiltInPolicy(int passSlice) {
        return restarted(environment(stateDir()), Pace.of(passSlice));
    }

    private Path stateDir() {
        return Path.of(environment.getOrDefault("LETHE_STATE_DIR", ""));
    }

    private Harness restarted(Map<String, String> environment, Pace pace) {
        Map<String, Map<Object, Object>> stored = new HashMap<>();
        driver.getAllStateStores().keySet().forEach(name -> {
            if (driver.getKeyValueStore(name) == null) {
                // A store by form only, which keeps nothing.
                return;
            }
            Map<Object, Object> all = stored.computeIfAbsent(name, _ -> new LinkedHashMap<>());
            try (var entries = driver.getKeyValueStore(name).all()) {
                entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
            }
        });
        close();
        Harness restarted = new Harness(
                environment,
                now,
                pace,
                restored -> stored.forEach((name, all) -> {
                    KeyValueStore<Object, Object> store = restored.getKeyValueStore(name);
                    all.forEach(store::put);
                }));
        return restarted.isOverAtOnce() ? restarted.advance(CAUGHT_UP) : restarted;
    }

    private boolean isOverAtOnce() {
        return pace.passSlice() == WHOLE;
    }

    public static Map<String, String> environment(Path stateDir) {
        return Map.of(
                "LETHE_KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                "LETHE_REGISTRY_URL", "mock://" + UUID.randomUUID(),
                "LETHE_STATE_DIR", stateDir.toString(),
                "LETHE_PORT", "0",
                "LETHE_OPERATOR_KEY", "operator-key",
                "LETHE_SUBJECT_PEPPER", "a pepper of at least thirty-two bytes, for tests");
    }

    public static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** An event arrives now, at its own time or later. */
    <V extends SpecificRecord> Harness hears(Topic<V> topic, String key, V event) {
        return hears(topic, key, event, Instant.ofEpochMilli(realMillis));
    }

    <V extends SpecificRecord> Harness hears(Topic<V> topic, @Nullable String key, @Nullable V event, Instant stamp) {
        Serializer<V> values = AvroSerdes.of(topic, registry()).serializer();
        driver.createInputTopic(topic.name(), new StringSerializer(), values)
                .pipeInput(new TestRecord<>(key, event, stamp));
        return this;
    }

    /** An event as bytes on the wire. */
    <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V event) {
        return AvroSerdes.of(topic, registry()).serializer().serialize(topic.name(), event);
    }

    Harness hearsBytes(Topic<?> topic, @Nullable String key, byte @Nullable [] bytes) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, bytes, Instant.ofEpochMilli(realMillis)));
        return this;
    }

    /** The clock is turned, without a tick. */
    Harness clockAt(String text) {
        now = time(text);
        return this;
    }

    /** The clock is turned, and a tick comes; no traffic. */
    Harness until(String text) {
        return until(time(text));
    }

    Harness until(Instant time) {
        now = time;
        advance(Duration.ofMillis(100));
        return this;
    }

    Instant now() {
        return now;
    }

    /** Real time passes. */
    Harness advance(Duration realTime) {
        realMillis += realTime.toMillis();
        driver.advanceWallClockTime(realTime);
        return this;
    }

    /** Whose order is held, by when it was held. */
    List<String> heldErasures() {
        KeyValueStore<DeadlineKey, byte[]> held = driver.getKeyValueStore(WaveStores.HELD);
        List<String> all = new ArrayList<>();
        try (var entries = held.all()) {
            entries.forEachRemaining(one -> all.add(one.key.owner()));
        }
        return all;
    }

    /** The rights of the requests in the list of those that are open, in its order. */
    List<String> openRequests() {
        KeyValueStore<DeadlineKey, byte[]> requests = driver.getKeyValueStore(SubjectStores.OPEN_REQUESTS);
        List<String> rights = new ArrayList<>();
        OpenRequests.visit(requests, null, Instant.ofEpochMilli(Long.MAX_VALUE), one -> rights.add(one.right()));
        return rights;
    }

    /** The subjects in the list of holds that stand, in its order. */
    List<String> standingHolds() {
        KeyValueStore<DeadlineKey, byte[]> holds = driver.getKeyValueStore(SubjectStores.STANDING_HOLDS);
        List<String> held = new ArrayList<>();
        StandingHolds.visit(holds, null, one -> held.add(one.subjectId()));
        return held;
    }

    /** How much of each kind falls due, by month, as it is counted. */
    SortedMap<YearMonth, Map<Due.What, Long>> dueCounts() {
        return DueCounts.read(driver.getKeyValueStore(DueCounts.DUE_COUNTS));
    }

    /** What came out of a topic since it was last read, as key and value. */
    <V extends SpecificRecord> List<KeyValue<String, @Nullable V>> records(Topic<V> topic) {
        Deserializer<V> values = AvroSerdes.of(topic, registry()).deserializer();
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), values)
                .readKeyValuesToList();
    }

    /** The values that came out of a topic since it was last read. */
    <V extends SpecificRecord> List<V> told(Topic<V> topic) {
        return records(topic).stream()
                .filter(one -> one.value != null)
                .map(one -> one.value)
                .toList();
    }

    double count(String counter, String tag, String value) {
        var found = metrics.find(counter).tag(tag, value).counter();
        return found == null ? 0 : found.count();
    }

    private Map<String, ?> registry() {
        return settings.streams().kafka().registry();
    }

    @Override
    public void close() {
        driver.close();
    }
}
