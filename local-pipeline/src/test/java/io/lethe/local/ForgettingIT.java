package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateJson;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.ChainHead;
import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.KeyRotation;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.local.client.RecipientSystems;
import io.lethe.local.faults.worker.WorkerInstance;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Part;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.Identity;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** E5: the pipeline forgets. Every file of the broker, the registry and the services is read. */
class ForgettingIT {

    private static final Duration WINDOW = Duration.ofSeconds(20);

    /** In the identifiers of those who are erased, and of those who are not. */
    private static final String ERASED = "k7-erased-";

    private static final String SPARED = "k7-spared-";

    @TempDir
    private Path aside = Path.of("");

    private static Trial trial;
    private static CalledSystems called;
    private static Grep grep;
    private static KafkaProducer<String, DeletionAck> answers;
    private static RecipientSystems recipients;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        called = CalledSystems.start();
        trial = Trial.startForgetting(WINDOW, called.policy(folder));
        grep = new Grep(trial.data().root());
        answers = new KafkaProducer<>(
                trial.client().kafka(),
                new StringSerializer(),
                AvroSerdes.of(Topics.DELETION_ACKS, Map.of("schema.registry.url", trial.registryUrl()))
                        .serializer());
        recipients = new RecipientSystems(
                trial.client(), trial.systemsWithClients(), trial.clock(), ForgettingIT::quoteAndComplete);
    }

    @AfterAll
    static void stop() {
        recipients.close();
        answers.close();
        trial.close();
        called.close();
    }

    @Test
    void
            E5_E6_within_the_window_no_byte_of_an_erased_identifier_is_in_any_file_and_an_old_state_folder_brings_none_back()
                    throws Exception {
        Map<String, String> erased = people(ERASED);
        Map<String, String> spared = people(SPARED);
        rotateKeys();
        Set<String> erasedBytes = bytes(ERASED, erased.values());
        Set<String> sparedSeals = seals(spared.values());
        unreadableRecordsFor(erased.values());
        // What a store has in memory is on disk after a stop.
        trial.pipeline().stop(Part.ERASURE_WORKER);
        assertThat(filesWith(grep.files(erasedBytes), "state/erasure-worker/")).isNotEmpty();
        Path state = trial.data().state(Part.ERASURE_WORKER);
        Path subjects = trial.data().state(Part.RETENTION_STREAM);
        copy(state, aside.resolve("worker"));
        trial.pipeline().restart(Part.ERASURE_WORKER);
        trial.pipeline().stop(Part.RETENTION_STREAM);
        copy(subjects, aside.resolve("stream"));
        trial.pipeline().restart(Part.RETENTION_STREAM);
        assertThat(filesWith(grep.files(erasedBytes), "kafka/identities-")).isNotEmpty();

        HangingTransaction hanging = HangingTransaction.begin(
                trial.client(), Topics.IDENTITIES, erased.values().iterator().next());
        erased.keySet()
                .forEach(identifier -> trial.publish(
                        "rights-requests",
                        Events.erasureRequest(kind(identifier), identifier).toString()));

        Trial.await().until(() -> certified().containsAll(erased.values()));
        assertThat(called.calls(CalledSystems.ALIVE, ERASED + "visitor-0")).isPositive();
        // Each request has sealed its identifier once more, and that seal is the last one of the log.
        Set<String> allErased = bytes(ERASED, erased.values());
        assertThat(allErased).hasSizeGreaterThan(erasedBytes.size());
        for (String log : List.of("deletion-commands.", "deletion-acks-")) {
            assertThat(filesWith(grep.files(Set.of(ERASED)), "kafka/" + log))
                    .as(log)
                    .isNotEmpty();
        }
        Trial.await().until(() -> secondsOpen() > 5);
        hanging.abort();
        Trial.await().until(() -> secondsOpen() == 0);
        Instant done = Instant.now();
        // From here on nobody writes anything that concerns a person.
        Trial.await().until(() -> forgotten().containsAll(erased.values()));
        Duration took = Duration.between(done, Instant.now());

        assertThat(grep.files(allErased)).isEmpty();
        System.out.println("copies were found to be gone after " + took + " of " + WINDOW);
        assertThat(took).isLessThan(WINDOW);
        assertThat(grep.compressedSegments()).isEmpty();
        List<Path> left = grep.files(sparedSeals);
        assertThat(filesWith(left, "kafka/identities-")).isNotEmpty();
        assertThat(filesWith(left, "kafka/erasure-worker-identities-changelog-"))
                .isNotEmpty();

        trial.pipeline().stop(Part.ERASURE_WORKER);
        trial.pipeline().stop(Part.RETENTION_STREAM);
        // A store that is at work may have it in memory, or be writing its files anew.
        assertThat(filesWith(grep.files(sparedSeals), "state/erasure-worker/")).isNotEmpty();
        new DataFolder(state).delete();
        copy(aside.resolve("worker"), state);
        new DataFolder(subjects).delete();
        copy(aside.resolve("stream"), subjects);
        assertThat(grep.files(erasedBytes)).isNotEmpty();
        long told = commandsOf(erased.values());
        trial.pipeline().restart(Part.ERASURE_WORKER);
        trial.pipeline().restart(Part.RETENTION_STREAM);

        trial.settle();
        assertThat(grep.files(allErased)).isEmpty();
        assertThat(erased.values())
                .allSatisfy(subject -> assertThat(statusOf(subject)).isEqualTo("erased"));
        assertThat(commandsOf(erased.values())).isEqualTo(told);
        assertThat(certified()).doesNotHaveDuplicates();
    }

    @Test
    void E5_the_standby_of_a_second_worker_forgets_in_the_same_time() throws Exception {
        trial.pipeline().stop(Part.ERASURE_WORKER);
        Path workers = trial.data().root().resolve("workers");
        List<String> folders = List.of("workers/one/", "workers/two/");
        try (WorkerInstance one = worker(workers.resolve("one"));
                WorkerInstance two = worker(workers.resolve("two"))) {
            Map<String, String> erased = people("k7-standby-");
            Map<String, String> spared = people("k7-standing-");
            Set<String> before = seals(erased.values());
            // Each has half of the partitions, and stands by for the other half; what it has in memory is on disk after
            // a stop.
            Trial.await().until(() -> {
                trial.settle();
                stopped(one, two);
                List<Path> files = grep.files(before);
                one.process().startAgain();
                two.process().startAgain();
                return folders.stream()
                        .noneMatch(folder -> filesWith(files, folder).isEmpty());
            });
            // An order from before a ledger begins without any waits for a minute.
            Trial.await().until(() -> one.isReady() && two.isReady());

            erased.keySet()
                    .forEach(identifier -> trial.publish(
                            "rights-requests",
                            Events.erasureRequest(kind(identifier), identifier).toString()));
            Trial.await().until(() -> certified().containsAll(erased.values()));
            Trial.await().until(() -> forgotten().containsAll(erased.values()));

            assertThat(grep.files(bytes("k7-standby-", erased.values()))).isEmpty();
            stopped(one, two);
            assertThat(grep.files(bytes("k7-standby-", erased.values()))).isEmpty();
            List<Path> left = grep.files(seals(spared.values()));
            assertThat(folders)
                    .allSatisfy(folder -> assertThat(filesWith(left, folder)).isNotEmpty());
        } finally {
            trial.pipeline().restart(Part.ERASURE_WORKER);
        }
    }

    private static WorkerInstance worker(Path folder) {
        return new WorkerInstance(trial.options(), folder, Topics.SUBJECT_PARTITIONS);
    }

    private static void stopped(WorkerInstance... workers) {
        for (WorkerInstance worker : workers) {
            worker.process().stop();
        }
    }

    /** What the worker says of transactions that do not end. */
    private static double secondsOpen() throws IOException {
        return trial.client().figure(false, "lethe_transaction_open_seconds");
    }

    /** From one key to the next, while events come in, and nobody is stopped for it. */
    private static void rotateKeys() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread load = Thread.ofVirtual().start(() -> {
            for (int each = 0; !over.get(); each++) {
                trial.publish(
                        "interactions",
                        Events.interaction("k7-load-" + each % 50 + "@example.org")
                                .toString());
            }
        });
        Path file = trial.data().identifierKeys();
        for (UnaryOperator<String> step :
                List.<UnaryOperator<String>>of(KeyRotation::added, KeyRotation::promoted, KeyRotation::reduced)) {
            String next = step.apply(Files.readString(file));
            IdentifierSeal expected = new IdentifierSeal(next);
            Path aside = file.resolveSibling("next");
            Files.writeString(aside, next);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (boolean door : List.of(true, false)) {
                Trial.await()
                        .until(() -> trial.client().figure(door, "lethe_identifier_keys") == expected.size()
                                && trial.client().figure(door, "lethe_identifier_key") == expected.primaryKey());
            }
            Trial.await().until(() -> trial.client().figure(false, "lethe_identities_resealing") == 0);
        }
        over.set(true);
        load.join();
        trial.settle();
        assertThat(trial.journal().of(Topics.deadLetters(Party.ERASURE_WORKER))).isEmpty();
    }

    private static long commandsOf(Collection<String> subjects) {
        return trial.systems().stream()
                .flatMap(system -> trial.journal().of(Topics.deletionCommands(system)).stream())
                .filter(command -> subjects.contains(command.getSubjectId()))
                .count();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void E6_a_certificate_that_the_topics_do_not_have_is_put_back_and_erases_once_more() throws Exception {
        String subject = trial.publish(
                "interactions", Events.interaction("k7-restored@example.org").toString());
        Trial.await().until(() -> statusOf(subject).equals("active"));
        Path export = aside.resolve("all.jsonl");
        assertThat(lethe("verify-certificates", "--export", export.toString())).isZero();
        // What the topics were before they were put back, they know no more; the file does.
        Files.writeString(
                export, CertificateJson.line(certificateOf(subject, export)) + "\n", StandardOpenOption.APPEND);

        assertThat(lethe("erasure", "reapply", "--file", export.toString())).isZero();

        Trial.await().until(() -> statusOf(subject).equals("erased"));
        trial.settle();
        assertThat(commandsOf(List.of(subject))).isZero();
        assertThat(lethe("verify-certificates")).isZero();
    }

    @Test
    void E6_the_topics_of_before_an_erasure_put_back_and_the_certificates_after_them_erase_again_and_name_nobody()
            throws Exception {
        String subject = trial.publish(
                "interactions", Events.interaction("k7-backup@example.org").toString());
        Trial.await().until(() -> !seals(List.of(subject)).isEmpty());
        Trial.await().until(() -> statusOf(subject).equals("active"));
        trial.pipeline().stopAll();
        copy(trial.data().kafka(), aside.resolve("kafka"));
        trial.pipeline().restartAll();
        trial.publish(
                "rights-requests",
                Events.erasureRequest("email", "k7-backup@example.org").toString());
        Trial.await().until(() -> certified().contains(subject));
        Trial.await().until(() -> statusOf(subject).equals("erased"));
        Path export = aside.resolve("all.jsonl");
        assertThat(lethe("verify-certificates", "--export", export.toString())).isZero();

        trial.pipeline().stopAll();
        new DataFolder(trial.data().kafka()).delete();
        copy(aside.resolve("kafka"), trial.data().kafka());
        for (Part service : List.of(Part.RETENTION_STREAM, Part.ERASURE_WORKER)) {
            new DataFolder(trial.data().state(service)).delete();
        }
        trial.pipeline().restartAll();
        trial.reopenJournal();
        Trial.await().until(() -> statusOf(subject).equals("active"));
        assertThat(certified()).doesNotContain(subject);

        assertThat(lethe("erasure", "reapply", "--file", export.toString())).isZero();

        Trial.await().until(() -> statusOf(subject).equals("erased"));
        Trial.await().until(() -> forgotten().contains(subject));
        trial.settle();
        assertThat(commandsOf(List.of(subject))).isZero();
        assertThat(grep.files(bytes("k7-backup", List.of(subject)))).isEmpty();
        assertThat(lethe("verify-certificates")).isZero();
    }

    private static String statusOf(String subject) {
        return trial.subject(subject).path("status").asText();
    }

    private static int lethe(String... command) {
        return Lethe.commandLine()
                .execute(Stream.concat(
                                Stream.of(command),
                                Stream.of(
                                        "--data",
                                        trial.data().root().toString(),
                                        "--bootstrap",
                                        String.valueOf(trial.client().kafka().get("bootstrap.servers")),
                                        "--registry",
                                        trial.registryUrl()))
                        .toArray(String[]::new));
    }

    /** The next in the chain of a subject's partition, signed with the pipeline's own key. */
    private static Certificate certificateOf(String subject, Path export) throws IOException {
        String chain = Integer.toString(
                Utils.toPositive(Utils.murmur2(subject.getBytes(StandardCharsets.UTF_8))) % Topics.SUBJECT_PARTITIONS);
        ChainHead head = ChainHead.beforeTheFirst(chain);
        for (String line : Files.readAllLines(export)) {
            Certificate one = CertificateJson.read(line);
            head = one.chain().equals(chain) && one.sequence() > head.sequence() ? one.head() : head;
        }
        Instant now = trial.clock().instant();
        return new CertificateSigner(
                        Files.readString(trial.data().certificateKey()).strip())
                .sign(
                        new CertifiedErasure(
                                subject + ".restored0001",
                                subject,
                                "erasure-requested",
                                null,
                                now,
                                now,
                                now,
                                List.of(),
                                List.of(),
                                "2026-01",
                                "completed"),
                        head);
    }

    /** Two of each kind; returns their subject ids by identifier, once the worker has the identities. */
    private static Map<String, String> people(String marker) {
        Map<String, String> people = new TreeMap<>();
        for (int each = 0; each < 2; each++) {
            String mail = marker + each + "@example.org";
            String customer = marker + "customer-" + each;
            String visitor = marker + "visitor-" + each;
            people.put(
                    mail, trial.publish("interactions", Events.interaction(mail).toString()));
            ObjectNode form = Events.interaction(mail);
            form.putObject("subject").put("customerId", customer);
            people.put(customer, trial.publish("interactions", form.toString()));
            people.put(
                    visitor,
                    trial.publish(
                            "consent-statements",
                            Events.grant(visitor, "audience-measurement").toString()));
        }
        Trial.await()
                .until(() -> trial.journal().of(Topics.IDENTITIES).stream()
                        .map(Identity::getSubjectId)
                        .collect(Collectors.toSet())
                        .containsAll(people.values()));
        return people;
    }

    private static String kind(String identifier) {
        return identifier.contains("@") ? "email" : identifier.contains("customer") ? "customerId" : "visitorId";
    }

    /** The marker in clear, and the identifiers under seal. */
    private static Set<String> bytes(String marker, Collection<String> subjects) {
        Set<String> bytes = seals(subjects);
        bytes.add(marker);
        return bytes;
    }

    private static Set<String> seals(Collection<String> subjects) {
        return trial.journal().of(Topics.IDENTITIES).stream()
                .filter(identity -> subjects.contains(identity.getSubjectId()))
                .map(identity -> latin(identity.getSealed()))
                .collect(Collectors.toSet());
    }

    private static String latin(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    /** Each becomes a dead letter; the second of each subject's holds an identifier under seal. */
    private static void unreadableRecordsFor(Collection<String> subjects) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(trial.client().kafka(), new StringSerializer(), new ByteArraySerializer())) {
            for (String subject : subjects) {
                producer.send(new ProducerRecord<>(Topics.DELETION_ACKS.name(), subject, new byte[] {1, 2, 3}))
                        .get();
                for (String seal : seals(List.of(subject))) {
                    byte[] unreadable = ("?" + seal).getBytes(StandardCharsets.ISO_8859_1);
                    producer.send(new ProducerRecord<>(Topics.IDENTITIES.name(), subject, unreadable))
                            .get();
                }
            }
        }
    }

    /** Recipients that name whom they were told not to name, under the subject's key and under others, before they have deleted. */
    private static Optional<DeletionOutcome> quoteAndComplete(DeletionCommand command) {
        DeletionAck failed = DeletionAck.newBuilder()
                .setCommandId(command.getCommandId())
                .setOutcome(DeletionOutcome.FAILED)
                .setReason("not yet: " + command.getIdentifiers().getFirst().getValue())
                .setAt(command.getIssuedAt())
                .build();
        for (String key : List.of(command.getSubjectId(), "anybody", "somebody")) {
            answers.send(new ProducerRecord<>(Topics.DELETION_ACKS.name(), key, failed));
        }
        answers.flush();
        return Optional.of(DeletionOutcome.COMPLETED);
    }

    private static List<String> certified() {
        return trial.journal().of(Topics.ERASURE_CERTIFICATES).stream()
                .map(ErasureCertificate::getSubjectId)
                .toList();
    }

    private static List<String> forgotten() {
        return trial.journal().of(Topics.ERASURE_STATUS).stream()
                .filter(status -> status.getForgottenAt() != null)
                .map(ErasureStatus::getSubjectId)
                .toList();
    }

    private static List<Path> filesWith(List<Path> files, String beginning) {
        return files.stream()
                .filter(file -> file.toString().startsWith(beginning))
                .toList();
    }
}
