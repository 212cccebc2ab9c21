package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.console.openid.TestProvider;
import io.lethe.schemas.AuditAct;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming in through a provider, over HTTP: what a browser is given, and what others can make of it. */
class SignInTest {

    @TempDir
    private Path folder;

    private TestProvider provider;
    private OpenConsole console;

    @BeforeEach
    void open() {
        provider = new TestProvider();
        console = OpenConsole.withProvider(folder, provider);
    }

    @AfterEach
    void close() {
        console.close();
        provider.close();
    }

    private HttpResponse<String> leave() {
        return console.ask("GET", "/api/sign-in", "", "Sec-Fetch-Site", "same-origin");
    }

    private HttpResponse<String> comeBack(URI with, String cookie) {
        return console.ask("GET", with.getRawPath() + "?" + with.getRawQuery(), "", "Cookie", cookie);
    }

    private HttpResponse<String> comeIn() {
        HttpResponse<String> left = leave();
        return comeBack(provider.allow(location(left)), cookie(left));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("location").orElseThrow());
    }

    private static String cookie(HttpResponse<String> answer) {
        return header(answer, "lethe-").split(";")[0];
    }

    /** The last of the cookies that is not taken away. */
    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("set-cookie").stream()
                .filter(one -> one.startsWith(name) && !one.contains("Max-Age=0"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private JsonNode session(String cookie) throws Exception {
        return new ObjectMapper()
                .readTree(
                        console.ask("GET", "/api/session", "", "Cookie", cookie).body());
    }

    private void assertNobodyIsIn(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).hasValue("/#sign-in-" + why);
        assertThat(answer.headers().allValues("set-cookie")).noneMatch(one -> one.startsWith("lethe-session="));
        assertThat(console.ask("GET", "/metrics", "").body())
                .contains("lethe_console_refused_total{reason=\"sign-in-" + why + "\"} 1.0");
    }

    @Test
    void who_comes_back_is_in_with_the_roles_of_their_groups_for_an_hour() throws Exception {
        HttpResponse<String> back = comeIn();

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().firstValue("location")).hasValue("/");
        assertThat(back.headers().firstValue("referrer-policy")).hasValue("no-referrer");
        assertThat(back.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(header(back, "lethe-session="))
                .contains("SameSite=Strict", "Path=/")
                .containsIgnoringCase("; httponly");
        assertThat(back.headers().allValues("set-cookie"))
                .anyMatch(one -> one.startsWith("lethe-sign-in=;") && one.contains("Max-Age=0"));
        JsonNode session = session(cookie(back));
        assertThat(session.path("name").textValue()).isEqualTo("m.dupont");
        assertThat(session.path("roles").valueStream().map(JsonNode::textValue)).containsExactly("dpo");
        assertThat(session.path("vouchedFor").booleanValue()).isTrue();
        assertThat(Duration.between(
                        InstantSource.system().instant(),
                        Instant.parse(session.path("until").textValue())))
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void what_a_browser_keeps_on_the_way_is_short_lived_and_sealed() {
        HttpResponse<String> left = leave();

        assertThat(header(left, "lethe-sign-in="))
                .contains("SameSite=Lax", "Path=/", "Max-Age=600")
                .containsIgnoringCase("; httponly");
        String state = location(left).getRawQuery().replaceFirst(".*[?&]state=([^&]*).*", "$1");
        assertThat(cookie(left)).doesNotContain(state);
        assertThat(left.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void another_instance_goes_on_with_what_one_has_begun() {
        HttpResponse<String> left = leave();
        URI back = provider.allow(location(left));

        console.restart();

        assertThat(comeBack(back, cookie(left)).headers().firstValue("location"))
                .hasValue("/");
    }

    @Test
    void nobody_comes_in_twice_on_one_way() {
        HttpResponse<String> left = leave();
        URI back = provider.allow(location(left));
        comeBack(back, cookie(left));

        assertNobodyIsIn(comeBack(back, cookie(left)), "stale");
        assertThat(provider.tokensAsked()).isEqualTo(1);
    }

    @Test
    void nobody_is_brought_in_as_somebody_else() {
        HttpResponse<String> ofTheAttacker = leave();
        URI back = provider.allow(location(ofTheAttacker));

        assertNobodyIsIn(console.ask("GET", back.getRawPath() + "?" + back.getRawQuery(), ""), "stale");
        HttpResponse<String> ofTheVictim = leave();
        assertThat(comeBack(back, cookie(ofTheVictim)).headers().firstValue("location"))
                .hasValue("/#sign-in-stale");
        assertThat(provider.tokensAsked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void no_other_sites_page_begins_it(String from) {
        HttpResponse<String> answer = console.ask("GET", "/api/sign-in", "", "Sec-Fetch-Site", from);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void nobody_is_sent_to_where_an_address_says() {
        HttpResponse<String> left =
                console.ask("GET", "/api/sign-in?next=https://evil.example&redirect_uri=https://evil.example", "");

        assertThat(location(left).toString()).startsWith(provider.issuer()).doesNotContain("evil");
        URI back = URI.create(provider.allow(location(left)) + "&next=https://evil.example");
        assertThat(comeBack(back, cookie(left)).headers().firstValue("location"))
                .hasValue("/");
    }

    @Test
    void who_says_no_is_told_so_without_the_words_of_the_provider() {
        HttpResponse<String> left = leave();
        HttpResponse<String> back = comeBack(provider.deny(location(left)), cookie(left));

        assertNobodyIsIn(back, "denied");
        assertThat(back.headers().map().toString() + back.body()).doesNotContain("a text of the provider");
    }

    @Test
    void who_belongs_to_no_group_that_is_named_does_not_come_in() {
        provider.vouch(claims -> claims.put("groups", List.of("everybody")));

        assertNobodyIsIn(comeIn(), "roleless");
        console.restart();
        assertThat(console.trail().comings())
                .singleElement()
                .satisfies(event -> assertThat(event.getReason()).isEqualTo("roleless 1"));
    }

    @Test
    void whom_a_provider_has_vouched_for_is_on_record_as_who_came_in() {
        comeIn();

        assertThat(console.trail().comings()).singleElement().satisfies(event -> {
            assertThat(event.getAct()).isEqualTo(AuditAct.SIGN_IN);
            assertThat(event.getUser()).startsWith("oidc:m.dupont:");
            assertThat(event.getRoles()).containsExactly("dpo");
            assertThat(event.getReason()).isEqualTo("provider");
        });
    }

    @Test
    void a_token_for_somebody_elses_attempt_is_refused() {
        provider.vouch(claims -> claims.put("nonce", "another"));

        assertNobodyIsIn(comeIn(), "refused");
    }

    @Test
    void while_the_provider_is_away_a_token_still_opens_the_console() {
        provider.goAway();

        assertNobodyIsIn(leave(), "away");
        assertThat(console.ask(
                                "POST",
                                "/api/session",
                                "{\"token\": \"" + OpenConsole.token(ConsoleRole.DPO) + "\"}",
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"''", "code=a", "state=a", "code=a&code=b&state=a", "error=%3Cscript%3E", "id_token=a.b.c&state=a"})
    void whatever_comes_back_that_nobody_asked_for_lets_nobody_in(String query) {
        HttpResponse<String> left = leave();

        HttpResponse<String> back = console.ask("GET", "/api/sign-in/back?" + query, "", "Cookie", cookie(left));

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().firstValue("location").orElseThrow()).startsWith("/#sign-in-");
        assertThat(back.headers().allValues("set-cookie")).noneMatch(one -> one.startsWith("lethe-session="));
    }

    @Test
    void who_leaves_is_out_and_so_is_everybody_once_there_is_no_provider_any_more() throws Exception {
        String one = cookie(comeIn());
        String other = cookie(comeIn());
        String proof = session(one).path("proof").textValue();

        assertThat(console.ask("DELETE", "/api/session", "", "Cookie", one, "X-Lethe-Proof", proof)
                        .statusCode())
                .isEqualTo(204);
        assertThat(console.ask("GET", "/api/session", "", "Cookie", one).statusCode())
                .isEqualTo(401);
        assertThat(console.ask("GET", "/api/session", "", "Cookie", other).statusCode())
                .isEqualTo(200);
        console.restart(settings -> settings.keySet().removeIf(key -> key.contains("_OIDC_")));
        assertThat(console.ask("GET", "/api/session", "", "Cookie", other).statusCode())
                .isEqualTo(401);
        assertThat(console.ask("GET", "/api/sign-in", "").statusCode()).isEqualTo(404);
        assertThat(console.ask("GET", "/api/ways-in", "").body()).isEqualTo("{}");
    }

    @Test
    void what_they_do_is_on_record_and_no_user_of_a_token_is_taken_for_them() throws Exception {
        console.write("[" + OpenConsole.user(ConsoleRole.DPO).replace("dpo-1", "m.dupont") + "]");
        String cookie = cookie(comeIn());
        String proof = session(cookie).path("proof").textValue();

        HttpResponse<String> answer = console.ask(
                "POST",
                "/api/erasure-decisions",
                "{\"orderId\": \"o-1\", \"system\": \"hubspot\", \"decision\": \"waive\", \"reason\": \"its contract ended\"}",
                "Cookie",
                cookie,
                "X-Lethe-Proof",
                proof);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(console.trail().events())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getUser()).matches("oidc:m\\.dupont:[A-Za-z0-9_-]{16}"));
        assertThat(console.services().decisions().getFirst()).contains("\"decidedBy\":\"oidc:m.dupont:");
    }

    @Test
    void the_page_is_told_whom_to_ask_and_where_to_leave() {
        assertThat(console.ask("GET", "/api/ways-in", "").body()).isEqualTo("{\"provider\":\"127.0.0.1\"}");

        leave();

        assertThat(console.ask("GET", "/api/ways-in", "").body())
                .contains("\"leaveAt\":\"" + provider.issuer() + "/leave?client_id=lethe-console\"");
    }
}
