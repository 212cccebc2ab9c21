package io.lethe.local.faults.worker;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.local.faults.worker.WorkerOracle.Given;
import io.lethe.schemas.CertifiedSystem;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.SystemStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the worker has left in its topics, committed records only, beside what it should have. */
final class Trail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final WorkerOracle oracle;
    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final List<TopicPartition> partitions;

    /** How often each attempt of a command stands in its topic. */
    private final Map<String, TreeMap<Integer, Integer>> attempts = new HashMap<>();

    /** In which order a system was told of a subject's orders. */
    private final Map<String, List<String>> firstTold = new HashMap<>();

    private final Map<String, ErasureStatus> statuses = new HashMap<>();
    private final Map<String, List<ErasureCertificate>> certificates = new HashMap<>();
    private final Map<String, Boolean> identities = new HashMap<>();
    private final Map<String, Integer> deadLetters = new HashMap<>();
    private final List<String> strange = new ArrayList<>();
    private boolean builtAnew;

    Trail(Map<String, Object> kafka, Map<String, Object> registry, WorkerOracle oracle) {
        this.oracle = oracle;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), AvroSerdes.deserializer(registry));
        Stream<Topic<?>> told = Stream.of(
                Topics.ERASURE_STATUS,
                Topics.ERASURE_CERTIFICATES,
                Topics.IDENTITIES,
                Topics.deadLetters(Party.ERASURE_WORKER));
        partitions = Stream.concat(WorkerOracle.SYSTEMS.stream().map(Topics::deletionCommands), told)
                .flatMap(topic -> WorkerBench.partitions(topic).stream())
                .toList();
        consumer.assign(partitions);
    }

    /**
     * Who reads all topics again finds the same rubbish, and says so under the same key; and reads answers whose orders it has not read
     * yet.
     */
    void builtAnew() {
        builtAnew = true;
    }

    /** Reads all that is committed by now. */
    void read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::note);
        }
    }

    private void note(ConsumerRecord<String, SpecificRecord> record) {
        switch (record.value()) {
            case DeletionCommand it -> command(it);
            case ErasureStatus it -> statuses.put(it.getOrderId(), it);
            case ErasureCertificate it ->
                certificates
                        .computeIfAbsent(it.getOrderId(), _ -> new ArrayList<>())
                        .add(it);
            case DeadLetter it ->
                deadLetters.merge(
                        it.getTopic() + "-" + it.getPartition() + "@" + it.getOffset() + " " + it.getReason(),
                        1,
                        builtAnew ? Math::max : Integer::sum);
            case null, default -> identities.put(record.key(), record.value() != null);
        }
    }

    private void command(DeletionCommand command) {
        attempts.computeIfAbsent(command.getCommandId(), _ -> new TreeMap<>())
                .merge(command.getAttempt(), 1, Integer::sum);
        if (command.getAttempt() == 1) {
            firstTold
                    .computeIfAbsent(command.getSubjectId() + " " + command.getSystem(), _ -> new ArrayList<>())
                    .add(command.getOrderId());
        }
        Given order = oracle.order(command.getOrderId());
        boolean rightPerson = order != null
                && order.person()
                        .identifier()
                        .equals(command.getIdentifiers().getFirst().getValue());
        if (!rightPerson) {
            strange.add("a command about somebody else: " + command.getCommandId());
        }
    }

    /** What is there and must never be; nothing that comes later mends it. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>(strange);
        attempts.forEach((command, times) -> times.forEach((attempt, count) -> {
            if (count > 1) {
                wrong.add("attempt " + attempt + " of " + command + " stands " + count + " times");
            }
        }));
        certificates.forEach((order, all) -> {
            if (all.size() > 1) {
                wrong.add(all.size() + " certificates for " + order);
            }
        });
        deadLetters.forEach((position, count) -> {
            if (count > 1) {
                wrong.add(count + " dead letters for " + position);
            }
        });
        return wrong;
    }

    /** What is not as it should be, yet. */
    List<String> differences(Instant now) {
        List<String> differences = new ArrayList<>();
        Map<String, List<String>> told = new HashMap<>();
        Map<String, Boolean> needed = new HashMap<>();
        for (Given order : oracle.orders()) {
            compare(order, now, differences);
            needed.merge(order.person().subject(), !oracle.finishes(order), Boolean::logicalOr);
            order.scripts()
                    .keySet()
                    .forEach(system -> told.computeIfAbsent(
                                    order.person().subject() + " " + system, _ -> new ArrayList<>())
                            .add(order.orderId()));
        }
        compare("identifier kept of", needed, identities, differences);
        compare("told in this order:", told, firstTold, differences);
        Map<String, Integer> letters = new HashMap<>();
        oracle.deadLetters().forEach(position -> letters.merge(position, 1, Integer::sum));
        Map<String, Integer> actual = new HashMap<>(deadLetters);
        if (builtAnew) {
            actual.keySet()
                    .removeIf(letter ->
                            letter.endsWith(" " + DeadLetterReason.UNKNOWN_COMMAND) && !letters.containsKey(letter));
        }
        compare("dead letter", letters, actual, differences);
        return differences;
    }

    private void compare(Given order, Instant now, List<String> differences) {
        Map<String, String> expected = oracle.standing(order, now);
        ErasureStatus status = statuses.get(order.orderId());
        Map<String, String> actual = new TreeMap<>();
        if (status != null) {
            for (SystemStatus system : status.getSystems()) {
                actual.put(system.getSystem(), state(system));
                compareAttempts(system, differences);
            }
        }
        if (!actual.equals(expected)) {
            differences.add(order.orderId() + " should stand at " + expected + ", and stands at " + actual);
        }
        List<ErasureCertificate> proofs = certificates.getOrDefault(order.orderId(), List.of());
        if (!proofs.isEmpty() != oracle.finishes(order)) {
            differences.add(order.orderId() + " has " + proofs.size() + " certificates");
        } else if (!proofs.isEmpty() && !certified(proofs.getFirst()).equals(expected)) {
            differences.add(order.orderId() + " is certified as " + certified(proofs.getFirst()));
        }
    }

    /** Each attempt up to the last one that the status tells of stands in the topic. */
    private void compareAttempts(SystemStatus system, List<String> differences) {
        TreeMap<Integer, Integer> published = attempts.getOrDefault(system.getCommandId(), new TreeMap<>());
        boolean whole = published.size() == system.getAttempts()
                && (published.isEmpty() || (published.firstKey() == 1 && published.lastKey() == system.getAttempts()));
        if (!whole) {
            differences.add(system.getCommandId() + " has had " + system.getAttempts() + " attempts by its status, and "
                    + published.keySet() + " in its topic");
        }
    }

    private static String state(SystemStatus system) {
        return switch (system.getState()) {
            case QUEUED, ISSUED, RECEIVED, RETRYING -> "ASKED";
            default -> system.getState().name();
        };
    }

    private static Map<String, String> certified(ErasureCertificate certificate) {
        Map<String, String> outcomes = new TreeMap<>();
        for (CertifiedSystem system : certificate.getSystems()) {
            outcomes.put(system.getSystem(), system.getOutcome().name());
        }
        return outcomes;
    }

    private static <V> void compare(
            String what, Map<String, V> expected, Map<String, V> actual, List<String> differences) {
        expected.forEach((key, value) -> {
            if (!value.equals(actual.get(key))) {
                differences.add(what + " " + key + " should be " + value + ", and is " + actual.get(key));
            }
        });
        actual.forEach((key, value) -> {
            if (!expected.containsKey(key)) {
                differences.add(what + " " + key + " is " + value + ", and should not be");
            }
        });
    }

    /** How many commands stand in the topics, attempts counted. */
    long commands() {
        return attempts.values().stream().mapToLong(Map::size).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
