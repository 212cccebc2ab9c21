package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Prometheus's text format, as far as it is read. */
class MetricsTextTest {

    @Test
    void reads_samples_with_labels_and_without_and_times_behind_them() {
        MetricsText read = MetricsText.read("""
                # TYPE a counter
                a{x="1",y="p,q}\\"{"} 2.0
                a{x="2"} 3 1700000000000
                a{x="2"} +Inf
                b 1.5E3
                """);

        assertThat(read.by("x", "a")).isEqualTo(Map.of("1", 2.0, "2", Double.POSITIVE_INFINITY));
        assertThat(read.by("y", "a")).containsEntry("p,q}\\\"{", 2.0);
        assertThat(read.sum("b")).hasValue(1_500);
        assertThat(read.max("a")).hasValue(Double.POSITIVE_INFINITY);
        assertThat(read.sum("c")).isEmpty();
    }

    @Property(tries = 500)
    void whatever_else_there_is_is_no_sample(@ForAll String text) {
        assertThat(MetricsText.read(text + "\nlethe_ready 1.0\n").max("lethe_ready"))
                .hasValue(1);
    }
}
