package io.lethe.local.client;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Simulated recipient systems: each consumes its own topic of deletion commands with a consumer group of its own, and
 * answers on the topic of acknowledgements, as a real one would with any Kafka client.
 */
public final class RecipientSystems implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final PipelineClient client;
    private final InstantSource clock;
    private final Behaviour behaviour;
    private final KafkaProducer<String, DeletionAck> producer;
    private final List<Thread> threads;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile boolean closed;

    /** What a system makes of a command. */
    @FunctionalInterface
    public interface Behaviour {
        /** The outcome to acknowledge; empty to stay silent. */
        Optional<DeletionOutcome> of(DeletionCommand command);
    }

    public RecipientSystems(
            PipelineClient client, Collection<String> systems, InstantSource clock, Behaviour behaviour) {
        this.client = client;
        this.clock = clock;
        this.behaviour = behaviour;
        this.producer = new KafkaProducer<>(
                client.kafka(),
                new StringSerializer(),
                AvroSerdes.of(Topics.DELETION_ACKS, client.registry()).serializer());
        this.threads = systems.stream()
                .map(system ->
                        Thread.ofPlatform().daemon().name("recipient-" + system).start(() -> serve(system)))
                .toList();
    }

    private void serve(String system) {
        var commands = Topics.deletionCommands(system);
        Map<String, Object> settings = new HashMap<>(client.kafka());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "recipient." + system);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, DeletionCommand> consumer = new KafkaConsumer<>(
                settings,
                new StringDeserializer(),
                AvroSerdes.of(commands, client.registry()).deserializer())) {
            consumer.subscribe(List.of(commands.name()));
            while (!closed) {
                for (ConsumerRecord<String, DeletionCommand> record : consumer.poll(POLL)) {
                    answer(record.value());
                }
            }
        } catch (RuntimeException e) {
            failure.completeExceptionally(e);
        }
    }

    private void answer(DeletionCommand command) {
        Optional<DeletionOutcome> outcome = behaviour.of(command);
        if (outcome.isPresent()) {
            DeletionAck.Builder acknowledgement = DeletionAck.newBuilder()
                    .setCommandId(command.getCommandId())
                    .setOutcome(outcome.get())
                    .setAt(clock.instant());
            if (outcome.get() == DeletionOutcome.FAILED) {
                acknowledgement.setReason("the system was busy");
            }
            producer.send(
                    new ProducerRecord<>(Topics.DELETION_ACKS.name(), command.getSubjectId(), acknowledgement.build()),
                    (_, refused) -> {
                        if (refused != null) {
                            failure.completeExceptionally(refused);
                        }
                    });
        }
    }

    /** Completes exceptionally when one of them can no longer work. */
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        producer.close(PATIENCE);
    }
}
