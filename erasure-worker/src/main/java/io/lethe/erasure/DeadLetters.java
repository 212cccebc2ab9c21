package io.lethe.erasure;

import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.Party;
import io.lethe.schemas.Topic;
import io.lethe.schemas.Topics;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Pointers at records that could not be processed; never a byte of them. */
final class DeadLetters {

    static final Topic<DeadLetter> TOPIC = Topics.deadLetters(Party.ERASURE_WORKER);

    /** The size of a value that is not there. */
    static final int NO_VALUE = -1;

    private DeadLetters() {}

    static DeadLetter letter(
            String topic, int partition, long offset, int bytes, DeadLetterReason reason, String detail, Instant now) {
        return DeadLetter.newBuilder()
                .setService(Party.ERASURE_WORKER.label())
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setReason(reason)
                .setDetail(detail)
                .setValueBytes(bytes)
                .setFailedAt(now)
                .build();
    }

    static DeadLetter letter(RecordMetadata at, int bytes, DeadLetterReason reason, String detail, Instant now) {
        return letter(at.topic(), at.partition(), at.offset(), bytes, reason, detail, now);
    }

    /** The same record has the same key, however often it is given up on. */
    static String key(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition() + "-" + letter.getOffset();
    }
}
