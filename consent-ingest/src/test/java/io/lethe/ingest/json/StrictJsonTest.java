package io.lethe.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class StrictJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Property
    void no_bytes_make_it_fail_they_are_read_or_told_to_be_wrong(@ForAll byte[] body, @ForAll boolean lines) {
        BodyProblems problems = new BodyProblems();

        List<Documents.Document> found = Documents.in(body, lines, problems);

        assertThat(!found.isEmpty() || !problems.none()).isTrue();
    }

    @Property
    void an_object_of_texts_is_read_as_it_was_written(
            @ForAll @Size(max = 30) Map<@StringLength(max = 20) String, String> members) throws IOException {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        members.forEach(written::put);
        String text = JSON.writeValueAsString(written);
        BodyProblems problems = new BodyProblems();

        JsonNode read = StrictJson.read(text.toCharArray(), 0, text.length(), Pointer.ROOT, problems, 1);

        assertThat(read).isEqualTo(written);
        assertThat(problems.none()).isTrue();
    }

    @Property
    void cut_anywhere_a_document_is_no_longer_JSON(@ForAll @StringLength(max = 20) String value) throws IOException {
        String text = JSON.writeValueAsString(Map.of("kind", value));
        for (int length = 0; length < text.length(); length++) {
            BodyProblems problems = new BodyProblems();
            Documents.in(text.substring(0, length).getBytes(StandardCharsets.UTF_8), false, problems);
            assertThat(problems.malformed()).isTrue();
        }
    }
}
