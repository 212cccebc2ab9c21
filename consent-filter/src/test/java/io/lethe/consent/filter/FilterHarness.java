package io.lethe.consent.filter;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Another application with a filter in it, over the real serdes and a registry inside the process. */
final class FilterHarness implements AutoCloseable {

    static final Policy POLICY = PolicyFile.builtIn();

    final List<DropReason> dropped = new ArrayList<>();
    private final Map<String, ?> registry = Map.of("schema.registry.url", "mock://" + UUID.randomUUID());
    private final TopologyTestDriver driver;
    private final String in;
    private final String out;

    private FilterHarness(String in, String out, Function<FilterHarness, Topology> topology) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "another-application");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, "target/state/" + UUID.randomUUID());
        this.in = in;
        this.out = out;
        this.driver = new TopologyTestDriver(topology.apply(this), properties);
    }

    /** The application of the README. */
    static FilterHarness ofTheReadme() {
        return new FilterHarness(
                "opened-mails",
                "opened-mails-for-hubspot",
                it -> OpenedMails.topology(POLICY, it.registry, it.dropped::add));
    }

    static FilterHarness of(String purpose, @Nullable String recipient) {
        return under(POLICY, purpose, recipient);
    }

    /** Of an application that was built with another policy. */
    static FilterHarness under(Policy policy, String purpose, @Nullable String recipient) {
        return new FilterHarness("in", "out", it -> it.topology(policy, purpose, recipient));
    }

    /** The next version of the built-in policy, in which newsletters became another purpose on this day. */
    static Policy withNewslettersChangedOn(String day) throws IOException, PolicyException {
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String yaml = new String(Objects.requireNonNull(builtIn).readAllBytes(), StandardCharsets.UTF_8);
            return PolicyFile.parse(
                    "next",
                    yaml.replace("version: \"2026-01\"", "version: \"2026-03\"")
                            .replaceFirst(
                                    "( *)- id: newsletters\n",
                                    "$0$1  changed: [{on: " + day + ", endsConsentsOf: [\"2026-01\"]}]\n"));
        }
    }

    private Topology topology(Policy policy, String purpose, @Nullable String recipient) {
        StreamsBuilder builder = new StreamsBuilder();
        ConsentFilter.ForPurpose filter = ConsentFilter.reading(builder, policy, registry, ForgettingWindow.DEFAULT)
                .forPurpose(purpose);
        if (recipient != null) {
            filter = filter.andRecipient(recipient);
        }
        filter.filter(
                        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())),
                        Named.as("filter-by-consent"),
                        dropped::add)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    <V extends SpecificRecord> FilterHarness hears(Topic<V> topic, V event) {
        driver.createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        AvroSerdes.of(topic, registry).serializer())
                .pipeInput(new TestRecord<>(Said.SUBJECT, event, Instant.EPOCH));
        return this;
    }

    /** Its tombstone. */
    FilterHarness hearsOfTheEndOf(Topic<?> topic) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(Said.SUBJECT, null, Instant.EPOCH));
        return this;
    }

    /** Whether a record of the subject, from this time, passes. */
    boolean passes(String time) {
        return passes(Said.SUBJECT, Instant.parse(time));
    }

    boolean passes(@Nullable String key, Instant time) {
        int before = dropped.size();
        driver.createInputTopic(in, new StringSerializer(), new StringSerializer())
                .pipeInput(new TestRecord<>(key, "it", time));
        boolean passed = !driver.createOutputTopic(out, new StringDeserializer(), new StringDeserializer())
                .isEmpty();
        driver.createOutputTopic(out, new StringDeserializer(), new StringDeserializer())
                .readRecordsToList();
        if (passed == (dropped.size() > before)) {
            throw new AssertionError("a record passes, or its drop is told");
        }
        return passed;
    }

    KnownChoices known() {
        return Objects.requireNonNull(driver.<String, KnownChoices>getKeyValueStore(ConsentFilter.STORE)
                .get(Said.SUBJECT));
    }

    @Override
    public void close() {
        driver.close();
    }
}
