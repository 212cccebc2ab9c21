package io.lethe.retention.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.export.ExportForm;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectEvent.HoldStated;
import io.lethe.retention.subject.SubjectEvent.Interacted;
import io.lethe.retention.subject.SubjectEvent.LinkStated;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
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

/** All that is stored of a person, from two instances (G4, E9). */
class ExportQueryTest {

    private static final Instant AT = Harness.time("2026-03-01T09:30:00+01:00");
    private static final String PERSON = id("person");
    private static final String SHOP = id("customer");
    private static final String PHONE = id("phone");
    private static final String LAPTOP = id("laptop");
    private static final String SOMEBODY = id("somebody");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Policy policy = PolicyFile.builtIn();
    private final SubjectRules rules = new SubjectRules(policy);
    private final SubjectsInMemory here = new SubjectsInMemory();
    private final SubjectsInMemory there = new SubjectsInMemory();
    private HttpService asked;
    private HttpService other;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    ExportQueryTest() {}

    @BeforeEach
    void open() {
        asked = start(here);
        other = start(there);
    }

    private HttpService start(SubjectsInMemory subjects) {
        RetentionSettings settings = RetentionSettings.from(Harness.environment(folder));
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
        asked.close();
        other.close();
        client.close();
    }

    @Test
    void G4_a_persons_contacts_and_devices_are_handed_out_each_as_a_part_wherever_they_are() throws Exception {
        contact(here, PERSON);
        contact(there, SHOP);
        device(there, PHONE);
        device(here, LAPTOP);
        link(here, PERSON, there, SHOP, SubjectKind.CONTACT, Witness.PERSON);
        link(there, SHOP, there, PHONE, SubjectKind.VISITOR, Witness.PERSON);
        link(here, PERSON, here, LAPTOP, SubjectKind.VISITOR, Witness.PERSON);

        JsonNode export = export(PERSON, "?right=access");

        assertThat(parts(export)).isEqualTo("person customer laptop phone");
        assertThat(export.path("complete").asBoolean()).isTrue();
        assertThat(export.at("/parts/0/links/0/subjectId").isNull()).isFalse();
        assertThat(export.at("/information/controller/name").asText()).isEqualTo("ITESOFT");
        assertThat(export.path("at").asText()).isEqualTo("2026-03-01T09:31:00+01:00");
    }

    @Test
    void G4_in_a_ring_of_links_each_is_handed_out_once() throws Exception {
        contact(here, PERSON);
        contact(there, SHOP);
        device(here, PHONE);
        link(here, PERSON, there, SHOP, SubjectKind.CONTACT, Witness.PERSON);
        link(here, PERSON, here, PHONE, SubjectKind.VISITOR, Witness.PERSON);
        link(there, SHOP, here, PHONE, SubjectKind.VISITOR, Witness.PERSON);

        assertThat(parts(export(SHOP, ""))).isEqualTo("customer person phone");
    }

    @Test
    void G4_E9_a_device_that_somebody_else_holds_too_is_left_out_and_that_is_told() throws Exception {
        contact(here, PERSON);
        contact(there, SOMEBODY);
        device(there, PHONE);
        link(here, PERSON, there, PHONE, SubjectKind.VISITOR, Witness.PERSON);
        link(there, SOMEBODY, there, PHONE, SubjectKind.VISITOR, Witness.PERSON);

        JsonNode export = export(PERSON, "");

        assertThat(parts(export)).isEqualTo("person");
        assertThat(export.path("complete").asBoolean()).isFalse();
        assertThat(export.path("leftOut").toString())
                .isEqualTo("[{\"subjectId\":\"%s\",\"why\":\"held-by-another\"}]".formatted(PHONE));
        assertThat(export.toString()).doesNotContain(SOMEBODY);
    }

    @Test
    void G4_who_is_asked_for_by_a_device_does_not_get_the_contacts_that_logged_in_on_it_nor_their_pseudonyms()
            throws Exception {
        contact(here, PERSON);
        device(here, PHONE);
        link(here, PERSON, here, PHONE, SubjectKind.VISITOR, Witness.PERSON);

        JsonNode export = export(PHONE, "");

        assertThat(parts(export)).isEqualTo("phone");
        assertThat(export.at("/parts/0/links")).hasSize(1);
        assertThat(export.at("/parts/0/links/0/subjectId").isNull()).isTrue();
        assertThat(export.toString()).doesNotContain(PERSON);
    }

