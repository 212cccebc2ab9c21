package io.lethe.ingest.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to Kafka and tells when all in-sync replicas have them (S1). It never blocks: what the producer cannot take
 * at once is refused, and what is under way is bounded in number and in bytes.
 */
public final class Publisher implements AutoCloseable {

    /** What became of the records of one request. */
    public enum Outcome {
        /** Kafka has every one of them. */
        ACKNOWLEDGED,
        /** Not sent: too much is under way. */
        TOO_MUCH_UNDER_WAY,
        /** At least one was not acknowledged in time; others may have been. */
        NOT_ACKNOWLEDGED
    }

    /**
     * How much may be under way.
     *
     * @param requests not yet answered by Kafka
     * @param bytes of keys and values in them; well below the producer's own buffer
     */
    public record Limits(int requests, long bytes) {}

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Serializer<SpecificRecord> serializer;
    private final Limits limits;
    private final KafkaHealth health;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** @param producer one that does not block in {@code send}: see {@link ProducerConfiguration} */
    public Publisher(
            Producer<String, byte[]> producer,
            Serializer<SpecificRecord> serializer,
            Limits limits,
            KafkaHealth health) {
        this.producer = producer;
        this.serializer = serializer;
        this.limits = limits;
        this.health = health;
    }

    /** @param done called once, on the caller's thread or on the producer's */
    public void publish(List<OutgoingRecord> records, Consumer<Outcome> done) {
        List<ProducerRecord<String, byte[]>> written = new ArrayList<>(records.size());
        long size = 0;
        for (OutgoingRecord record : records) {
            String topic = record.topic().name();
            byte[] value = serializer.serialize(topic, record.value());
            written.add(new ProducerRecord<>(topic, record.partition(), record.key(), value));
            size += value.length + record.key().length();
        }
        if (admit(size)) {
            new Delivery(written.size(), size, done).send(written);
        } else {
            done.accept(Outcome.TOO_MUCH_UNDER_WAY);
        }
    }

    /**
     * Whether records of all the topics could be sent at once; where not, the producer now asks where their partitions are.
     * It has to know them beforehand, because it is not allowed to wait, and forgets those that nobody asks for.
     */
    public boolean knows(List<String> topics) {
        // Each is asked for, so that the producer learns about all of them.
        return topics.stream().filter(this::knows).count() == topics.size();
    }

    private boolean knows(String topic) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Whether another request would be refused. */
    public boolean isFull() {
        return requests.get() >= limits.requests || bytes.get() >= limits.bytes;
    }

    public int requestsUnderWay() {
        return requests.get();
    }

    public long bytesUnderWay() {
        return bytes.get();
    }

    /** Waits until Kafka has answered for all that is under way, or the time for it is over. */
    public void settle() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
        serializer.close();
    }

    private boolean admit(long size) {
        if (requests.incrementAndGet() > limits.requests) {
            requests.decrementAndGet();
            return false;
        }
        // A single request is always admitted: it is bounded at the door.
        if (bytes.addAndGet(size) > limits.bytes && bytes.get() != size) {
            bytes.addAndGet(-size);
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    /** The records of one request on their way. */
    private final class Delivery implements Callback {

        private final long size;
        private final Consumer<Outcome> done;
        private final AtomicInteger open;
        private final AtomicBoolean answered = new AtomicBoolean();

        Delivery(int count, long size, Consumer<Outcome> done) {
            this.size = size;
            this.done = done;
            this.open = new AtomicInteger(count);
        }

        void send(List<ProducerRecord<String, byte[]>> records) {
            for (int i = 0; i < records.size(); i++) {
                try {
                    producer.send(records.get(i), this);
                } catch (RuntimeException e) {
                    // The producer has not taken this one, and will not be asked for the rest.
                    failed(e);
                    settled(records.size() - i);
                    return;
                }
            }
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                health.acknowledged();
            } else {
                failed(failure);
            }
            settled(1);
        }

        private void failed(Exception failure) {
            health.failed(failure);
            answer(Outcome.NOT_ACKNOWLEDGED);
        }

        private void settled(int count) {
            if (open.addAndGet(-count) == 0) {
                requests.decrementAndGet();
                bytes.addAndGet(-size);
                answer(Outcome.ACKNOWLEDGED);
            }
        }

        private void answer(Outcome outcome) {
            if (answered.compareAndSet(false, true)) {
                done.accept(outcome);
            }
        }
    }
}
