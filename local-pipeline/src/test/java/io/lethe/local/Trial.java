package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lethe.local.client.Journal;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LocalPipeline;
import io.lethe.local.process.PipelineOptions;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A whole pipeline for one test, on a folder and ports of its own and a sandbox clock, with all that it writes. */
final class Trial implements AutoCloseable {

    /** A Monday morning; every trial begins then. */
    static final Instant BEGINNING = Instant.parse("2026-03-02T08:00:00Z");

    private final DataFolder data;
    private final PipelineOptions options;
    private final Ports ports;
    private final LocalPipeline pipeline;
    private final PipelineClient client;
    private final String registryUrl;
    private final Policy policy;
    private Journal journal;

    private Trial(Optional<Path> policyFile, Optional<String> foreignBroker) {
        this(policyFile, foreignBroker, Duration.ofDays(1), _ -> {});
    }

    private Trial(
            Optional<Path> policyFile,
            Optional<String> foreignBroker,
            Duration forgettingWindow,
            Consumer<DataFolder> prepared) {
        policy = policyFile.map(Trial::loaded).orElseGet(PolicyFile::builtIn);
        data = new DataFolder(temporary());
        ports = Ports.free();
        options = new PipelineOptions(data, ports, true, forgettingWindow, policyFile, foreignBroker);
        registryUrl = options.registryUrl();
        data.prepare();
        prepared.accept(data);
        FolderClock.set(data, BEGINNING);
        pipeline = LocalPipeline.start(options, _ -> {});
        client = new PipelineClient(options.ports(), Keys.of(data), options.bootstrapServers());
        journal = new Journal(client, topics());
    }

    /** On a broker of its own. */
    static Trial start() {
        return new Trial(Optional.empty(), Optional.empty());
    }

    /** On a broker of its own, under another policy than the built-in one. */
    static Trial startUnder(Path policy) {
        return new Trial(Optional.of(policy), Optional.empty());
    }

    /** As above, with what else is to be in its folder. */
    static Trial startUnder(Path policy, Consumer<DataFolder> prepared) {
        return new Trial(Optional.of(policy), Optional.empty(), Duration.ofDays(1), prepared);
    }

    Ports ports() {
        return ports;
    }

    /** On a broker of its own, with another policy than the built-in one and another forgetting window than a day. */
    static Trial startForgetting(Duration window, Path policy) {
        return new Trial(Optional.of(policy), Optional.empty(), window, _ -> {});
    }

    private static Policy loaded(Path file) {
        try {
            return PolicyFile.load(file);
        } catch (PolicyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** On a broker that runs already. */
    static Trial startOn(String bootstrapServers) {
        return new Trial(Optional.empty(), Optional.of(bootstrapServers));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lethe-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> systems() {
        return policy.recipients().stream().map(RecipientSystem::id).toList();
    }

    Policy policy() {
        return policy;
    }

    /** Those that read their topics themselves. */
    List<String> systemsWithClients() {
        return systems().stream()
                .filter(system -> policy.connectedRecipients().stream()
                        .noneMatch(called -> called.id().equals(system)))
                .toList();
    }

    List<Topic<?>> topics() {
        return Topics.all(systems());
    }

    PipelineOptions options() {
        return options;
    }

    LocalPipeline pipeline() {
        return pipeline;
    }

    PipelineClient client() {
        return client;
    }

    String registryUrl() {
        return registryUrl;
    }

    Journal journal() {
        return journal;
    }

    DataFolder data() {
        return data;
    }

    InstantSource clock() {
        return FolderClock.of(data);
    }

    void setClock(Instant instant) {
        pipeline.clockTo(instant);
    }

    /** Reads everything again from the beginning. */
    void reopenJournal() {
        journal.close();
        journal = new Journal(client, topics());
    }

    /** Publishes one event that has to be taken; returns the subject it belongs to. */
    String publish(String kind, String event) {
        try {
            PipelineClient.Answer answer = client.publish(kind, event);
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);
            return answer.json().path("events").path(0).path("subjectId").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns when all that was published, a marker after it, and all that follows from them has been processed and read:
     * what is counted then is final. A count that is right at the first record seen says nothing of a second.
     */
    void settle() {
        String marker =
                publish("interactions", Events.interaction("marker@example.org").toString());
        await().until(() -> subject(marker).path("status").asText().equals("active"));
        try (Admin admin = client.admin()) {
            await().until(() -> {
                Map<TopicPartition, Long> ends = ends(admin);
                return areProcessed(admin, ends)
                        && journal.hasReached(ends)
                        && ends(admin).equals(ends);
            });
        }
    }

    private Map<TopicPartition, Long> ends(Admin admin) throws Exception {
        return ends(admin, topics().stream().map(Topic::name).collect(Collectors.toSet()));
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Set<String> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, described) -> described
                        .partitions()
                        .forEach(one -> asked.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest())));
        return admin
                .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().offset()));
    }

    private boolean areProcessed(Admin admin, Map<TopicPartition, Long> ends) throws Exception {
        for (Party service : List.of(Party.RETENTION_STREAM, Party.ERASURE_WORKER)) {
            Set<String> read = topics().stream()
                    .filter(topic -> topic.readers().contains(service))
                    .map(Topic::name)
                    .collect(Collectors.toSet());
            if (!hasRead(admin, service.label(), read, ends)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasRead(Admin admin, String group, Set<String> read, Map<TopicPartition, Long> ends)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata offset = done.get(end.getKey());
            if (read.contains(end.getKey().topic()) && end.getValue() > (offset == null ? 0 : offset.offset())) {
                return false;
            }
        }
        return true;
    }

    /** Returns when a group of consumers that is not the pipeline's has read what stands on these topics. */
    void awaitReading(String group, Set<String> read) {
        try (Admin admin = client.admin()) {
            await().until(() -> hasRead(admin, group, read, ends(admin, read)));
        }
    }

    /** What the pipeline answers about a subject; a missing node while it does not know it. */
    JsonNode subject(String subjectId) {
        try {
            PipelineClient.Answer answer = client.query("/v1/subjects/" + subjectId);
            return answer.isSuccess() ? answer.json() : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Waits for a fact, for longer than anything is promised to take: what a killed service left open is undone only when its
     * transaction has timed out, which is a minute and what it takes to notice.
     */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50));
    }

    @Override
    public void close() {
        try {
            journal.close();
            client.close();
            pipeline.close();
        } finally {
            data.delete();
        }
    }
}
