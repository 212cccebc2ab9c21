package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.console.Sessions.Session;
import java.time.Instant;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Who has come in, in a cookie. */
class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String KEY = "a key of at least 32 characters!";

    private final Sessions sessions = new Sessions(KEY);
    private final Session session = sessions.begin("ops-1", NOW);

    @Test
    void is_read_until_its_time_is_over_and_by_each_instance_with_the_key() {
        String cookie = sessions.write(session);

        assertThat(new Sessions(KEY).read(cookie, NOW)).hasValue(session);
        assertThat(sessions.read(cookie, session.until().minusSeconds(1))).hasValue(session);
        assertThat(sessions.read(cookie, session.until())).isEmpty();
        assertThat(new Sessions(KEY.replace('!', '?')).read(cookie, NOW)).isEmpty();
    }

    @Test
    void is_over_once_it_was_ended_and_another_of_the_same_person_is_not() {
        Session other = sessions.begin("ops-1", NOW);

        sessions.end(session, NOW);

        assertThat(sessions.read(sessions.write(session), NOW)).isEmpty();
        assertThat(sessions.read(sessions.write(other), NOW)).hasValue(other);
    }

    @Test
    void says_the_roles_of_whom_a_provider_has_vouched_for() {
        Session vouchedFor =
                sessions.begin("oidc:ops:1", Set.of(ConsoleRole.DPO, ConsoleRole.VIEWER), NOW.plusSeconds(60));

        assertThat(sessions.read(sessions.write(vouchedFor), NOW)).hasValue(vouchedFor);
        assertThat(sessions.read(sessions.write(vouchedFor), vouchedFor.until()))
                .isEmpty();
        assertThat(session.roles()).isEmpty();
    }

    @Test
    void a_key_for_something_else_is_another_for_each_purpose() {
        assertThat(sessions.keyFor("one")).hasSize(32).isNotEqualTo(sessions.keyFor("other"));
    }

    @Test
    void its_proof_is_its_own_and_no_signature_of_the_cookie() {
        Session other = sessions.begin("ops-1", NOW);

        assertThat(sessions.proves(session, sessions.proof(session))).isTrue();
        assertThat(sessions.proves(session, sessions.proof(other))).isFalse();
        assertThat(sessions.proves(session, "")).isFalse();
        assertThat(sessions.write(session)).doesNotContain(sessions.proof(session));
    }

    @Property(tries = 500)
    void a_cookie_in_which_a_character_is_another_opens_nothing(
            @ForAll @IntRange(max = 1_000) int at, @ForAll @IntRange(min = 33, max = 126) int letter) {
        StringBuilder cookie = new StringBuilder(sessions.write(session));
        int place = at % cookie.length();
        // The last digit of base64 may say the same in several ways.
        if (cookie.charAt(place) == letter || place == cookie.length() - 1 || place == cookie.indexOf(".") - 1) {
            return;
        }
        cookie.setCharAt(place, (char) letter);

        assertThat(sessions.read(cookie.toString(), NOW)).isEmpty();
    }

    @Property(tries = 500)
    void whatever_is_no_cookie_of_ours_opens_nothing(@ForAll String cookie) {
        assertThat(sessions.read(cookie, NOW)).isEmpty();
    }

    @Test
    void a_key_that_could_be_guessed_is_refused() {
        assertThatThrownBy(() -> new Sessions("short")).hasMessage("must have at least 32 characters");
    }
}
