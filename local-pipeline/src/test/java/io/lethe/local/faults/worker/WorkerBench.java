package io.lethe.local.faults.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.ChainVerifier;
import io.lethe.certificate.Verification;
import io.lethe.identity.IdentifierSeal;
import io.lethe.local.client.CertificateReader;
import io.lethe.local.faults.AllOfItsOwn;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** A broker and a registry, erasure workers on them that can be killed, with one sandbox clock, and scripted recipients. */
final class WorkerBench implements AutoCloseable {

    /** Fewer than usual: each is restored anew after each kill. */
    static final int PARTITIONS = 3;

    /** The system whose commands wait for their turn. */
    private static final String LIMITED = "linkedin";

    /** A Monday morning. */
    private static final Instant BEGINNING = Instant.parse("2026-03-02T08:00:00Z");

    /** Where acknowledgements wait for the task of their subject. */
    private static final String ROUTED = Party.ERASURE_WORKER.label() + "-acks-by-subject-repartition";

    private final Path root;
    private final PipelineOptions options;
    private final LoneChild broker;
    private final LoneChild registry;
    private final List<WorkerInstance> instances = new ArrayList<>();
    private final WorkerOracle oracle = new WorkerOracle();
    private final Admin admin;
    private final OrderDesk desk;
    private final ScriptedRecipients recipients;
    private final Trail trail;

    /** Starts it all, with one worker that is ready. */
    WorkerBench(long seed) {
        try {
            root = Files.createTempDirectory("lethe-worker-faults");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataFolder data = new DataFolder(root.resolve("shared"));
        data.prepare();
        Keys.fresh().store(data);
        options = new PipelineOptions(
                data,
                Ports.free(),
                true,
                Duration.ofDays(1),
                Optional.of(policyWithLimit(root.resolve("policy.yaml"))),
                Optional.empty());
        turnTo(BEGINNING);
        broker = LoneChild.start(Part.BROKER, options);
        registry = LoneChild.start(Part.REGISTRY, options);
        await().until(broker::isReady);
        WorkerInstance first = startInstance("one");
        await().until(registry::isReady);
        await().until(first::isReady);

        // A clean stop leaves a cache behind, with which all that follows starts quicker.
        first.process().stop();

        first.process().startAgain();
        await().until(first::isReady);
        admin = Admin.create(kafka());
        desk = new OrderDesk(kafka(), registrySettings(), new IdentifierSeal(secret(data.identifierKeys())), oracle);
        recipients = ScriptedRecipients.start(kafka(), registrySettings(), oracle, desk, this::now, seed);
        trail = new Trail(kafka(), registrySettings(), oracle);
    }

    /** The built-in policy, in which one system is given a few commands at one time. */
    private static Path policyWithLimit(Path file) {
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String text = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
            String limited =
                    text.replace("    - id: " + LIMITED + "\n", "    - id: " + LIMITED + "\n      inFlight: 60\n");
            assertThat(limited).isNotEqualTo(text);
            return Files.writeString(file, limited);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    static List<TopicPartition> partitions(Topic<?> topic) {
        return IntStream.range(0, topic.partitions(PARTITIONS))
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", options.bootstrapServers());
    }

    private Map<String, Object> registrySettings() {
        return Map.of("schema.registry.url", options.registryUrl());
    }

    /** Does not wait for it to be able to work. */
    WorkerInstance startInstance(String name) {
        WorkerInstance instance = new WorkerInstance(options, root.resolve(name), PARTITIONS);
        instances.add(instance);
        return instance;
    }

    /** The instance that was started first. */
    WorkerInstance first() {
        return instances.getFirst();
    }

    /** The state of the one worker that runs is thrown away, in its folder and on the broker, and made anew from the topics. */
    void rebuild() {
        first().process().stop();
        new AllOfItsOwn(admin, Party.ERASURE_WORKER.label()).delete();
        first().loseState();
        trail.builtAnew();
        first().process().startAgain();
        await().until(first()::isReady);
    }

    WorkerOracle oracle() {
        return oracle;
    }

    OrderDesk desk() {
        return desk;
    }

    ScriptedRecipients recipients() {
        return recipients;
    }

    /** What the clock of the workers says, to the millisecond. */
    Instant now() {
        return Instant.ofEpochMilli(FolderClock.of(options.data()).millis());
    }

    void turn(Duration on) {
        turnTo(now().plus(on));
    }

    private void turnTo(Instant instant) {
        FolderClock.set(options.data(), instant);
    }

    /** How many records, and marks of transactions, there are in a topic, whether committed or not. */
    long written(Topic<?> topic) {
        return offsets(partitions(topic), IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many instances have partitions. */
    long atWork() {
        return of(admin.describeConsumerGroups(List.of(Party.ERASURE_WORKER.label()))
                        .all())
                .values()
                .stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    /**
     * Returns when all orders have come to what the oracle says. The clock goes on meanwhile, so that what is owed is asked for
     * again. What must never be there ends it at once.
     */
    void settle() {
        desk.acknowledged();
        List<String> left = new ArrayList<>();
        try {
            await().pollInterval(Duration.ofMillis(300)).until(() -> {
                left.clear();
                left.addAll(differences());
                if (!left.isEmpty()) {
                    turn(Duration.ofMinutes(4));
                }
                return left.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(left.size() + " differences: " + left.subList(0, Math.min(10, left.size())), e);
        }
        await().until(this::isReadUp);
        await().untilAsserted(() -> assertThat(differences()).isEmpty());
        certificatesAreOneChain();
    }

    private List<String> differences() {
        recipients.mustBeWell();
        trail.read();
        assertThat(trail.wrong()).as("what nothing can mend").isEmpty();
        return trail.differences(now());
    }

    /** Each partition's certificates are one chain without a gap or a fork, and as many as there are finished orders. */
    private void certificatesAreOneChain() {
        String key = new CertificateSigner(secret(options.data().certificateKey())).publicKey();
        ChainVerifier verifier = new ChainVerifier(new CertificateKeys(List.of(key)), List.of());
        new CertificateReader(kafka(), registrySettings()).read(new CertificateReader.Target() {
            @Override
            public void certificate(Certificate certificate, String where) {
                verifier.add(certificate, where);
            }

            @Override
            public void unreadable(String where) {
                verifier.unreadable(where);
            }
        });
        Verification verified = verifier.finish();
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.certificates())
                .isEqualTo(oracle.orders().stream().filter(oracle::finishes).count());
        System.out.printf(
                "%,d orders, %,d commands, %,d certificates%n",
                oracle.orders().size(), trail.commands(), verified.certificates());
    }

    /** Whether all that was written is processed. */
    private boolean isReadUp() {
        Map<TopicPartition, Long> done = of(admin.listConsumerGroupOffsets(Party.ERASURE_WORKER.label())
                        .partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
        List<TopicPartition> read = new ArrayList<>(Topics.all(List.of()).stream()
                .filter(topic -> topic.readers().contains(Party.ERASURE_WORKER))
                .flatMap(topic -> partitions(topic).stream())
                .toList());
        IntStream.range(0, PARTITIONS).forEach(partition -> read.add(new TopicPartition(ROUTED, partition)));
        return offsets(read, IsolationLevel.READ_COMMITTED).entrySet().stream()
                .allMatch(end -> done.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, IsolationLevel isolation) {
        return of(admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())),
                                new ListOffsetsOptions(isolation))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> T of(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        recipients.close();
        desk.close();
        trail.close();
        admin.close();
        instances.forEach(WorkerInstance::close);
        registry.close();
        broker.close();
        new DataFolder(root).delete();
    }
}
