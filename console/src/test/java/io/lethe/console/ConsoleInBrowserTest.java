package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's page in a real browser. */
@Tag("browser")
class ConsoleInBrowserTest {

    private static final String FIGURES = """
            lethe_ready 1.0
            lethe_ingest_events_accepted_total{type="interaction"} 1200.0
            lethe_expiry_lag_seconds 0.2
            lethe_erasures_held{task="0_1"} 3.0
            lethe_reading_lag_seconds 45.0
            lethe_reading_lag_records 1234.0
            """;

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;
    private Page page;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    ConsoleInBrowserTest() {}

    @BeforeEach
    void open() {
        console = BROWSER.open();
        console.services().tell(FIGURES);
        visit(BROWSER.visit("en-GB", ColorScheme.LIGHT));
    }

    private void visit(ConsolePage by) {
        visitor = by;
        page = by.page();
    }

    @Test
    void S4_who_comes_in_sees_what_flows_and_what_changes_without_asking_again() {
        comeInByKeyboard();

        until("document.querySelectorAll('#picture li').length === 3");
        assertThat(page.textContent("#picture"))
                .contains("consent-ingest", "works", "1,200 in all", "1,234 records, 45 s");
        assertThat(page.textContent("#concerns")).contains("Erasures that wait for a decision", "3");
        assertThat(page.isVisible("#dead-letters")).isFalse();

        console.services()
                .tell(FIGURES.replace("1200.0", "1300.0")
                        + "lethe_dead_letters_total{topic=\"holds\",reason=\"no-frame\"} 2.0\n");

        until("document.querySelector('#picture').textContent.includes('1,300 in all')");
        assertThat(page.textContent("#dead-letters")).contains("no-frame", "2");
    }

    @Test
    void S4_a_service_that_does_not_answer_is_shown_so_and_a_restart_of_any_is_survived() {
        comeInByKeyboard();
        until("document.querySelector('#picture').textContent.includes('works')");

        console.services().goAway();
        until("document.querySelectorAll('.state.away').length === 3");
        console.services().comeBack();
        until("document.querySelectorAll('.state.ready').length === 3");

        console.restart();
        console.services().tell(FIGURES.replace("1200.0", "1400.0"));
        until("document.querySelector('#picture').textContent.includes('1,400 in all')");
        assertThat(page.isVisible("#enter")).isFalse();
    }

    @Test
    void a_token_that_opens_nothing_is_said_to_and_who_leaves_has_to_come_in_again() {
        page.navigate(console.address());
        page.fill("#token", "a guess");
        page.keyboard().press("Enter");
        until("document.querySelector('#enter-error').textContent");
        assertThat(page.textContent("#enter-error")).isEqualTo("This token opens nothing, or no longer.");

        page.fill("#token", OpenConsole.token(ConsoleRole.VIEWER));
        page.keyboard().press("Enter");
        until("document.querySelector('#picture li')");
        assertThat(page.textContent("#who")).isEqualTo("viewer-1 (viewer)");
        page.reload();
        until("document.querySelector('#picture li')");

        page.click("#leave");

        until("!document.querySelector('#enter').hidden");
        assertThat(page.isVisible("#view-flow")).isFalse();
        page.reload();
        until("!document.querySelector('#enter').hidden");
        await().until(() -> console.ask("GET", "/metrics", "").body().contains("lethe_console_open 0.0"));
    }

    @Test
    void E3_what_waits_for_a_person_is_decided_on_by_keyboard_with_a_reason() {
        console.services().list(list(1, 2, "\"p2\""), list(3, 1, null));
        comeInByKeyboard();
        visitor.goTo("erasures");
        until("document.querySelectorAll('#escalations tbody tr').length === 2");
        page.focus("#erasures-more");
        page.keyboard().press("Enter");
        until("document.querySelectorAll('#escalations tbody tr').length === 3");
        assertThat(page.isVisible("#erasures-more")).isFalse();

        page.focus("#escalations tbody tr:nth-child(2) button:nth-of-type(2)");
        page.keyboard().press("Enter");
        assertThat(page.textContent("#decide-title")).isEqualTo("Waive: rder-2.abcde, hubspot");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("reason");
        page.keyboard().type("its contract ended in March");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        until("document.querySelector('#escalations tbody').textContent.includes('Decided: Waive')");
        assertThat(console.services().decisions())
                .singleElement()
                .asString()
                .contains(
                        "\"decision\":\"waive\"",
                        "its contract ended in March",
                        "\"decidedBy\":\"operator-1\"",
                        "order-2.abcde",
                        "\"eventId\":");
        console.services().list(list(1, 1, null), "");
        until("document.querySelectorAll('#escalations tbody tr').length === 1");
    }

    @Test
    void E3_what_begins_to_wait_is_listed_soon_after_its_figure_is_told() {
        comeInByKeyboard();
        until("document.querySelector('#picture li')");
        visitor.goTo("erasures");
        until("document.querySelector('#escalations-state').textContent === 'Nothing waits for a person.'");

        console.services().list(list(1, 1, null), "");
        console.services().tell(FIGURES + "lethe_deletion_waiting{system=\"hubspot\"} 1.0\n");

        await().atMost(Duration.ofSeconds(6))
                .pollInSameThread()
                .until(
                        () -> page.evaluate("document.querySelectorAll('#escalations tbody tr').length"),
                        Integer.valueOf(1)::equals);
    }

