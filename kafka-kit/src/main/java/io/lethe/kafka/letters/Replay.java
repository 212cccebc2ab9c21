package io.lethe.kafka.letters;

import io.lethe.kafka.UpToNow;
import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records again, byte for byte, to the end of their own partition, where whoever could not process them reads them once more.
 * Events are idempotent: for those who could, nothing changes.
 */
public final class Replay implements AutoCloseable {

    /** Says which position a record repeats. */
    public static final String HEADER = "lethe-replay-of";

    private static final Set<String> COMPACTED = Topics.all(Set.of()).stream()
            .filter(topic -> topic.cleanup() instanceof Cleanup.Compacted)
            .map(Topic::name)
            .collect(Collectors.toUnmodifiableSet());

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    /** What became of one position. */
    public sealed interface Outcome {}

    /** The record was written again. */
    public record Replayed(Position as) implements Outcome {}

    /** The topic has removed the record already, as it is meant to. */
    public record Gone() implements Outcome {}

    /** The topic keeps the newest record of a key, and this is an older one: writing it again would undo what came after it. */
    public record Overtaken() implements Outcome {}

    /** The record is itself a replay of one that is replayed now. */
    public record Repeat(Position of) implements Outcome {}

    /**
     * Whether a topic's records may be repeated by whoever acts for operators without being one: it has what the front door has taken in, alone, where the same
     * event could be sent once more. What the services tell each other, and what holds identifiers, is repeated by an operator who may write there.
     */
    public static boolean isForOperators(Topic<?> topic) {
        return topic.writers().equals(List.of(Party.CONSENT_INGEST));
    }

    /** @param kafka settings of clients */
    public Replay(Map<String, ?> kafka) {
        Map<String, Object> reading = UpToNow.settings(kafka);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = new HashMap<>(kafka);
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Replays each position once, in the order of the topics.
     *
     * @param told of each position and what became of it
     * @throws KafkaException where the broker does not answer, or will not; what was told of until then is done
     */
    public void run(Collection<Position> positions, BiConsumer<Position, Outcome> told) {
        run(positions, told, () -> false);
    }

    /**
     * Replays each position once, in the order of the topics, until it is stopped.
     *
     * @param told of each position and what became of it
     * @param isStopped is asked before each
     * @throws KafkaException where the broker does not answer, or will not; what was told of until then is done
     */
    public void run(Collection<Position> positions, BiConsumer<Position, Outcome> told, BooleanSupplier isStopped) {
        Set<Position> there = new HashSet<>();
        // A replay comes after what it repeats, in the same partition.
        for (Position position : new TreeSet<>(positions)) {
            if (isStopped.getAsBoolean()) {
                return;
            }
            Optional<ConsumerRecord<byte[], byte[]>> record = read(position);
            told.accept(position, record.map(it -> replay(it, there)).orElseGet(Gone::new));
            record.ifPresent(_ -> there.add(position));
        }
    }

    private Outcome replay(ConsumerRecord<byte[], byte[]> record, Set<Position> alsoReplayed) {
        Optional<Position> original = replayOf(record.headers()).filter(alsoReplayed::contains);
        if (original.isPresent()) {
            return new Repeat(original.get());
        }
        if (COMPACTED.contains(record.topic()) && isOvertaken(record)) {
            return new Overtaken();
        }
        return new Replayed(write(record));
    }

    private static Optional<Position> replayOf(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        try {
            return Optional.ofNullable(header)
                    .map(it -> Position.parse(new String(it.value(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            // Not written by us, so it says nothing.
            return Optional.empty();
        }
    }

    /** Empty where retention or compaction has removed it. */
    private Optional<ConsumerRecord<byte[], byte[]>> read(Position position) {
        AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
        try {
            readFrom(position, record -> {
                found.set(record.offset() == position.offset() ? record : null);
                return false;
            });
        } catch (OffsetOutOfRangeException e) {
            // The partition begins later by now.
            return Optional.empty();
        }
        return Optional.ofNullable(found.get());
    }

    private boolean isOvertaken(ConsumerRecord<byte[], byte[]> older) {
        AtomicBoolean overtaken = new AtomicBoolean();
        readFrom(new Position(older.topic(), older.partition(), older.offset() + 1), record -> {
            overtaken.set(Arrays.equals(record.key(), older.key()));
            return !overtaken.get();
        });
        return overtaken.get();
    }

    private void readFrom(Position position, Predicate<ConsumerRecord<byte[], byte[]>> target) {
        Set<TopicPartition> partition = Set.of(position.topicPartition());
        consumer.assign(partition);
        consumer.seek(position.topicPartition(), position.offset());
        UpToNow.read(consumer, partition, target);
    }

    private Position write(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.remove(HEADER);
        Position position = new Position(record.topic(), record.partition(), record.offset());
        headers.add(HEADER, position.toString().getBytes(StandardCharsets.UTF_8));
        try {
            RecordMetadata written = producer.send(new ProducerRecord<>(
                            record.topic(),
                            record.partition(),
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            headers))
                    .get();
            return new Position(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw new KafkaException(position + " cannot be written again", e.getCause());
        } catch (InterruptedException e) {
            // Which sets the thread's mark again.
            throw new InterruptException("interrupted before " + position + " was written again");
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
