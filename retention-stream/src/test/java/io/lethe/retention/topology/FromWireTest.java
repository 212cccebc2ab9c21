package io.lethe.retention.topology;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import org.junit.jupiter.api.Test;

class FromWireTest {

    @Test
    void S3_a_word_that_this_build_does_not_know_breaks_a_rule() {
        ConsentStatement statement =
                Records.statement("2026-01-01T00:00:00Z", Decision.UNRECOGNISED, "audience-measurement");

        assertThatThrownBy(() -> FromWire.of(Records.VISITOR, statement))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("it uses a decision that this build does not know");
    }

    @Test
    void S3_a_time_that_no_calendar_counts_on_from_breaks_a_rule() {
        ConsentStatement statement =
                Records.statement("1969-12-31T23:59:59.999Z", Decision.GRANTED, "audience-measurement");

        assertThatThrownBy(() -> FromWire.of(Records.VISITOR, statement))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("it bears a time before 1970 or after 9000");
    }
}
