package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** S3: what was refused after a {@code 202} is seen and given another try. */
class DeadLettersIT {

    private static final int PARTITION = 4;

    /** No UTF-8, and not in the wire format. */
    private static final byte[] KEY = {(byte) 0xff, 0, 1};

    private static final byte[] VALUE = {42, 1, 2, 3, (byte) 0xfe};

    private static Trial trial;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        trial = Trial.start();
        producer = new KafkaProducer<>(trial.client().kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        trial.close();
    }

    @Test
    void S3_a_replay_is_the_same_record_in_the_same_partition_key_value_headers_and_time_and_says_which_one_it_repeats()
            throws Exception {
        Position refused = refused(Topics.INTERACTIONS, KEY, VALUE);

        Map<Position, Replay.Outcome> outcomes = replay(List.of(refused));

        assertThat(outcomes.get(refused)).isInstanceOf(Replay.Replayed.class);
        Position again = ((Replay.Replayed) outcomes.getOrDefault(refused, new Replay.Gone())).as();
        assertThat(again.topicPartition()).isEqualTo(refused.topicPartition());
        ConsumerRecord<byte[], byte[]> original = record(refused);
        ConsumerRecord<byte[], byte[]> copy = record(again);
        assertThat(copy.key()).isEqualTo(KEY);
        assertThat(copy.value()).isEqualTo(VALUE);
        assertThat(copy.timestamp()).isEqualTo(original.timestamp());
        assertThat(copy.headers().toArray())
                .containsExactly(new RecordHeaders(original.headers().toArray())
                        .add(Replay.HEADER, refused.toString().getBytes(StandardCharsets.UTF_8))
                        .toArray());
    }

    @Test
    void what_is_refused_again_after_a_replay_is_one_thing_not_two_all_of_it_is_replayed_once_and_says_what_it_repeats()
            throws Exception {
        Position first = refused(Topics.RIGHTS_REQUESTS, KEY, VALUE);
        Position second = ((Replay.Replayed) replay(List.of(first)).getOrDefault(first, new Replay.Gone())).as();
        Trial.await().until(() -> letters().contains(second));

        Map<Position, Replay.Outcome> outcomes = replay(List.of(second, first));

        assertThat(outcomes.get(first)).isInstanceOf(Replay.Replayed.class);
        assertThat(outcomes.get(second)).isEqualTo(new Replay.Repeat(first));
        assertThat(replay(List.of(second)).get(second))
                .as("named alone it is replayed")
                .isInstanceOf(Replay.Replayed.class);
    }

    @Test
    void a_record_that_its_topic_has_removed_is_told_and_nothing_else_is_written_in_its_place() throws Exception {
        Position removed = refused(Topics.HOLDS, KEY, VALUE);
        Position after = send(Topics.HOLDS, KEY, VALUE);
        try (Admin admin = trial.client().admin()) {
            admin.deleteRecords(Map.of(removed.topicPartition(), RecordsToDelete.beforeOffset(after.offset())))
                    .all()
                    .get();
        }

        assertThat(replay(List.of(removed))).containsExactly(Map.entry(removed, new Replay.Gone()));
    }

    @Test
    void E5_E6_a_replay_brings_no_identity_back_that_was_deleted_or_replaced_after_it() throws Exception {
        Position overtaken = refused(Topics.IDENTITIES, KEY, VALUE);
        send(Topics.IDENTITIES, KEY, null);
        byte[] another = {1};
        Position newest = refused(Topics.IDENTITIES, another, VALUE);

        Map<Position, Replay.Outcome> outcomes = replay(List.of(overtaken, newest));

        // Overtaken, or compacted away by now
        assertThat(outcomes.get(overtaken)).isIn(new Replay.Overtaken(), new Replay.Gone());
        assertThat(outcomes.get(newest)).isInstanceOf(Replay.Replayed.class);
    }

    /** Sends what cannot be read, and returns when its dead letter is there. */
    private static Position refused(Topic<?> topic, byte[] key, byte[] value) throws Exception {
        Position position = send(topic, key, value);
        Trial.await().until(() -> letters().contains(position));
        return position;
    }

    private static List<Position> letters() {
        List<DeadLetter> letters =
                DeadLetterReader.read(trial.client().kafka(), trial.client().registry(), DeadLetterReader.services());
        assertThat(letters).isSortedAccordingTo((a, b) -> a.getFailedAt().compareTo(b.getFailedAt()));
        return letters.stream().map(DeadLetterReader::position).toList();
    }

    private static Position send(Topic<?> topic, byte[] key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name(), PARTITION, key, value);
        record.headers().add("trace", new byte[] {7, (byte) 0xff});
        RecordMetadata sent = producer.send(record).get();
        return new Position(sent.topic(), sent.partition(), sent.offset());
    }

    private static Map<Position, Replay.Outcome> replay(Collection<Position> positions) {
        Map<Position, Replay.Outcome> outcomes = new LinkedHashMap<>();
        try (Replay replay = new Replay(trial.client().kafka())) {
            replay.run(positions, outcomes::put);
        }
        return outcomes;
    }

    private static ConsumerRecord<byte[], byte[]> record(Position position) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(trial.client().kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(position.topicPartition()));
            consumer.seek(position.topicPartition(), position.offset());
            return consumer.poll(Duration.ofSeconds(15)).iterator().next();
        }
    }
}
