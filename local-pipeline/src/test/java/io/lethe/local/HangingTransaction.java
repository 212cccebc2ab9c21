package io.lethe.local;

import io.lethe.local.client.PipelineClient;
import io.lethe.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A transaction whose producer has gone, and that nobody ends for a quarter of an hour. */
record HangingTransaction(PipelineClient client, TopicPartition partition) {

    /** Begins one where a key's records are. */
    static HangingTransaction begin(PipelineClient client, Topic<?> topic, String key)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(client.kafka());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "hanging-" + UUID.randomUUID());
        settings.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(Duration.ofMinutes(15).toMillis()));
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        int partition = producer.send(new ProducerRecord<>(topic.name(), key, null))
                .get()
                .partition();
        // A close in time would end it.
        producer.close(Duration.ZERO);
        return new HangingTransaction(client, new TopicPartition(topic.name(), partition));
    }

    /** As kafka-transactions.sh does. */
    void abort() throws ExecutionException, InterruptedException {
        try (Admin admin = client.admin()) {
            ProducerState state =
                    admin
                            .describeProducers(List.of(partition))
                            .partitionResult(partition)
                            .get()
                            .activeProducers()
                            .stream()
                            .filter(one -> one.currentTransactionStartOffset().isPresent())
                            .findFirst()
                            .orElseThrow();
            admin.abortTransaction(new AbortTransactionSpec(
                            partition,
                            state.producerId(),
                            (short) state.producerEpoch(),
                            state.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();
        }
    }
}
