package io.lethe.console.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who did something, as it stands on record. */
class PersonTest {

    private static Person called(String name) {
        return new Person("https://provider.example", "1", name, Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "m.dupont, m.dupont",
        "m.dupont@example.org, m.dupont",
        "Hélène Dûpont, Helene-Dupont",
        "' ,:| ', someone",
        "@example.org, example.org",
        "Ελένη, someone"
    })
    void a_name_is_written_in_letters_that_every_record_takes(String called, String written) {
        assertThat(called(called).onRecord()).matches("oidc:" + written + ":[A-Za-z0-9_-]{16}");
    }

    @Property
    void no_name_is_that_of_a_tokens_user_or_too_long_for_a_record(@ForAll String called) {
        assertThat(called(called).onRecord()).matches("[A-Za-z0-9._:/-]{1,100}").doesNotMatch("[A-Za-z0-9._-]{1,100}");
    }

    @Test
    void two_of_one_name_are_two_and_one_of_two_names_is_one() {
        Person one = called("m.dupont");
        Person namesake = new Person(one.issuer(), "2", one.called(), Set.of());
        Person elsewhere = new Person("https://other.example", "1", one.called(), Set.of());

        assertThat(Set.of(one.onRecord(), namesake.onRecord(), elsewhere.onRecord()))
                .hasSize(3);
        assertThat(called("m.durand").onRecord().split(":")[2])
                .isEqualTo(one.onRecord().split(":")[2]);
        assertThat(one.toString()).doesNotContain("dupont");
        // As the README has it made with a shell.
        assertThat(one.onRecord()).isEqualTo("oidc:m.dupont:0lcHEbAhz3Jb1gU2");
    }
}
