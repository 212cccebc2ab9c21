package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view of deadlines in a real browser. */
@Tag("browser")
class DeadlinesInBrowserTest {

    private static final String COUNTS = """
            {"at": "2026-03-15T09:30:00+01:00", "complete": true,
             "earlier": [{"kind": "consent-expiry", "count": 3}],
             "months": [
              {"month": "2026-03", "counts": [{"kind": "consent-expiry", "count": 1200}, {"kind": "right-at-risk", "count": 2}]},
              {"month": "2026-04", "counts": []}],
             "later": [{"kind": "retention-lapse", "count": 48000}, {"kind": "erasure", "count": 47900}]}
            """;

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    DeadlinesInBrowserTest() {}

    @BeforeEach
    void open() {
        console = BROWSER.open();
        visitor = BROWSER.visit("en-GB", ColorScheme.LIGHT);
    }

    @Test
    void R3_whoever_has_come_in_sees_what_falls_due_by_month_and_kind() {
        console.services().countDue(COUNTS);
        comeTo(ConsoleRole.VIEWER, 4);

        assertThat(visitor.page().textContent("#deadlines-list thead"))
                .isEqualTo("MonthConsents endRetention endsErasuresRequests nearly late");
        assertThat(visitor.page().innerText("#deadlines-list tbody"))
                .isEqualTo(
                        "before\t3\t0\t0\t0\nMarch 2026\t1,200\t0\t0\t2\nApril 2026\t0\t0\t0\t0\nlater\t0\t48,000\t47,900\t0");
        assertThat(console.services().questions()).contains("months=12");
    }

    @Test
    void S4_for_how_long_the_oldest_has_waited_stands_there_and_follows_by_itself() {
        console.services().countDue(COUNTS);
        comeTo(ConsoleRole.VIEWER, 4);

        console.services().tell("lethe_ready 1.0\nlethe_expiry_lag_seconds{task=\"0_0\"} 95.0\n");

        visitor.until("document.querySelector('#deadlines-lag .bad')?.textContent === '95 s'");
    }

    @Test
    void that_nothing_falls_due_that_not_all_is_counted_and_that_the_stream_does_not_answer_are_three_things() {
        comeTo(ConsoleRole.VIEWER, 0);
        visitor.until("document.querySelector('#deadlines-says').textContent === 'Nothing falls due.'");

        console.services().countDue(COUNTS.replace("true", "false"));
        visitor.page().reload();
        visitor.until("document.querySelector('#deadlines-says').textContent.startsWith('Not whole yet')");

        console.services().goAway();
        visitor.page().reload();
        visitor.until(
                "document.querySelector('#deadlines-says').textContent.startsWith('The console does not answer')");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, DARK", "fr-FR, LIGHT"})
    void nobody_is_shut_out_of_the_view_of_deadlines(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(language, scheme);
        console.services().countDue(COUNTS);
        console.services().tell("lethe_ready 1.0\nlethe_expiry_lag_seconds{task=\"0_0\"} 0.4\n");

        comeTo(ConsoleRole.DPO, 4);
        visitor.until("document.querySelector('#deadlines-lag').children.length === 2");

        assertThat(visitor.findings()).isEmpty();
        visitor.look("deadlines", language, scheme);
    }

    private void comeTo(ConsoleRole role, int rows) {
        visitor.comeIn(role);
        visitor.goTo("deadlines");
        visitor.until("document.querySelectorAll('#deadlines-list tbody tr').length === " + rows);
    }
}
