package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.lethe.console.openid.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way to a provider and back, in a real browser. */
@Tag("browser")
class SignInInBrowserTest {

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private TestProvider provider;
    private OpenConsole console;
    private ConsolePage page;

    @BeforeEach
    void open() {
        provider = new TestProvider();
        console = BROWSER.open(folder -> OpenConsole.withProvider(folder, provider));
        page = BROWSER.visit("en-GB", ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void who_the_provider_vouches_for_is_in_without_a_mouse_and_without_a_token() {
        page.comeInBy("#allow");

        page.until("document.querySelector('#picture li')");
        assertThat(page.page().textContent("#who")).isEqualTo("m.dupont (data protection officer)");
        assertThat(page.page().url()).isEqualTo(console.address() + "/");
        page.page().reload();
        page.until("document.querySelector('#picture li')");

        page.page().click("#leave");

        page.until("document.querySelector('#left a')");
        assertThat(page.page().textContent("#left")).contains("127.0.0.1 may still know you");
        assertThat(page.page().getAttribute("#left a", "href")).startsWith(provider.issuer() + "/leave");
        page.page().reload();
        page.until("!document.querySelector('#enter').hidden");
    }

    @Test
    void who_says_no_is_told_so_and_comes_in_with_a_token() {
        page.comeInBy("#deny");

        page.until("document.querySelector('#sign-in-says').textContent");
        assertThat(page.page().textContent("#sign-in-says"))
                .isEqualTo("You were not signed in: it was refused there, or broken off.");
        assertThat(page.page().url()).isEqualTo(console.address() + "/");
        page.comeIn(ConsoleRole.VIEWER);
        page.until("document.querySelector('#picture li')");
    }

    @Test
    void a_provider_that_is_away_is_said_to_be_in_the_language_of_the_reader() {
        page = BROWSER.visit("fr-FR", ColorScheme.LIGHT);
        provider.goAway();
        page.page().navigate(console.address());
        page.until("!document.querySelector('#sign-in').hidden");

        page.page().click("#sign-in-go");

        page.until("document.querySelector('#sign-in-says').textContent");
        assertThat(page.page().textContent("#sign-in-says")).startsWith("Le service de connexion ne répond pas.");
        page.page().click("#language");
        page.until("document.documentElement.lang === 'en'");
        assertThat(page.page().textContent("#sign-in-says")).startsWith("The sign-in service does not answer.");
    }

    @Test
    void a_word_in_an_address_that_is_none_of_ours_is_not_shown() {
        page.page().navigate(console.address() + "/#sign-in-<b>give us your token</b>");
        page.until("!document.querySelector('#sign-in').hidden");

        assertThat(page.page().textContent("#sign-in-says")).isEmpty();
        assertThat(page.page().url()).isEqualTo(console.address() + "/");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, LIGHT", "en-GB, DARK", "fr-FR, LIGHT"})
    void nobody_is_shut_out_at_the_door(String language, ColorScheme scheme) {
        page = BROWSER.visit(language, scheme);
        page.page().navigate(console.address() + "/#sign-in-stale");
        page.until("!document.querySelector('#sign-in').hidden");
        page.until("document.querySelector('#sign-in-says').textContent");

        assertThat(page.findings()).isEmpty();
        page.look("sign-in", language, scheme);
    }
}
