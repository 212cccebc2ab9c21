package io.lethe.ingest;

import static io.lethe.ingest.Chromium.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Interaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo page in a real browser, by keyboard alone. */
@Tag("browser")
class DemoPageTest {

    private static final WebSite SITE = new WebSite("localhost");
    private static final LightDoor DOOR = new LightDoor(SITE);
    private static final Chromium CHROMIUM = new Chromium();

    private static final int MORE_THAN_THERE_IS_TO_REACH = 60;

    private final BrowserContext visitor = CHROMIUM.browser().newContext();
    private final Page page = visitor.newPage();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        DOOR.begin();
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @AfterAll
    static void stop() {
        CHROMIUM.close();
        SITE.close();
        DOOR.close();
    }

    @Test
    void C1_R1_banner_and_forms_can_be_used_without_a_mouse_and_load_nothing_from_elsewhere() {
        page.onConsoleMessage((ConsoleMessage message) -> console.add(message.text()));
        page.onRequest((Request request) -> addresses.add(request.url()));
        page.navigate(DOOR.address() + "/demo/");

        // Not by waitForFunction, which evaluates text: the page forbids that.
        soon().until(() -> "banner-title".equals(page.evaluate("document.activeElement.id")));
        tickTheFirstAndSave();
        soon().until(() -> DOOR.statements().size() == 1);
        goThroughTheForms();

        soon().until(() -> DOOR.interactions().size() == 6 && DOOR.statements().size() == 3);
        ConsentStatement banner = DOOR.statements().getFirst();
        assertThat(banner.getProof().getMethod()).isEqualTo(ConsentMethod.SAVE);
        assertThat(banner.getChoices())
                .hasSize(5)
                .filteredOn(DemoPageTest::isGranted)
                .hasSize(1);
        assertThat(DOOR.interactions().stream().map(Interaction::getKind))
                .containsExactlyInAnyOrderElementsOf(
                        PolicyFile.builtIn().retention().interactionKinds());
        assertThat(DOOR.statements().stream()
                        .skip(1)
                        .flatMap(said -> said.getChoices().stream())
                        .map(Choice::getPurpose))
                .containsExactlyInAnyOrder("newsletters", "respond-to-requests");
        assertThat(page.locator("form[data-kind] [role=status]").allTextContents())
                .allMatch("Thank you, it has arrived."::equals);
        assertThat(page.textContent("#state")).isEqualTo("You agreed to: audience-measurement.");
        assertThat(addresses).allMatch(address -> address.startsWith(DOOR.address() + "/"));
        assertThat(console).noneMatch(line -> line.contains("Content Security Policy") || line.contains("lethe"));
    }

    @Test
    void whatever_can_be_reached_says_what_it_is() {
        page.navigate(DOOR.address() + "/demo/");

        Object nameless = page.evaluate("""
                [...document.querySelectorAll('input, textarea, button')]
                  .filter((one) => !(one.labels && one.labels.length || one.textContent.trim())).length
                """);

        assertThat(nameless).isEqualTo(0);
        assertThat(page.getAttribute("html", "lang")).isEqualTo("en");
        assertThat(page.locator("h1").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "#reject-all, REJECT_ALL, ''",
        "#choices [type=submit], SAVE, video advertising",
        "#accept-all, ACCEPT_ALL," + " audience-measurement video advertising social-sharing fraud-detection"
    })
    void C1_each_button_of_the_banner_can_be_pressed_without_a_mouse(
            String button, ConsentMethod method, String granted) {
        open();
        if (method == ConsentMethod.SAVE) {
            press("Space", "[name=video]");
            press("Space", "[name=advertising]");
        }

        press("Enter", button);

        soon().until(() -> DOOR.statements().size() == 1);
        ConsentStatement statement = DOOR.statements().getFirst();
        assertThat(statement.getProof().getMethod()).isEqualTo(method);
        assertThat(statement.getChoices()).hasSize(5);
        assertThat(granted(statement)).isEqualTo(granted);
        assertThat(page.isVisible("#banner")).isFalse();
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("reopen");
    }

