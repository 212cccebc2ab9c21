package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TracesTest {

    @Test
    void what_a_failure_says_is_left_out_and_where_it_comes_from_is_not() {
        IllegalStateException cause = new IllegalStateException("k7 in a cause");
        IllegalArgumentException failure = new IllegalArgumentException("k7 in a message", cause);
        cause.initCause(failure);

        assertThat(Traces.withoutMessages(failure))
                .startsWith("java.lang.IllegalArgumentException\n\tat io.lethe.service.TracesTest")
                .contains("\nCaused by: java.lang.IllegalStateException\n\tat ")
                .doesNotContain("k7");
        assertThat(Traces.withoutMessages(null)).isEmpty();
    }
}
