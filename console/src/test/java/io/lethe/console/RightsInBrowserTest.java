package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.ColorScheme;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view of rights requests in a real browser. */
@Tag("browser")
class RightsInBrowserTest {

    private static final String PERSON = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
    private static final String DEVICE = "yv66vgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI";
    private static final String ACCESS = row(1, "access", "in-progress", "overdue", "\"fulfil\", \"refuse\"");
    private static final String ERASURE = row(2, "erasure", "open", "at-risk", "\"extend\", \"refuse\", \"withdraw\"");
    private static final String LETTER = row(3, "objection", "identity-to-be-proven", "paused", "\"ask-for-proof\"");

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    RightsInBrowserTest() {}

    @BeforeEach
    void open() {
        console = BROWSER.open();
        visitor = BROWSER.visit("en-GB", ColorScheme.LIGHT);
    }

    @Test
    void G1_who_looks_sees_what_is_due_first_at_first_with_the_clock_of_each() {
        console.services().listRequests(list("\"p2\"", ACCESS, ofADevice(ERASURE), ERASURE), list(null, LETTER));
        comeTo(ConsoleRole.AUDITOR, 2);
        visitor.page().focus("#rights-more");
        visitor.page().keyboard().press("Enter");
        visitor.until("document.querySelectorAll('#rights-list tbody tr').length === 3");

        assertThat(text("tr:nth-child(1)")).contains("Apr 1, 2026", "overdue", "5 days ago", "access", "in progress");
        assertThat(text("tr:nth-child(2)")).contains("at risk", "in 2 days", "erasure", "open");
        assertThat(text("tr:nth-child(3)")).contains("paused", "proof until Jun 2, 2026", "identity to be proven");
        assertThat(visitor.page().querySelectorAll("#rights-list tbody button")).isEmpty();
        assertThat(visitor.page().isVisible("#rights-more")).isFalse();
    }

    @Test
    void G3_a_request_is_refused_by_keyboard_with_a_reason_of_the_list_and_the_name_of_who_did() throws Exception {
        console.services().listRequests(list(null, ERASURE), "");
        console.services()
                .know(Map.of(PERSON, known("erasure", "\"refuse\"", DEVICE), DEVICE, known("erasure", "\"refuse\"")));
        comeTo(ConsoleRole.DPO, 1);

        visitor.page().focus("#rights-list tbody button");
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.page().textContent("#rights-decide-title")).isEqualTo("erasure, 000000000002");
        assertThat(visitor.page().evaluate("document.activeElement.id")).isEqualTo("rights-act");
        visitor.page().keyboard().type("refuse");
        visitor.until("!document.querySelector('#rights-reason-field').hidden");
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().type("legal claims");
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().type("a case is pending");
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().press("Enter");

