package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.RecipientSystems;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Part;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts and the dashboard, tried by a real Prometheus that reads a running pipeline; Maven profile {@code prometheus}. */
@Tag("prometheus")
class PrometheusIT {

    private static final String EMAIL = "figures@example.org";
    private static final String VISITOR = "v-figures";
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z]\\w*)[{ ]");

    @TempDir
    private static Path folder = Path.of("");

    private static CalledSystems called;
    private static Trial trial;
    private static Prometheus prometheus;
    private static final Map<String, Integer> SERVICES = new LinkedHashMap<>();

    /** One person comes, goes and is erased everywhere: most of what can be counted has been then. */
    @BeforeAll
    static void start() throws IOException {
        called = CalledSystems.start();
        trial = Trial.startUnder(called.policy(folder));
        SERVICES.put(Part.CONSENT_INGEST.label(), trial.ports().ingest());
        SERVICES.put(Part.RETENTION_STREAM.label(), trial.ports().retention());
        SERVICES.put(Part.ERASURE_WORKER.label(), trial.ports().worker());
        SERVICES.put(Part.RECIPIENT_CONNECTORS.label(), trial.ports().connectors());
        SERVICES.put(Part.CONSOLE.label(), trial.ports().console());
        prometheus = Prometheus.start(
                folder,
                SERVICES.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> "127.0.0.1:" + one.getValue())));
        trial.publish(
                "consent-statements",
                Events.grant(VISITOR, "audience-measurement").toString());
        ObjectNode form = Events.interaction(EMAIL);
        form.withObject("/subject").put("visitorId", VISITOR);
        String person = trial.publish("interactions", form.toString());
        Trial.await().until(() -> trial.subject(person).path("links").size() == 1);
        try (RecipientSystems recipients = new RecipientSystems(
                trial.client(),
                trial.systemsWithClients(),
                trial.clock(),
                _ -> Optional.of(DeletionOutcome.COMPLETED))) {
            trial.publish("rights-requests", Events.erasureRequest(EMAIL).toString());
            Trial.await()
                    .until(() -> trial.journal().of(Topics.ERASURE_CERTIFICATES).size() == 2);
            assertThat(recipients.failure()).isNotCompleted();
        }
        DeletionAck ack = trial.journal().of(Topics.DELETION_ACKS).getFirst();
        trial.publish(
                "deletion-acks",
                Json.MAPPER
                        .createObjectNode()
                        .put("commandId", ack.getCommandId())
                        .put("outcome", "failed")
                        .put("reason", "not there after all")
                        .toString());
    }

    @AfterAll
    static void stop() {
        prometheus.close();
        trial.close();
        called.close();
    }

    @Test
    void every_alert_rings_in_the_cases_that_say_so_and_in_no_other() throws Exception {
        Prometheus.Told told = Prometheus.tool("", "test", "rules", AlertFiles.CASES.toString());

        assertThat(told.exit()).as(told.text()).isZero();
    }

    @Test
    void the_configuration_of_the_containers_is_valid() throws Exception {
        Prometheus.Told told = Prometheus.tool("", "check", "config", AlertFiles.CONFIGURATION.toString());

        assertThat(told.exit()).as(told.text()).isZero();
        assertThat(told.text()).contains(AlertFiles.alerts().size() + " rules found");
    }

    @Test
    void S4_every_service_is_read_under_its_own_name_and_says_that_it_is_ready() {
        Trial.await().untilAsserted(() -> {
            assertThat(jobs("up == 1")).isEqualTo(SERVICES.keySet());
            assertThat(jobs("lethe_ready == 1")).isEqualTo(SERVICES.keySet());
        });
    }

    @Test
    void every_rule_is_evaluated_without_an_error_against_the_running_pipeline() {
        Trial.await()
                .until(() -> prometheus.rules().stream()
                        .noneMatch(rule -> rule.path("health").asText().equals("unknown")));

        assertThat(prometheus.rules())
                .hasSameSizeAs(AlertFiles.alerts())
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as(rule.toString())
                        .isEqualTo("ok"));
    }

    @Test
    void every_query_of_alerts_and_dashboard_is_answered_and_they_and_the_pages_name_only_figures_that_are_told() {
        Set<String> queries = new TreeSet<>(AlertFiles.queries());
        AlertFiles.alerts().forEach(alert -> queries.add(alert.expression()));

        queries.forEach(prometheus::query);

        Trial.await().untilAsserted(() -> {
            Set<String> told = told();
            assertThat(queries).allSatisfy(query -> assertThat(told).as(query).containsAll(AlertFiles.metrics(query)));
            assertThat(AlertFiles.runbooks())
                    .allSatisfy((file, page) -> assertThat(told).as(file).containsAll(AlertFiles.metrics(page)));
        });
        assertThat(queries)
                .filteredOn(query -> !query.contains("ALERTS"))
                .allSatisfy(query -> assertThat(AlertFiles.metrics(query)).isNotEmpty());
    }

    @Test
    void figures_are_named_as_is_usual_explain_themselves_and_name_nobody() throws Exception {
        Set<String> people = Stream.concat(
                        Stream.of(EMAIL, VISITOR),
                        trial.journal().of(Topics.ERASURE_CERTIFICATES).stream().map(ErasureCertificate::getSubjectId))
                .collect(Collectors.toSet());
        assertThat(people).hasSize(4);

        for (String service : SERVICES.keySet()) {
            String figures = figures(service);
            Prometheus.Told told = Prometheus.tool(figures, "check", "metrics");

            assertThat(told.exit()).as("%s: %s", service, told.text()).isZero();
            assertThat(people).noneMatch(figures::contains);
            assertThat(names(figures)).allMatch(name -> name.startsWith("lethe_"));
        }
    }

    @Test
    void S3_bytes_that_cannot_be_read_ring_with_the_service_and_the_reason() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(trial.client().kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), new byte[] {1}, new byte[] {42}))
                    .get();
        }

        Trial.await()
                .untilAsserted(() -> assertThat(prometheus.query("ALERTS{alertname=\"DeadLetters\"}"))
                        .anySatisfy(alert -> assertThat(alert.path("metric"))
                                .isEqualTo(Json.MAPPER.valueToTree(Map.of(
                                        "__name__", "ALERTS",
                                        "alertname", "DeadLetters",
                                        "alertstate", "firing",
                                        "job", "retention-stream",
                                        "reason", "not-framed",
                                        "severity", "critical")))));
    }

    private static Set<String> jobs(String query) {
        return prometheus
                .query(query)
                .valueStream()
                .map(series -> series.path("metric").path("job").asText())
                .collect(Collectors.toSet());
    }

    /** The names of all figures that the services tell, and of those that Prometheus makes of its readings. */
    private static Set<String> told() throws IOException, InterruptedException {
        Set<String> told = new TreeSet<>(Set.of("up"));
        for (String service : SERVICES.keySet()) {
            told.addAll(names(figures(service)));
        }
        return told;
    }

    private static List<String> names(String figures) {
        return SAMPLE.matcher(figures)
                .results()
                .map((MatchResult one) -> one.group(1))
                .toList();
    }

    private static String figures(String service) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVICES.get(service) + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