    @ParameterizedTest
    @CsvSource({"America/Los_Angeles", "Asia/Tokyo", "UTC"})
    void G1_a_last_day_is_the_same_day_wherever_somebody_looks_from(String zone) {
        visit(BROWSER.visit(new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId(zone)));
        console.services().list(list(1, 1, null), "");
        comeInByKeyboard();
        visitor.goTo("erasures");
        until("document.querySelector('#escalations tbody td button')");

        assertThat(page.textContent("#escalations tbody")).contains("Mar 1, 2026", "10:00", "Apr 1, 2026", "11:59");
    }

    @Test
    void E3_why_a_decision_is_refused_is_said_where_it_was_made_and_it_can_be_made_again() {
        console.services().list(list(1, 1, null), "");
        console.services().judge(422, "{\"errors\": [{\"pointer\": \"/reason\", \"detail\": \"names a person\"}]}");
        comeInByKeyboard();
        visitor.goTo("erasures");
        until("document.querySelector('#escalations tbody td button')");
        page.click("#escalations tbody td button");
        page.fill("#reason", "a reason");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        until("document.querySelector('#decide-error').textContent === '/reason names a person'");
        console.services().judge(202, "{}");
        page.click("#decide button");
        until("!document.querySelector('#decide').open");
        List<String> sent = console.services().decisions();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).as("under one id, however often it is sent").isEqualTo(sent.get(1));
    }

    @Test
    void who_may_not_decide_sees_no_buttons_and_who_may_not_look_no_such_view() {
        console.services().list(list(1, 1, null), "");
        visitor.comeIn(ConsoleRole.AUDITOR);
        visitor.goTo("erasures");
        until("document.querySelectorAll('#escalations tbody tr').length === 1");
        assertThat(page.querySelectorAll("#escalations tbody td button")).isEmpty();
        page.click("#leave");
        until("!document.querySelector('#enter').hidden");

        visitor.comeIn(ConsoleRole.VIEWER);

        assertThat(page.isVisible("nav a[href='#erasures']")).isFalse();
        assertThat(page.isVisible("#view-flow")).isTrue();
        assertThat(page.isVisible("#view-erasures")).isFalse();
    }

    @Test
    void that_nothing_waits_and_that_the_worker_does_not_answer_are_two_things() {
        comeInByKeyboard();
        visitor.goTo("erasures");
        until("document.querySelector('#escalations-state').textContent === 'Nothing waits for a person.'");

        console.services().goAway();
        page.reload();

        until("document.querySelector('#escalations-state').textContent.startsWith('The console does not answer')");
    }

    private static String list(int from, int number, @Nullable String next) {
        return IntStream.range(from, from + number)
                .mapToObj(i ->
                        "{\"orderId\": \"an-order-%d.abcde\", \"system\": \"hubspot\", \"since\": \"2026-03-0%dT10:00:00+01:00\","
                                        .formatted(i, i)
                                + " \"state\": \"escalated\", \"reason\": \"not answered in time\", \"cause\": \"erasure-requested\","
                                + " \"requestId\": null, \"dueAt\": \"2026-04-01T23:59:59+02:00\"}")
                .collect(Collectors.joining(
                        ",", "{\"escalations\": [", "], \"next\": " + next + ", \"complete\": true}"));
    }

    @Test
    void the_page_speaks_french_to_whoever_does_and_english_when_asked() {
        visit(BROWSER.visit("fr-FR", ColorScheme.LIGHT));
        comeInByKeyboard();
        until("document.querySelector('#picture li')");
        assertThat(page.textContent("#picture")).contains("fonctionne", "1\u202f200 au total");
        assertThat(page.getAttribute("html", "lang")).isEqualTo("fr");

        page.click("#language");
        until("document.documentElement.lang === 'en'");

        assertThat(page.textContent("#picture")).contains("works", "1,200 in all");
        page.reload();
        until("document.documentElement.lang === 'en'");
    }

    @Test
    void both_languages_say_the_same_things() {
        page.navigate(console.address());

        assertThat(page.evaluate("Promise.all(['en', 'fr'].map((one) => import(`/words-${one}.js`))).then((all) =>"
                        + " { const [en, fr] = all.map(({WORDS}) => Object.keys(WORDS).join()); return en === fr; })"))
                .isEqualTo(true);
        assertThat(page.evaluate("import('/words-en.js').then(({WORDS}) =>"
                        + " [...document.querySelectorAll('[data-word]')].every((one) => WORDS[one.dataset.word])"
                        + " && [...document.querySelectorAll('[data-words]')].every((one) =>"
                        + " one.dataset.words.split(' ').every((word) => WORDS[word])))"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT"})
    void nobody_is_shut_out(String language, ColorScheme scheme) {
        visit(BROWSER.visit(language, scheme));
        page.navigate(console.address());
        until("!document.querySelector('#enter').hidden");
        assertThat(visitor.findings()).isEmpty();

        comeInByKeyboard();
        console.services().tell(FIGURES + "lethe_dead_letters_total{topic=\"holds\",reason=\"no-frame\"} 2.0\n");
        until("document.querySelector('#dead-letters tbody tr')");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("flow", language, scheme);
        console.services().list(list(1, 2, "\"p2\""), "");
        visitor.goTo("erasures");
        until("document.querySelector('#escalations tbody td button')");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("erasures", language, scheme);
        page.click("#escalations tbody td button");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("decide", language, scheme);
    }

    private void until(String isSo) {
        visitor.until(isSo);
    }

    private void comeInByKeyboard() {
        visitor.comeIn(ConsoleRole.OPERATOR);
    }
}
