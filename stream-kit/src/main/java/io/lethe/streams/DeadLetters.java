package io.lethe.streams;

import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes and counts the dead letters of one service: where a record is and why it could not be processed, without a byte
 * of it. The record itself stays in its topic, and is replayed from there.
 */
public final class DeadLetters {

    private final Party service;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /** @param meters where every letter is counted, whichever part of the service gave up on the record */
    public DeadLetters(Party service, InstantSource clock, MeterRegistry meters) {
        this.service = service;
        this.clock = clock;
        this.meters = meters;
        // Those of topics that it reads are there before the first letter is, so that an alert sees that one.
        Topics.all(List.of()).stream()
                .filter(topic -> topic.readers().contains(service))
                .forEach(
                        topic -> Stream.of(DeadLetterReason.values()).forEach(reason -> counter(topic.name(), reason)));
    }

    private Counter counter(String topic, DeadLetterReason reason) {
        return Counter.builder("lethe.dead.letters")
                .description(
                        "Records that could not be processed, by their topic and the reason that their dead letter gives")
                .tag("topic", topic)
                .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(meters);
    }

    /** The topic they go to. */
    public Topic<DeadLetter> topic() {
        return Topics.deadLetters(service);
    }

    /** The key of the dead letter of a record: its position. */
    static String key(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition() + "-" + letter.getOffset();
    }

    /** A dead letter on its way to the topic. */
    public Outgoing outgoing(DeadLetter letter, long timestamp) {
        return new Outgoing(Nodes.publish(topic()), key(letter), letter, timestamp);
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
        counter(topic, reason).increment();
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
