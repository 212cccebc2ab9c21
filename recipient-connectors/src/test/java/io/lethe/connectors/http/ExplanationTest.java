package io.lethe.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E2 Why a system refused; E5 and nothing of the person in it. */
class ExplanationTest {

    private static final String PERSON = "ada.lovelace@example.org";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'about:blank', 'title': 'Refused', 'detail': 'no right to delete'}",
                "{'status': 'error', 'message': 'no right to delete', 'category': 'MISSING_SCOPES'}",
                "{'error': {'code': 403, 'message': 'no right to delete', 'status': 'PERMISSION_DENIED'}}",
                "{'error': 'invalid_scope', 'error_description': 'no right to delete'}",
                "{'title': 'no right to delete'}",
                "{'error': 'no right to delete'}",
            })
    void it_is_found_where_systems_say_it(String body) {
        assertThat(explained(body)).hasValue("no right to delete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada.lovelace@example.org",
                "ADA.LOVELACE@EXAMPLE.ORG",
                "<ada.lovelace%40example.org>",
                "Lovelace",
                "somebody@elsewhere.test",
                "ada-4711",
                "+33123456789",
                "(example.org)",
            })
    void what_may_be_of_the_person_is_not_in_it(String word) {
        assertThat(explained("{'message': 'contact " + word + " is locked'}")).hasValue("contact [removed] is locked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "AB", "K 1", "\u00e9\u00e8", "a\"b", "$1"})
    void an_identifier_is_not_in_it_however_short_it_is_and_whatever_is_in_it(String identifier) throws Exception {
        byte[] body = new ObjectMapper()
                .writeValueAsBytes(Map.of("message", "x" + "y ".repeat(300) + "no <" + identifier + "> here"));
        byte[] shorter = new ObjectMapper().writeValueAsBytes(Map.of("message", "no <" + identifier + "> here"));

        assertThat(Explanation.of(body, Samples.of("customerId", identifier)).orElseThrow())
                .doesNotContain(identifier);
        assertThat(Explanation.of(shorter, Samples.of("customerId", identifier)))
                .hasValue("no <[removed]> here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>ada.lovelace@example.org</html>",
                "null",
                "[]",
                "{}",
                "{'message': 7}",
                "{'message': '   '}",
                "{'message': {'text': 'no'}}",
                "{'message': ",
            })
    void where_a_system_says_nothing_there_is_nothing(String body) {
        assertThat(explained(body)).isEmpty();
    }

    @Test
    void what_is_nested_without_end_says_nothing() {
        assertThat(explained("[".repeat(10_000))).isEmpty();
    }

    @Test
    void much_is_cut_short_and_lines_are_one_line() {
        String explained = explained("{'message': '" + "no\\n\\u0000way ".repeat(10_000) + "'}")
                .orElseThrow();

        assertThat(explained).startsWith("no way no way").hasSizeLessThanOrEqualTo(160);
    }

    private static Optional<String> explained(String body) {
        return Explanation.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Samples.of("email", PERSON));
    }
}
