package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.ColorScheme;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views of one subject and of waves, in a real browser. */
@Tag("browser")
class SubjectInBrowserTest {

    private static final String LINKED = "b".repeat(43);

    private static final String KNOWN = """
            {"subjectId": "%s", "kind": "contact", "status": "active",
             "consents": [{"purpose": "newsletters", "recipient": null, "status": "given",
                           "since": "2026-01-05T10:00:00+01:00", "validUntil": null},
                          {"purpose": "advertising", "recipient": "linkedin", "status": "refused",
                           "since": "2026-01-06T10:00:00+01:00", "validUntil": "2026-07-06T10:00:00+02:00"}],
             "retention": {"lastInteractionAt": "2026-02-01T09:30:00+01:00", "expiresAt": "2031-02-01T09:30:00+01:00"},
             "holds": [{"holdId": "case-12", "since": "2026-03-01T09:30:00+01:00", "via": "x", "decidedBy": "m.dupont"}],
             "restricted": false, "restrictions": [], "links": ["%s"],
             "holdHistory": [{"holdId": "case-9", "at": "2025-03-01T09:30:00+01:00", "action": "place", "decidedBy": null},
                             {"holdId": "case-9", "at": "2025-09-01T09:30:00+02:00", "action": "release", "decidedBy": "m.dupont"},
                             {"holdId": "case-12", "at": "2026-03-01T09:30:00+01:00", "action": "place", "decidedBy": "m.dupont"}],
             "rights": [{"requestId": "r-1", "right": "access", "status": "open", "dueAt": "2026-04-01T23:59:59+02:00",
                         "reason": null, "allowed": []},
                        {"requestId": "00000000-0000-4000-8000-000000000003", "right": "erasure", "status": "identity-to-be-proven",
                         "dueAt": "2026-04-09T23:59:59+02:00", "reason": null, "allowed": ["refuse"]}],
             "waitingErasures": [{"requestId": "00000000-0000-4000-8000-000000000002", "until": "2026-03-25T23:59:59+01:00",
                                  "waitsFor": ["00000000-0000-4000-8000-000000000001"]}],
             "next": [{"what": "right-at-risk", "at": "2026-03-25T23:59:59+01:00"},
                      {"what": "consent-expiry", "at": "2026-07-06T10:00:00+02:00"},
                      {"what": "retention-lapse", "at": "2031-02-01T09:30:00+01:00"}]}
            """.formatted(Services.SUBJECT, LINKED);

    private static final String HELD = """
            {"at": "2026-03-05T10:00:00+01:00", "held": 1234,
             "waves": [{"partition": 3, "held": 1234, "heldSince": "2026-03-05T09:00:00+01:00", "limit": "share",
                        "allowed": 100, "decision": null}],
             "lastDecision": {"decisionId": "d-1", "decision": "drop", "decidedBy": "desk-1", "at": "2026-02-01T10:00:00+01:00"}}
            """;

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    SubjectInBrowserTest() {}

    @BeforeEach
    void open() {
        console = BROWSER.open();
        console.services().know(Map.of(Services.SUBJECT, KNOWN));
        console.services().hold(HELD);
        visitor = BROWSER.visit(tall("en-GB", ColorScheme.LIGHT));
    }

    /** All of a subject is to be seen in a picture. */
    private static Browser.NewContextOptions tall(String language, ColorScheme scheme) {
        return new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(scheme)
                .setViewportSize(1280, 1400);
    }

