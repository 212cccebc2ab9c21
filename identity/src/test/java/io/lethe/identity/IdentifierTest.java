package io.lethe.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.policy.IdentifierKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    @ParameterizedTest
    @CsvSource({
        "jo@münchen.example, jo@xn--mnchen-3ya.example",
        "Jo@MÜNCHEN.Example, jo@xn--mnchen-3ya.example",
        "jo@mu\u0308nchen.example, jo@xn--mnchen-3ya.example",
        "jo@xn--mnchen-3ya.example, jo@xn--mnchen-3ya.example",
        "JO@XN--MNCHEN-3YA.EXAMPLE, jo@xn--mnchen-3ya.example",
        "jo@münchen.example., jo@xn--mnchen-3ya.example",
        "jo@münchen。example, jo@xn--mnchen-3ya.example",
        "jo@münchen．example｡, jo@xn--mnchen-3ya.example",
        "jo@ｍüｎｃｈｅｎ.example, jo@xn--mnchen-3ya.example",
        "jo@bücher.xn--mnchen-3ya.example, jo@xn--bcher-kva.xn--mnchen-3ya.example",
        "jo@xn--bcher-kva.München.example, jo@xn--bcher-kva.xn--mnchen-3ya.example",
        "jo@straße.example, jo@xn--strae-oqa.example",
        "jo@STRAẞE.example, jo@xn--strae-oqa.example",
        "jo@strasse.example, jo@strasse.example",
        "jo@σίσυφος.example, jo@xn--kxa6ajbbmh.example",
        "jo@ΣΊΣΥΦΟΣ.example, jo@xn--kxa6akbbkh.example",
        "jo@ｅｘａｍｐｌｅ.org, jo@example.org",
        "jo@example。org, jo@example.org",
        "jo@example.org., jo@example.org",
        "jo@例え.テスト, jo@xn--r8jz45g.xn--zckzah",
        "ada@[192.0.2.1], ada@[192.0.2.1]",
        "ada@my_host, ada@my_host"
    })
    void of_an_address_has_its_domain_as_DNS_knows_it(String text, String value) {
        assertThat(email(text).value()).isEqualTo(value);
        assertThat(email(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jo@xn--zz--zz.example",
                "jo@xn--a.example",
                "jo@xn--.example",
                "jo@xn--example-.org",
                "jo@xn--mnchen-3ya..example",
                "jo@XN--\u00FCber.example",
                "jo@\u0301m.example",
                "jo@mü nchen.example",
                "jo@mü_nchen.example",
                "jo@-münchen.example",
                "jo@münchen..example",
                "jo@.münchen.example",
                "jo@。",
                "jo@.",
                "jo@example.org..",
                "jo@example。。org",
                "jo@a\u05D0.example",
                "jo@example⒈org",
                "jo＠example.org"
            })
    void of_an_address_without_a_domain_is_refused(String text) {
        assertThatThrownBy(() -> email(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be");
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void loses_every_white_space_of_unicode_around_it(int space) {
        String around = Character.toString(space);
        for (IdentifierKind kind : IdentifierKind.values()) {
            assertThat(new Identifier(kind, around + "ada@example.org" + around + around))
                    .isEqualTo(new Identifier(kind, "ada@example.org"));
        }
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void has_no_white_space_inside_but_a_plain_one_in_an_id(int space) {
        String text = "a" + Character.toString(space) + "b@example.org";
        assertThatThrownBy(() -> email(text)).isInstanceOf(IllegalArgumentException.class);
        if (space == ' ') {
            assertThat(new Identifier(IdentifierKind.CUSTOMER_ID, "A 12").value())
                    .isEqualTo("A 12");
        } else {
            assertThatThrownBy(() -> new Identifier(IdentifierKind.CUSTOMER_ID, text))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Identifier(IdentifierKind.VISITOR_ID, text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static IntStream spaces() {
        return IntStream.concat(
                IntStream.of(9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
                IntStream.rangeClosed(0x2000, 0x200A));
    }

    static Stream<String> unseen() {
        return IntStream.of(
                        0x00, 0x1B, 0x1C, 0x7F, 0x80, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x17B4, 0x180E, 0x200B, 0x200C,
                        0x200D, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2064, 0x2066, 0x2069, 0x206F, 0x2800, 0x3164,
                        0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0x1D173, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE000,
                        0xF8FF, 0xF0000, 0x10FFFD, 0x378, 0x1FFFF)
                .mapToObj(Character::toString);
    }

    @ParameterizedTest
    @MethodSource("unseen")
    void holds_nothing_that_cannot_be_seen_anywhere(String unseen) {
        for (IdentifierKind kind : IdentifierKind.values()) {
            for (String text : new String[] {
                "ada@example.org" + unseen, unseen + "ada@example.org", "a" + unseen + "da@example.org",
                "ada@exam" + unseen + "ple.org", unseen + " ada@example.org ", "ada@example.org\u00A0" + unseen
            }) {
                assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> new Identifier(kind, text)))
                        .hasMessageStartingWith("must")
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ada", unseen));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00b", "\uDC00\uD800"})
    void is_well_formed_unicode(String text) {
        assertThatThrownBy(() -> new Identifier(IdentifierKind.VISITOR_ID, text))
                .hasMessage("must be well-formed Unicode");
    }

    @ParameterizedTest
    @EnumSource(IdentifierKind.class)
    void is_composed_and_otherwise_as_it_was_written(IdentifierKind kind) {
        assertThat(new Identifier(kind, "re\u0301ne\u0301@example.org"))
                .isEqualTo(new Identifier(kind, "r\u00E9n\u00E9@example.org"));
        // Compatible is not equal: a mailbox with a full-width letter is another mailbox (RFC 6531).
        assertThat(new Identifier(kind, "ｊo@example.org")).isNotEqualTo(new Identifier(kind, "jo@example.org"));
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL, Ada@Example.org, false",
        "EMAIL, ' ada@example.org ', false",
        "EMAIL, jo@xn--mnchen-3ya.example, false",
        "EMAIL, réné@example.org, false",
        "CUSTOMER_ID, C-7, false",
        "VISITOR_ID, jo@münchen.example, false",
        "EMAIL, jo@münchen.example, true",
        "EMAIL, ada@example.org., true",
        "EMAIL, ada@example。org, true",
        "VISITOR_ID, 'v-1\u00A0', true"
    })
    void tells_whether_the_rules_of_before_made_another_subject_of_it(IdentifierKind kind, String text, boolean moved) {
        assertThat(new Identifier(kind, text).former().isPresent()).isEqualTo(moved);
    }

    @Test
    void that_was_sealed_before_the_rules_opens_as_it_was() throws GeneralSecurityException {
        IdentifierSeal seal = new IdentifierSeal(IdentifierSeal.newKeySet());
        byte[] sealed = seal.seal("s-1", Identifier.sealed(IdentifierKind.EMAIL, "jo@münchen.example\u200B"));

        assertThat(seal.open("s-1", IdentifierKind.EMAIL, sealed).value()).isEqualTo("jo@münchen.example\u200B");
    }

    @Test
    void ids_of_ordinary_addresses_stay_where_they_were() {
        SubjectIds ids = new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8));

        assertThat(ids.of(email(" Ada@EXAMPLE.org "))).isEqualTo("BAHWuXZiHf9p_nkoowbIFzLQIDg1JPoV8EqIq2Po5po");
        assertThat(ids.of(email("jo@münchen.example"))).isEqualTo(ids.of(email("jo@xn--mnchen-3ya.example")));
    }

    private static Identifier email(String text) {
        return new Identifier(IdentifierKind.EMAIL, text);
    }
}
