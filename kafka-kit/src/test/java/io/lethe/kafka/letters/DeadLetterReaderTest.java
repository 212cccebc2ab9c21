package io.lethe.kafka.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.kafka.letters.DeadLetterReader.Letters;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** Letters as they are read: so many at most, the newest. */
class DeadLetterReaderTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://dead-letters");
    private static final Topic<DeadLetter> TOPIC = Topics.deadLetters(Party.RETENTION_STREAM);
    private static final TopicPartition PLACE = new TopicPartition(TOPIC.name(), 0);

    @Test
    void S3_of_a_topic_that_is_huge_the_newest_are_read_and_no_more() {
        Letters some = newest(10, 1_010, 3);

        assertThat(some.letters()).extracting(DeadLetter::getOffset).containsExactly(1_007L, 1_008L, 1_009L);
        assertThat(some.all()).isFalse();
    }

    @Test
    void where_there_are_no_more_than_that_all_are_read_and_none_are_all() {
        assertThat(newest(10, 13, 3).all()).isTrue();
        assertThat(newest(10, 13, 3).letters()).hasSize(3);
        assertThat(newest(10, 10, 3)).isEqualTo(new Letters(List.of(), true));
        assertThat(newest(10, 13, Long.MAX_VALUE).letters()).hasSize(3);
    }

    private static Letters newest(long begin, long end, long most) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(TOPIC.name(), List.of(new PartitionInfo(TOPIC.name(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PLACE, begin));
        consumer.updateEndOffsets(Map.of(PLACE, end));
        consumer.schedulePollTask(() -> {
            try (Serializer<SpecificRecord> serializer = AvroSerdes.serializer(List.of(TOPIC), REGISTRY)) {
                for (long offset = consumer.position(PLACE); offset < end; offset++) {
                    consumer.addRecord(new ConsumerRecord<>(
                            TOPIC.name(), 0, offset, "key", serializer.serialize(TOPIC.name(), letter(offset))));
                }
            }
        });
        try (Deserializer<SpecificRecord> values = AvroSerdes.deserializer(REGISTRY)) {
            return DeadLetterReader.newest(consumer, values, List.of(Party.RETENTION_STREAM), most);
        }
    }

    private static DeadLetter letter(long offset) {
        return DeadLetter.newBuilder()
                .setService("retention-stream")
                .setTopic("interactions")
                .setPartition(0)
                .setOffset(offset)
                .setReason(DeadLetterReason.NOT_FRAMED)
                .setDetail("a value of 12 bytes is not framed")
                .setValueBytes(12)
                .setFailedAt(Instant.parse("2026-03-01T09:30:00Z").plusMillis(offset))
                .build();
    }
}
