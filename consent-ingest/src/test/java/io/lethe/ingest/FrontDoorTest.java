package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.SentCodes;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.publish.Caller;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectLink;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The front door over HTTP. */
class FrontDoorTest {

    private static final int MOST_IN_FLIGHT = 3;
    private static final Map<Role, String> KEYS = Map.of(
            Role.WRITE, "write-key",
            Role.BACKEND, "back-end-key",
            Role.OPERATOR, "operator-key",
            Role.RECIPIENT, "recipient-key");

    private static final int PARTITIONS = 6;

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final Deserializer<SpecificRecord> values =
            AvroSerdes.deserializer(Map.of("schema.registry.url", "mock://front-door"));
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final KafkaHealth health = new KafkaHealth(System::nanoTime, reachable::get);
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestMetrics ingestMetrics = new IngestMetrics(metrics);
    private final Publisher publisher = new Publisher(
            kafka,
            AvroSerdes.serializer(List.of(), Map.of("schema.registry.url", "mock://front-door")),
            new Publisher.Limits(MOST_IN_FLIGHT, 1024 * 1024),
            health);
    private final HttpSettings settings = Settings.read(
            Map.of(
                    "LETHE_PORT", "0",
                    "LETHE_WRITE_KEY", "write-key",
                    "LETHE_BACKEND_KEY", "back-end-key",
                    "LETHE_OPERATOR_KEY", "operator-key",
                    "LETHE_RECIPIENT_KEY", "recipient-key"),
            all -> HttpSettings.from(all, 8080, List.of(Role.values())));
    private final FrontDoor door = new FrontDoor(
            OpenedDoor.doorkeeper(settings, Optional.empty(), OpenedDoor.UNLIMITED),
            new EventReaders(PolicyFile.builtIn(), Instant.parse("2018-05-25T00:00:00Z")),
            new ConsentEnds(PolicyFile.builtIn()),
            new RecordComposer(
                    new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                    new IdentifierSeal(IdentifierSeal.newKeySet()),
                    PARTITIONS,
                    false),
            publisher,
            health,
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")),
            ingestMetrics,
            SentCodes.post());
    private final HttpService http = HttpService.start(settings, 2, metrics, health::notReady, door);

    @BeforeEach
    void kafka_answers() {
        reachable.set(true);
        ingestMetrics.watch(publisher);
    }

