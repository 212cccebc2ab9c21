package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.service.keys.FrontEndKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come in. */
class ConsoleUsersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HASH = FrontEndKey.hash("token-1");

    @Test
    void a_token_is_its_users_until_its_time_is_over() {
        ConsoleUsers users = ConsoleUsers.read("[{\"name\": \"dpo-1\", \"sha256\": \"" + HASH
                + "\", \"roles\": [\"dpo\", \"auditor\"], \"notAfter\": \"2026-03-01T13:00:00+01:00\"}]");

        assertThat(users.of("token-1", NOW).orElseThrow().roles())
                .containsExactlyInAnyOrder(ConsoleRole.DPO, ConsoleRole.AUDITOR);
        assertThat(users.of("token-1", NOW.plusSeconds(1))).isEmpty();
        assertThat(users.named("dpo-1", NOW.plusSeconds(1))).isEmpty();
        assertThat(users.of("token-2", NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {}                                                              | must be a JSON list
        [null]                                                          | must be a JSON list
        [{"name": "a b", "sha256": "HASH", "roles": ["dpo"]}]           | name must be at most
        [{"name": "a", "sha256": "secret-1", "roles": ["dpo"]}]         | sha256 must be 64 hexadecimal digits
        [{"name": "a", "sha256": "HASH", "roles": []}]                  | roles must name at least one
        [{"name": "a", "sha256": "HASH", "roles": ["root-1"]}]          | roles must be of viewer, operator, dpo, auditor
        [{"name": "a", "sha256": "HASH", "roles": ["dpo"], "notAfter": "tomorrow-1"}] | notAfter must be a time
        [{"name": "a", "sha256": "HASH", "roles": ["dpo"], "more": 1}]  | must be a JSON list
        [{"name": "a", "sha256": "HASH", "roles": ["dpo"]}, {"name": "b", "sha256": "HASH", "roles": ["dpo"]}] | one name, or one token
        """)
    void says_what_is_wrong_with_a_file_and_repeats_nothing_of_it(String text, String reason) {
        assertThatThrownBy(() -> ConsoleUsers.read(text.replace("HASH", HASH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContainingAny("secret-1", "root-1", "tomorrow-1", HASH);
    }
}