        visitor.until("document.querySelector('#rights-list tbody').textContent.includes('Decided: refuse')");
        JsonNode sent = sent();
        assertThat(sent.findValuesAsText("subjectId")).containsExactly(PERSON, DEVICE);
        assertThat(sent.findValuesAsText("decidedBy")).containsExactly("dpo-1", "dpo-1");
        assertThat(sent.get(0).path("act").asText()).isEqualTo("refuse");
        assertThat(sent.get(0).path("reason").asText()).isEqualTo("legal-claims");
        assertThat(sent.get(0).path("text").asText()).isEqualTo("a case is pending");
        assertThat(sent.get(0).has("occurredAt")).isFalse();
        console.services().listRequests(list(null), "");
        visitor.until("document.querySelector('#rights-says').textContent === 'No such request is open.'");
    }

    @Test
    void G4_a_request_of_access_is_answered_with_a_file_and_one_of_erasure_is_not() {
        console.services().listRequests(list(null, ACCESS, ERASURE), "");
        console.services().know(Map.of(PERSON, known("access", "\"fulfil\"")));
        comeTo(ConsoleRole.DPO, 2);

        assertThat(text("tr:nth-child(2)")).doesNotContain("Export");
        Download file = visitor.page()
                .waitForDownload(() -> visitor.page().click("#rights-list tr:nth-child(1) button:nth-of-type(2)"));

        assertThat(file.suggestedFilename()).isEqualTo("lethe-access.json");
        visitor.until("document.querySelector('#rights-says').textContent.startsWith('All of it is in lethe-access')");
        assertThat(console.trail().events()).singleElement().satisfies(event -> {
            assertThat(event.getSubjectId()).isEqualTo(PERSON);
            assertThat(event.getReason()).startsWith("access, request 0000");
        });
    }

    @ParameterizedTest
    @CsvSource({"America/Los_Angeles", "Asia/Tokyo"})
    void G1_when_a_person_was_answered_is_told_in_the_policys_time_wherever_somebody_types_it(String zone)
            throws Exception {
        visitor =
                BROWSER.visit(new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId(zone));
        console.services().listRequests(list(null, ACCESS), "");
        console.services().know(Map.of(PERSON, known("access", "\"fulfil\"")));
        comeTo(ConsoleRole.DPO, 1);

        visitor.page().click("#rights-list tbody button");
        assertThat(visitor.page().isVisible("#rights-reason")).isFalse();
        visitor.page().fill("#rights-when", "2026-03-30T09:30");
        visitor.page().fill("#rights-reference", "letter-7");
        visitor.page().click("#rights-decide .acts button:first-child");

        visitor.until("document.querySelector('#rights-list tbody').textContent.includes('Decided: answered')");
        assertThat(sent().get(0).path("occurredAt").asText()).isEqualTo("2026-03-30T07:30:00.000Z");
        assertThat(sent().get(0).path("reference").asText()).isEqualTo("letter-7");
    }

    @Test
    void G1_what_is_not_allowed_any_more_is_said_where_it_was_decided() {
        console.services().listRequests(list(null, ERASURE), "");
        console.services().know(Map.of(PERSON, known("erasure", "")));
        comeTo(ConsoleRole.DPO, 1);

        visitor.page().click("#rights-list tbody button");
        visitor.page().click("#rights-decide .acts button:first-child");

        visitor.until("document.querySelector('#rights-error').textContent.includes('nothing more is decided on it')");
        assertThat(console.services().decisions()).isEmpty();
    }

    @Test
    void G1_only_what_is_chosen_is_asked_for() {
        console.services().listRequests(list(null, ERASURE), "");
        comeTo(ConsoleRole.OPERATOR, 1);

        visitor.page().selectOption("#rights-of-right", "erasure");
        visitor.page().selectOption("#rights-of-state", "open");

        await().untilAsserted(() ->
                assertThat(console.services().questions()).last().isEqualTo("limit=50&state=open&right=erasure"));
    }

    @Test
    void G6_what_systems_have_is_seen_and_noted_by_keyboard_for_all_that_are_waited_for() throws Exception {
        console.services().listRequests(list(null, asking(ACCESS)), "");
        comeTo(ConsoleRole.OPERATOR, 1);
        assertThat(text("tr:nth-child(1)")).contains("1 of 3 have answered");

        visitor.page().focus("#rights-list tbody button");
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.page().textContent("#systems-list tbody tr:nth-child(1)"))
                .contains("cloudflare", "done", "3", "export-7", "dpo-1");
        assertThat(visitor.page().textContent("#systems-list tbody tr:nth-child(2)"))
                .contains("hubspot", "waited for");
        visitor.page().focus("#systems-outcome");
        visitor.page().keyboard().type("nothing");
        visitor.page().focus("#systems form .acts button");
        visitor.page().keyboard().press("Enter");

        visitor.until("document.querySelector('#rights-says').textContent.startsWith('Noted for access')");
        assertThat(console.services().decisions()).hasSize(2);
        assertThat(sent().path("system").asText()).isEqualTo("linkedin");
        assertThat(sent().path("outcome").asText()).isEqualTo("not-found");
        assertThat(sent().path("answeredBy").asText()).isEqualTo("operator-1");
        assertThat(sent().has("records")).isFalse();
        assertThat(console.trail().events()).extracting(AuditEvent::getAct).containsOnly(AuditAct.ANSWER_FOR_SYSTEM);
        assertThat(console.trail().events()).extracting(AuditEvent::getSystem).contains("hubspot", "linkedin");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT"})
    void nobody_is_shut_out_of_what_systems_have_answered(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(language, scheme);
        console.services().listRequests(list(null, asking(ACCESS)), "");
        comeTo(ConsoleRole.DPO, 1);

        visitor.page().click("#rights-list tbody td:nth-child(7) button");

        assertThat(visitor.findings()).isEmpty();
        visitor.look("rights-systems", language, scheme);
    }

    @Test
    void G3_a_code_is_sent_by_keyboard_and_the_person_is_noted_as_asked_and_what_they_read_out_proves_it()
            throws Exception {
        console.services().addressOf(PERSON);
        console.services().listRequests(list(null, withCode(LETTER), ofADevice(LETTER)), "");
        console.services().know(Map.of(PERSON, unproven()));
        console.services().knowOnceShown(Map.of(PERSON, unproven().replace("identity-to-be-proven", "open")));
        comeTo(ConsoleRole.DPO, 1);
        assertThat(text("tr:nth-child(1)")).contains("Code valid until Apr 6, 2026", "tries left: 3");

        visitor.page().focus("#rights-list tbody button:nth-of-type(2)");
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.page().evaluate("document.activeElement.id")).isEqualTo("code-address");
        visitor.page().keyboard().type("ada@example.org");
        visitor.page().keyboard().press("Enter");
        visitor.until("document.querySelector('#code-says').textContent.startsWith('The code is on its way')");
        assertThat(sent().get(0).path("act").asText()).isEqualTo("ask-for-proof");
        assertThat(visitor.page().evaluate("document.activeElement.id")).isEqualTo("code-digits");
        visitor.page().keyboard().type("4815 1623");
        visitor.page().keyboard().press("Enter");

        visitor.until("document.querySelector('#rights-says').textContent.startsWith('It is proven who asks: obj')");
        assertThat(console.services().decisions()).hasSize(3);
        assertThat(sent().path("code").asText()).isEqualTo("48151623");
        assertThat(visitor.page().inputValue("#code-address")).isEmpty();
        assertThat(visitor.page().inputValue("#code-digits")).isEmpty();
        assertThat(visitor.page().url()).doesNotContain("ada");
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct)
                .containsExactly(
                        AuditAct.SEND_CODE,
                        AuditAct.SEND_CODE,
                        AuditAct.ASK_FOR_PROOF,
                        AuditAct.ASK_FOR_PROOF,
                        AuditAct.SHOW_CODE,
                        AuditAct.SHOW_CODE);
        assertThat(console.trail().events().toString()).doesNotContain("ada@", "4815");
    }

    @ParameterizedTest
    @CsvSource({
        "en-GB, LIGHT, The request was not made with this address. Nothing was sent or checked.",
        "fr-FR, DARK, La demande n’a pas été faite avec cette adresse. Rien n’a été envoyé ni vérifié."
    })
    void G3_why_no_code_was_sent_is_said_in_the_language_of_who_wants_one_and_nobody_is_shut_out(
            String language, ColorScheme scheme, String said) {
        visitor = BROWSER.visit(language, scheme);
        console.services().listRequests(list(null, withCode(LETTER)), "");
        comeTo(ConsoleRole.DPO, 1);

        visitor.page().click("#rights-list tbody button:nth-of-type(2)");
        visitor.page().fill("#code-address", "somebody-else@example.org");
        visitor.page().click("#code-send button");

        visitor.until("document.querySelector('#code-error').textContent !== ''");
        assertThat(visitor.page().textContent("#code-error")).isEqualTo(said);
        assertThat(console.services().decisions()).isEmpty();
        assertThat(visitor.findings()).isEmpty();
        visitor.look("code", language, scheme);
    }

    private static String withCode(String row) {
        return row.replace(
                "\"allowed\"",
                "\"code\": {\"validUntil\": \"2026-04-06T09:10:00+02:00\", \"triesLeft\": 3}, \"allowed\"");
    }

    private static String unproven() {
        return "{\"links\": [], \"rights\": [" + withCode(LETTER) + "]}";
    }

    private static String asking(String row) {
        String waitedFor =
                "\"open\": true, \"outcome\": null, \"records\": null, \"reference\": null, \"at\": null, \"answeredBy\": null}";
        return row.replace(
                "\"allowed\"",
                "\"systems\": [{\"system\": \"cloudflare\", \"open\": false, \"outcome\": \"completed\", \"records\": 3,"
                        + " \"reference\": \"export-7\", \"at\": \"2026-03-20T10:00:00+01:00\", \"answeredBy\": \"dpo-1\"},"
                        + " {\"system\": \"hubspot\", " + waitedFor + ", {\"system\": \"linkedin\", " + waitedFor
                        + "], \"allowed\"");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT", "fr-FR, DARK"})
    void nobody_is_shut_out_of_the_view_of_rights(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(language, scheme);
        console.services().listRequests(list(null, asking(ACCESS), ERASURE, withCode(LETTER)), "");

        comeTo(ConsoleRole.DPO, 3);
        assertThat(visitor.findings()).isEmpty();
        visitor.look("rights", language, scheme);
        visitor.page().click("#rights-list tbody tr:nth-child(2) button");
        visitor.page().selectOption("#rights-act", "refuse");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("rights-decide", language, scheme);
    }

    private void comeTo(ConsoleRole role, int rows) {
        visitor.comeIn(role);
        visitor.goTo("rights");
        visitor.until("document.querySelectorAll('#rights-list tbody tr').length === " + rows);
    }

    private String text(String row) {
        return visitor.page().textContent("#rights-list tbody " + row);
    }

    private JsonNode sent() throws Exception {
        return new ObjectMapper().readTree(console.services().decisions().getLast());
    }

    private static String row(int number, String right, String status, String clock, String allowed) {
        return ("{\"subjectId\": \"%s\", \"kind\": \"contact\", \"requestId\": \"00000000-0000-4000-8000-00000000000%d\","
                        + " \"right\": \"%s\", \"status\": \"%s\", \"clock\": \"%s\", \"allowed\": [%s], \"extended\": false, \"reason\": null,"
                        + " \"receivedAt\": \"2026-03-01T10:00:00+01:00\", \"dueAt\": \"2026-04-0%dT23:59:59+02:00\"%s}")
                .formatted(
                        PERSON,
                        number,
                        right,
                        status,
                        clock,
                        allowed,
                        number == 1 ? 1 : number + 6,
                        clock.equals("paused") ? ", \"proofBy\": \"2026-06-02T23:59:59+02:00\"" : "");
    }

    private static String ofADevice(String row) {
        return row.replace(PERSON, DEVICE).replace("contact", "visitor");
    }

    private static String list(@Nullable String next, String... rows) {
        return "{\"at\": \"2026-04-06T09:00:00+02:00\", \"zone\": \"Europe/Paris\", \"complete\": true, \"next\": "
                + next + ", \"requests\": [" + String.join(",", rows) + "]}";
    }

    private static String known(String right, String allowed, String... links) {
        int number = right.equals("access") ? 1 : 2;
        return "{\"links\": [%s], \"rights\": [{\"requestId\": \"00000000-0000-4000-8000-00000000000%d\", \"right\": \"%s\", \"status\": \"open\", \"allowed\": [%s]}]}"
                .formatted(links.length == 0 ? "" : "\"" + String.join("\", \"", links) + "\"", number, right, allowed);
    }
}
