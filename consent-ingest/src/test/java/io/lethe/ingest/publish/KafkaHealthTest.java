package io.lethe.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** S4 Ready means able to work. */
class KafkaHealthTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final KafkaHealth health = new KafkaHealth(nanos::get, reachable::get);

    @Test
    void is_not_ready_before_kafka_was_seen() {
        assertThat(health.notReady()).hasValue("Kafka does not answer.");

        reachable.set(true);

        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void is_not_ready_after_a_record_failed_until_another_is_acknowledged() {
        reachable.set(true);

        health.failed(new NotEnoughReplicasException("one of two"));
        assertThat(health.notReady()).hasValue("Kafka did not acknowledge the last record.");

        health.acknowledged();
        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void is_tried_again_some_time_after_a_failure_even_if_nobody_sends() {
        reachable.set(true);
        health.failed(new TimeoutException("late"));

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));

        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void S3_what_can_pass_does_not_end_the_process() {
        health.failed(new TimeoutException("late"));
        health.failed(new NotEnoughReplicasException("one of two"));
        health.failed(new TopicAuthorizationException("holds"));
        health.failed(new RecordTooLargeException("large"));

        assertThat(health.beyondRepair()).isNotDone();
    }

    @Test
    void S3_a_producer_in_its_final_state_ends_the_process_with_the_cause() {
        for (RuntimeException cause : new RuntimeException[] {
            new ProducerFencedException("fenced"),
            new UnsupportedVersionException("old"),
            new KafkaException("in error state"),
            new IllegalStateException("closed")
        }) {
            KafkaHealth fresh = new KafkaHealth(nanos::get, reachable::get);
            fresh.failed(cause);
            assertThat(fresh.beyondRepair().exceptionNow()).isSameAs(cause);
        }
    }
}
