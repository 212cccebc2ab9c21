package io.lethe.benchmarks;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes a burst that is there all at once: in one transaction, so that who reads what is committed sees nothing of it while it is
 * written, and everything from one moment on.
 */
final class Burst implements AutoCloseable {

    private static final int LONGEST_MILLIS = 300_000;

    private final KafkaProducer<String, byte[]> producer;

    Burst(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "benchmark-" + UUID.randomUUID(),
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        LONGEST_MILLIS,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        128L * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** What a burst consists of. */
    interface Events {
        /** @return the event of a number */
        ProducerRecord<String, byte[]> event(int number);
    }

    void write(int count, Events events) {
        producer.beginTransaction();
        for (int number = 0; number < count; number++) {
            producer.send(events.event(number));
        }
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
