package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.identity.IdentifierSeal;
import io.lethe.ingest.event.Bodies;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.Identity;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.topics.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The front door on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConsentIngestTest {

    private static final String REGISTRY = "mock://consent-ingest";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private KafkaClusterTestKit cluster;
    private ConsentIngest service;

    @BeforeAll
    void start() throws Exception {
        cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setNumBrokerNodes(1)
                        .setNumControllerNodes(1)
                        .build())
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        service = ConsentIngest.start(Map.of(
                "LETHE_PORT", "0",
                "LETHE_KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers(),
                "LETHE_REGISTRY_URL", REGISTRY,
                "LETHE_REPLICATION_FACTOR", "1",
                // Enough for the first append of a broker that has just started, on a busy machine.
                "LETHE_PUBLISH_TIMEOUT", "PT6S",
                "LETHE_SUBJECT_PEPPER", "a pepper of at least 32 characters",
                "LETHE_IDENTIFIER_KEYS", IdentifierSeal.newKeySet()));
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
        client.close();
        cluster.close();
    }

    @Test
    void S1_a_stopped_broker_is_a_503_in_time_and_every_202_is_in_kafka() {
        assertThat(ready()).isEqualTo(200);
        // A broker's first records wait for its topics to be led; what stops later is one that has answered.
        await().atMost(PATIENCE).until(() -> postOne().statusCode() == 202);
        Set<String> acknowledged = new HashSet<>(post(20));
        assertThat(acknowledged).hasSize(20);

        BrokerServer broker = cluster.brokers().values().iterator().next();
        broker.shutdown();
        broker.awaitShutdown();
        long stoppedAt = System.nanoTime();
        HttpResponse<String> refused = postOne();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(Duration.ofNanos(System.nanoTime() - stoppedAt)).isLessThan(Duration.ofSeconds(10));
        await().atMost(PATIENCE).until(() -> ready() == 503);

        broker.startup();

        await().atMost(PATIENCE).until(() -> ready() == 200);
        await().atMost(PATIENCE).until(() -> postOne().statusCode() == 202);
        acknowledged.addAll(post(20));
        assertThat(interactions()).containsAll(acknowledged);
    }

    private List<String> post(int count) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(client.sendAsync(request(Bodies.interaction()), BodyHandlers.ofString()));
        }
        return answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 202)
                .map(answer -> answer.body().replaceFirst(".*\"eventId\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private HttpResponse<String> postOne() {
        return client.sendAsync(request(Bodies.interaction()), BodyHandlers.ofString())
                .join();
    }

    private int ready() {
        return client.sendAsync(HttpRequest.newBuilder(uri("/readyz")).build(), BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(uri("/v1/interactions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    /** The event ids that are in the topic; each beside an identity of its subject. */
    private Set<String> interactions() {
        Set<String> eventIds = new HashSet<>();
        Set<String> subjects = new HashSet<>();
        Set<String> identified = new HashSet<>();
        try (KafkaConsumer<String, SpecificRecord> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                AvroSerdes.deserializer(Map.of("schema.registry.url", REGISTRY)))) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.SUBJECT_PARTITIONS)
                    .boxed()
                    .flatMap(number -> Stream.of(Topics.INTERACTIONS, Topics.IDENTITIES)
                            .map(topic -> new TopicPartition(topic.name(), number)))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<String, SpecificRecord> one : consumer.poll(Duration.ofMillis(200))) {
                    switch (one.value()) {
                        case Interaction interaction -> {
                            eventIds.add(interaction.getEventId());
                            subjects.add(one.key());
                        }
                        case Identity _ -> identified.add(one.key());
                        default -> throw new IllegalStateException("not written here");
                    }
                }
                return eventIds.size() >= 41 && identified.containsAll(subjects);
            });
        }
        return eventIds;
    }
}
