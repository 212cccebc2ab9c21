package io.lethe.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What the pipeline relies on in a broker, whichever way the broker was started. */
interface BrokerContract {

    String bootstrapServers();

    @Test
    default void S2_a_reader_of_committed_records_never_sees_what_was_aborted() throws Exception {
        String topic = aTopic(Map.of());
        try (Producer<String, String> producer = aTransactionalProducer();
                Consumer<String, String> consumer = aReaderOfCommittedRecords()) {
            consumer.subscribe(List.of(topic));

            commit(producer, topic, "granted", "withdrawn");
            abort(producer, topic, "refused", "granted");
            commit(producer, topic, "last");

            List<String> seen = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> seen.add(found.value()));
                return seen.contains("last");
            });
            assertThat(seen).containsExactly("granted", "withdrawn", "last");
        }
    }

    @Test
    default void a_topic_has_exactly_the_settings_it_was_created_with() throws Exception {
        Map<String, String> settings =
                Map.of("cleanup.policy", "compact", "max.compaction.lag.ms", "5000", "segment.ms", "5000");

        String topic = aTopic(settings);

        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            var running = requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            assertThat(settings)
                    .allSatisfy((name, value) ->
                            assertThat(running.get(name).value()).isEqualTo(value));
        }
    }

    private String aTopic(Map<String, String> settings) throws Exception {
        String name = "contract-" + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
        return name;
    }

    private Producer<String, String> aTransactionalProducer() {
        Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", "contract-" + UUID.randomUUID()),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private Consumer<String, String> aReaderOfCommittedRecords() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers(),
                        "group.id",
                        "contract-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static void commit(Producer<String, String> producer, String topic, String... values) {
        send(producer, topic, values);
        producer.commitTransaction();
    }

    private static void abort(Producer<String, String> producer, String topic, String... values) {
        send(producer, topic, values);
        producer.flush();
        producer.abortTransaction();
    }

    private static void send(Producer<String, String> producer, String topic, String... values) {
        producer.beginTransaction();
        for (String value : values) {
            producer.send(new ProducerRecord<>(topic, "s-1", value));
        }
    }
}