    @Test
    void G4_E9_where_an_operator_said_that_a_device_is_a_persons_it_leads_to_that_person_and_the_others()
            throws Exception {
        contact(there, PERSON);
        device(here, PHONE);
        device(here, LAPTOP);
        link(there, PERSON, here, PHONE, SubjectKind.VISITOR, Witness.OPERATOR);
        link(there, PERSON, here, LAPTOP, SubjectKind.VISITOR, Witness.PERSON);

        assertThat(parts(export(PHONE, ""))).isEqualTo("phone person laptop");
    }

    @Test
    void G4_E9_a_link_that_was_undone_leads_to_nobody() throws Exception {
        contact(here, PERSON);
        device(here, PHONE);
        link(here, PERSON, here, PHONE, SubjectKind.VISITOR, Witness.PERSON);
        put(
                here,
                PERSON,
                SubjectKind.CONTACT,
                new LinkStated("u-1", AT.plusSeconds(9), PHONE, SubjectKind.VISITOR, false, Witness.PERSON));

        JsonNode export = export(PERSON, "");

        assertThat(parts(export)).isEqualTo("person");
        assertThat(export.at("/parts/0/links/0/subjectId").isNull()).isTrue();
        assertThat(export.at("/parts/0/links/0/history")).hasSize(2);
    }

    @Test
    void G4_who_placed_a_hold_is_not_told_with_it() throws Exception {
        contact(here, PERSON);
        put(here, PERSON, SubjectKind.CONTACT, new HoldStated("h-1", AT, "case-12", true, "court", "desk-1"));

        JsonNode export = export(PERSON, "");

        assertThat(export.at("/parts/0/holds/0/via").asText()).isEqualTo(PERSON);
        assertThat(export.at("/parts/0/holds/0/history")).hasSize(1);
        assertThat(export.toString()).doesNotContain("desk-1");
    }

    @Test
    void G4_to_take_along_there_is_what_the_person_provided_and_why_the_rest_is_not_in_it() throws Exception {
        contact(here, PERSON);

        JsonNode export = export(PERSON, "?right=portability");

        assertThat(export.path("right").asText()).isEqualTo("portability");
        assertThat(export.at("/parts/0").has("interactions")).isFalse();
        assertThat(export.at("/parts/0/dataCategories/0").asText()).isEqualTo("contact-details");
        assertThat(export.at("/portability/leftOut")).isNotEmpty();
        assertThat(export.has("information")).isFalse();
    }

    @Test
    void C7_G4_records_of_consent_are_asked_for_by_their_type_over_all_that_is_the_persons() throws Exception {
        contact(here, PERSON);
        device(there, PHONE);
        link(here, PERSON, there, PHONE, SubjectKind.VISITOR, Witness.PERSON);
        put(here, PERSON, SubjectKind.CONTACT, stated("newsletters"));
        put(there, PHONE, SubjectKind.VISITOR, stated("advertising"));

        HttpResponse<String> answer = get(PERSON, "", "application/ld+json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/ld+json");
        assertThat(JSON.readTree(answer.body()).path("dpv:hasRecordOfActivity"))
                .extracting(record -> record.at("/dpv:hasProcess/dpv:hasPurpose/dct:identifier")
                        .asText())
                .containsExactly("newsletters", "advertising");
    }

    @Test
    void C7_G4_who_was_never_asked_for_consent_has_no_record_of_it() throws Exception {
        contact(here, PERSON);

        assertThat(get(PERSON, "", "application/ld+json").statusCode()).isEqualTo(404);
    }

    private static SubjectEvent stated(String purpose) {
        return new SubjectEvent.Stated(new Statement(
                "s-1",
                AT,
                AT,
                "www",
                List.of(new Statement.Choice(purpose, null, Verb.GRANTED)),
                new Statement.Proof("2026-01", "banner-7", "fr", "save", null)));
    }

