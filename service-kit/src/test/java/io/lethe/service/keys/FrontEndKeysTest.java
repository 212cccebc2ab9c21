package io.lethe.service.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of front-ends, and the file that lists them. */
class FrontEndKeysTest {

    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String ENTRY = """
            {"name": "www", "sha256": "%s", "sources": ["www"], "origins": ["https://WWW.example.org:443"],
             "notAfter": "2027-01-31T00:00:00+01:00"}""".formatted(HASH);

    @Test
    void a_key_is_found_by_itself_and_by_nothing_else_and_stands_nowhere() {
        FrontEndKeys keys = FrontEndKeys.read("[" + ENTRY + "]");

        assertThat(keys.find("test")).hasValueSatisfying(key -> {
            assertThat(key.name()).isEqualTo("www");
            assertThat(key.origins()).containsExactly("https://www.example.org");
            assertThat(key.isValidAt(Instant.parse("2027-01-30T23:00:00Z"))).isTrue();
            assertThat(key.isValidAt(Instant.parse("2027-01-30T23:00:00.001Z"))).isFalse();
        });
        assertThat(keys.find(HASH)).isEmpty();
        assertThat(keys.find("")).isEmpty();
        assertThat(FrontEndKeys.read(keys.write()).all()).isEqualTo(keys.all());
        assertThat(keys.write()).doesNotContain("test");
    }

    @Test
    void keys_that_are_made_are_long_and_never_the_same() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            made.add(FrontEndKey.generate());
        }
        assertThat(made).hasSize(100).allMatch(key -> key.matches("lethe-fe-[A-Za-z0-9_-]{43}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "nonsense",
                "[null]",
                "[{}]",
                "[] []",
                "[{\"name\": \"hunter2\", \"sha256\": \"hunter2\", \"sources\": [\"www\"]}]",
                "[{\"hunter2\": 1}]"
            })
    void what_is_no_list_of_keys_is_refused_without_being_repeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrontEndKeys.read(text))
                .satisfies(
                        thrown -> assertThat(thrown.getMessage()).isNotBlank().doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | \"a b\" | name must be",
                "sha256 | \"abc\" | sha256 must be",
                "sources | [] | sources must be",
                "sources | [\"a b\"] | sources must be",
                "origins | [\"www.example.org\"] | origins must be",
                "origins | [\"http://www.example.org\"] | origins must be",
                "origins | [\"https://www.example.org/path\"] | origins must be",
                "origins | [\"*\"] | origins must be",
                "origins | [\"null\"] | origins must be",
                "notAfter | \"soon\" | notAfter must be"
            })
    void says_which_part_of_an_entry_is_wrong(String member, String value, String requirement) {
        String wrong =
                "[" + ENTRY.replaceFirst("\"" + member + "\": (\\[[^]]*]|\"[^\"]*\")", "\"" + member + "\": " + value)
                        + "]";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrontEndKeys.read(wrong))
                .withMessageContaining(requirement);
    }

    @Test
    void one_key_twice_is_a_mistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> FrontEndKeys.read("[" + ENTRY + "," + ENTRY + "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost:3000", "https://127.0.0.1:8443", "http://[::1]:80"})
    void pages_of_this_machine_are_known(String origin) {
        assertThat(WebOrigin.isLoopback(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://10.0.0.1", "null"})
    void others_are_not_taken_for_them(String origin) {
        assertThat(WebOrigin.isLoopback(origin)).isFalse();
        assertThat(List.of(origin)).doesNotContain("http://localhost");
    }
}
