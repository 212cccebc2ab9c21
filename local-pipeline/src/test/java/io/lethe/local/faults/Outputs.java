package io.lethe.local.faults;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RightsDue;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the retention stream has told, committed records only, as somebody who uses it would. */
final class Outputs implements AutoCloseable {

    private static final List<Topic<?>> TOPICS = List.of(
            Topics.CONSENT_CHANGES,
            Topics.CONSENT_STATE,
            Topics.RETENTION_CHANGES,
            Topics.RIGHTS_STATUS,
            Topics.RIGHTS_DUE,
            Topics.ERASURE_ORDERS,
            Topics.deadLetters(Party.RETENTION_STREAM));

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final List<TopicPartition> partitions;
    private final List<ErasureOrder> orders = new ArrayList<>();
    private final Told told = new Told();

    Outputs(Map<String, Object> kafka, Map<String, Object> registry) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Deserializer<SpecificRecord> values = AvroSerdes.deserializer(registry);
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values);
        this.partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** Reads all that is committed by now. */
    Told told() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::note);
        }
        return told;
    }

    /** All erasure orders that were read. */
    List<ErasureOrder> orders() {
        return orders;
    }

    /** Their ids, each once: an order that is told again is the same one. */
    Set<String> orderIds() {
        return orders.stream().map(ErasureOrder::getOrderId).collect(Collectors.toCollection(TreeSet::new));
    }

    private void note(ConsumerRecord<String, SpecificRecord> record) {
        switch (record.value()) {
            case ConsentChange it ->
                told.changes.add(it.getSubjectId() + " " + it.getPurpose() + " " + it.getFrom() + " > " + it.getTo()
                        + " " + it.getEffectiveAt() + " by " + it.getEventId());
            case ConsentState it ->
                told.states.put(
                        record.key(),
                        it.getStatus() + " "
                                + it.getConsents().stream()
                                        .map(entry -> entry.getPurpose() + " " + entry.getStatus() + " since "
                                                + entry.getSince() + " until " + entry.getValidUntil())
                                        .sorted()
                                        .toList());
            case RetentionChange it ->
                told.lapses.add(it.getSubjectId() + " " + it.getChange() + " at " + it.getEffectiveAt());
            case RightsStatus it -> {
                told.requests.add(it.getRequestId() + " of " + it.getSubjectId() + " " + it.getStatus()
                        + (it.getCode() == null ? "" : " " + it.getCode()));
                told.states.put("request " + it.getRequestId(), it.getStatus().toString());
            }
            case RightsDue it -> told.late.add(it.getRequestId() + " of " + it.getSubjectId() + " " + it.getKind());
            case ErasureOrder it -> {
                orders.add(it);
                told.orders.add(line(it));
            }
            case DeadLetter it ->
                told.deadLetters.add(
                        it.getTopic() + "-" + it.getPartition() + "-" + it.getOffset() + " " + it.getReason());
            case null -> told.states.remove(record.key());
            default -> throw new IllegalStateException("a record of another kind in " + record.topic());
        }
    }

    /** Of a lapse the time follows from when it was told, and is not of interest here. */
    private static String line(ErasureOrder it) {
        if (it.getCause() == ErasureCause.RETENTION_LAPSED) {
            return it.getSubjectId() + " " + it.getCause();
        }
        return it.getSubjectId() + " " + it.getCause() + " " + it.getRequestId() + " up to " + it.getOrderedAt();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
