package io.lethe.retention.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.store.StandingHolds.StandingHold;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.topology.Harness;
import io.lethe.service.HttpService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The holds that stand, here and at another instance, over HTTP. */
class HoldsListTest {

    private static final Instant AT = Harness.time("2026-03-02T09:30:00+01:00");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SubjectsInMemory here = new SubjectsInMemory();
    private final SubjectsInMemory there = new SubjectsInMemory();
    private RetentionSettings settings;
    private SubjectRules rules;
    private HttpService service;
    private HttpService other;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    HoldsListTest() {}

    @BeforeEach
    void open() {
        settings = RetentionSettings.from(Harness.environment(folder));
        rules = new SubjectRules(settings.policy());
        service = serving(here);
        other = serving(there);
        here.others = List.of(new HostInfo("127.0.0.1", other.port()));
    }

    private HttpService serving(SubjectsInMemory subjects) {
        return HttpService.start(
                settings.http(),
                1,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional::empty,
                new RetentionRoutes(
                        settings.policy(),
                        settings.subjectIds(),
                        () -> AT.plusSeconds(60),
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
    void R4_what_stands_is_listed_with_who_placed_it_and_without_a_name() throws Exception {
        said(there, "s-2", "case-2", AT.plusSeconds(1), true);
        said(here, "s-1", "case-1", AT, true);

        assertThat(list("")).isEqualTo(JSON.readTree("""
                        {"at": "2026-03-02T09:31:00+01:00", "complete": true, "next": null, "holds": [
                          {"holdId": "case-1", "subjectId": "s-1", "restriction": false,
                           "since": "2026-03-02T09:30:00+01:00", "decidedBy": "desk-1"},
                          {"holdId": "case-2", "subjectId": "s-2", "restriction": false,
                           "since": "2026-03-02T09:30:01+01:00", "decidedBy": "desk-1"}]}
                        """));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 11, 12, 100})
    void R4_page_by_page_all_that_stands_at_any_instance_is_told_once_and_first_what_is_oldest(int limit)
            throws Exception {
        for (int number = 0; number < 12; number++) {
            said(
                    number % 3 == 1 ? there : here,
                    "s-" + number % 5,
                    "case/%02d".formatted(number),
                    AT.plusSeconds(number / 4),
                    true);
        }

        List<String> told = new ArrayList<>();
        int pages = allPages(limit, told);

        assertThat(told)
                .containsExactly(
                        "case/00", "case/01", "case/02", "case/03", "case/04", "case/05", "case/06", "case/07",
                        "case/08", "case/09", "case/10", "case/11");
        assertThat(pages).isEqualTo((12 + limit - 1) / limit);
    }

    @Test
    void R4_what_was_released_is_not_listed_nor_what_was_released_since_the_list_was_read() throws Exception {
        said(here, "s-1", "case-1", AT, true);
        said(here, "s-1", "case-1", AT.plusSeconds(1), false);
        said(here, "s-2", "case-2", AT, true);
        here.released = List.of(new StandingHold(AT, "case-1", "s-1"), new StandingHold(AT, "case-9", "nobody"));

        List<String> told = new ArrayList<>();
        allPages(1, told);

        assertThat(told).containsExactly("case-2");
    }

    @Test
    void S4_a_list_that_is_not_whole_yet_says_so_and_one_that_cannot_be_whole_is_not_told() throws Exception {
        there.entered = false;
        assertThat(list("").path("complete").asBoolean()).isFalse();

        there.moving = true;
        assertThat(get("").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, /limit",
        "limit=1001, /limit",
        "after=soon, /after",
        "after=1~case-1, /after",
        "after=~case-1/s, /after"
    })
    void a_question_that_cannot_be_answered_is_refused_with_what_is_wrong_in_it(String question, String pointer)
            throws Exception {
        HttpResponse<String> answer = get("?" + question);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(answer.body()).at("/errors/0/pointer").asText())
                .isEqualTo(pointer);
    }

    @Test
    void who_shows_no_operators_key_is_told_nothing() throws Exception {
        assertThat(client.send(HttpRequest.newBuilder(address("")).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    /** @return how many pages there were */
    private int allPages(int limit, List<String> told) throws Exception {
        int pages = 0;
        String next = "";
        while (next != null) {
            JsonNode page = list("?limit=" + limit
                    + (next.isEmpty() ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
            told.addAll(page.path("holds").findValuesAsText("holdId"));
            next = page.path("next").textValue();
            pages++;
        }
        return pages;
    }

    private void said(SubjectsInMemory subjects, String id, String hold, Instant at, boolean placed) {
        Subject before = subjects.known.getOrDefault(id, Subject.unseen(id));
        SubjectEvent event = new SubjectEvent.HoldStated(hold + placed, at, hold, placed, "litigation", "desk-1");
        subjects.known.put(
                id, rules.apply(before, SubjectKind.CONTACT, event, at, true).subject());
    }

    private JsonNode list(String question) throws Exception {
        HttpResponse<String> answer = get(question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> get(String question) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(question))
                        .header("Authorization", "Bearer operator-key")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI address(String question) {
        return URI.create("http://127.0.0.1:" + service.port() + "/v1/holds" + question);
    }
}
