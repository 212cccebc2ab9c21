package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.lethe.schemas.AuditEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole way in through a provider that somebody else has written, in a real browser: what we take OpenID Connect to be is what others take it to
 * be.
 */
@Tag("browser")
class OtherProviderInBrowserTest {

    private static final String STAFF = """
            {"preferred_username": "m.dupont@example.org", "groups": ["everybody", "privacy-office"]}""";

    @RegisterExtension
    static final InBrowser BROWSER = new InBrowser();

    private final int port = OpenConsole.freePort();
    private final String issuer = "http://localhost:" + port + "/staff";
    private final MockOAuth2Server provider =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"interactiveLogin\": true}"));
    private OpenConsole console;
    private ConsolePage visitor;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    OtherProviderInBrowserTest() {}

    @BeforeEach
    void open() throws IOException {
        provider.start(port);
        console = BROWSER.open(folder -> OpenConsole.withProvider(
                folder,
                redirect -> Map.of(
                        "LETHE_CONSOLE_OIDC_ISSUER",
                        issuer,
                        "LETHE_CONSOLE_OIDC_CLIENT_ID",
                        "lethe-console",
                        "LETHE_CONSOLE_OIDC_REDIRECT",
                        redirect,
                        "LETHE_CONSOLE_OIDC_ROLES",
                        "{\"privacy-office\": [\"dpo\"]}")));
        visitor = BROWSER.visit("en-GB", ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        provider.shutdown();
    }

    @Test
    void who_signs_in_there_is_in_here_with_the_roles_of_their_groups_and_on_record() {
        signIn(STAFF);

        visitor.until("document.querySelector('#picture li')");
        assertThat(visitor.page().textContent("#who")).isEqualTo("m.dupont (data protection officer)");
        assertThat(console.trail().comings())
                .singleElement()
                .satisfies(event -> assertThat(event.getUser()).startsWith("oidc:m.dupont:"));
        assertThat(console.trail().comings()).extracting(AuditEvent::getReason).containsExactly("provider");
    }

    @Test
    void who_belongs_to_no_group_that_opens_something_is_told_so() {
        signIn("{\"preferred_username\": \"guest\", \"groups\": [\"everybody\"]}");

        visitor.until("document.querySelector('#sign-in-says').textContent.startsWith('You are signed in, but')");
        assertThat(visitor.page().isVisible("#who")).isFalse();
    }

    @Test
    void a_code_that_somebody_has_taken_on_its_way_is_worth_nothing_there_without_what_the_console_keeps()
            throws Exception {
        beginToSignIn();
        URI asked = URI.create(visitor.page().url());
        assertThat(asked.getRawQuery()).contains("code_challenge=", "code_challenge_method=S256", "nonce=", "state=");

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> allowed = post(client, asked, Map.of("username", "u-4711", "claims", STAFF));
            String code = Pattern.compile("[?&]code=([^&]*)")
                    .matcher(allowed.headers().firstValue("location").orElseThrow())
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            HttpResponse<String> refused = post(
                    client,
                    URI.create(issuer + "/token"),
                    new TreeMap<>(Map.of(
                            "grant_type",
                            "authorization_code",
                            "client_id",
                            "lethe-console",
                            "redirect_uri",
                            console.address() + "/api/sign-in/back",
                            "code",
                            code,
                            "code_verifier",
                            "x".repeat(43))));

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("invalid_pkce");
        }
    }

    private void beginToSignIn() {
        visitor.page().navigate(console.address());
        visitor.until("!document.querySelector('#sign-in').hidden");
        visitor.page().focus("#sign-in-go");
        visitor.page().keyboard().press("Enter");
        visitor.page().waitForURL(Pattern.compile("/staff/authorize\\?"));
    }

    private void signIn(String claims) {
        beginToSignIn();
        visitor.page().fill("[name=username]", "u-4711");
        visitor.page().fill("[name=claims]", claims);
        visitor.page().click("input[type=submit]");
        visitor.page().waitForURL(console.address() + "/**");
    }

    private static HttpResponse<String> post(HttpClient client, URI to, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return client.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