    @Test
    void C1_C3_what_was_chosen_can_be_opened_again_changed_and_forgotten_without_a_mouse() {
        open();
        press("Enter", "#accept-all");
        soon().until(() -> DOOR.statements().size() == 1);
        page.keyboard().press("Enter");
        soon().until(() -> "banner-title".equals(page.evaluate("document.activeElement.id")));

        press("Space", "[name=advertising]");
        press("Enter", "#choices [type=submit]");
        soon().until(() -> DOOR.statements().size() == 2);
        press("Enter", "#forget");
        soon().until(() -> DOOR.statements().size() == 3);

        assertThat(said(DOOR.statements().get(1)))
                .containsExactlyInAnyOrder(
                        "audience-measurement GRANTED",
                        "video GRANTED",
                        "advertising WITHDRAWN",
                        "social-sharing GRANTED",
                        "fraud-detection GRANTED");
        assertThat(said(DOOR.statements().get(2))).hasSize(4).allMatch(choice -> choice.endsWith("WITHDRAWN"));
        assertThat(page.textContent("#state")).isEqualTo("Nothing was decided yet.");
    }

    /** A form by itself: its fields, what it will not go without, and Enter where a person expects it to send. */
    @ParameterizedTest
    @MethodSource("kinds")
    void R1_each_form_can_be_filled_in_and_sent_without_a_mouse(String kind) {
        open();
        press("Enter", "#reject-all");
        soon().until(() -> DOOR.statements().size() == 1);
        String form = "form[data-kind=" + kind + "] ";
        press("Enter", form + "button");
        assertThat(page.evaluate("document.activeElement.matches('" + form + "input[required]')"))
                .as("what is missing has the focus")
                .isEqualTo(true);

        fillIn(form);
        press("Enter", form + "button");

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.interactions().getFirst().getKind()).isEqualTo(kind);
        soon().until(() -> "Thank you, it has arrived.".equals(page.textContent(form + "[role=status]")));
    }

    static List<String> kinds() {
        return PolicyFile.builtIn().retention().interactionKinds().stream()
                .sorted()
                .toList();
    }

    private void open() {
        page.navigate(DOOR.address() + "/demo/");
        soon().until(() -> "banner-title".equals(page.evaluate("document.activeElement.id")));
    }

    /** From the field that has the focus on, until the form's button. */
    private void fillIn(String form) {
        for (int presses = 0; !isFocused(form + "button"); presses++) {
            assertThat(presses).isLessThan(MORE_THAN_THERE_IS_TO_REACH);
            switch (focused()) {
                case "INPUT email" -> page.keyboard().type("ada@example.org");
                case "INPUT text", "INPUT password", "TEXTAREA textarea" ->
                    page.keyboard().type("4711");
                case "INPUT checkbox" -> page.keyboard().press("Space");
                default -> {}
            }
            page.keyboard().press("Tab");
        }
    }

    /** Goes there by Tab alone, and presses the key. */
    private void press(String key, String selector) {
        for (int presses = 0; !isFocused(selector); presses++) {
            assertThat(presses).as(selector + " can be reached").isLessThan(MORE_THAN_THERE_IS_TO_REACH);
            page.keyboard().press("Tab");
        }
        page.keyboard().press(key);
    }

    private boolean isFocused(String selector) {
        return (Boolean) page.evaluate("(selector) => document.activeElement.matches(selector)", selector);
    }

    private static String granted(ConsentStatement statement) {
        return statement.getChoices().stream()
                .filter(DemoPageTest::isGranted)
                .map(Choice::getPurpose)
                .collect(Collectors.joining(" "));
    }

    private static List<String> said(ConsentStatement statement) {
        return statement.getChoices().stream()
                .map(choice -> choice.getPurpose() + " " + choice.getDecision())
                .toList();
    }

    private void tickTheFirstAndSave() {
        page.keyboard().press("Tab");
        page.keyboard().press("Space");
        while (!focused().equals("BUTTON submit")) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
    }

    private void goThroughTheForms() {
        for (int presses = 0; presses < MORE_THAN_THERE_IS_TO_REACH; presses++) {
            page.keyboard().press("Tab");
            switch (focused()) {
                case "INPUT email" -> page.keyboard().type("ada@example.org");
                case "INPUT text", "INPUT password", "TEXTAREA textarea" ->
                    page.keyboard().type("4711");
                case "INPUT checkbox" -> page.keyboard().press("Space");
                case "BUTTON submit" -> page.keyboard().press("Enter");
                default -> {
                    if (presses > 0 && focused().startsWith("BODY")) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean isGranted(Choice choice) {
        return choice.getDecision() == Decision.GRANTED;
    }

    private String focused() {
        return (String) page.evaluate("document.activeElement.tagName + ' ' + (document.activeElement.type || '')");
    }
}
