package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import io.lethe.kafka.letters.Position;
import io.lethe.schemas.DeadLetterReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view of dead letters in a real browser. */
@Tag("browser")
class LettersInBrowserTest {

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private OpenConsole console;
    private ConsolePage visitor;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    LettersInBrowserTest() {}

    @BeforeEach
    void open() {
        console = BROWSER.open();
        visitor = BROWSER.visit("en-GB", ColorScheme.LIGHT);
    }

    @Test
    void S3_an_operator_replays_one_letter_and_all_that_are_alike_by_keyboard() {
        someLetters();
        comeTo(ConsoleRole.OPERATOR);
        assertThat(visitor.page().textContent("#letter-kinds tbody"))
                .contains("interactions", "not-framed", "erasure-orders", "command line only");

        press("#letters tbody tr:nth-child(2) button");
        visitor.until("document.querySelector('#replay').open");
        assertThat(visitor.page().textContent("#replay-title")).isEqualTo("Replay: interactions-0-18");
        visitor.page().focus("#replay-reference");
        visitor.page().keyboard().type("INC-204");
        visitor.page().keyboard().press("Enter");
        visitor.until(
                "document.querySelector('#letters-done').textContent === 'interactions-0-18: 1 replayed, 0 no longer there, 0 left out as repeats of others.'");

        press("#letter-kinds tbody tr:nth-child(2) button");
        visitor.until("document.querySelector('#replay').open");
        press("#replay-go");
        visitor.until("document.querySelector('#letters-done').textContent.includes('not-framed: 2 replayed')");
        assertThat(console.letters().replayed()).extracting(Position::offset).containsExactly(18L, 17L, 18L);
        assertThat(console.trail().events()).hasSize(4);
    }

    @Test
    void S3_a_replay_of_many_is_seen_stopped_by_keyboard_and_found_again_by_who_comes_back() {
        someLetters();
        console.letters().takeTime();
        comeTo(ConsoleRole.OPERATOR);
        press("#letter-kinds tbody tr:nth-child(2) button");
        visitor.until("document.querySelector('#replay').open");
        press("#replay-go");
        visitor.until("document.querySelector('#letters-job-says').textContent.includes('not-framed: 0 of 2')");

        visitor.page().reload();
        console.letters().let(1);
        visitor.until("document.querySelector('#letters-job-says').textContent.includes('not-framed: 1 of 2')");
        assertThat(visitor.findings()).isEmpty();
        press("#letters-stop");
        await().until(() -> console.trail().events().size() == 3);
        console.letters().let(1);

        visitor.until("document.querySelector('#letters-done').textContent.includes('Stopped after 1 of 2.')");
        assertThat(visitor.page().isVisible("#letters-job")).isFalse();
        assertThat(console.letters().replayed()).hasSize(1);
    }

    @Test
    void whoever_may_only_look_has_nothing_to_press_and_what_is_refused_is_said() {
        someLetters();
        comeTo(ConsoleRole.AUDITOR);
        assertThat(visitor.page().querySelectorAll("#view-letters tbody button"))
                .isEmpty();

        visitor.page().click("#leave");
        comeTo(ConsoleRole.OPERATOR);
        console.trail().takeOnly(0);
        press("#letters tbody tr:nth-child(2) button");
        press("#replay-go");
        visitor.until(
                "document.querySelector('#replay-error').textContent.startsWith('This could not be put on record')");
        press("#replay-cancel");
        visitor.until("!document.querySelector('#replay').open");
    }

    @Test
    void that_there_is_none_is_said_and_so_are_more_pages_and_older_ones() {
        visitor.comeIn(ConsoleRole.DPO);
        visitor.goTo("letters");
        visitor.until("document.querySelector('#letters-state').textContent === 'No dead letters.'");

        for (int offset = 0; offset < 60; offset++) {
            console.letters().lay("interactions", offset, DeadLetterReason.NOT_FRAMED);
        }
        console.letters().leaveOut();
        visitor.page().reload();
        visitor.until("document.querySelectorAll('#letters tbody tr').length === 50");
        press("#letters-more");
        visitor.until("document.querySelectorAll('#letters tbody tr').length === 60");
        visitor.until("!document.querySelector('#letters-older').hidden");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "fr-FR, DARK"})
    void nobody_is_shut_out_of_the_view_of_dead_letters(String language, ColorScheme scheme) {
        visitor = BROWSER.visit(language, scheme);
        someLetters();
        comeTo(ConsoleRole.OPERATOR);

        assertThat(visitor.findings()).isEmpty();
        visitor.look("letters", language, scheme);

        press("#letters tbody tr:nth-child(2) button");
        visitor.until("document.querySelector('#replay').open");
        assertThat(visitor.findings()).isEmpty();
        visitor.look("replay", language, scheme);
    }

    private void someLetters() {
        console.letters().lay("interactions", 17, DeadLetterReason.NOT_FRAMED);
        console.letters().lay("interactions", 18, DeadLetterReason.NOT_FRAMED);
        console.letters().lay("erasure-orders", 3, DeadLetterReason.UNREADABLE);
    }

    private void press(String button) {
        visitor.page().focus(button);
        visitor.page().keyboard().press("Enter");
    }

    private void comeTo(ConsoleRole role) {
        visitor.comeIn(role);
        visitor.goTo("letters");
        visitor.until("document.querySelectorAll('#letters tbody tr').length === 3");
    }
}
