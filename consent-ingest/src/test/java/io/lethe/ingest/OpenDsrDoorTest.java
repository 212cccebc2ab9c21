package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.SentCodes;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.OpenDsrReader;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.opendsr.CallbackHosts;
import io.lethe.opendsr.SampleKeys;
import io.lethe.opendsr.Signatures;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As a processor of other controllers, over HTTP. */
class OpenDsrDoorTest {

    private static final String ID = "a7551968-d5d6-44b2-9831-815ac9017798";
    private static final String REQUEST = """
            {"regulation": "gdpr", "subject_request_id": "a7551968-d5d6-44b2-9831-815ac9017798", "subject_request_type": "erasure",
             "submitted_time": "2026-02-28T15:00:00Z", "api_version": "2.0",
             "subject_identities": [
               {"identity_type": "controller_customer_id", "identity_value": "c-17", "identity_format": "raw"},
               {"identity_type": "email", "identity_value": "ada@example.org", "identity_format": "raw"}],
             "status_callback_urls": ["https://controller.example.org/callbacks"], "extensions": {"x": {"y": 1}}}
            """;
    private static final TopicPartition STATUSES = new TopicPartition(Topics.OPENDSR_STATUS.name(), 0);
    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://opendsr-door");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final MockConsumer<String, byte[]> told = new MockConsumer<>("earliest");
    private final Serializer<SpecificRecord> serializer = AvroSerdes.serializer(List.of(), REGISTRY);
    private final Deserializer<SpecificRecord> values = AvroSerdes.deserializer(REGISTRY);
    private final AtomicBoolean reachable = new AtomicBoolean(true);
    private final KafkaHealth health = new KafkaHealth(System::nanoTime, reachable::get);
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private RequestView view;
    private HttpService http;

    @BeforeEach
    void open() {
        told.updateBeginningOffsets(Map.of(STATUSES, 0L));
        told.updateEndOffsets(Map.of(STATUSES, 0L));
        view = new RequestView(
                        told, AvroSerdes.of(Topics.OPENDSR_STATUS, REGISTRY).deserializer(), health::broken)
                .begin();
        HttpSettings settings = Settings.read(
                Map.of("LETHE_PORT", "0", "LETHE_WRITE_KEY", "write-key", "LETHE_BACKEND_KEY", "back-end-key"),
                all -> HttpSettings.from(all, 8080, List.of(Role.values())));
        Instant earliest = Instant.parse("2018-05-25T00:00:00Z");
        FrontDoor door = new FrontDoor(
                OpenedDoor.doorkeeper(settings, Optional.empty(), OpenedDoor.UNLIMITED),
                new EventReaders(PolicyFile.builtIn(), earliest),
                new ConsentEnds(PolicyFile.builtIn()),
                new RecordComposer(
                        new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        6,
                        false),
                new Publisher(kafka, serializer, new Publisher.Limits(3, 1024 * 1024), health),
                health,
                clock,
                new IngestMetrics(metrics),
                SentCodes.post());
        OpenDsrDoor processor = new OpenDsrDoor(new OpenDsrDoor.Parts(
                new OpenDsrDoor.Processor(SampleKeys.of("processor"), "acme", "https://opendsr.example.org/opendsr/v2"),
                new OpenDsrReader(
                        PolicyFile.builtIn(), earliest, "acme", CallbackHosts.of("controller.example.org")::allow),
                PolicyFile.builtIn(),
                door.doorkeeper(),
                door.intake(),
                view,
                clock));
        http = HttpService.start(settings, 1, metrics, health::notReady, processor);
        await().until(view::isLoaded);
    }

    @AfterEach
    void close() {
        http.close();
        view.close();
        client.close();
    }

    @Test
    void G1_G3_a_request_becomes_a_rights_request_with_a_verified_identity_and_is_receipted() throws Exception {
        HttpResponse<byte[]> answer = post(REQUEST, "back-end-key");

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode said = signed(answer);
        assertThat(Base64.getDecoder().decode(said.path("encoded_request").asText()))
                .isEqualTo(REQUEST.getBytes(StandardCharsets.UTF_8));
        assertThat(said.path("subject_request_id").asText()).isEqualTo(ID);
        assertThat(said.path("controller_id").asText()).isEqualTo("acme");
        assertThat(said.path("received_time").asText()).isEqualTo("2026-03-01T12:00:00Z");
        // A month, to the end of the day in Paris.
        assertThat(said.path("expected_completion_time").asText()).isEqualTo("2026-03-30T21:59:59Z");

        RightsRequest request = published();
        assertThat(request.getRequestId()).isEqualTo(ID);
        assertThat(request.getRight()).isEqualTo(RightKind.ERASURE);
        assertThat(request.getIdentity()).isEqualTo(IdentityProof.VERIFIED);
        assertThat(request.getOccurredAt()).isEqualTo("2026-02-28T15:00:00Z");
        assertThat(request.getControllerId()).isEqualTo("acme");
        assertThat(request.getCallbackUrls()).containsExactly("https://controller.example.org/callbacks");
    }

