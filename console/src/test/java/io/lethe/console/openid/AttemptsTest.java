package io.lethe.console.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Somebody on their way to a provider and back, in a cookie. */
class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] KEY = new byte[32];

    private final Attempts attempts = new Attempts(KEY);
    private final Attempt attempt = new Attempt("a-state", "a-nonce", "a-verifier", NOW.plus(Attempts.LENGTH));

    @Test
    void is_read_by_each_instance_with_the_key_once() {
        String cookie = attempts.seal(attempt);
        Attempts other = new Attempts(KEY);

        assertThat(other.take(cookie, NOW)).hasValue(attempt);
        assertThat(other.take(cookie, NOW)).isEmpty();
    }

    @Test
    void is_too_late_once_its_time_is_over() {
        String cookie = attempts.seal(attempt);

        assertThat(new Attempts(KEY).take(cookie, attempt.until().minusSeconds(1)))
                .hasValue(attempt);
        assertThat(attempts.take(cookie, attempt.until())).isEmpty();
    }

    @Test
    void says_nothing_to_whoever_reads_the_cookie_and_has_not_the_key() {
        byte[] otherKey = KEY.clone();
        otherKey[0] = 1;

        assertThat(new Attempts(otherKey).take(attempts.seal(attempt), NOW)).isEmpty();
        assertThat(attempts.seal(attempt)).isNotEqualTo(attempts.seal(attempt));
        assertThat(attempts.seal(attempt).length()).isLessThan(1000);
    }

    @Property(tries = 300)
    void a_cookie_in_which_a_character_is_another_is_none(
            @ForAll @IntRange(max = 1_000) int at, @ForAll @IntRange(min = 33, max = 126) int letter) {
        StringBuilder cookie = new StringBuilder(attempts.seal(attempt));
        int place = at % cookie.length();
        // The last digit of base64 may say the same in several ways.
        boolean isLast = place + 1 == cookie.length() || cookie.charAt(place + 1) == '.';
        if (cookie.charAt(place) == letter || isLast) {
            return;
        }
        cookie.setCharAt(place, (char) letter);

        assertThat(attempts.take(cookie.toString(), NOW)).isEmpty();
    }

    @Property(tries = 300)
    void whatever_is_no_cookie_of_ours_is_none(@ForAll String cookie) {
        assertThat(attempts.take(cookie, NOW)).isEmpty();
    }
}
