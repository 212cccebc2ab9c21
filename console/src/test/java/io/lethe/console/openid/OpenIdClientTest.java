package io.lethe.console.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.console.openid.TestProvider.Signing;
import io.lethe.service.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is believed of a provider's answer, by one that lies in each way. */
class OpenIdClientTest {

    private static final String REDIRECT = "https://console.example.org" + OpenIdSettings.BACK;

    private TestProvider provider = new TestProvider();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(InstantSource.system().instant());
    private OpenIdClient client = client(Map.of());

    private OpenIdClient client(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(provider.settings(REDIRECT));
        settings.remove("LETHE_CONSOLE_OIDC_ROLES");
        settings.putAll(more);
        return new OpenIdClient(Settings.read(settings, OpenIdSettings::from), now::get);
    }

    @AfterEach
    void close() {
        client.close();
        provider.close();
    }

    /** As the browser brings it. */
    private static Map<String, List<String>> brought(URI address) {
        return TestProvider.form(address.getRawQuery()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> List.of(one.getValue())));
    }

    private Person comeIn() throws NotLetInException {
        Attempt attempt = client.begin();
        return client.comeBack(attempt, brought(provider.allow(client.ask(attempt))));
    }

    private Why refusal() {
        NotLetInException refused = catchThrowableOfType(NotLetInException.class, this::comeIn);
        assertThat(refused).as("somebody was let in").isNotNull();
        assertThat(refused.getMessage())
                .doesNotContain("m.dupont", "248289761001", "a text of the provider", provider.issuer());
        return refused.why();
    }

    @Test
    void who_is_vouched_for_is_who_the_token_says_with_the_groups_it_says() throws Exception {
        Person person = comeIn();

        assertThat(person)
                .isEqualTo(new Person(provider.issuer(), "248289761001", "m.dupont", Set.of("privacy", "everybody")));
    }

    @Test
    void it_is_asked_for_a_code_with_a_digest_of_what_this_browser_alone_knows() throws Exception {
        Attempt attempt = client.begin();
        URI asked = client.ask(attempt);

        assertThat(asked.toString())
                .startsWith(provider.issuer() + "/authorize?")
                .doesNotContain(attempt.verifier());
        assertThat(TestProvider.form(asked.getRawQuery()))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("client_id", TestProvider.CLIENT)
                .containsEntry("redirect_uri", REDIRECT)
                .containsEntry("scope", "openid profile")
                .containsEntry("state", attempt.state())
                .containsEntry("nonce", attempt.nonce());
        assertThat(List.of(attempt.state(), attempt.nonce(), attempt.verifier()))
                .doesNotHaveDuplicates()
                .allMatch(one -> one.length() >= 43);
        assertThat(client.begin().state()).isNotEqualTo(attempt.state());
    }

    @Test
    void a_client_without_a_secret_is_known_by_its_verifier() throws Exception {
        provider.close();
        provider = new TestProvider(true);
        client = client(Map.of());

        assertThat(comeIn().called()).isEqualTo("m.dupont");
    }

    /** What a token says that it should not. */
    enum Claims {
        ANOTHER_NONCE(claims -> claims.put("nonce", "another")),
        NO_NONCE(claims -> claims.remove("nonce")),
        ANOTHER_ISSUER(claims -> claims.put("iss", "https://evil.example")),
        NO_ISSUER(claims -> claims.remove("iss")),
        ANOTHER_AUDIENCE(claims -> claims.put("aud", "another-client")),
        NO_AUDIENCE(claims -> claims.remove("aud")),
        TWO_AUDIENCES_AND_NO_PARTY(claims -> claims.put("aud", List.of(TestProvider.CLIENT, "another-client"))),
        ANOTHER_PARTY(claims -> {
            claims.put("aud", List.of(TestProvider.CLIENT, "another-client"));
            claims.put("azp", "another-client");
        }),
        ANOTHER_PARTY_ALONE(claims -> claims.put("azp", "another-client")),
        EXPIRED(claims -> claims.put("exp", TestProvider.inSeconds(-60))),
        NO_END(claims -> claims.remove("exp")),
        FROM_THE_FUTURE(claims -> claims.put("iat", TestProvider.inSeconds(120))),
        NO_TIME(claims -> claims.remove("iat")),
        NOBODY(claims -> claims.remove("sub")),
        A_NUMBER_FOR_AN_ISSUER(claims -> claims.put("iss", 1));

        private final Consumer<Map<String, Object>> lie;

        Claims(Consumer<Map<String, Object>> lie) {
            this.lie = lie;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobody_comes_in_with_a_token_that_says(Claims what) {
        provider.vouch(what.lie);

        assertThat(refusal()).isEqualTo(Why.REFUSED);
    }

    /** How a token is signed as it should not be. */
    enum Signed {
        NOT_AT_ALL(provider -> (header, claims) -> {
            header.put("alg", "none");
            header.remove("kid");
            return TestProvider.text(header, claims) + ".";
        }),
        WITHOUT_ITS_SIGNATURE(provider -> (header, claims) -> TestProvider.text(header, claims) + "."),
        WITH_THE_PUBLIC_KEY_AS_A_SECRET(provider -> (header, claims) -> {
            header.put("alg", "HS256");
            return TestProvider.hashed(header, claims, provider.key().getEncoded());
        }),
        WITH_THE_CLIENTS_SECRET(provider -> (header, claims) -> {
            header.put("alg", "HS256");
            header.remove("kid");
            return TestProvider.hashed(
                    header, claims, TestProvider.SECRET.repeat(2).getBytes(StandardCharsets.UTF_8));
        }),
        BY_ANOTHER(provider -> (header, claims) ->
                TestProvider.signed(header, claims, TestProvider.newKeys().getPrivate())),
        BY_A_KEY_THAT_NOBODY_KNOWS(provider -> (header, claims) -> {
            header.put("kid", "made-up");
            return TestProvider.signed(header, claims, TestProvider.newKeys().getPrivate());
        }),
        BY_A_KEY_THAT_IT_BRINGS(provider -> (header, claims) -> {
            header.put("jku", "https://evil.example/keys");
            header.remove("kid");
            return TestProvider.signed(header, claims, TestProvider.newKeys().getPrivate());
        }),
        FOR_OTHER_CLAIMS(provider -> (header, claims) -> {
            String[] token = provider.signed(header, claims).split("\\.");
            claims.put("groups", List.of("privacy", "CN=ops,OU=it"));
            return TestProvider.text(header, claims) + "." + token[2];
        }),
        SEALED_IN_NO_WAY(provider -> (header, claims) -> {
            header.put("alg", "dir");
            return TestProvider.text(header, Map.of()).split("\\.")[0] + "....";
        }),
        AS_NO_TOKEN(provider -> (header, claims) -> "no token");

        private final Function<TestProvider, Signing> lie;

        Signed(Function<TestProvider, Signing> lie) {
            this.lie = lie;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobody_comes_in_with_a_token_that_is_signed(Signed how) {
        provider.sign(how.lie.apply(provider));

        assertThat(refusal()).isEqualTo(Why.REFUSED);
    }

    @Test
    void clocks_may_differ_a_little() throws Exception {
        provider.vouch(claims -> claims.put("exp", TestProvider.inSeconds(-15)));

        assertThat(comeIn().called()).isEqualTo("m.dupont");
    }

    @Test
    void a_token_for_two_is_taken_where_it_was_given_to_this_client() throws Exception {
        provider.vouch(claims -> {
            claims.put("aud", List.of("another-client", TestProvider.CLIENT));
            claims.put("azp", TestProvider.CLIENT);
        });

        assertThat(comeIn().called()).isEqualTo("m.dupont");
    }

    @Test
    void a_key_that_is_new_is_found_and_keys_that_are_made_up_are_not_looked_for_each_time() throws Exception {
        comeIn();
        provider.rotate();
        assertThat(comeIn().called()).isEqualTo("m.dupont");

        provider.sign(Signed.BY_A_KEY_THAT_NOBODY_KNOWS.lie.apply(provider));
        for (int i = 0; i < 20; i++) {
            assertThat(refusal()).isIn(Why.REFUSED, Why.AWAY);
        }

        assertThat(provider.keysAsked()).isLessThanOrEqualTo(4);
        provider.sign(provider::signed);
        assertThat(comeIn().called()).as("whose key is known").isEqualTo("m.dupont");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, DENIED",
        "login_required, DENIED",
        "temporarily_unavailable, AWAY",
        "server_error, AWAY",
        "invalid_scope, REFUSED",
        "<script>, REFUSED"
    })
    void what_a_provider_objects_to_is_told_by_its_kind_and_not_in_its_words(String error, Why why) throws Exception {
        Attempt attempt = client.begin();
        client.ask(attempt);

        assertThatThrownBy(() -> client.comeBack(
                        attempt,
                        Map.of(
                                "error", List.of(error),
                                "error_description", List.of("a text of the provider"),
                                "state", List.of(attempt.state()))))
                .isInstanceOfSatisfying(NotLetInException.class, refused -> {
                    assertThat(refused.why()).isEqualTo(why);
                    assertThat(refused.getMessage()).doesNotContain("a text", "<script>");
                });
        assertThat(provider.tokensAsked()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"state, another, STALE", "state, '', STALE", "iss, https://evil.example, REFUSED", "iss, '', REFUSED"})
    void an_answer_for_another_browser_or_of_another_provider_is_not_redeemed(String name, String value, Why why)
            throws Exception {
        Attempt attempt = client.begin();
        Map<String, List<String>> answer = new HashMap<>(brought(provider.allow(client.ask(attempt))));
        answer.put(name, List.of(value));
        if (value.isEmpty()) {
            answer.remove(name);
        }

        assertThatThrownBy(() -> client.comeBack(attempt, answer))
                .isInstanceOfSatisfying(
                        NotLetInException.class,
                        refused -> assertThat(refused.why()).isEqualTo(why));
        assertThat(provider.tokensAsked()).isZero();
    }

    @Test
    void a_code_is_good_once_and_for_who_asked_for_it() throws Exception {
        Attempt attempt = client.begin();
        Map<String, List<String>> answer = brought(provider.allow(client.ask(attempt)));
        client.comeBack(attempt, answer);

        assertThatThrownBy(() -> client.comeBack(attempt, answer)).hasMessageContaining("invalid_grant");
        Attempt other = client.begin();
        Map<String, List<String>> stolen = new HashMap<>(brought(provider.allow(client.ask(attempt))));
        stolen.put("state", List.of(other.state()));
        assertThatThrownBy(() -> client.comeBack(other, stolen)).hasMessageContaining("invalid_grant");
    }

    @Test
    void a_provider_that_is_away_is_away_until_it_is_back() throws Exception {
        provider.goAway();
        assertThat(refusal()).isEqualTo(Why.AWAY);
        provider.comeBack();
        assertThat(refusal()).as("is not asked by everybody at once").isEqualTo(Why.AWAY);

        now.updateAndGet(before -> before.plusSeconds(3));

        assertThat(comeIn().called()).isEqualTo("m.dupont");
    }

    @Test
    void what_was_heard_of_a_provider_still_stands_when_it_is_away() throws Exception {
        Attempt attempt = client.begin();
        client.ask(attempt);
        provider.goAway();
        now.updateAndGet(before -> before.plus(Duration.ofHours(2)));

        assertThat(client.ask(attempt).toString()).startsWith(provider.issuer());
        assertThatThrownBy(() -> client.comeBack(
                        attempt,
                        Map.of(
                                "code", List.of("a-code"),
                                "iss", List.of(provider.issuer()),
                                "state", List.of(attempt.state()))))
                .isInstanceOfSatisfying(
                        NotLetInException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Why.AWAY));
    }

    @Test
    void an_answer_without_end_is_not_read() {
        provider.pad(2_000_000);

        assertThat(refusal()).isEqualTo(Why.AWAY);
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://evil.example",
        "token_endpoint, http://provider.example/token",
        "jwks_uri, http://provider.example/keys",
        "authorization_endpoint, javascript:alert(1)"
    })
    void a_provider_that_says_it_is_another_or_sends_people_elsewhere_is_not_used(String member, String value) {
        provider.say(member, value);

        assertThat(refusal()).isEqualTo(Why.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"https://provider.example/leave, true", "javascript:alert(1), false", "http://provider.example/, false"
    })
    void where_to_leave_is_told_only_where_it_is_safe_to_go(String address, boolean isTold) throws Exception {
        provider.say("end_session_endpoint", address);
        assertThat(client.leave()).isEmpty();

        client.ask(client.begin());

        assertThat(client.leave().isPresent()).isEqualTo(isTold);
    }

    @Test
    void somebody_whom_nobody_can_call_does_not_come_in() {
        provider.vouch(claims -> claims.put("preferred_username", 7));

        assertThat(refusal()).isEqualTo(Why.NAMELESS);
    }

    @Test
    void groups_are_found_at_the_end_of_a_path_too_and_where_none_are_there_are_none() throws Exception {
        client.close();
        client = client(Map.of("LETHE_CONSOLE_OIDC_ROLES_CLAIM", "realm_access.roles"));
        assertThat(comeIn().groups()).isEmpty();

        provider.vouch(claims -> claims.put("realm_access", Map.of("roles", List.of("one", 2, "three"))));
        assertThat(comeIn().groups()).containsExactlyInAnyOrder("one", "three");
        provider.vouch(claims -> claims.put("realm_access.roles", "alone"));
        assertThat(comeIn().groups()).containsExactly("alone");
    }
}
