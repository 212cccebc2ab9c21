package io.lethe.console.audit;

import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail on its topic. A thread of its own waits for the registry and for where the partition is, so that nobody else does; what
 * comes while it waits is queued, so much at most, and refused beyond.
 */
public final class KafkaAuditTrail implements AuditTrail {

    /** From when an event was handed over until it has to be acknowledged. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    /** People act one by one; more than these wait for nothing good. */
    private static final int MOST_WAITING = 200;

    private static final Duration DELIVERY = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(3);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Supplier<Serializer<SpecificRecord>> made;
    private final Duration patience;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("audit-trail").daemon().factory());

    /** Of the audit trail's thread alone. */
    private @Nullable Serializer<SpecificRecord> serializer;

    KafkaAuditTrail(Producer<String, byte[]> producer, Supplier<Serializer<SpecificRecord>> made, Duration patience) {
        this.producer = producer;
        this.made = made;
        this.patience = patience;
    }

    /** Neither broker nor registry has to answer yet. */
    public static KafkaAuditTrail open(KafkaConfig kafka) {
        return new KafkaAuditTrail(
                new KafkaProducer<>(settings(kafka.client()), new StringSerializer(), new ByteArraySerializer()),
                () -> AvroSerdes.serializer(List.of(Topics.AUDIT_EVENTS), kafka.registry()),
                PATIENCE);
    }

    static Map<String, Object> settings(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG, Party.CONSOLE.label(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST.toMillis())));
        settings.putAll(client);
        // What a trail is worth is not the operator's to change.
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(DELIVERY.toMillis()));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
        return settings;
    }

    @Override
    public CompletableFuture<Void> write(AuditEvent event) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        try {
            thread.execute(() -> send(event, written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(e);
        }
        return written.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(AuditEvent event, CompletableFuture<Void> written) {
        if (written.isDone()) {
            // Whoever waited has been told that nothing was recorded.
            return;
        }
        try {
            String topic = Topics.AUDIT_EVENTS.name();
            byte[] value = serializer().serialize(topic, event);
            producer.send(new ProducerRecord<>(topic, event.getActId(), value), (_, failure) -> {
                if (failure == null) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            written.completeExceptionally(e);
        }
    }

    private Serializer<SpecificRecord> serializer() {
        if (serializer == null) {
            serializer = made.get();
        }
        return serializer;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(CLOSE_PATIENCE);
    }
}
