package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateJson;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.ChainHead;
import io.lethe.kafka.access.AccessRules;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.local.process.AuthorizedBroker;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do on a cluster that knows its callers, and lets nobody do what no rule allows. */
class LoggedInIT {

    private static final String OPERATORS = Party.OPERATORS.label();
    private static final String REGISTRY = "mock://logged-in";
    private static final TopicPartition READ = new TopicPartition(Topics.INTERACTIONS.name(), 0);
    private static final TopicPartition CERTIFICATES = new TopicPartition(Topics.ERASURE_CERTIFICATES.name(), 0);
    private static final Instant WHEN = Instant.parse("2031-02-05T09:00:00Z");

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private AuthorizedBroker broker;
    private Admin admin;

    @SuppressWarnings("NullAway.Init") // JUnit calls start() first
    LoggedInIT() {}

    @BeforeEach
    void start() throws ExecutionException, InterruptedException {
        broker = AuthorizedBroker.start(folder.resolve("broker"), OPERATORS);
        admin = Admin.create(broker.administrator());
        admin.createTopics(Topics.all(List.of()).stream()
                        .map(topic -> new NewTopic(topic.name(), Optional.of(1), Optional.empty()))
                        .toList())
                .all()
                .get();
        allow(AccessRules.of(List.of(), List.of()));
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void S3_an_operator_logs_in_to_see_dead_letters_and_replays_those_whose_topic_they_may_read_and_write()
            throws Exception {
        refusedRecord();

        assertThat(lethe("dead-letters")).isZero();
        assertThat(lethe("dead-letters", "replay", "--all")).isEqualTo(1);
        assertThat(printed.toString()).contains("the broker refuses", READ.topic(), "--config");

        allow(List.of(mayWith(READ, AclOperation.READ), mayWith(READ, AclOperation.WRITE)));

        assertThat(lethe("dead-letters", "replay", "--all")).isZero();
        assertThat(recordsIn(READ)).isEqualTo(2);
    }

    @Test
    void E6_an_operator_logs_in_to_put_certificates_back_that_an_older_copy_of_the_topics_does_not_have()
            throws Exception {
        CertificateSigner signer = new CertificateSigner(CertificateSigner.newKey());
        Path exported = Files.writeString(folder.resolve("all.jsonl"), CertificateJson.line(certificate(signer)));
        allow(List.of(mayWith(CERTIFICATES, AclOperation.WRITE)));
        String[] reapply = {"erasure", "reapply", "--file", exported.toString(), "--key", signer.publicKey()};

        assertThat(lethe(reapply)).as(printed.toString()).isZero();
        assertThat(lethe("verify-certificates", "--key", signer.publicKey()))
                .as(printed.toString())
                .isZero();
        assertThat(lethe(reapply)).isZero();

        assertThat(recordsIn(CERTIFICATES)).isEqualTo(1);
    }

    private int lethe(String... command) throws Exception {
        Path login = Files.writeString(folder.resolve("login.properties"), AuthorizedBroker.login(OPERATORS));
        String[] where = {"--bootstrap", broker.address(), "--registry", REGISTRY, "--config", login.toString()};
        return Lethe.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(Stream.concat(Stream.of(command), Stream.of(where)).toArray(String[]::new));
    }

    /** A record that is no event, and the letter that points at it. */
    private void refusedRecord() throws Exception {
        try (KafkaProducer<byte[], byte[]> anybody = new KafkaProducer<>(
                        broker.administrator(), new ByteArraySerializer(), new ByteArraySerializer());
                KafkaProducer<String, DeadLetter> service = new KafkaProducer<>(
                        broker.administrator(),
                        new StringSerializer(),
                        AvroSerdes.of(Topics.deadLetters(Party.RETENTION_STREAM), registry())
                                .serializer())) {
            anybody.send(new ProducerRecord<>(READ.topic(), new byte[] {1}, new byte[] {42}))
                    .get();
            DeadLetter letter = DeadLetter.newBuilder()
                    .setService(Party.RETENTION_STREAM.label())
                    .setTopic(READ.topic())
                    .setPartition(READ.partition())
                    .setOffset(0)
                    .setReason(DeadLetterReason.NOT_FRAMED)
                    .setDetail("not in the wire format")
                    .setValueBytes(1)
                    .setFailedAt(WHEN)
                    .build();
            service.send(new ProducerRecord<>(
                            Topics.deadLetters(Party.RETENTION_STREAM).name(), "interactions-0-0", letter))
                    .get();
        }
    }

    private static Map<String, Object> registry() {
        return Map.of("schema.registry.url", REGISTRY);
    }

    private static Certificate certificate(CertificateSigner signer) {
        return signer.sign(
                new CertifiedErasure(
                        "subject.order0000001",
                        "subject",
                        "retention-lapsed",
                        null,
                        WHEN,
                        WHEN,
                        WHEN,
                        List.of("contact-details"),
                        List.of(),
                        "2026-01",
                        "completed"),
                ChainHead.beforeTheFirst("0"));
    }

    private static AclBinding mayWith(TopicPartition partition, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, partition.topic(), PatternType.LITERAL),
                new AccessControlEntry(
                        AccessRules.principal(Party.OPERATORS), "*", operation, AclPermissionType.ALLOW));
    }

    /** Returns once the broker knows of it. */
    private void allow(List<AclBinding> rules) throws ExecutionException, InterruptedException {
        admin.createAcls(rules).all().get();
        Trial.await()
                .until(() ->
                        admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(rules));
    }

    private long recordsIn(TopicPartition partition) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
