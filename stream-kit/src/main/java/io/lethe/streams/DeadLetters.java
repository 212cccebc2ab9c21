package io.lethe.streams;

import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.Party;
import io.lethe.schemas.Topic;
import io.lethe.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes dead letters of one service: where a record is and why it could not be processed, without a byte of it. The record
 * itself stays in its topic, and is replayed from there.
 */
public final class DeadLetters {

    private final Party service;
    private final InstantSource clock;

    public DeadLetters(Party service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /** The topic they go to. */
    public Topic<DeadLetter> topic() {
        return Topics.deadLetters(service);
    }

    /** The key of the dead letter of a record: its position. */
    public static String key(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition() + "-" + letter.getOffset();
    }

    /** The dead letter of a record whose value was read, and made no sense. */
    public DeadLetter of(RecordMetadata record, DeadLetterReason reason, String detail) {
        return of(record.topic(), record.partition(), record.offset(), reason, detail, -1);
    }

    /**
     * @param detail in the operator's words; nothing that stands in the record
     * @param valueBytes size of the value; -1 where there is none, or where it is not known
     */
    DeadLetter of(String topic, int partition, long offset, DeadLetterReason reason, String detail, int valueBytes) {
        return DeadLetter.newBuilder()
                .setService(service.label())
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setReason(reason)
                .setDetail(detail)
                .setValueBytes(valueBytes)
                .setFailedAt(Instant.ofEpochMilli(clock.millis()))
                .build();
    }
}
