package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view of consents in a real browser. */
@Tag("browser")
class ConsentsInBrowserTest {

    private static final String COUNTS = """
            {"at": "2026-03-15T09:30:00+01:00", "complete": true, "months": [
              {"month": "2026-02", "counts": [
                {"purpose": "advertising", "recipient": null, "status": "given", "count": 1200}]},
              {"month": "2026-03", "counts": [
                {"purpose": "advertising", "recipient": null, "status": "given", "count": 1350},
                {"purpose": "advertising", "recipient": "linkedin", "status": "refused", "count": 40},
                {"purpose": "improvement", "recipient": null, "status": "objected", "count": 7}]}]}
            """;

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    ConsentsInBrowserTest() {}

    @BeforeEach
    void open() {
        console = BROWSER.open();
        visitor = BROWSER.visit("en-GB", ColorScheme.LIGHT);
    }

    @Test
    void C1_whoever_has_come_in_sees_how_many_have_consented_to_what_over_time() {
        console.services().count(COUNTS);
        comeTo(ConsoleRole.VIEWER, 3);

        assertThat(visitor.page().textContent("#consents-list thead")).contains("Feb 2026", "now");
        assertThat(visitor.page().textContent("#consents-list tbody tr:nth-child(1)"))
                .contains("advertising", "all", "given", "1,200", "1,350");
        assertThat(visitor.page().textContent("#consents-list tbody tr:nth-child(2)"))
                .contains("linkedin", "refused", "0", "40");
        assertThat(console.services().questions()).contains("months=6");
    }

    @Test
    void that_nobody_has_said_anything_and_that_the_stream_does_not_answer_are_two_things() {
        comeTo(ConsoleRole.VIEWER, 0);
        visitor.until("document.querySelector('#consents-says').textContent === 'Nobody has said anything yet.'");

        console.services().goAway();
        visitor.page().reload();

        visitor.until("document.querySelector('#consents-says').textContent.startsWith('The console does not answer')");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, DARK", "fr-FR, LIGHT"})
    void nobody_is_shut_out_of_the_view_of_consents(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(language, scheme);
        console.services().count(COUNTS);

        comeTo(ConsoleRole.DPO, 3);

        assertThat(visitor.findings()).isEmpty();
        visitor.look("consents", language, scheme);
    }

    private void comeTo(ConsoleRole role, int rows) {
        visitor.comeIn(role);
        visitor.goTo("consents");
        visitor.until("document.querySelectorAll('#consents-list tbody tr').length === " + rows);
    }
}
