package io.lethe.retention.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody is told the pseudonyms of others (G4). */
class OtherPeopleTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void G4_wherever_a_subject_stands_it_stays_where_it_is_the_person_and_goes_where_it_is_not() throws IOException {
        ObjectNode part = part("me");

        OtherPeople.takeOutOf(part, Set.of("me"));

        assertThat(part).isEqualTo(part("me"));
        part = part("you");
        OtherPeople.takeOutOf(part, Set.of("me"));
        assertThat(part.toString()).doesNotContain("you").contains("\"completed\":true");
        assertThat(part.findValuesAsText("via")).containsExactly("null");
    }

    @Test
    void G4_what_is_not_there_is_not_looked_for() throws IOException {
        ObjectNode portable = (ObjectNode) JSON.readTree("{\"subjectId\": \"me\", \"statements\": []}");

        OtherPeople.takeOutOf(portable, Set.of("me"));

        assertThat(portable).hasSize(2);
    }

    private static ObjectNode part(String who) throws IOException {
        return (ObjectNode) JSON.readTree("""
                {"links": [{"subjectId": "%1$s"}], "holds": [{"via": "%1$s"}],
                 "erasures": [{"rootOrderId": "%1$s.123", "completed": true}, {"rootOrderId": null}],
                 "wantedErasures": [{"rootOrderId": "%1$s.123"}],
                 "erasuresOfLinked": [{"subjectId": "%1$s", "rootOrderId": "%1$s.123"}]}
                """.formatted(who));
    }
}
