package io.lethe.local.faults.door;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A broker on a small disk, a registry, and a front door before them. */
final class DoorBench implements AutoCloseable {

    private static final Pattern EVENT_ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Answers come sooner than usual, so that a test does not wait for them. */
    private static final Map<String, String> SETTINGS = Map.of(
            "LETHE_PUBLISH_TIMEOUT", "PT2S",
            "LETHE_REQUEST_TIMEOUT", "PT2S",
            "LETHE_MAX_IN_FLIGHT", "200");

    private final Path root;
    private final PipelineOptions options;
    private final SmallDisk disk;
    private final LoneChild broker;
    private final LoneChild registry;
    private final LoneChild door;
    private final String writeKey;
    private final DoorLoad load;
    private final List<DoorLoad> loads = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    DoorBench() {
        try {
            root = Files.createTempDirectory("lethe-door-faults");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataFolder data = new DataFolder(root.resolve("shared"));
        disk = SmallDisk.at(data.kafka());
        data.prepare();
        Keys keys = Keys.fresh();
        keys.store(data);
        options =
                new PipelineOptions(data, Ports.free(), false, Duration.ofDays(1), Optional.empty(), Optional.empty());
        broker = LoneChild.start(Part.BROKER, options);
        registry = LoneChild.start(Part.REGISTRY, options);
        await().until(broker::isReady);
        door = LoneChild.start(Part.CONSENT_INGEST, options, SETTINGS);
        await().until(door::isReady);
        // A clean stop leaves a cache behind, with which all that follows starts quicker.
        door.stop();
        door.startAgain();
        await().until(door::isReady);
        writeKey = keys.authorization(Role.WRITE);
        load = load(port(), writeKey, () -> "192.0.2.1");
    }

    private DoorLoad load(int port, String authorization, Supplier<String> callers) {
        DoorLoad one =
                new DoorLoad(URI.create("http://127.0.0.1:" + port + "/v1/interactions"), authorization, callers);
        loads.add(one);
        return one;
    }

    /** Another front door before the same broker, with these bounds, which believes this machine when it says for whom it asks. */
    NarrowDoor narrow(Map<String, String> bounds) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("LETHE_TRUSTED_PROXIES", "127.0.0.1");
        settings.putAll(bounds);
        return new NarrowDoor(options, settings);
    }

    /** Front-ends at a narrow door, with its keys for all or with one of their own. */
    DoorLoad at(NarrowDoor narrow, Supplier<String> callers) {
        return load(narrow.port(), writeKey, callers);
    }

    DoorLoad at(NarrowDoor narrow, String key, Supplier<String> callers) {
        return load(narrow.port(), "Bearer " + key, callers);
    }

    List<DoorLoad> loads() {
        return loads;
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }

    int port() {
        return options.ports().ingest();
    }

    SmallDisk disk() {
        return disk;
    }

    LoneChild broker() {
        return broker;
    }

    LoneChild door() {
        return door;
    }

    DoorLoad load() {
        return load;
    }

    /** Returns when so many more events have been accepted. */
    void accepts(int more) {
        int before = load.accepted().size();
        await().until(() -> load.accepted().size() >= before + more);
    }

    /** The keys that front-ends have from now on. */
    void frontEnds(List<FrontEndKey> keys) {
        frontEndsText(new FrontEndKeys(keys).write());
    }

    void frontEndsText(String text) {
        Path file = options.data().frontEndKeys();
        Path next = file.resolveSibling("front-end-keys.next");
        try {
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an empty batch is answered that comes with a key. */
    int statusWith(String key) {
        return ask(HttpRequest.newBuilder(address("/v1/interactions"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("[]")))
                .statusCode();
    }

    /** How many requests wait for Kafka, as the door says. */
    long underWay() {
        return NarrowDoor.metric(http, port(), "lethe_ingest_in_flight_requests");
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the door has said since it was first started. */
    String log() {
        try {
            return Files.readString(options.data().log(Part.CONSENT_INGEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of accepted events that are not in the topic. */
    Set<String> lost() {
        Set<String> missing =
                loads.stream().flatMap(one -> one.accepted().stream()).collect(Collectors.toCollection(HashSet::new));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", options.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.SUBJECT_PARTITIONS)
                    .mapToObj(number -> new TopicPartition(Topics.INTERACTIONS.name(), number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> EVENT_ID.matcher(new String(record.value(), StandardCharsets.ISO_8859_1))
                                .results()
                                .forEach(id -> missing.remove(id.group())));
            }
        }
        return missing;
    }

    @Override
    public void close() {
        loads.forEach(DoorLoad::close);
        http.close();
        door.close();
        registry.close();
        broker.close();
        disk.close();
        new DataFolder(root).delete();
    }
}