    @Test
    void G4_more_than_fits_into_one_answer_is_left_out_and_that_is_told() throws Exception {
        contact(here, PERSON);
        for (int each = 0; each < 220; each++) {
            String device = id("device-" + each);
            device(here, device);
            link(here, PERSON, here, device, SubjectKind.VISITOR, Witness.PERSON);
        }

        JsonNode export = export(PERSON, "");

        assertThat(export.path("parts")).hasSize(200);
        assertThat(export.path("leftOut"))
                .hasSize(21)
                .allMatch(one -> one.path("why").asText().equals("no-room"));
        assertThat(export.path("complete").asBoolean()).isFalse();
    }

    @Test
    void G4_a_linked_subject_of_whom_nothing_is_known_yet_is_no_part() throws Exception {
        contact(here, PERSON);
        put(
                here,
                PERSON,
                SubjectKind.CONTACT,
                new LinkStated("l-1", AT, PHONE, SubjectKind.VISITOR, true, Witness.PERSON));

        assertThat(parts(export(PERSON, ""))).isEqualTo("person");
    }

    @Test
    void nobody_keeps_a_copy_on_the_way() throws Exception {
        contact(here, PERSON);

        assertThat(get(PERSON, "").headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void a_person_never_seen_is_404_here_and_at_the_other_instance() throws Exception {
        there.known.clear();
        here.away.put(SHOP, new HostInfo("127.0.0.1", other.port()));

        assertThat(get(PERSON, "").statusCode()).isEqualTo(404);
        assertThat(get(SHOP, "").statusCode()).isEqualTo(404);
        assertThat(get("short", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?right=erasure", "?right=", "?right=Access"})
    void another_right_is_422_and_says_which_there_are(String question) throws Exception {
        contact(here, PERSON);

        HttpResponse<String> answer = get(PERSON, question);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/right", "access", "portability");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void S4_while_some_of_it_cannot_be_read_there_is_no_answer_rather_than_half_of_one(
            boolean hereMoves, boolean thereMoves) throws Exception {
        contact(here, PERSON);
        contact(there, SHOP);
        link(here, PERSON, there, SHOP, SubjectKind.CONTACT, Witness.PERSON);
        here.moving = hereMoves;
        there.moving = thereMoves;

        assertThat(get(PERSON, "").statusCode()).isEqualTo(503);
    }

    private void contact(SubjectsInMemory at, String id) {
        put(at, id, SubjectKind.CONTACT, new Interacted("e-1", AT, "contact-form", List.of("contact-details")));
    }

    private void device(SubjectsInMemory at, String id) {
        put(at, id, SubjectKind.VISITOR, new Interacted("e-1", AT, "login", List.of()));
    }

    /** Both ends know of it. */
    private void link(
            SubjectsInMemory at,
            String contact,
            SubjectsInMemory otherAt,
            String linked,
            SubjectKind kind,
            Witness by) {
        String event = "l-" + contact.hashCode() + linked.hashCode();
        put(at, contact, SubjectKind.CONTACT, new LinkStated(event, AT, linked, kind, true, by));
        put(otherAt, linked, kind, new LinkStated(event, AT, contact, SubjectKind.CONTACT, true, by));
    }

    private void put(SubjectsInMemory at, String id, SubjectKind kind, SubjectEvent event) {
        Subject before = at.known.getOrDefault(id, Subject.unseen(id));
        at.known.put(id, rules.apply(before, kind, event, AT, true).subject());
        (at == here ? there : here).away.put(id, new HostInfo("127.0.0.1", at == here ? asked.port() : other.port()));
    }

    private String parts(JsonNode export) {
        StringBuilder names = new StringBuilder();
        export.path("parts")
                .forEach(part ->
                        names.append(' ').append(part.path("subjectId").asText().replace("_", "")));
        return names.substring(1);
    }

    /** It has the published form, whatever is in it. */
    private JsonNode export(String id, String question) throws Exception {
        HttpResponse<String> answer = get(id, question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ExportForm.flaws(answer.body())).isEmpty();
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> get(String id, String question) throws Exception {
        return get(id, question, "*/*");
    }

    private HttpResponse<String> get(String id, String question, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + asked.port() + "/v1/subjects/" + id + "/export" + question))
                        .header("authorization", "Bearer operator-key")
                        .header("accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String id(String name) {
        return name + "_".repeat(43 - name.length());
    }
}
