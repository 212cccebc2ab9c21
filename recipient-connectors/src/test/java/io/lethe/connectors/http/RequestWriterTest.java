package io.lethe.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.connectors.work.Deletion;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestWriterTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "v-1, v-1",
        "a/../b, a%2F..%2Fb",
        "a?b=c&d#e, a%3Fb%3Dc%26d%23e",
        "a b+c%2F, a%20b%2Bc%252F",
        "ü, %C3%BC",
    })
    void in_an_address_a_value_stays_within_its_place(String value, String written) throws UnfitException {
        String url = "https://api.example.org/people/{visitorId}?key={visitorId}";

        assertThat(writer(Samples.get(url))
                        .request(Samples.of("visitorId", value))
                        .uri()
                        .toString())
                .isEqualTo("https://api.example.org/people/" + written + "?key=" + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "..."})
    void dots_alone_would_lead_to_another_path_and_make_no_call(String value) {
        UnfitException refused = catchThrowableOfType(
                UnfitException.class,
                () -> writer(Samples.get("https://api.example.org/people/{customerId}"))
                        .request(Samples.of("customerId", value)));

        assertThat(refused.isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Other: b", "a\nb", "ü", "a\0", " "})
    void in_a_header_no_value_adds_a_line(String value) {
        HttpTemplate template = new HttpTemplate(
                "DELETE",
                Template.of("https://api.example.org/person"),
                Map.of("X-Person", Template.of("{customerId}")),
                Optional.empty(),
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> writer(template).request(Samples.of("customerId", value)))
                .isInstanceOf(UnfitException.class)
                .hasMessageNotContaining("X-Other");
    }

    @Test
    void a_command_that_does_not_name_what_the_call_needs_makes_no_call() {
        UnfitException refused = catchThrowableOfType(
                UnfitException.class,
                () -> writer(Samples.gdprDelete("https://api.example.org", Duration.ofSeconds(1)))
                        .request(Samples.of("visitorId", "v-1")));

        assertThat(refused.isFailure()).isFalse();
        assertThat(refused.why()).isEqualTo("the call needs email, which this command does not name");
    }

    @Test
    void a_command_that_names_two_where_the_call_takes_one_makes_no_call() {
        assertThatThrownBy(() -> writer(Samples.get("https://api.example.org/{email}"))
                        .request(Samples.of("email", "a@example.org", "b@example.org")))
                .isInstanceOf(UnfitException.class)
                .hasMessageNotContaining("example.org");
    }

    @Test
    void the_ids_of_subject_and_command_can_be_written_too() throws UnfitException {
        assertThat(writer(Samples.get("https://api.example.org/{subjectId}/{commandId}"))
                        .request(new Deletion("command-1", "subject-1", Map.of(), Instant.EPOCH, 1))
                        .uri()
                        .getPath())
                .isEqualTo("/subject-1/command-1");
    }

    @Test
    void a_credential_in_a_file_is_read_for_each_call_because_somebody_may_renew_it()
            throws IOException, UnfitException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        Credentials credentials = Samples.credentials(Map.of("LETHE_SECRET_TOKEN_FILE", file.toString()));
        RequestWriter writer =
                new RequestWriter(Samples.gdprDelete("https://api.example.org", Duration.ofSeconds(1)), credentials);
        Deletion deletion = Samples.of("email", "ada@example.org");

        assertThat(writer.request(deletion).headers().firstValue("Authorization"))
                .hasValue("Bearer first");
        Files.writeString(file, "second\n");
        assertThat(writer.request(deletion).headers().firstValue("Authorization"))
                .hasValue("Bearer second");
        assertThat(credentials.missing()).isZero();
        Files.delete(file);
        assertThat(writer.request(deletion).headers().firstValue("Authorization"))
                .hasValue("Bearer first");
        assertThat(credentials.missing()).isOne();
    }

    private static RequestWriter writer(HttpTemplate template) {
        return new RequestWriter(template, Samples.credentials());
    }
}
