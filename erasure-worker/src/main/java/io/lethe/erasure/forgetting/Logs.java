package io.lethe.erasure.forgetting;

import io.lethe.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The logs that hold identifiers, as a broker has them. For one thread. */
final class Logs implements AutoCloseable {

    /** Of each beat, so that the next replaces it. No subject id looks like it. */
    static final String KEY = "lethe-heartbeat";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FEW_BYTES = 1024;

    private final List<String> compacted;
    private final List<String> commands;
    private final List<String> answers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;

    /**
     * @param client settings of Kafka's clients, by their own names
     * @param changelog of the store of identities
     * @param systems the recipient systems
     * @param rerouted where answers lie that are on their way to their subject's task
     */
    Logs(Map<String, String> client, String changelog, Collection<String> systems, String rerouted) {
        compacted = List.of(Topics.IDENTITIES.name(), changelog);
        commands = systems.stream()
                .map(system -> Topics.deletionCommands(system).name())
                .toList();
        answers = List.of(Topics.DELETION_ACKS.name(), rerouted);
        Map<String, Object> settings = new HashMap<>(client);
        admin = Admin.create(settings);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        settings = new HashMap<>(client);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FEW_BYTES);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Writes a beat into each compacted log of a partition; returns where it stands. */
    Map<TopicPartition, Long> beat(int partition) {
        Map<TopicPartition, Future<RecordMetadata>> sent = new HashMap<>();
        for (String log : compacted) {
            // Without a value: who reads it deletes somebody who is not there.
            ProducerRecord<byte[], byte[]> beat =
                    new ProducerRecord<>(log, partition, KEY.getBytes(StandardCharsets.UTF_8), null);
            sent.put(new TopicPartition(log, partition), producer.send(beat));
        }
        return sent.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> await(one.getValue()).offset()));
    }

    /** Of some places those at which the broker has no record any more. */
    Set<TopicPartition> emptied(Map<TopicPartition, Long> places) {
        Map<TopicPartition, Long> next = new HashMap<>();
        consumer.assign(places.keySet());
        places.forEach(consumer::seek);
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                next.size() < places.size() && System.nanoTime() < end; ) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition log = new TopicPartition(record.topic(), record.partition());
                if (next.putIfAbsent(log, record.offset()) == null) {
                    consumer.pause(List.of(log));
                }
            }
        }
        consumer.assign(List.of());
        return places.keySet().stream()
                .filter(log -> next.getOrDefault(log, 0L) > places.getOrDefault(log, Long.MAX_VALUE))
                .collect(Collectors.toSet());
    }

    /**
     * Of some partitions those in which no command is left that was written before a time, once there is no answer either. An
     * answer may name somebody in words, and stand in any partition.
     */
    Set<Integer> withoutCommandsAndAnswersBefore(Map<Integer, Instant> asked) {
        Instant oldest = oldestAnswer();
        Map<Integer, Instant> times = new HashMap<>(asked);
        times.values().removeIf(oldest::isBefore);
        return times.isEmpty() ? Set.of() : withoutCommandsBefore(times);
    }

    /** By the broker's own clock, whatever a recipient's says. */
    private Instant oldestAnswer() {
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        for (TopicDescription topic : await(admin.describeTopics(answers)
                        .allTopicNames()
                        .toCompletionStage()
                        .toCompletableFuture())
                .values()) {
            topic.partitions()
                    .forEach(one ->
                            first.put(new TopicPartition(topic.name(), one.partition()), OffsetSpec.forTimestamp(0)));
        }
        return await(admin.listOffsets(first).all().toCompletionStage().toCompletableFuture()).values().stream()
                .filter(found -> found.offset() >= 0)
                .map(found -> Instant.ofEpochMilli(found.timestamp()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private Set<Integer> withoutCommandsBefore(Map<Integer, Instant> times) {
        Map<TopicPartition, Instant> asked = new HashMap<>();
        times.forEach(
                (partition, at) -> commands.forEach(topic -> asked.put(new TopicPartition(topic, partition), at)));
        var first = offsets(asked, OffsetSpec.earliest());
        var end = offsets(asked, OffsetSpec.latest());
        var newer = offsets(asked, null);
        Set<Integer> without = new HashSet<>(times.keySet());
        asked.keySet().forEach(log -> {
            long kept = newer.getOrDefault(log, -1L) < 0 ? end.getOrDefault(log, 0L) : newer.getOrDefault(log, 0L);
            if (first.getOrDefault(log, 0L) < kept) {
                without.remove(log.partition());
            }
        });
        return without;
    }

    /** @param spec null for the first record from the time on that is asked about */
    private Map<TopicPartition, Long> offsets(Map<TopicPartition, Instant> asked, @Nullable OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> specs = asked.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        one -> spec == null
                                ? OffsetSpec.forTimestamp(one.getValue().toEpochMilli())
                                : spec));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                await(admin.listOffsets(specs).all().toCompletionStage().toCompletableFuture());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().offset()));
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("the cluster did not answer in time", e);
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while waiting for the cluster", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
        admin.close(Duration.ZERO);
    }
}
