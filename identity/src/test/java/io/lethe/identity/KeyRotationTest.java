package io.lethe.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.IdentifierKind;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class KeyRotationTest {

    private static final Identifier ADA = new Identifier(IdentifierKind.EMAIL, "ada@example.org");

    private final String first = IdentifierSeal.newKeySet();
    private final String added = KeyRotation.added(first);
    private final String promoted = KeyRotation.promoted(added);
    private final String reduced = KeyRotation.reduced(promoted);

    @Test
    void E5_whoever_is_a_step_ahead_or_behind_opens_what_the_other_has_sealed() throws Exception {
        String[] steps = {first, added, promoted, reduced};
        for (int step = 1; step < steps.length; step++) {
            IdentifierSeal ahead = new IdentifierSeal(steps[step]);
            IdentifierSeal behind = new IdentifierSeal(steps[step - 1]);

            assertThat(behind.open("s", IdentifierKind.EMAIL, ahead.seal("s", ADA)))
                    .isEqualTo(ADA);
            if (step < steps.length - 1) {
                assertThat(ahead.open("s", IdentifierKind.EMAIL, behind.seal("s", ADA)))
                        .isEqualTo(ADA);
            }
        }
    }

    @Test
    void E5_a_seal_goes_on_with_another_key_set_and_knows_what_an_older_key_has_sealed() throws Exception {
        IdentifierSeal seal = new IdentifierSeal(first);
        byte[] sealed = seal.seal("s", ADA);
        assertThat(seal.isCurrent(sealed)).isTrue();

        seal.replace(promoted);

        assertThat(seal.isCurrent(sealed)).isFalse();
        assertThat(seal.open("s", IdentifierKind.EMAIL, sealed)).isEqualTo(ADA);
        assertThat(seal.isCurrent(seal.seal("s", ADA))).isTrue();
        assertThat(seal.size()).isEqualTo(2);

        seal.replace(reduced);

        assertThat(seal.size()).isEqualTo(1);
        assertThatThrownBy(() -> seal.open("s", IdentifierKind.EMAIL, sealed))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void a_key_set_that_is_none_changes_nothing() {
        IdentifierSeal seal = new IdentifierSeal(first);
        int key = seal.primaryKey();

        assertThatThrownBy(() -> seal.replace("{}")).isInstanceOf(IllegalArgumentException.class);

        assertThat(seal.primaryKey()).isEqualTo(key);
    }
}
