package io.lethe.erasure.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void lose_what_looks_like_an_address() {
        assertThat(Reasons.clean("no contact <ada@example.org>, nor bob%40example.org here"))
                .isEqualTo("no contact [removed] nor [removed] here");
    }

    @Test
    void are_one_short_line() {
        assertThat(Reasons.clean("a\r\nb")).isEqualTo("a b");
        assertThat(Reasons.clean("x".repeat(10_000))).hasSize(200);
        assertThat(Reasons.clean("  ")).isNull();
        assertThat(Reasons.clean(null)).isNull();
    }
}
