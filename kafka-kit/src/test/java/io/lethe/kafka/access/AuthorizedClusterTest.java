package io.lethe.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.cluster.TopicPreparation;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The access rules on a real broker that knows its callers and lets nobody do what no rule allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AuthorizedClusterTest {

    private static final List<String> SYSTEMS = List.of("hubspot", "linkedin");
    private static final List<String> ALL = List.of("hubspot", "linkedin", "analytics");
    private static final List<String> SERVICES =
            List.of("consent-ingest", "retention-stream", "erasure-worker", "recipient-connectors");
    private static final List<String> CALLERS = Stream.concat(
                    SERVICES.stream(), Stream.of("recipient.hubspot", "recipient.linkedin"))
            .toList();
    private static final String ADMIN = "plain-admin";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KafkaClusterTestKit cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setNumBrokerNodes(1)
                        .setNumControllerNodes(1)
                        .setCombined(true)
                        .setBrokerSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT)
                        .setControllerSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT)
                        .build())
                .setConfigProp("listener.name.external.plain.sasl.jaas.config", users())
                .setConfigProp("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setConfigProp("allow.everyone.if.no.acl.found", "false")
                .setConfigProp("offsets.topic.num.partitions", "1")
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("transaction.state.log.num.partitions", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        try (Admin admin = Admin.create(caller(ADMIN))) {
            List<AclBinding> rules = AccessRules.of(SYSTEMS, List.of("analytics"));
            admin.createAcls(rules).all().get();
            await().atMost(PATIENCE)
                    .until(() -> admin.describeAcls(AclBindingFilter.ANY)
                                    .values()
                                    .get()
                                    .size()
                            == rules.size());
        }
        SERVICES.forEach(this::prepare);
    }

    /** As a service does before it starts, on a cluster that has nothing yet. */
    private void prepare(String service) {
        Map<String, String> client = new HashMap<>();
        caller(service).forEach((name, value) -> client.put(name, String.valueOf(value)));
        KafkaConfig kafka = new KafkaConfig(client, Map.of(), ForgettingWindow.DEFAULT, 1, 1, true);
        new TopicPreparation(kafka, Topics.all(ALL), PATIENCE).prepare(service);
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void S4_a_recipient_system_reads_its_own_commands_and_answers_them() throws Exception {
        write("erasure-worker", "deletion-commands.hubspot");

        try (KafkaConsumer<String, String> consumer = consumer("recipient.hubspot", "recipient.hubspot")) {
            consumer.subscribe(List.of("deletion-commands.hubspot"));
            long until = System.nanoTime() + PATIENCE.toNanos();
            int read = 0;
            while (read == 0 && System.nanoTime() < until) {
                read = consumer.poll(Duration.ofMillis(200)).count();
            }
            assertThat(read).isEqualTo(1);
            consumer.commitSync();
        }
        write("recipient.hubspot", "deletion-acks");
    }

    @Test
    void S4_a_recipient_system_cannot_read_anothers_commands_nor_take_anothers_place() {
        assertRefused("recipient.linkedin", "recipient.linkedin", "deletion-commands.hubspot");
        try (KafkaConsumer<String, String> consumer = consumer("recipient.linkedin", "recipient.hubspot")) {
            consumer.subscribe(List.of("deletion-commands.linkedin"));
            assertThatThrownBy(() -> consumer.poll(PATIENCE)).isInstanceOf(GroupAuthorizationException.class);
        }
        assertWriteRefused("recipient.linkedin", "deletion-commands.linkedin");
        assertWriteRefused("recipient.linkedin", "erasure-certificates");
    }

    @Test
    void S4_who_calls_recipient_systems_cannot_read_the_commands_of_those_that_read_for_themselves() throws Exception {
        assertRefused("recipient-connectors", "recipient.hubspot", "deletion-commands.hubspot");
        assertWriteRefused("recipient-connectors", "deletion-commands.analytics");
        write("recipient-connectors", "deletion-acks");
    }

    @Test
    void S4_the_front_door_writes_what_people_say_and_reads_nothing() throws Exception {
        write("consent-ingest", "consent-statements");

        for (String topic : List.of("consent-statements", "identities", "deletion-commands.hubspot")) {
            assertRefused("consent-ingest", "consent-ingest", topic);
        }
        assertWriteRefused("consent-ingest", "erasure-orders");
    }

    @Test
    void S4_the_stream_orders_erasures_in_its_own_transactions_and_never_sees_an_identifier() throws Exception {
        try (KafkaProducer<String, String> producer = transactional("retention-stream", "retention-stream-1")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("erasure-orders", "key", "value"))
                    .get();
            producer.commitTransaction();
        }
        try (KafkaProducer<String, String> producer = transactional("retention-stream", "erasure-worker-1")) {
            assertThatThrownBy(producer::initTransactions).isInstanceOf(TransactionalIdAuthorizationException.class);
        }
        assertRefused("retention-stream", "retention-stream", "identities");
        assertRefused("retention-stream", "retention-stream", "deletion-commands.hubspot");
    }

    private void write(String caller, String topic) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(caller(caller), new StringSerializer(), new StringSerializer())) {
            assertThat(producer.send(new ProducerRecord<>(topic, "key", "value"))
                            .get()
                            .topic())
                    .isEqualTo(topic);
        }
    }

    private void assertWriteRefused(String caller, String topic) {
        assertThatThrownBy(() -> write(caller, topic)).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    private void assertRefused(String caller, String group, String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(caller, group)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            assertThatThrownBy(() -> consumer.poll(PATIENCE)).isInstanceOf(TopicAuthorizationException.class);
        }
    }

    private KafkaConsumer<String, String> consumer(String caller, String group) {
        Map<String, Object> settings = caller(caller);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private KafkaProducer<String, String> transactional(String caller, String id) {
        Map<String, Object> settings = caller(caller);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private Map<String, Object> caller(String name) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        settings.put(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT");
        settings.put(SaslConfigs.SASL_MECHANISM, "PLAIN");
        settings.put(SaslConfigs.SASL_JAAS_CONFIG, login(name) + ";");
        return settings;
    }

    private static String users() {
        return Stream.concat(Stream.of(ADMIN), CALLERS.stream())
                .map(name -> " user_" + name + "=\"" + secret(name) + "\"")
                .collect(Collectors.joining("", login(ADMIN), ";"));
    }

    private static String login(String name) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + name + "\" password=\""
                + secret(name) + "\"";
    }

    private static String secret(String name) {
        return name + "-secret";
    }
}
