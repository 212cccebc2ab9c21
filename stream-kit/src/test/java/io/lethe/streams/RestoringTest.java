package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoringTest {

    private static final TopicPartition ONE = new TopicPartition("service-things-changelog", 1);
    private static final TopicPartition TWO = new TopicPartition("service-things-changelog", 2);

    private final Restoring restoring = new Restoring();

    @Test
    void S4_tells_how_many_stores_are_read_back_and_what_is_left_of_them() {
        restoring.onRestoreStart(ONE, "things", 100, 1_100);
        restoring.onRestoreStart(TWO, "things", 0, 50);

        restoring.onBatchRestored(ONE, "things", 599, 400);

        assertThat(restoring.stores()).isEqualTo(2);
        assertThat(restoring.records()).isEqualTo(500 + 50);
    }

    @Test
    void S4_a_store_that_is_read_back_or_given_to_another_instance_is_not_waited_for() {
        restoring.onRestoreStart(ONE, "things", 0, 10);
        restoring.onRestoreStart(TWO, "things", 0, 10);

        restoring.onRestoreEnd(ONE, "things", 10);
        restoring.onRestoreSuspended(TWO, "things", 3);
        restoring.onBatchRestored(TWO, "things", 5, 2);

        assertThat(restoring.stores()).isZero();
        assertThat(restoring.records()).isZero();
    }
}
