package io.lethe.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.IdentifierKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final byte[] PEPPER = "a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8);
    private final SubjectIds ids = new SubjectIds(PEPPER);

    @Test
    void one_address_in_two_spellings_is_one_subject() {
        assertThat(ids.of(email(" Ada@Example.org "))).isEqualTo(ids.of(email("ada@example.org")));
    }

    @Test
    void the_same_text_as_another_kind_of_identifier_is_another_subject() {
        assertThat(ids.of(new Identifier(IdentifierKind.CUSTOMER_ID, "x@y")))
                .isNotEqualTo(ids.of(email("x@y")))
                .isNotEqualTo(ids.of(new Identifier(IdentifierKind.VISITOR_ID, "x@y")));
    }

    @Test
    void a_subject_id_is_pinned_because_it_is_the_key_of_every_record() {
        assertThat(ids.of(email("ada@example.org")))
                .isEqualTo("BAHWuXZiHf9p_nkoowbIFzLQIDg1JPoV8EqIq2Po5po")
                .hasSize(43);
    }

    @Test
    void another_pepper_makes_everybody_a_stranger() {
        SubjectIds others = new SubjectIds("another pepper of 32 characters or so".getBytes(StandardCharsets.UTF_8));

        assertThat(others.of(email("ada@example.org"))).isNotEqualTo(ids.of(email("ada@example.org")));
        assertThatThrownBy(() -> new SubjectIds(new byte[31])).hasMessageContaining("at least 32 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "nobody", "@example.org", "ada@", "a da@example.org", "ada@example.org\u0000"})
    void what_is_no_address_is_refused_without_being_repeated(String value) {
        assertThatThrownBy(() -> email(value))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).startsWith("must"));
    }

    @Test
    void an_identifier_does_not_print_itself() {
        assertThat(email("ada@example.org")).hasToString("Identifier[EMAIL]");
    }

    @Test
    void a_sealed_identifier_opens_for_its_own_subject_only() throws GeneralSecurityException {
        IdentifierSeal seal = new IdentifierSeal(IdentifierSeal.newKeySet());
        byte[] sealed = seal.seal("s-1", email("ada@example.org"));

        assertThat(seal.open("s-1", IdentifierKind.EMAIL, sealed)).isEqualTo(email("ada@example.org"));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("ada");
        assertThatThrownBy(() -> seal.open("s-2", IdentifierKind.EMAIL, sealed))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void a_key_set_that_is_none_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> new IdentifierSeal("{\"key\": \"hunter2\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    private static Identifier email(String value) {
        return new Identifier(IdentifierKind.EMAIL, value);
    }

    @Test
    void a_digest_is_one_of_its_use_its_texts_and_the_pepper() {
        SubjectIds ids = new SubjectIds("a pepper of at least 32 characters".getBytes(StandardCharsets.UTF_8));
        SubjectIds others = new SubjectIds("another one of at least 32 characters".getBytes(StandardCharsets.UTF_8));

        assertThat(List.of(
                        ids.digest("use", "a", "b"),
                        ids.digest("use", "ab"),
                        ids.digest("use", "a", "b", ""),
                        ids.digest("other use", "a", "b"),
                        others.digest("use", "a", "b")))
                .doesNotHaveDuplicates()
                .allMatch(digest -> digest.matches("[A-Za-z0-9_-]{43}"));
        assertThat(ids.digest("use", "a", "b")).isEqualTo(ids.digest("use", "a", "b"));
    }
}