    @Test
    void a_subject_is_looked_up_by_keyboard_and_shown_with_what_comes_next_and_its_identifier_is_in_no_address() {
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");

        assertThat(text("#subject-status")).isEqualTo("Contact: active");
        assertThat(text("#subject-next"))
                .contains("Jul 6, 2026", "a consent ends", "Feb 1, 2031", "the retention period ends");
        assertThat(text("#subject-parked"))
                .startsWith("A hold or a restriction stands")
                .contains("waits for request 000000000001, until Mar 25, 2026");
        assertThat(text("#subject-consents")).contains("newsletters", "given", "advertising, linkedin", "refused");
        assertThat(text("#subject-holds")).contains("case-12", "m.dupont", "Release");
        assertThat(text("#subject-rights")).contains("access", "open", "Apr 1, 2026");
        assertThat(visitor.page().querySelectorAll("#subject-line li")).hasSize(10);
        assertThat(text("#subject-line li:first-child")).contains("Mar 1, 2025", "Hold placed: case-9 (not known)");
        assertThat(text("#subject-line li:last-child")).contains("Feb 1, 2031", "the retention period ends");
        assertThat(visitor.page().url()).doesNotContain("ada");
        assertThat(console.trail().events())
                .singleElement()
                .satisfies(event -> assertThat(event.getReason()).isEqualTo("complaint C-7"));
    }