    @AfterEach
    void close() {
        http.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void S1_answers_202_once_kafka_has_every_record_and_not_before(EventKind kind) {
        CompletableFuture<HttpResponse<String>> answer = post(kind, Bodies.valid(kind));

        await().until(() -> !kafka.history().isEmpty());
        for (int left = kafka.history().size(); left > 0; left--) {
            assertThat(answer).isNotDone();
            kafka.completeNext();
        }
        assertThat(answer.join().statusCode()).isEqualTo(202);
        assertThat(answer.join().body())
                .matches("\\{\"accepted\":1,\"events\":\\[\\{\"eventId\":\"[0-9a-f-]{36}\""
                        + (kind == EventKind.WAVE_DECISION ? "" : ",\"subjectId\":\"[A-Za-z0-9_-]{43}\"")
                        + (kind == EventKind.CONSENT_STATEMENT
                                ? ",\"consents\":\\[\\{\"purpose\":\"audience-measurement\","
                                        + "\"validUntil\":\"2026-09-01T13:00:00\\+02:00\"}]"
                                : "")
                        + "}]}");
    }

    @Test
    void S1_one_record_that_fails_makes_the_answer_503_with_retry_after() {
        CompletableFuture<HttpResponse<String>> answer = post(EventKind.INTERACTION, Bodies.interaction());

        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        kafka.errorNext(new TimeoutException("not in time"));

        assertComeAgain(answer.join(), 503);
        assertThat(health.notReady()).isPresent();
    }

    @Test
    void S1_a_producer_that_takes_nothing_makes_the_answer_503_at_once_and_recovers() {
        kafka.sendException = new TimeoutException("no metadata");
        assertComeAgain(post(EventKind.INTERACTION, Bodies.interaction()).join(), 503);

        kafka.sendException = null;
        CompletableFuture<HttpResponse<String>> answer = post(EventKind.INTERACTION, Bodies.interaction());
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        kafka.completeNext();

        assertThat(answer.join().statusCode()).isEqualTo(202);
        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void too_many_requests_under_way_are_refused_at_once_with_429() {
        List<CompletableFuture<HttpResponse<String>>> waiting = List.of(
                post(EventKind.INTERACTION, Bodies.interaction()),
                post(EventKind.INTERACTION, Bodies.interaction()),
                post(EventKind.INTERACTION, Bodies.interaction()));
        await().until(() -> kafka.history().size() == 2 * MOST_IN_FLIGHT);

        assertComeAgain(post(EventKind.INTERACTION, Bodies.interaction()).join(), 429);

        while (kafka.completeNext()) {
            assertThat(kafka.history()).hasSize(2 * MOST_IN_FLIGHT);
        }
        assertThat(waiting)
                .allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(202));
        assertThat(publisher.requestsUnderWay()).isZero();
        assertThat(publisher.bytesUnderWay()).isZero();
    }

    @Test
    void too_many_requests_while_kafka_is_away_are_told_so() {
        for (int i = 0; i < MOST_IN_FLIGHT; i++) {
            CompletableFuture<HttpResponse<String>> waiting = post(EventKind.INTERACTION, Bodies.interaction());
            assertThat(waiting).isNotDone();
        }
        await().until(() -> kafka.history().size() == 2 * MOST_IN_FLIGHT);
        reachable.set(false);

        assertComeAgain(post(EventKind.INTERACTION, Bodies.interaction()).join(), 503);
        while (kafka.completeNext()) {
            assertThat(kafka.closed()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{, 400",
        "{\"subject\": {}}, 422",
        "[], 422",
    })
    void a_body_that_cannot_be_taken_leaves_nothing_in_kafka(String body, int status) {
        HttpResponse<String> answer = post(EventKind.INTERACTION, body).join();

        assertProblem(answer, status);
        assertThat(answer.body()).contains("\"errors\":[{\"pointer\":");
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void a_batch_is_checked_whole_before_anything_is_published() {
        String batch = "[" + Bodies.interaction() + "," + Bodies.interaction().replace("contact-form", "visit") + "]";

        HttpResponse<String> answer = post(EventKind.INTERACTION, batch).join();

        assertProblem(answer, 422);
        assertThat(answer.body()).contains("\"pointer\":\"/1/kind\"");
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void a_batch_of_lines_is_answered_event_by_event() {
        String lines = Bodies.interaction() + "\n" + Bodies.interaction() + "\n";
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request(EventKind.INTERACTION, Role.WRITE, "application/x-ndjson", lines), BodyHandlers.ofString());

        await().until(() -> kafka.history().size() == 4);
        for (int i = 0; i < 4; i++) {
            kafka.completeNext();
        }

        assertThat(answer.join().body())
                .startsWith("{\"accepted\":2,\"events\":[")
                .contains("},{");
    }

    @ParameterizedTest
    @CsvSource({"1048577, 413", "1048576, 422"})
    void a_body_may_have_one_mebibyte(int size, int status) {
        String body = "[\"" + "x".repeat(size - 4) + "\"]";

        assertProblem(post(EventKind.INTERACTION, body).join(), status);
    }

    @Test
    void more_than_a_thousand_events_are_too_many() {
        String batch = "[" + "{},".repeat(1_000) + "{}]";

        assertProblem(post(EventKind.INTERACTION, batch).join(), 413);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "application/json; charset=iso-8859-1, 415",
        "application/json; charset=UTF-8, 422",
        "Application/JSON, 422",
    })
    void a_body_has_to_be_json_in_utf_8(String type, int status) throws Exception {
        assertProblem(
                client.send(request(EventKind.INTERACTION, Role.WRITE, type, "[]"), BodyHandlers.ofString()), status);
    }

    @Test
    void a_compressed_body_is_not_taken() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(EventKind.INTERACTION))
                .header("Authorization", "Bearer write-key")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("[]"))
                .build();

        assertProblem(client.send(request, BodyHandlers.ofString()), 415);
    }

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void every_path_asks_for_the_key_of_its_callers(EventKind kind) throws Exception {
        for (Role role : Role.values()) {
            HttpResponse<String> answer =
                    client.send(request(kind, role, "application/json", "[]"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(allowed(kind).contains(role) ? 422 : 401);
        }
    }

    private static Set<Role> allowed(EventKind kind) {
        return switch (kind) {
            case CONSENT_STATEMENT, INTERACTION, RIGHTS_REQUEST, RIGHTS_PROOF, SUBJECT_LINK ->
                Set.of(Role.WRITE, Role.BACKEND, Role.OPERATOR);
            case RIGHTS_WITHDRAWAL, RIGHTS_CODE, CORRECTION -> Set.of(Role.BACKEND, Role.OPERATOR);
            case RIGHTS_DECISION, HOLD, WAVE_DECISION, ERASURE_DECISION -> Set.of(Role.OPERATOR);
            case RIGHTS_ANSWER, DELETION_ACK -> Set.of(Role.RECIPIENT, Role.OPERATOR);
        };
    }

    @ParameterizedTest
    @CsvSource({"WRITE, UNVERIFIED, PERSON", "BACKEND, VERIFIED, BACK_END", "OPERATOR, VERIFIED, OPERATOR"})
    void G3_verified_from_a_front_ends_key_is_taken_and_counts_as_unverified(
            Role role, IdentityProof proof, LinkStatedBy statedBy) {
        String body = Bodies.rightsRequest().replace(Bodies.EMAIL, Bodies.BOTH);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request(EventKind.RIGHTS_REQUEST, role, "application/json", body), BodyHandlers.ofString());

        await().until(() -> kafka.history().size() == 4);
        for (int i = 0; i < 4; i++) {
            kafka.completeNext();
        }

        assertThat(answer.join().statusCode()).isEqualTo(202);
        assertThat(((RightsRequest) published("rights-requests")).getIdentity()).isEqualTo(proof);
        assertThat(((SubjectLink) published("subject-links")).getStatedBy()).isEqualTo(statedBy);
    }

    private SpecificRecord published(String topic) {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> values.deserialize(topic, record.value()))
                .reduce((_, _) -> {
                    throw new AssertionError("more than one record on " + topic);
                })
                .orElseThrow();
    }

