package io.lethe.retention.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.store.OpenRequests.OpenRequest;
import io.lethe.retention.subject.RightsAct;
import io.lethe.retention.subject.RightsStep;
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
import java.time.Duration;
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

/** The rights requests that are open, here and at another instance, over HTTP. */
class RightsListTest {

    private static final Instant RECEIPT = Harness.time("2026-03-02T09:30:00+01:00");
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
    private Instant now = RECEIPT.plusSeconds(60);

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    RightsListTest() {}

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
                        () -> now,
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
    void G1_a_request_is_listed_with_its_clock_and_what_is_allowed_and_without_a_name() throws Exception {
        asked(here, "s-1", "r-1", "access", true, RECEIPT);

        JsonNode told = list("");
        JsonNode systems = ((ObjectNode) told.at("/requests/0")).remove("systems");
        assertThat(systems)
                .extracting(
                        one -> one.path("system").asText(),
                        one -> one.path("open").asBoolean())
                .contains(tuple("hubspot", true), tuple("linkedin", true));
        assertThat(told).isEqualTo(JSON.readTree("""
                        {"at": "2026-03-02T09:31:00+01:00", "zone": "Europe/Paris", "complete": true, "next": null, "requests": [
                          {"subjectId": "s-1", "kind": "contact", "requestId": "r-1", "right": "access",
                           "status": "open", "dueAt": "2026-04-02T23:59:59+02:00", "reason": null,
                           "allowed": ["start", "extend", "refuse", "withdraw"],
                           "receivedAt": "2026-03-02T09:30:00+01:00", "clock": "running", "extended": false}]}
                        """));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:31:00+01:00, running",
        "2026-03-26T23:59:58+01:00, running",
        "2026-03-26T23:59:59+01:00, at-risk",
        "2026-04-02T23:59:59+02:00, at-risk",
        "2026-04-03T00:00:00+02:00, overdue"
    })
    void G2_the_clock_of_a_request_says_when_it_comes_near_its_end_and_that_it_has_passed(String at, String clock)
            throws Exception {
        asked(here, "s-1", "r-1", "access", true, RECEIPT);
        now = Harness.time(at);

        assertThat(list("").at("/requests/0/clock").asText()).isEqualTo(clock);
    }

    @Test
    void G1_while_identity_is_being_proven_the_clock_is_paused_and_after_an_extension_the_list_has_the_later_day()
            throws Exception {
        asked(here, "s-1", "r-1", "access", false, RECEIPT);
        asked(here, "s-2", "r-2", "access", true, RECEIPT);
        decided(here, "s-2", "r-2", RightsAct.EXTEND);
        decided(here, "s-2", "r-2", RightsAct.START);
        now = Harness.time("2026-05-04T00:00:00+02:00");

        JsonNode list = list("");

        assertThat(list.at("/requests/0/status").asText()).isEqualTo("identity-to-be-proven");
        assertThat(list.at("/requests/0/clock").asText()).isEqualTo("paused");
        assertThat(list.at("/requests/0/proofBy").asText()).isEqualTo("2026-06-02T23:59:59+02:00");
        assertThat(list.at("/requests/1/status").asText()).isEqualTo("in-progress");
        assertThat(list.at("/requests/1/extended").asBoolean()).isTrue();
        assertThat(list.at("/requests/1/dueAt").asText()).isEqualTo("2026-06-02T23:59:59+02:00");
        assertThat(list.at("/requests/1/clock").asText()).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 11, 12, 100})
    void G1_page_by_page_all_that_is_open_at_any_instance_is_told_once_and_first_what_is_due_first(int limit)
            throws Exception {
        for (int number = 0; number < 12; number++) {
            asked(
                    number % 3 == 1 ? there : here,
                    "s-" + number % 5,
                    "r-%02d".formatted(number),
                    "access",
                    true,
                    RECEIPT.plus(Duration.ofDays(number / 4 * 7)));
        }

        List<String> told = new ArrayList<>();
        int pages = allPages("limit=" + limit, told);

        assertThat(told)
                .containsExactly(
                        "r-00", "r-01", "r-02", "r-03", "r-04", "r-05", "r-06", "r-07", "r-08", "r-09", "r-10", "r-11");
        assertThat(pages).isEqualTo((12 + limit - 1) / limit);
    }

    @ParameterizedTest
    @CsvSource({
        "state=identity-to-be-proven, r-2",
        "state=open, r-1",
        "state=in-progress, r-3",
        "right=access, r-1 r-3",
        "right=erasure, r-2",
        "right=erasure&state=open, ''",
        "until=2026-04-02T23:59:58%2B02:00, ''",
        "until=2026-04-02T23:59:59%2B02:00, r-1 r-2",
        "until=2026-04-02T21:59:59Z&right=access, r-1"
    })
    void G1_only_what_is_asked_for_is_listed_however_small_the_pages(String question, String expected)
            throws Exception {
        asked(here, "s-1", "r-1", "access", true, RECEIPT);
        asked(there, "s-2", "r-2", "erasure", false, RECEIPT);
        asked(here, "s-3", "r-3", "access", true, RECEIPT.plus(Duration.ofDays(7)));
        decided(here, "s-3", "r-3", RightsAct.START);

        List<String> told = new ArrayList<>();
        allPages("limit=1&" + question, told);

        assertThat(String.join(" ", told)).isEqualTo(expected);
    }

    @Test
    void G1_where_few_of_many_are_asked_for_a_page_says_how_far_it_has_looked() throws Exception {
        for (int number = 0; number < 1_500; number++) {
            asked(here, "s-" + number, "r-%04d".formatted(number), "access", number == 1_499, RECEIPT);
        }

        JsonNode first = list("?state=open");
        assertThat(first.path("requests")).isEmpty();
        assertThat(first.path("next").asText()).endsWith("~r-0999/access/s-999");

        List<String> told = new ArrayList<>();
        assertThat(allPages("state=open", told)).isEqualTo(2);
        assertThat(told).containsExactly("r-1499");
    }

    @Test
    void G1_what_has_come_to_its_end_is_not_listed_nor_what_has_moved_since_the_list_was_read() throws Exception {
        asked(here, "s-1", "r-1", "access", true, RECEIPT);
        decided(here, "s-1", "r-1", RightsAct.FULFIL);
        asked(here, "s-2", "r-2", "access", true, RECEIPT);
        here.stale = List.of(
                new OpenRequest(RECEIPT, "r-1", "access", "s-1"),
                new OpenRequest(RECEIPT, "r-2", "access", "s-2"),
                new OpenRequest(RECEIPT, "r-9", "access", "nobody"));

        assertThat(list("").path("requests").findValuesAsText("requestId")).containsExactly("r-2");
    }

    @Test
    void G1_a_request_that_was_made_for_a_device_too_stands_beside_that_of_the_person() throws Exception {
        asked(here, "s-1", "r-1", "access", true, RECEIPT);
        asked(here, "s-1", "r-2", "access", true, RECEIPT);
        asked(there, "s-0", "r-1", "access", true, RECEIPT);

        JsonNode list = list("");

        assertThat(list.findValuesAsText("requestId")).containsExactly("r-1", "r-1", "r-2");
        assertThat(list.findValuesAsText("subjectId")).containsExactly("s-0", "s-1", "s-1");
    }

    @Test
    void a_list_to_which_older_requests_are_still_being_added_says_so_wherever_that_is() throws Exception {
        there.entered = false;

        assertThat(list("").path("complete").asBoolean()).isFalse();
    }

    @Test
    void S4_where_an_instance_cannot_say_what_is_open_there_the_list_is_not_told_at_all() throws Exception {
        there.moving = true;

        assertThat(get("").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "state=fulfilled, /state",
        "state=, /state",
        "right=everything, /right",
        "limit=0, /limit",
        "limit=1001, /limit",
        "limit=-1, /limit",
        "until=soon, /until",
        "after=soon, /after",
        "after=1~r-1/access, /after",
        "after=1~r%2F1/access/s-1, /after"
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
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(address("")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    /** @return how many pages there were */
    private int allPages(String question, List<String> told) throws Exception {
        int pages = 0;
        String next = "";
        while (next != null) {
            JsonNode page = list("?" + question
                    + (next.isEmpty() ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
            told.addAll(page.path("requests").findValuesAsText("requestId"));
            next = page.path("next").textValue();
            pages++;
        }
        return pages;
    }

    private void asked(
            SubjectsInMemory subjects, String id, String request, String right, boolean verified, Instant at) {
        hears(subjects, id, new SubjectEvent.RightExercised(request, at, at, "www", right, verified, List.of()));
    }

    private void decided(SubjectsInMemory subjects, String id, String request, RightsAct act) {
        hears(
                subjects,
                id,
                new SubjectEvent.RightDecided(
                        request, "access", RightsStep.of(act, RECEIPT.plus(Duration.ofDays(8)), "d-1")));
    }

    private void hears(SubjectsInMemory subjects, String id, SubjectEvent event) {
        Subject before = subjects.known.getOrDefault(id, Subject.unseen(id));
        subjects.known.put(
                id,
                rules.apply(before, SubjectKind.CONTACT, event, event.at(), true)
                        .subject());
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
        return URI.create("http://127.0.0.1:" + service.port() + "/v1/rights-requests" + question);
    }
}