    @Test
    void a_request_that_was_taken_is_pending_and_later_where_the_retention_stream_says() throws Exception {
        post(REQUEST, "back-end-key");
        assertThat(signed(get("/requests/" + ID)).path("request_status").asText())
                .isEqualTo("pending");

        tell(0, OpenDsrState.IN_PROGRESS);
        await().untilAsserted(() -> assertThat(
                        signed(get("/requests/" + ID)).path("request_status").asText())
                .isEqualTo("in_progress"));
        tell(1, OpenDsrState.COMPLETED);
        await().untilAsserted(() -> assertThat(
                        signed(get("/requests/" + ID)).path("request_status").asText())
                .isEqualTo("completed"));
    }

    @Test
    void a_request_that_nobody_knows_is_not_found_and_none_is_cancelled() throws Exception {
        assertThat(get("/requests/" + ID).statusCode()).isEqualTo(404);
        post(REQUEST, "back-end-key");

        HttpResponse<byte[]> answer = call("DELETE", "/requests/" + ID, "back-end-key", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(signed(answer).path("error").path("message").asText())
                .isEqualTo("Requests cannot be cancelled here.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            "regulation": "gdpr" | "regulation": "ccpa" | /regulation
            "regulation": "gdpr", | ^^ | /regulation
            44b2-9831 | 14b2-9831 | /subject_request_id
            "erasure" | "objection" | /subject_request_type
            2026-02-28T15:00:00Z | 2026-02-28 | /submitted_time
            "email" | "android_id" | /subject_identities/1/identity_type
            "email" | "controller_customer_id" | /subject_identities/1/identity_type
            "identity_format": "raw"}], | "identity_format": "sha256"}], | /subject_identities/1/identity_format
            ada@example.org | ada | /subject_identities/1/identity_value
            https://controller | https://elsewhere | /status_callback_urls/0
            https://controller | http://controller | /status_callback_urls/0
            "extensions" | "extras" | /extras
            """)
    void what_cannot_be_taken_is_told_with_its_place_and_without_a_value(String passage, String instead, String place)
            throws Exception {
        HttpResponse<byte[]> answer = post(REQUEST.replace(passage, instead), "back-end-key");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = signed(answer).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(400);
        assertThat(error.path("errors").findValuesAsText("reason")).contains(place);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("ada", "c-17", "elsewhere");
        assertThat(kafka.history()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^
            []
            [{}, {}]
            {"a":
            """)
    void what_is_no_request_is_refused(String body) throws Exception {
        assertThat(post(body, "back-end-key").statusCode()).isEqualTo(400);
    }

    @Test
    void only_back_ends_and_operators_are_controllers_and_the_certificate_is_everybodys() throws Exception {
        assertThat(post(REQUEST, "write-key").statusCode()).isEqualTo(401);
        assertThat(call("GET", "/requests/" + ID, "", "").statusCode()).isEqualTo(401);

        JsonNode discovery = signed(call("GET", "/discovery", "", ""));
        assertThat(discovery.path("processor_certificate").asText())
                .isEqualTo("https://opendsr.example.org/opendsr/v2/certificate.pem");
        assertThat(discovery.path("supported_subject_request_types"))
                .extracting(JsonNode::asText)
                .containsExactly("access", "erasure", "portability", "rectification");
        assertThat(new String(call("GET", "/certificate.pem", "", "").body(), StandardCharsets.US_ASCII))
                .isEqualTo(SampleKeys.certificatePem("processor"));
    }

    private RightsRequest published() {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(Topics.RIGHTS_REQUESTS.name()))
                .map(record -> (RightsRequest) values.deserialize(record.topic(), record.value()))
                .findFirst()
                .orElseThrow();
    }

    private void tell(long offset, OpenDsrState state) {
        OpenDsrStatus status = OpenDsrStatus.newBuilder()
                .setRequestId(ID)
                .setControllerId("acme")
                .setRight(RightKind.ERASURE)
                .setStatus(state)
                .setDueAt(Instant.EPOCH)
                .setAt(Instant.EPOCH)
                .setCallbackUrls(List.of())
                .build();
        byte[] value = serializer.serialize(STATUSES.topic(), status);
        told.schedulePollTask(() -> told.addRecord(new ConsumerRecord<>(STATUSES.topic(), 0, offset, ID, value)));
    }

    private static JsonNode signed(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.headers().firstValue("X-OpenDSR-Processor-Domain")).hasValue(SampleKeys.DOMAIN);
        Signatures.check(
                answer.body(),
                answer.headers().firstValue("X-OpenDSR-Signature").orElseThrow(),
                SampleKeys.certificate("processor"));
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<byte[]> post(String body, String key) throws IOException, InterruptedException {
        return call("POST", "/requests", key, body);
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return call("GET", path, "back-end-key", "");
    }

    private HttpResponse<byte[]> call(String method, String path, String key, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/opendsr/v2" + path))
                .method(method, BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
