package io.lethe.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's table of places where identifiers live. */
class PlacesTableTest {

    private static final String HEAD = "| place | form | how long | why |";

    @Test
    void E5_of_every_place_it_says_in_which_form_how_long_and_why() throws IOException {
        assertThat(places()).hasSizeGreaterThan(5).allSatisfy(place -> {
            assertThat(place).hasSize(4);
            assertThat(place.get(0)).isNotEmpty();
            assertThat(place.get(1)).isNotEmpty();
            assertThat(place.get(3)).isNotEmpty();
            assertThat(place.get(2).isEmpty()).isEqualTo(place.get(1).equals("never"));
        });
    }

    @Test
    void E5_every_topic_with_identifiers_is_in_it() throws IOException {
        List<String> named = places().stream().map(List::getFirst).toList();

        for (Topic<?> topic : Topics.all(List.of("<system>"))) {
            boolean identifies = topic.personalData() == PersonalData.SEALED_IDENTIFIERS
                    || topic.personalData() == PersonalData.CLEAR_IDENTIFIERS;
            assertThat(named.stream().anyMatch(place -> place.contains('`' + topic.name() + '`')))
                    .as(topic.name())
                    .isEqualTo(identifies);
        }
    }

    private static List<List<String>> places() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        assertThat(readme).contains(HEAD);
        return readme.substring(readme.indexOf(HEAD))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
