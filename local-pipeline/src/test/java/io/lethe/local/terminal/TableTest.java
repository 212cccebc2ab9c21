package io.lethe.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        Table table = new Table("WHO", "STATUS");
        table.row("somebody", "active");
        table.row("x", "");

        assertThat(table.toString().lines()).containsExactly("WHO       STATUS", "somebody  active", "x");
    }
}
