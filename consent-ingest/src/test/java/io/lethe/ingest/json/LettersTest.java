package io.lethe.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found out letter by letter is what an expression would say. */
class LettersTest {

    @Property
    void ids_and_names_are_those_of_the_expressions(
            @ForAll
                    @Chars({'a', 'Z', '0', '9', '.', '_', ':', '/', '-', '@', '[', '`', '{', ' ', '\u00e4', '\u0660'})
                    @StringLength(max = 45)
                    String text) {
        assertThat(Letters.allOf(text, "._:/-")).isEqualTo(text.matches("[A-Za-z0-9._:/-]+"));
        assertThat(Pointer.ROOT.untrustedMember(text) != Pointer.ROOT)
                .isEqualTo(text.matches("[A-Za-z][A-Za-z0-9_-]{0,39}"));
    }

    @ParameterizedTest
    @CsvSource({"kind, true", "k, true", "9kind, false", "_kind, false", "'', false", "k@b, false"})
    void a_name_begins_with_a_letter(String name, boolean fit) {
        assertThat(Pointer.ROOT.untrustedMember(name) != Pointer.ROOT).isEqualTo(fit);
    }
}