    @Test
    void G4_what_is_stored_of_a_person_goes_by_keyboard_into_a_file_that_is_named_for_nobody() {
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");

        visitor.page().focus("#export-portability");
        Download file =
                visitor.page().waitForDownload(() -> visitor.page().keyboard().press("Enter"));

        assertThat(file.suggestedFilename()).isEqualTo("lethe-portability.json");
        assertThat(file.path()).content().isEqualTo("{\"right\": \"portability\"}");
        visitor.until("document.querySelector('#subject-done').textContent.startsWith('All of it is in lethe-p')");
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct)
                .containsExactly(AuditAct.LOOK_AT_SUBJECT, AuditAct.EXPORT_SUBJECT);
        assertThat(console.trail().events().getLast().getReason()).isEqualTo("portability, complaint C-7");
    }

    @Test
    void G3_a_code_is_sent_where_a_request_of_the_subject_waits_for_a_proof() {
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");

        assertThat(visitor.page().querySelectorAll("#subject-rights button")).hasSize(1);
        visitor.page().focus("#subject-rights button");
        visitor.page().keyboard().press("Enter");
        visitor.page().keyboard().type("ada@example.org");
        visitor.page().keyboard().press("Enter");

        visitor.until("document.querySelector('#code-says').textContent.startsWith('The code is on its way')");
        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains("00000000-0000-4000-8000-000000000003", "\"email\":\"ada@example.org\"");
        visitor.page().keyboard().press("Escape");
        assertThat(visitor.page().inputValue("#code-address")).isEmpty();
        assertThat(visitor.findings()).isEmpty();
    }

    @Test
    void R4_a_hold_is_placed_and_released_with_a_reason_and_the_name_of_who_does() {
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");

        visitor.page().focus("#hold-id");
        visitor.page().keyboard().type("case-13");
        visitor.page().keyboard().press("Enter");
        giveAReason("litigation");
        visitor.until("document.querySelector('#subject-done').textContent.startsWith('Place a hold: case-13')");
        visitor.page().focus("#subject-holds button");
        visitor.page().keyboard().press("Enter");
        giveAReason("the case is over");
        visitor.until("document.querySelector('#subject-done').textContent.startsWith('Release: case-12')");

        assertThat(console.services().decisions())
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent)
                        .contains("\"decidedBy\":\"dpo-1\"", "\"subjectId\":\"" + Services.SUBJECT + "\""));
        assertThat(console.services().decisions().getFirst()).contains("case-13", "\"place\"", "litigation");
        assertThat(console.services().decisions().getLast()).contains("case-12", "\"release\"", "the case is over");
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct)
                .containsExactly(
                        AuditAct.LOOK_AT_SUBJECT,
                        AuditAct.PLACE_HOLD,
                        AuditAct.PLACE_HOLD,
                        AuditAct.RELEASE_HOLD,
                        AuditAct.RELEASE_HOLD);
    }

    @Test
    void G7_an_address_is_put_right_by_keyboard_and_stays_nowhere_on_the_page() {
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");

        visitor.page().focus("#correct-to");
        visitor.page().keyboard().type("ada@example.net");
        visitor.page().keyboard().press("Enter");
        giveAReason("another provider");
        visitor.until("document.querySelector('#subject-done').textContent.startsWith('Put right.')");

        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains(
                        "\"corrected\":{\"email\":\"ada@example.net\"}",
                        "\"subjectId\":\"" + Services.SUBJECT + "\"",
                        "another provider");
        assertThat(visitor.page().inputValue("#correct-to")).isEmpty();
        assertThat(visitor.page().url()).doesNotContain("ada");
        assertThat(console.trail().events())
                .extracting(AuditEvent::getAct)
                .containsExactly(AuditAct.LOOK_AT_SUBJECT, AuditAct.CORRECT_SUBJECT, AuditAct.CORRECT_SUBJECT);
    }

    @Test
    void who_is_not_known_and_what_cannot_be_recorded_are_said_and_nobody_stays_on_the_page() {
        visitor.comeIn(ConsoleRole.AUDITOR);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");
        assertThat(visitor.page().querySelectorAll("#subject-holds button")).isEmpty();
        assertThat(visitor.page().isVisible("#place")).isFalse();

        visitor.page().click("#subject-links button");
        visitor.until(
                "document.querySelector('#subject-error').textContent === 'The pipeline has never seen this subject.'");
        assertThat(visitor.page().isVisible("#subject")).isFalse();
        console.trail().takeOnly(0);
        visitor.page().click("#look button");
        visitor.until(
                "document.querySelector('#subject-error').textContent.startsWith('This could not be put on record')");
        visitor.page().click("#leave");

        visitor.until("!document.querySelector('#enter').hidden");
        assertThat(visitor.page().inputValue("#look-for")).isEmpty();
        assertThat(visitor.page().textContent("#subject-status")).doesNotContain("a".repeat(43));
    }

    @Test
    void R6_a_wave_is_decided_on_by_keyboard_as_of_what_was_shown() {
        visitor.comeIn(ConsoleRole.OPERATOR);
        assertThat(visitor.page().isVisible("nav a[href='#subject']")).isFalse();
        visitor.goTo("waves");
        visitor.until("document.querySelector('#waves tbody tr')");
        assertThat(text("#waves-state")).isEqualTo("1,234 erasures wait");
        assertThat(text("#waves tbody")).contains("share: 100", "none yet");
        assertThat(text("#waves-last")).isEqualTo("Last decision: Drop, by desk-1, Feb 1, 2026, 10:00 AM.");

        visitor.page().focus("#waves-drop");
        visitor.page().keyboard().press("Enter");
        assertThat(text("#decide-title")).isEqualTo("Drop: 1,234 erasures wait");
        giveAReason("an import without its interactions");
        console.services()
                .hold("{\"at\": \"2026-03-05T10:01:00+01:00\", \"held\": 0, \"waves\": [], \"lastDecision\": null}");

        visitor.until("document.querySelector('#waves-done').textContent === 'Decided: Drop'");
        visitor.until("document.querySelector('#waves-state').textContent === 'No erasure waits.'");
        assertThat(visitor.page().isVisible("#waves-acts")).isFalse();
        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains(
                        "\"occurredAt\":\"2026-03-05T10:00:00+01:00\"",
                        "\"decision\":\"drop\"",
                        "\"decidedBy\":\"operator-1\"");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT", "fr-FR, DARK"})
    void nobody_is_shut_out_of_a_subject_or_of_waves(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(tall(language, scheme));
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("waves");
        visitor.until("document.querySelector('#waves tbody tr')");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("waves", language, scheme);
        visitor.goTo("subject");
        assertThat(visitor.findings()).isEmpty();
        lookByKeyboard("ada@example.org");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("subject", language, scheme);
        visitor.page().click("#subject-holds button");
        assertThat(visitor.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT"})
    void an_auditor_reads_who_looked_and_who_acted_the_newest_first(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(tall(language, scheme));
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("subject");
        lookByKeyboard("ada@example.org");
        visitor.page().click("#subject-holds button");
        giveAReason("the case is over");
        visitor.until("document.querySelector('#subject-done').textContent");
        visitor.page().click("#leave");
        visitor.comeIn(ConsoleRole.AUDITOR);

        visitor.goTo("audit");

        // Two have come in, and one has left, which is on record as well.
        visitor.until("document.querySelectorAll('#audit tbody tr').length === 6");
        assertThat(text("#audit tbody tr:first-child")).contains("auditor-1", "token");
        assertThat(text("#audit tbody tr:nth-child(3)"))
                .contains("dpo-1", Services.SUBJECT, "case-12", "the case is over");
        assertThat(text("#audit tbody tr:nth-child(5)"))
                .contains("dpo-1", "complaint C-7")
                .doesNotContain("ada@");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("audit", language, scheme);
    }

    @Test
    void what_is_recorded_shows_in_the_list_of_the_record_as_soon_as_it_is() {
        visitor.comeIn(ConsoleRole.AUDITOR);
        visitor.until("document.querySelector('#picture li')");
        visitor.goTo("audit");
        visitor.until("document.querySelectorAll('#audit tbody tr').length === 1");

        console.ask(
                "POST",
                "/api/session",
                "{\"token\": \"" + OpenConsole.token(ConsoleRole.DPO) + "\"}",
                "Content-Type",
                "application/json");

        await().atMost(Duration.ofSeconds(5))
                .pollInSameThread()
                .untilAsserted(
                        () -> assertThat(text("#audit tbody tr:first-child")).contains("dpo-1", "comes in"));
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT"})
    void R4_holds_are_listed_the_oldest_first_and_placed_and_released_there(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(tall(language, scheme));
        console.services().listHolds(holds("case-1", "\"p2\""), holds("case-2", "null"));
        visitor.comeIn(ConsoleRole.OPERATOR);
        visitor.goTo("holds");
        visitor.until("document.querySelector('#holds tbody button')");
        visitor.page().focus("#holds-more");
        visitor.page().keyboard().press("Enter");
        visitor.until("document.querySelectorAll('#holds tbody tr').length === 2");
        assertThat(text("#holds tbody tr:first-child")).contains("case-1", "desk-1", Services.SUBJECT);
        assertThat(visitor.findings()).isEmpty();
        visitor.look("holds", language, scheme);

        visitor.page().focus("#holds tbody tr:first-child button");
        visitor.page().keyboard().press("Enter");
        giveAReason("the case is over");
        visitor.page().focus("#holds-subject");
        visitor.page().keyboard().type(LINKED);
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().type("case-3");
        visitor.page().keyboard().press("Enter");
        giveAReason("litigation");

        visitor.until("document.querySelector('#holds-done').textContent.includes('case-3')");
        assertThat(console.services().decisions()).hasSize(2);
        assertThat(console.services().decisions().getFirst())
                .contains("case-1", "\"release\"", Services.SUBJECT, "\"decidedBy\":\"operator-1\"");
        assertThat(console.services().decisions().getLast()).contains("case-3", "\"place\"", LINKED);
    }

    private static String holds(String id, String next) {
        return """
                {"complete": true, "next": %s, "holds": [{"holdId": "%s", "subjectId": "%s", "restriction": false,
                 "since": "2026-03-02T09:30:00+01:00", "decidedBy": "desk-1"}]}
                """.formatted(next, id, Services.SUBJECT);
    }

    private void lookByKeyboard(String address) {
        visitor.page().focus("#look-for");
        visitor.page().keyboard().type(address);
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().press("ArrowDown");
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().type("C-7");
        visitor.page().keyboard().press("Enter");
        visitor.until("!document.querySelector('#subject').hidden");
    }

    private void giveAReason(String reason) {
        visitor.until("document.querySelector('#decide').open");
        visitor.page().keyboard().type(reason);
        visitor.page().keyboard().press("Tab");
        visitor.page().keyboard().press("Enter");
        visitor.until("!document.querySelector('#decide').open");
    }

    private String text(String selector) {
        return visitor.page().textContent(selector);
    }
}
