package io.lethe.console.audit;

import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The record as it stands on its topic. A page is read by its place and costs what it holds, however much there is; a consumer lives as
 * long as a page, since hardly anybody asks for one.
 */
public final class KafkaAuditPages implements AuditPages {

    private static final TopicPartition PLACE = new TopicPartition(Topics.AUDIT_EVENTS.name(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_POLLS = (int) PATIENCE.dividedBy(POLL);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supplier<Deserializer<SpecificRecord>> deserializers;

    KafkaAuditPages(
            Supplier<Consumer<String, byte[]>> consumers, Supplier<Deserializer<SpecificRecord>> deserializers) {
        this.consumers = consumers;
        this.deserializers = deserializers;
    }

    public static KafkaAuditPages of(KafkaConfig kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, Party.CONSOLE.label() + "-audit");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PAGE);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        return new KafkaAuditPages(
                () -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()),
                () -> AvroSerdes.deserializer(kafka.registry()));
    }

    @Override
    public AuditPage before(long before) throws IOException {
        try (Consumer<String, byte[]> consumer = consumers.get();
                Deserializer<SpecificRecord> values = deserializers.get()) {
            List<TopicPartition> place = List.of(PLACE);
            consumer.assign(place);
            long begin = at(consumer.beginningOffsets(place, PATIENCE));
            long end = Math.clamp(before, begin, at(consumer.endOffsets(place, PATIENCE)));
            long from = Math.max(begin, end - PAGE);
            consumer.seek(PLACE, from);
            List<AuditEvent> events = new ArrayList<>();
            for (int polls = 0; consumer.position(PLACE) < end; polls++) {
                if (polls == MOST_POLLS) {
                    throw new IOException("the record cannot be read in time");
                }
                for (ConsumerRecord<String, byte[]> one : consumer.poll(POLL)) {
                    if (one.offset() < end
                            && values.deserialize(one.topic(), one.value()) instanceof AuditEvent event) {
                        events.add(event);
                    }
                }
            }
            Collections.reverse(events);
            return new AuditPage(events, from > begin ? OptionalLong.of(from) : OptionalLong.empty());
        } catch (KafkaException e) {
            throw new IOException("the record cannot be read", e);
        }
    }

    private static long at(Map<TopicPartition, Long> offsets) {
        return Objects.requireNonNull(offsets.get(PLACE));
    }
}
