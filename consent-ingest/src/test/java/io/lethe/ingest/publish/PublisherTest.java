package io.lethe.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.publish.Publisher.Outcome;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** S1 Publishing. */
class PublisherTest {

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final KafkaHealth health = new KafkaHealth(() -> 1, () -> true);
    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void is_done_when_the_last_record_is_acknowledged() {
        Publisher publisher = publisher(10, 10_000);

        publisher.publish(records(3), outcomes::add);
        kafka.completeNext();
        kafka.completeNext();
        assertThat(outcomes).isEmpty();

        kafka.completeNext();
        assertThat(outcomes).containsExactly(Outcome.ACKNOWLEDGED);
    }

    @Test
    void a_record_goes_into_the_partition_that_it_names() {
        DeletionAck ack = new DeletionAck("command", DeletionOutcome.COMPLETED, null, Instant.EPOCH);

        publisher(10, 10_000).publish(List.of(new OutgoingRecord(Topics.DELETION_ACKS, "key", ack, 5)), outcomes::add);

        assertThat(kafka.history())
                .singleElement()
                .satisfies(it -> assertThat(it.partition()).isEqualTo(5));
    }

    @Test
    void has_failed_with_the_first_record_that_failed_and_says_so_once() {
        Publisher publisher = publisher(10, 10_000);

        publisher.publish(records(3), outcomes::add);
        kafka.completeNext();
        kafka.errorNext(new TimeoutException("late"));
        assertThat(outcomes).containsExactly(Outcome.NOT_ACKNOWLEDGED);
        assertThat(publisher.requestsUnderWay()).isOne();

        kafka.errorNext(new TimeoutException("late"));
        assertThat(outcomes).hasSize(1);
        assertThat(publisher.requestsUnderWay()).isZero();
        assertThat(publisher.bytesUnderWay()).isZero();
    }

    @Test
    void what_the_producer_does_not_take_is_not_under_way() {
        Publisher publisher = publisher(10, 10_000);
        kafka.sendException = new TimeoutException("no metadata");

        publisher.publish(records(2), outcomes::add);

        assertThat(outcomes).containsExactly(Outcome.NOT_ACKNOWLEDGED);
        assertThat(publisher.requestsUnderWay()).isZero();
        assertThat(publisher.bytesUnderWay()).isZero();
    }

    @Test
    void bounds_the_bytes_under_way_but_takes_a_single_request_whatever_its_size() {
        Publisher publisher = publisher(10, 1);

        publisher.publish(records(2), outcomes::add);
        publisher.publish(records(1), outcomes::add);

        assertThat(kafka.history()).hasSize(2);
        assertThat(outcomes).containsExactly(Outcome.TOO_MUCH_UNDER_WAY);
    }

    @Test
    void bounds_the_requests_under_way() {
        Publisher publisher = publisher(1, 10_000);

        publisher.publish(records(1), outcomes::add);
        publisher.publish(records(1), outcomes::add);
        assertThat(outcomes).containsExactly(Outcome.TOO_MUCH_UNDER_WAY);

        kafka.completeNext();
        publisher.publish(records(1), outcomes::add);
        assertThat(kafka.history()).hasSize(2);
    }

    private Publisher publisher(int requests, long bytes) {
        return new Publisher(
                kafka,
                AvroSerdes.serializer(List.of(), Map.of("schema.registry.url", "mock://publisher")),
                new Publisher.Limits(requests, bytes),
                health);
    }

    private static List<OutgoingRecord> records(int count) {
        DeletionAck ack = new DeletionAck("command", DeletionOutcome.COMPLETED, null, Instant.EPOCH);
        return Collections.nCopies(count, new OutgoingRecord(Topics.DELETION_ACKS, Bodies.SUBJECT_ID, ack));
    }
}
