package io.lethe.retention.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.subject.ConsentTally.Cell;
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

/** How many subjects have which status of consent, here and at another instance, over HTTP. */
class CountQueryTest {

    private static final Instant NOW = Harness.time("2026-03-15T09:30:00+01:00");
    private static final Cell GIVEN = new Cell(new ConsentKey("advertising", null), ConsentStatus.GIVEN);
    private static final Cell OBJECTED = new Cell(new ConsentKey("improvement", "hubspot"), ConsentStatus.OBJECTED);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SubjectsInMemory here = new SubjectsInMemory();
    private final SubjectsInMemory there = new SubjectsInMemory();
    private HttpService service;
    private HttpService other;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    CountQueryTest() {}

    @BeforeEach
    void open() {
        service = serving(here);
        other = serving(there);
        here.others = List.of(new HostInfo("127.0.0.1", other.port()));
        here.counts.put(YearMonth.parse("2020-05"), Map.of(GIVEN, 7L));
        here.counts.put(YearMonth.parse("2026-02"), Map.of(GIVEN, -2L, OBJECTED, 1L));
        there.counts.put(YearMonth.parse("2026-01"), Map.of(GIVEN, 10L));
        there.counts.put(YearMonth.parse("2026-03"), Map.of(OBJECTED, 4L));
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
    void C1_each_figure_is_that_of_all_instances_at_the_end_of_each_month_and_now() throws Exception {
        assertThat(JSON.readTree(get("?months=3").body())).isEqualTo(JSON.readTree("""
                        {"at": "2026-03-15T09:30:00+01:00", "complete": true, "months": [
                          {"month": "2026-01", "counts": [
                            {"purpose": "advertising", "recipient": null, "status": "given", "count": 17}]},
                          {"month": "2026-02", "counts": [
                            {"purpose": "advertising", "recipient": null, "status": "given", "count": 15},
                            {"purpose": "improvement", "recipient": "hubspot", "status": "objected", "count": 1}]},
                          {"month": "2026-03", "counts": [
                            {"purpose": "advertising", "recipient": null, "status": "given", "count": 15},
                            {"purpose": "improvement", "recipient": "hubspot", "status": "objected", "count": 5}]}]}
                        """));
    }

    @Test
    void a_year_is_told_where_nobody_says_how_long_and_what_claims_to_be_from_later_counts_now() throws Exception {
        here.counts.put(YearMonth.parse("2026-04"), Map.of(GIVEN, 1L));

        JsonNode months = JSON.readTree(get("").body()).path("months");

        assertThat(months).hasSize(12);
        assertThat(months.at("/0/month").asText()).isEqualTo("2025-04");
        assertThat(months.at("/0/counts/0/count").asLong()).isEqualTo(7);
        assertThat(months.at("/11/counts/0/count").asLong()).isEqualTo(16);
    }

    @Test
    void figures_to_which_older_subjects_are_still_being_added_say_so_and_none_are_told_while_an_instance_cannot()
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
                                URI.create("http://127.0.0.1:" + service.port() + "/v1/consent-counts" + question))
                        .header("Authorization", "Bearer operator-key")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
