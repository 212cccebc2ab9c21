package io.lethe.local.faults.worker;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All recipient systems: they read their commands, and answer as the scripts say. */
final class ScriptedRecipients implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final WorkerOracle oracle;
    private final OrderDesk desk;
    private final Supplier<Instant> clock;
    private final Random random;
    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closed;

    private ScriptedRecipients(
            Map<String, Object> kafka,
            Map<String, Object> registry,
            WorkerOracle oracle,
            OrderDesk desk,
            Supplier<Instant> clock,
            long seed) {
        this.oracle = oracle;
        this.desk = desk;
        this.clock = clock;
        this.random = new Random(seed);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), AvroSerdes.deserializer(registry));
    }

    static ScriptedRecipients start(
            Map<String, Object> kafka,
            Map<String, Object> registry,
            WorkerOracle oracle,
            OrderDesk desk,
            Supplier<Instant> clock,
            long seed) {
        ScriptedRecipients all = new ScriptedRecipients(kafka, registry, oracle, desk, clock, seed);
        Thread.ofPlatform().daemon().name("recipients").start(all::run);
        return all;
    }

    /** It reads nothing and says nothing until it is {@linkplain #back back}. */
    void away(String system) {
        away.add(system);
    }

    void back(String system) {
        away.remove(system);
    }

    private void run() {
        try {
            consumer.assign(WorkerOracle.SYSTEMS.stream()
                    .flatMap(system -> partitions(system).stream())
                    .toList());
            while (!closed) {
                Set<TopicPartition> silent = new HashSet<>();
                away.forEach(system -> silent.addAll(partitions(system)));
                consumer.pause(silent);
                consumer.resume(consumer.paused().stream()
                        .filter(partition -> !silent.contains(partition))
                        .toList());
                consumer.poll(POLL).forEach(record -> {
                    if (record.value() instanceof DeletionCommand command) {
                        answer(command);
                    }
                });
            }
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        } finally {
            consumer.close();
        }
    }

    private static List<TopicPartition> partitions(String system) {
        return WorkerBench.partitions(Topics.deletionCommands(system));
    }

    private void answer(DeletionCommand command) {
        Script script = oracle.script(command.getOrderId(), command.getSystem());
        if (script == null) {
            throw new IllegalStateException("a command that is not owed: " + command.getCommandId());
        }
        for (DeletionOutcome outcome : script.answers(command.getAttempt())) {
            desk.answer("any " + random.nextInt(100), command.getCommandId(), outcome, clock.get());
        }
    }

    /** Whether they are at work: one that met what must not be has stopped. */
    void mustBeWell() {
        if (end.isCompletedExceptionally()) {
            end.join();
        }
    }

    @Override
    public void close() {
        closed = true;
        end.exceptionally(_ -> null).join();
    }
}
