package io.lethe.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The reference: one producer ({@code acks=all}, {@code linger.ms} 0) and one consumer on a topic of its own. */
final class BareRoundTrip implements AutoCloseable {

    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private final BareTopics topics;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
    private final Thread reading = new Thread(this::read, "bare-consumer");

    BareRoundTrip(String bootstrap) throws ExecutionException, InterruptedException {
        topics = new BareTopics(bootstrap, 1, 1);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0L),
                new StringSerializer(),
                new StringSerializer());
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> all = List.of(new TopicPartition(topics.name(), 0));
        consumer.assign(all);
        consumer.seekToBeginning(all);
        reading.start();
    }

    /** Nanoseconds from the producer's acknowledgement until the consumer has the record; 0 where it was there before. */
    long acknowledgedToConsumed() throws ExecutionException, InterruptedException, TimeoutException {
        String id = UUID.randomUUID().toString();
        CompletableFuture<Long> consumed = new CompletableFuture<>();
        awaited.put(id, consumed);
        producer.send(new ProducerRecord<>(topics.name(), 0, id, "x".repeat(200)))
                .get();
        long acknowledged = System.nanoTime();
        return Math.max(0, consumed.get(GIVE_UP.toMillis(), TimeUnit.MILLISECONDS) - acknowledged);
    }

    @Override
    public void close() throws InterruptedException, ExecutionException {
        consumer.wakeup();
        reading.join();
        producer.close();
        topics.close();
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (var each : consumer.poll(Duration.ofSeconds(1))) {
                    CompletableFuture<Long> waiting = awaited.remove(each.key());
                    if (waiting != null) {
                        waiting.complete(System.nanoTime());
                    }
                }
            }
        } catch (WakeupException e) {
            // Told to end by close().
        }
    }
}
