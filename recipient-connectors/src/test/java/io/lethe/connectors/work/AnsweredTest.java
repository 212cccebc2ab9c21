package io.lethe.connectors.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AnsweredTest {

    private static final TopicPartition FIRST = new TopicPartition("commands", 0);
    private static final TopicPartition SECOND = new TopicPartition("commands", 1);

    private final Answered answered = new Answered();

    @Test
    void S2_nothing_is_committed_beyond_a_command_that_waits_for_its_answer() {
        answered.taken(FIRST, 10);
        answered.taken(FIRST, 11);
        answered.taken(FIRST, 15);
        answered.taken(SECOND, 3);

        answered.answered(FIRST, 11);
        answered.answered(SECOND, 3);

        assertThat(answered.news()).isEqualTo(Map.of(FIRST, at(10), SECOND, at(4)));
        assertThat(answered.news()).isEmpty();
        answered.answered(FIRST, 10);
        assertThat(answered.news()).isEqualTo(Map.of(FIRST, at(15)));
        assertThat(answered.open()).isEqualTo(1);
    }

    @Test
    void an_answer_that_comes_after_the_partition_went_elsewhere_commits_nothing() {
        answered.taken(FIRST, 10);

        answered.lost(List.of(FIRST, SECOND));
        answered.answered(FIRST, 10);

        assertThat(answered.news()).isEmpty();
        assertThat(answered.open()).isZero();
    }

    private static OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset);
    }
}
