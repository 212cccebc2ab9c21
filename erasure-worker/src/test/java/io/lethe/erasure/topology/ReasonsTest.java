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
    void E5_lose_the_identifier_that_the_recipient_was_given() {
        assertThat(Reasons.without("C-4711.x", "customer c-4711.X has open orders; C-4711.x, C-4711-x"))
                .isEqualTo("customer [removed] has open orders; [removed], C-4711-x");
        assertThat(Reasons.without("$1", "costs $1 a month")).isEqualTo("costs [removed] a month");
    }

    @Test
    void are_one_short_line() {
        assertThat(Reasons.clean("a\r\nb")).isEqualTo("a b");
        assertThat(Reasons.clean("x".repeat(10_000))).hasSize(200);
        assertThat(Reasons.clean("  ")).isNull();
        assertThat(Reasons.clean(null)).isNull();
    }
}
