package io.lethe.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.local.folder.PipelineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}\n{\"a\":2}\n",
                "[{\"a\":1},\n{\"a\":2}]",
                "\n  [\n{\"a\":1}, {\"a\":2} ]\n",
                "{\"a\":\n1} {\"a\":2}"
            })
    void objects_come_one_by_one_from_an_array_or_from_lines(String input) throws IOException {
        assertThat(read(input)).extracting(it -> it.event().path("a").asInt()).containsExactly(1, 2);
    }

    @Test
    void one_object_is_one_event() throws IOException {
        assertThat(read("{\"a\":1}")).hasSize(1);
    }

    @Test
    void nothing_is_no_event() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("[]")).isEmpty();
    }

    @Test
    void an_event_without_an_id_gets_one_so_that_it_can_be_posted_again_one_with_an_id_keeps_it() throws IOException {
        List<Submission> events = read("{\"eventId\":\"mine\"}\n{}\n{}");

        assertThat(events.getFirst().event().path("eventId").asText()).isEqualTo("mine");
        assertThat(events)
                .extracting(it -> it.event().path("eventId").asText())
                .doesNotHaveDuplicates()
                .noneMatch(String::isEmpty);
    }

    @Test
    void every_event_knows_its_line() throws IOException {
        assertThat(read("{}\n\n{\"a\":\n1}\n{}")).extracting(Submission::line).containsExactly(1L, 3L, 5L);
    }

    @Test
    void what_is_not_JSON_is_named_by_its_line_and_never_repeated() {
        assertThatThrownBy(() -> read("{}\n{\"email\": \"secret@example.org\" oops}"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret");
    }

    @Test
    void what_is_no_object_is_named_by_its_line() {
        assertThatThrownBy(() -> read("[{},\n3]"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("line 2");
    }

    private static List<Submission> read(String input) throws IOException {
        List<Submission> all = new ArrayList<>();
        try (Submissions submissions =
                new Submissions(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))) {
            for (Optional<Submission> next = submissions.next(); next.isPresent(); next = submissions.next()) {
                all.add(next.get());
            }
        }
        return all;
    }
}
