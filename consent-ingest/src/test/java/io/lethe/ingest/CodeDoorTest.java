package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.CodeLetter;
import io.lethe.ingest.code.CodePost;
import io.lethe.ingest.code.SentCodes;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.ProofCode;
import io.lethe.schemas.RightsRequest;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Codes that prove who asks, at the door: what goes out, what goes into Kafka, and in which order. */
class CodeDoorTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String OTHER_ID = "0f6c3f4e-5a80-4c5e-9d3b-2f1a7c9e8d99";

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final List<SpecificRecord> published = new CopyOnWriteArrayList<>();
    private final SentCodes sent = new SentCodes();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private HttpService http = open(CodePost.by(sent, System::nanoTime));

    private HttpService open(CodePost post) {
        HttpSettings settings = Settings.read(
                Map.of("LETHE_PORT", "0", "LETHE_BACKEND_KEY", OpenedDoor.KEYS.get(Role.BACKEND)),
                all -> HttpSettings.from(all, 8080, List.of(Role.values())));
        KafkaHealth health = new KafkaHealth(System::nanoTime, () -> true);
        FrontDoor door = new FrontDoor(
                OpenedDoor.doorkeeper(settings, Optional.empty(), OpenedDoor.UNLIMITED),
                new EventReaders(PolicyFile.builtIn(), Instant.EPOCH),
                new ConsentEnds(PolicyFile.builtIn()),
                new RecordComposer(
                        new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
                        new IdentifierSeal(IdentifierSeal.newKeySet()),
                        6,
                        false),
                new Publisher(
                        kafka,
                        (topic, record) -> {
                            published.add(record);
                            return new byte[] {1};
                        },
                        new Publisher.Limits(100, 1 << 20),
                        health),
                health,
                InstantSource.fixed(NOW),
                new IngestMetrics(metrics),
                post);
        return HttpService.start(settings, 1, metrics, health::notReady, door);
    }

    @AfterEach
    void close() {
        http.close();
        client.close();
    }

    @Test
    void G3_a_code_goes_out_when_kafka_has_its_digest_and_not_before_and_is_nowhere_in_it() {
        CompletableFuture<HttpResponse<String>> answer =
                post(EventKind.RIGHTS_CODE, Bodies.codeWanted().replace(Bodies.EMAIL, Bodies.BOTH));
        await().until(() -> kafka.history().size() == 2);
        assertThat(sent.letters()).isEmpty();
        assertThat(answer).isNotDone();

        kafka.completeNext();
        kafka.completeNext();

        assertThat(answer.join().statusCode()).isEqualTo(202);
        CodeLetter letter = sent.letters().getFirst();
        assertThat(letter.address()).isEqualTo("ada@example.org");
        assertThat(letter.validUntil()).isEqualTo(NOW.plusSeconds(600));
        assertThat(answer.join().body()).doesNotContain(letter.code().digits());
        assertThat(published)
                .hasSize(2)
                .allSatisfy(it ->
                        assertThat(it.toString()).doesNotContain(letter.code().digits(), "ada@example.org"));
        assertThat(codes()).extracting(ProofCode::getValidUntil).containsOnly(NOW.plusSeconds(600));
        assertThat(codes()).extracting(ProofCode::getDigest).doesNotHaveDuplicates();
    }

    @Test
    void G3_what_is_shown_has_the_digest_of_what_was_sent_where_it_is_the_same_and_another_where_not() {
        taken(post(EventKind.RIGHTS_CODE, Bodies.codeWanted()));
        String digits = sent.letters().getFirst().code().digits();

        taken(post(EventKind.RIGHTS_PROOF, Bodies.codeShown(digits)));
        taken(post(EventKind.RIGHTS_PROOF, Bodies.codeShown(digits.equals("00000000") ? "11111111" : "00000000")));
        taken(post(EventKind.RIGHTS_PROOF, Bodies.codeShown(digits).replace(Bodies.EVENT_ID, OTHER_ID)));

        List<String> digests = codes().stream().map(ProofCode::getDigest).toList();
        assertThat(digests.get(1)).isEqualTo(digests.get(0));
        assertThat(digests.subList(1, 4)).doesNotHaveDuplicates();
        assertThat(codes().get(1).getValidUntil()).isNull();
        assertThat(published).allSatisfy(it -> assertThat(it.toString()).doesNotContain(digits));
    }

    @Test
    void G3_a_code_that_kafka_does_not_take_or_that_cannot_be_sent_is_asked_for_again() {
        CompletableFuture<HttpResponse<String>> lost = post(EventKind.RIGHTS_CODE, Bodies.codeWanted());
        await().until(() -> kafka.history().size() == 1);
        kafka.errorNext(new TimeoutException("not in time"));
        assertThat(lost.join().statusCode()).isEqualTo(503);
        assertThat(sent.letters()).isEmpty();

        sent.breaks(true);
        HttpResponse<String> unsent = taken(post(EventKind.RIGHTS_CODE, Bodies.codeWanted()));
        assertThat(unsent.statusCode()).isEqualTo(503);
        assertThat(unsent.headers().firstValue("retry-after")).isPresent();
        assertThat(unsent.body()).doesNotContain("ada@example.org", "mailbox");

        sent.breaks(false);
        assertThat(taken(post(EventKind.RIGHTS_CODE, Bodies.codeWanted())).statusCode())
                .isEqualTo(202);
        assertThat(codes()).extracting(ProofCode::getDigest).doesNotHaveDuplicates();
        assertThat(metrics.scrape())
                .contains(
                        "lethe_ingest_codes_total{outcome=\"failed\"} 1.0",
                        "lethe_ingest_codes_total{outcome=\"sent\"} 1.0");
    }

    @Test
    void G3_the_same_event_again_sends_no_other_code() {
        String body = Bodies.with("eventId", "\"" + UUID.randomUUID() + "\"", Bodies.codeWanted());
        HttpResponse<String> first = taken(post(EventKind.RIGHTS_CODE, body));

        HttpResponse<String> second = post(EventKind.RIGHTS_CODE, body).join();

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(sent.letters()).hasSize(1);
    }

    @Test
    void G3_no_more_than_five_codes_an_hour_go_to_one_address() {
        for (int each = 0; each < 5; each++) {
            assertThat(taken(post(EventKind.RIGHTS_CODE, Bodies.codeWanted())).statusCode())
                    .isEqualTo(202);
        }

        HttpResponse<String> sixth =
                post(EventKind.RIGHTS_CODE, Bodies.codeWanted()).join();

        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(sixth.headers()
                        .firstValue("retry-after")
                        .map(Integer::valueOf)
                        .orElseThrow())
                .isBetween(3_500, 3_601);
        assertThat(sent.letters()).hasSize(5);
    }

    @Test
    void one_code_at_a_time_and_none_where_nobody_sends_any() {
        String both = "[" + Bodies.codeWanted() + ", " + Bodies.codeWanted() + "]";
        assertThat(post(EventKind.RIGHTS_CODE, both).join().statusCode()).isEqualTo(422);
        assertThat(published).isEmpty();

        http.close();
        http = open(CodePost.none());

        for (EventKind kind : List.of(EventKind.RIGHTS_CODE, EventKind.RIGHTS_PROOF)) {
            HttpResponse<String> answer = post(kind, Bodies.valid(kind)).join();
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("LETHE_CODE_SENDER");
        }
    }

    private HttpResponse<String> taken(CompletableFuture<HttpResponse<String>> answer) {
        await().until(() -> {
            kafka.completeNext();
            return answer.isDone();
        });
        return answer.join();
    }

    private List<ProofCode> codes() {
        return published.stream()
                .map(RightsRequest.class::cast)
                .map(RightsRequest::getCode)
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> post(EventKind kind, String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + kind.path()))
                        .header("Authorization", "Bearer " + OpenedDoor.KEYS.get(Role.BACKEND))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
