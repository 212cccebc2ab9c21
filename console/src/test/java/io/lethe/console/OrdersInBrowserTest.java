package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Open erasures, and the ledger of one, in a real browser. */
@Tag("browser")
class OrdersInBrowserTest {

    private static final String ORDER = "a-subject-of-43-letters.order-1";

    private static final String FIGURES = """
            lethe_ready 1.0
            lethe_forgetting_lag_seconds 12.0
            lethe_forgetting_time_seconds_count 4.0
            lethe_forgetting_time_seconds_sum 800.0
            """;

    private static final String OPEN = """
            {"erasures": [{"orderId": "%s", "status": "in-progress", "dueAt": "2026-04-01T23:59:59+02:00",
             "systems": 6, "owing": 2, "nextAt": "2026-03-05T10:00:00+01:00"}], "next": null, "complete": true}
            """.formatted(ORDER);

    private static final String LEDGER = """
            {"orderId": "%s", "subjectId": "a-subject-of-43-letters", "orderedAt": "2026-03-01T10:00:00+01:00",
             "status": "partially-completed", "dueAt": "2026-04-01T23:59:59+02:00",
             "systems": [
              {"system": "hubspot", "state": "completed", "attempts": 1, "changedAt": "2026-03-02T10:00:00+01:00", "nextAt": null,
               "reason": null, "decision": null},
              {"system": "linkedin", "state": "waived", "attempts": 3, "changedAt": "2026-03-03T10:00:00+01:00", "nextAt": null,
               "reason": "no account", "decision": {"eventId": "e-1", "decidedBy": "m.dupont"}}]}
            """.formatted(ORDER);

    private static final String FINISHED = """
            {"orderId": "%s", "subjectId": "a-subject-of-43-letters", "orderedAt": "2026-03-01T10:00:00+01:00", "status": "completed",
             "recipientsDoneAt": "2026-03-04T10:00:00+01:00", "forgottenAt": "2026-03-04T22:00:00+01:00",
             "systems": [{"system": "hubspot", "commandId": "c-1"}]}
            """.formatted(ORDER);

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;
    private Page page;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    OrdersInBrowserTest() {}

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
    void E1_E5_open_orders_are_listed_with_what_is_owed_and_how_long_it_takes_to_forget() {
        console.services().open(OPEN, Map.of(ORDER, LEDGER), false);

        visitor.comeIn(ConsoleRole.OPERATOR);
        visitor.goTo("erasures");

        visitor.until("document.querySelector('#orders tbody tr')");
        assertThat(page.textContent("#orders tbody")).contains("in progress", "2 of 6", "Mar 5, 2026", "Apr 1, 2026");
        visitor.until("document.querySelector('#forgetting').textContent.includes('200 s')");
        assertThat(page.textContent("#forgetting")).contains("on average", "12 s");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void E1_E3_the_ledger_of_an_order_opens_by_keyboard_from_any_instance_and_says_where_each_system_is(
            boolean atAnother) {
        console.services().open(OPEN, Map.of(ORDER, LEDGER), atAnother);
        visitor.comeIn(ConsoleRole.AUDITOR);
        visitor.goTo("erasures");
        visitor.until("document.querySelector('#orders tbody button')");

        page.focus("#orders tbody button");
        page.keyboard().press("Enter");

        visitor.until("document.querySelector('#ledger').open");
        assertThat(page.textContent("#ledger-title")).isEqualTo(ORDER);
        assertThat(page.textContent("#ledger-says")).contains("partly completed", "Mar 1, 2026");
        assertThat(page.textContent("#ledger-systems"))
                .contains("hubspot", "completed", "linkedin", "waived", "no account", "m.dupont", "3");
        page.click("#ledger-close");
        assertThat(page.isVisible("#ledger")).isFalse();
    }

    @Test
    void E5_an_order_is_looked_up_by_its_id_and_says_when_the_own_copies_were_gone() {
        console.services().open(OPEN, Map.of(ORDER, FINISHED), false);
        visitor.comeIn(ConsoleRole.OPERATOR);
        visitor.goTo("erasures");
        visitor.until("document.querySelector('#orders tbody tr')");

        page.fill("#order-id", "nobody.knows-it");
        page.keyboard().press("Enter");
        visitor.until("document.querySelector('#orders-state').textContent.startsWith('There is no such order')");
        page.fill("#order-id", ORDER);
        page.keyboard().press("Enter");

        visitor.until("document.querySelector('#ledger').open");
        assertThat(page.textContent("#ledger-says"))
                .contains("completed", "Recipients done", "Own copies gone", "Mar 4, 2026", "10:00");
        assertThat(page.textContent("#ledger-systems")).contains("hubspot", "done");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT"})
    void nobody_is_shut_out_of_a_ledger(String language, ColorScheme scheme) {
        visit(BROWSER.visit(language, scheme));
        console.services().open(OPEN, Map.of(ORDER, LEDGER), false);
        visitor.comeIn(ConsoleRole.OPERATOR);
        visitor.goTo("erasures");
        visitor.until("document.querySelector('#orders tbody button')");
        assertThat(visitor.findings()).isEmpty();

        page.click("#orders tbody button");

        visitor.until("document.querySelector('#ledger').open");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("ledger", language, scheme);
    }
}
