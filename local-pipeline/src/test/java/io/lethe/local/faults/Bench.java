package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
import io.lethe.policy.file.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A broker and a registry, and retention streams on them: processes that can be killed, with one sandbox clock, and a policy
 * that lets everybody go at once. Who writes events, and what must come of them, is here as well.
 */
final class Bench implements AutoCloseable {

    /** A Monday morning. */
    static final Instant BEGINNING = Instant.parse("2026-03-02T08:00:00Z");

    /** Fewer than usual: each is restored anew after each kill. */
    static final int PARTITIONS = 3;

    private final Path root;
    private final PipelineOptions options;
    private final LoneChild broker;
    private final LoneChild registry;
    private final List<StreamInstance> instances = new ArrayList<>();
    private final Oracle oracle = new Oracle();
    private final Admin admin;
    private final Positions positions;
    private final List<String> expectedDeadLetters = new ArrayList<>();
    private final Inputs inputs;
    private final Outputs outputs;
    private int markers;
    private boolean toldAgain;

    /** Starts it all, with one instance that is ready. */
    Bench() {
        try {
            root = Files.createTempDirectory("lethe-faults");
            DataFolder data = new DataFolder(root.resolve("shared"));
            data.prepare();
            Keys.fresh().store(data);
            options = new PipelineOptions(
                    data,
                    Ports.free(),
                    true,
                    Duration.ofDays(1),
                    Optional.of(policyWithoutBreaker(root.resolve("policy.yaml"))),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        turnTo(BEGINNING);
        broker = LoneChild.start(Part.BROKER, options);
        registry = LoneChild.start(Part.REGISTRY, options);
        await().until(broker::isReady);
        StreamInstance first = startInstance("one");
        await().until(registry::isReady);
        await().until(first::isReady);

        // A clean stop leaves a cache behind, with which all that follows starts quicker.
        first.process().stop();

        first.process().startAgain();
        await().until(first::isReady);

        admin = Admin.create(kafka());
        positions = new Positions(admin);
        inputs = new Inputs(kafka(), registrySettings(), oracle);
        outputs = new Outputs(kafka(), registrySettings());
    }

    /** The built-in policy, without the limit beyond which an operator has to approve (R6). */
    private static Path policyWithoutBreaker(Path file) throws IOException {
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String text = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
            String without = text.lines()
                    .filter(line -> !line.strip().startsWith("wave:"))
                    .collect(Collectors.joining("\n"));
            assertThat(without).hasSizeLessThan(text.length() - 40);
            return Files.writeString(file, without);
        }
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50));
    }

    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", options.bootstrapServers());
    }

    String registryUrl() {
        return "http://127.0.0.1:" + options.ports().registry() + "/apis/ccompat/v7";
    }

    Map<String, Object> registrySettings() {
        return Map.of("schema.registry.url", registryUrl());
    }

    /** Another policy comes into force; an instance reads it when it starts. */
    void keepContactsFor(Period period) {
        try {
            String text = Files.readString(policy());
            String other = text.replaceFirst("keepFor: P5Y", "keepFor: " + period);
            assertThat(other).isNotEqualTo(text);
            Files.writeString(policy(), other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        oracle.keepsContactsFor(period, now());
    }

    /** The file of the policy that applies. */
    Path policy() {
        return options.policy().orElseThrow();
    }

    /** The instance that was started first. */
    StreamInstance first() {
        return instances.getFirst();
    }

    Admin admin() {
        return admin;
    }

    Positions positions() {
        return positions;
    }

    LoneChild broker() {
        return broker;
    }

    Oracle oracle() {
        return oracle;
    }

    Inputs inputs() {
        return inputs;
    }

    Outputs outputs() {
        return outputs;
    }

    /** Does not wait for it to be able to work. */
    StreamInstance startInstance(String name) {
        StreamInstance instance = new StreamInstance(options, root.resolve(name));
        instances.add(instance);
        return instance;
    }

    /** What the clock of the instances says. */
    Instant now() {
        return Instant.ofEpochMilli(FolderClock.of(options.data()).millis());
    }

    /** Turns the clock of all instances. */
    void turnTo(Instant instant) {
        FolderClock.set(options.data(), instant);
        oracle.turned(instant);
    }

    /** Writes a time into the clock file that the oracle is not to know, because it must not count. */
    void setClockBackTo(Instant instant) {
        FolderClock.set(options.data(), instant);
    }

    void expectDeadLetter(TopicPartition partition, long offset, Object reason) {
        expectedDeadLetters.add(partition + "-" + offset + " " + reason);
    }

    /**
     * Returns when all that was accepted has come to what the oracle says, in every topic and in the state, and nothing that is
     * due is left.
     */
    void settle() {
        inputs.acknowledged();
        Told expected = expected();
        await().pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            Told actual = told();
            if (!actual.isAsLongAs(expected)) {
                throw new AssertionError("still missing: " + actual.differencesFrom(expected));
            }
            assertThat(actual.differencesFrom(expected)).isEmpty();
        });
        await().until(this::isQuiet);
        for (int i = 0; i < 2 * PARTITIONS; i++) {
            inputs.say(Facts.interaction(Facts.subject("marker " + markers++), now()));
        }
        inputs.acknowledged();
        await().until(this::isQuiet);
        assertThat(told().differencesFrom(expected()))
                .as("told, against what the accepted events must come to")
                .isEmpty();
    }

    /** How much has fallen due, by the clock alone, and is not told yet, or was told by one who did not come to commit it. */
    long dueAndNotTold() {
        return expected().byTheClock() - told().byTheClock();
    }

    /** From now on what was told already may be told again, in the same words. */
    void toldAgain() {
        toldAgain = true;
    }

    private Told told() {
        return toldAgain ? outputs.told().once() : outputs.told();
    }

    private Told expected() {
        Told expected = oracle.told();
        expected.deadLetters.addAll(expectedDeadLetters);
        return expected;
    }

    /** Whether all that was written is processed, and nothing due is left. */
    private boolean isQuiet() {
        return instances.stream().filter(StreamInstance::isReady).allMatch(StreamInstance::isIdle)
                && positions.areReadUp();
    }

    @Override
    public void close() {
        inputs.close();
        outputs.close();
        admin.close();
        instances.forEach(StreamInstance::close);
        registry.close();
        broker.close();
        new DataFolder(root).delete();
    }
}