    @Test
    void G3_nothing_said_through_a_door_without_keys_counts_as_verified() {
        assertThat(Caller.of(Optional.empty()).judge(IdentityProof.VERIFIED)).isEqualTo(IdentityProof.UNVERIFIED);
        assertThat(Caller.of(Optional.empty()).statedBy()).isEqualTo(LinkStatedBy.PERSON);
    }

    @Test
    void a_door_that_closes_sends_its_callers_on() {
        door.close();

        assertComeAgain(post(EventKind.INTERACTION, Bodies.interaction()).join(), 503);
    }

    @Test
    void counts_identifiers_that_once_had_another_subject_id() {
        CompletableFuture<HttpResponse<String>> answer =
                post(EventKind.INTERACTION, Bodies.interaction().replace("ada@example.org", "ada@b\u00FCcher.example"));
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        kafka.completeNext();
        answer.join();

        assertThat(metrics.scrape())
                .contains("lethe_ingest_identifiers_moved_total{type=\"email\"} 1.0")
                .contains("lethe_ingest_identifiers_moved_total{type=\"visitorId\"} 0.0");
    }

    @Test
    void counts_what_is_taken_and_what_is_not() {
        CompletableFuture<HttpResponse<String>> answer = post(EventKind.INTERACTION, Bodies.interaction());
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        kafka.completeNext();
        answer.join();
        post(EventKind.INTERACTION, "[]").join();

        assertThat(metrics.scrape())
                .contains("lethe_ingest_events_accepted_total{type=\"interactions\"} 1.0")
                .contains("lethe_ingest_requests_rejected_total{status=\"422\",type=\"interactions\"} 1.0")
                .contains("lethe_ingest_publish_seconds_bucket")
                .contains("lethe_ingest_in_flight_requests 0.0");
    }

    private static void assertComeAgain(HttpResponse<String> answer, int status) {
        assertProblem(answer, status);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("ada@example.org");
    }

    private CompletableFuture<HttpResponse<String>> post(EventKind kind, String body) {
        return client.sendAsync(request(kind, usual(kind), "application/json", body), BodyHandlers.ofString());
    }

    private static Role usual(EventKind kind) {
        return switch (kind) {
            case RIGHTS_DECISION, HOLD, WAVE_DECISION, ERASURE_DECISION -> Role.OPERATOR;
            case RIGHTS_WITHDRAWAL, RIGHTS_CODE, CORRECTION -> Role.BACKEND;
            case RIGHTS_ANSWER, DELETION_ACK -> Role.RECIPIENT;
            default -> Role.WRITE;
        };
    }

    private HttpRequest request(EventKind kind, Role role, String type, String body) {
        return HttpRequest.newBuilder(uri(kind))
                .header("Authorization", "Bearer " + KEYS.get(role))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private URI uri(EventKind kind) {
        return URI.create("http://127.0.0.1:" + http.port() + kind.path());
    }
}
