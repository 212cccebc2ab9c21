package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The script in a real browser, between a web site and the front door. */
@Tag("browser")
class BrowserTest {

    private static final LightDoor DOOR = new LightDoor();
    private static final WebSite SITE = new WebSite("localhost");
    private static final Chromium CHROMIUM = new Chromium();

    private final BrowserContext visitor = CHROMIUM.browser().newContext();
    private final Page page = visitor.newPage();

    @BeforeEach
    void begin() {
        DOOR.forget();
        page.onConsoleMessage(message -> System.out.println("console: " + message.text()));
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
    void S1_C7_what_was_called_before_the_script_came_arrives_with_its_proof() {
        page.navigate(SITE.page("/first", """
                <!doctype html><html lang="fr"><title>first</title>
                <script>
                  window.lethe = window.lethe || function () { (lethe.q = lethe.q || []).push(arguments); };
                  lethe('consent', {choices: [{purpose: 'advertising', decision: 'refused'}], method: 'reject-all'});
                </script>
                <script async src="%s/lethe.js" data-key="%s" data-source="www" data-notice-id="banner-7"></script>
                """.formatted(DOOR.address(), LightDoor.KEY)));

        await().until(() -> !DOOR.statements().isEmpty());
        ConsentStatement statement = DOOR.statements().getFirst();
        assertThat(statement.getSource()).isEqualTo("www");
        assertThat(statement.getChoices()).singleElement().satisfies(choice -> {
            assertThat(choice.getPurpose()).isEqualTo("advertising");
            assertThat(choice.getDecision()).isEqualTo(Decision.REFUSED);
        });
        assertThat(statement.getProof().getMethod()).isEqualTo(ConsentMethod.REJECT_ALL);
        assertThat(statement.getProof().getLanguage()).isEqualTo("fr");
        assertThat(statement.getProof().getNoticeId()).isEqualTo("banner-7");
        assertThat(statement.getProof().getPolicyVersion()).isEqualTo("2026-01");
        assertThat(statement.getProof().getPage()).isEqualTo(SITE.address() + "/first");
    }
}
