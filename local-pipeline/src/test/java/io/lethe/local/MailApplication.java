package io.lethe.local;

import io.lethe.consent.filter.ConsentFilter;
import io.lethe.consent.filter.DropReason;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;

/** An application that is not the pipeline's, on its broker: hands on who opened which mail, as far as the consents allow it. */
final class MailApplication implements AutoCloseable {

    private static final String ID = "mail-application";
    private static final String OPENED = "opened-mails";
    private static final String ALLOWED = "opened-mails-for-hubspot";
    private static final Set<String> CHOICES = Set.of(
            Topics.CONSENT_STATEMENTS.name(),
            Topics.CONSENT_CHANGES.name(),
            Topics.CONSENT_STATE.name(),
            Topics.ERASURE_ORDERS.name());

    private final Trial trial;
    private final Map<DropReason, Integer> dropped = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final KafkaStreams streams;
    private final KafkaProducer<String, String> mails;
    private final Map<String, Object> kafka;

    private MailApplication(Trial trial, Path folder) {
        this.trial = trial;
        this.kafka = trial.client().kafka();
        Properties settings = new Properties();
        settings.putAll(kafka);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, ID);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Other tests put rubbish on the topics.
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        StreamsBuilder builder = new StreamsBuilder();
        ConsentFilter.reading(
                        builder,
                        trial.policy(),
                        Map.of("schema.registry.url", trial.registryUrl()),
                        ForgettingWindow.DEFAULT)
                .forPurpose("newsletters")
                .andRecipient("hubspot")
                .filter(
                        builder.stream(OPENED, Consumed.with(Serdes.String(), Serdes.String())),
                        Named.as("filter-by-consent"),
                        reason -> dropped.merge(reason, 1, Integer::sum))
                .to(ALLOWED, Produced.with(Serdes.String(), Serdes.String()));
        streams = new KafkaStreams(builder.build(), settings);
        streams.setUncaughtExceptionHandler(failure -> {
            failures.add(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        mails = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer());
    }

    /** Returns when it has read what everybody has chosen. */
    static MailApplication start(Trial trial, Path folder) throws Exception {
        try (Admin admin = trial.client().admin()) {
            admin.createTopics(List.of(
                            new NewTopic(OPENED, Topics.SUBJECT_PARTITIONS, (short) 1),
                            new NewTopic(ALLOWED, Topics.SUBJECT_PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        ConsentFilter.checkPartitions(trial.client().kafka(), List.of(OPENED));
        MailApplication application = new MailApplication(trial, folder);
        application.streams.start();
        application.catchUp();
        return application;
    }

    /** Returns when it knows what the pipeline has told by now. */
    void catchUp() {
        trial.awaitReading(ID, CHOICES);
    }

    void opened(@Nullable String subject, String mail, Instant at) throws Exception {
        mails.send(new ProducerRecord<>(OPENED, null, at.toEpochMilli(), subject, mail))
                .get();
    }

    Map<DropReason, Integer> dropped() {
        return Map.copyOf(dropped);
    }

    /** What was handed on of all mails that were opened by now. */
    List<String> handedOn() {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer())) {
            trial.awaitReading(ID, Set.of(OPENED));
            List<TopicPartition> partitions = consumer.partitionsFor(ALLOWED).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> mails = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(one -> consumer.position(one.getKey()) < one.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> mails.add(record.value()));
            }
            return mails;
        }
    }

    List<String> failures() {
        return failures.stream().map(Throwable::toString).toList();
    }

    @Override
    public void close() {
        mails.close();
        streams.close();
    }
}
