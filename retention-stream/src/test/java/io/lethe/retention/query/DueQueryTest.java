package io.lethe.retention.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.subject.Due;
import io.lethe.retention.topology.Harness;
import io.lethe.service.HttpService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What falls due, here and at another instance, over HTTP. */
class DueQueryTest {

    private static final Instant NOW = Harness.time("2026-03-15T09:30:00+01:00");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SubjectsInMemory here = new SubjectsInMemory();
    private final SubjectsInMemory there = new SubjectsInMemory();
    private HttpService service;
    private HttpService other;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    DueQueryTest() {}

    @BeforeEach
    void open() {
        service = serving(here);
        other = serving(there);
        here.others = List.of(new HostInfo("127.0.0.1", other.port()));
        here.dues.put(YearMonth.parse("2026-02"), Map.of(Due.What.RIGHT_OVERDUE, 2L));
        here.dues.put(YearMonth.parse("2026-03"), Map.of(Due.What.CONSENT_EXPIRY, 7L));
        here.dues.put(YearMonth.parse("2026-05"), Map.of(Due.What.RETENTION_LAPSE, 2L));
        there.dues.put(YearMonth.parse("2026-03"), Map.of(Due.What.CONSENT_EXPIRY, 10L, Due.What.RIGHT_AT_RISK, 1L));
        there.dues.put(YearMonth.parse("2031-03"), Map.of(Due.What.RETENTION_LAPSE, 10L, Due.What.ERASURE, 5L));
    }

    private HttpService serving(SubjectsInMemory subjects) {
        RetentionSettings settings = RetentionSettings.from(Harness.environment(folder));
        return HttpService.start(
                settings.http(),
                1,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional::empty,
                new RetentionRoutes(
                        settings.policy(),
                        settings.subjectIds(),
                        () -> NOW,
                        settings.http().keys(),
                        subjects));
    }

    @AfterEach
    void close() {
        service.close();
        other.close();
        client.close();
    }

    @Test
    void R3_what_falls_due_is_that_of_all_instances_by_month_and_what_is_late_or_far_ahead_is_there_too()
            throws Exception {
        assertThat(JSON.readTree(get("?months=2").body())).isEqualTo(JSON.readTree("""
                        {"at": "2026-03-15T09:30:00+01:00", "complete": true,
                         "earlier": [{"kind": "right-overdue", "count": 2}],
                         "months": [
                          {"month": "2026-03", "counts": [
                            {"kind": "consent-expiry", "count": 17}, {"kind": "right-at-risk", "count": 1}]},
                          {"month": "2026-04", "counts": []}],
                         "later": [{"kind": "retention-lapse", "count": 12}, {"kind": "erasure", "count": 5}]}
                        """));
    }

    @Test
    void a_year_is_told_where_nobody_says_how_long_and_nothing_but_months_where_nothing_falls_due() throws Exception {
        here.dues.clear();
        there.dues.clear();

        JsonNode answer = JSON.readTree(get("").body());

        assertThat(answer.path("months")).hasSize(12);
        assertThat(answer.at("/months/11/month").asText()).isEqualTo("2027-02");
        assertThat(answer.path("earlier")).isEmpty();
        assertThat(answer.path("later")).isEmpty();
    }

    @Test
    void figures_to_which_subjects_are_still_being_added_say_so_and_none_are_told_while_an_instance_cannot()
            throws Exception {
        there.entered = false;
        assertThat(JSON.readTree(get("").body()).path("complete").asBoolean()).isFalse();

        there.moving = true;
        assertThat(get("").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "121", "-1", "all", ""})
    void so_many_months_are_not_told(String months) throws Exception {
        assertThat(get("?months=" + months).statusCode()).isEqualTo(422);
    }

    private HttpResponse<String> get(String question) throws Exception {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + service.port() + "/v1/deadline-counts" + question))
                        .header("Authorization", "Bearer operator-key")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
