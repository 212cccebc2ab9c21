package io.lethe.benchmarks;

import io.lethe.retention.store.SubjectStores;
import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a subject takes in the stores of a task after some interactions, or some statements: key and value as they also stand in the changelog, and
 * the files of RocksDB. There is nothing to compare it with: it is compared with itself, after one event.
 */
@Command(
        name = "disk",
        mixinStandardHelpOptions = true,
        description = "Bytes a subject, in stores and changelog, after 1, 5 and 20 events.")
final class DiskBenchmark implements Callable<Integer> {

    @Option(names = "--subjects", defaultValue = "20000", description = "Default: ${DEFAULT-VALUE}")
    private int subjects;

    @Option(names = "--events", split = ",", defaultValue = "1,5,20", description = "Default: ${DEFAULT-VALUE}")
    private List<Integer> events = List.of();

    @Override
    public Integer call() throws Exception {
        System.out.printf(Locale.ROOT, "disk: %,d subjects; bytes a subject%n", subjects);
        for (int count : events) {
            measure(count + " interactions", count, 0);
        }
        for (int count : events) {
            measure(count + " statements", 0, count);
        }
        for (int count : events) {
            measure(count + " interactions and one statement", count, 1);
        }
        return 0;
    }

    private void measure(String what, int interactions, int statements) throws IOException {
        try (ScratchFolder state = ScratchFolder.make()) {
            try (RealTask task = new RealTask(state.path())) {
                write(task.input(Topics.INTERACTIONS), interactions, DiskBenchmark::interaction);
                write(task.input(Topics.CONSENT_STATEMENTS), statements, DiskBenchmark::statement);
                System.out.printf(
                        Locale.ROOT,
                        "  %s: subject %,d in the changelog, %,d on disk; deadline %,d in the changelog, %,d on disk%n",
                        what,
                        bytes(task, SubjectStores.SUBJECTS) / subjects,
                        files(task, state.path(), SubjectStores.SUBJECTS) / subjects,
                        bytes(task, SubjectStores.DEADLINES) / subjects,
                        files(task, state.path(), SubjectStores.DEADLINES) / subjects);
            }
        }
    }

    /** Makes the event of a subject. */
    private interface Maker<V> {
        V event(String subject, Instant at);
    }

    private <V extends SpecificRecord> void write(TestInputTopic<String, V> topic, int count, Maker<V> maker) {
        for (int number = 0; number < subjects * count; number++) {
            String subject = EventTemplate.subjectId(number % subjects);
            // One every day, so that they differ as they would.
            Instant at = RealTask.START.minusSeconds(86_400L * (count - number / subjects));
            topic.pipeInput(subject, maker.event(subject, at), RealTask.START);
        }
    }

    /** Keys and values, without what the changelog adds to a record. */
    private static long bytes(RealTask task, String store) {
        long bytes = 0;
        try (KeyValueIterator<Bytes, byte[]> all = task.onDisk(store).all()) {
            while (all.hasNext()) {
                var entry = all.next();
                bytes += entry.key.get().length + entry.value.length;
            }
        }
        return bytes;
    }

    /** Of a store whose write buffer is written out. */
    private static long files(RealTask task, Path state, String store) throws IOException {
        task.onDisk(store).commit(Map.of());
        try (Stream<Path> all = Files.walk(state)) {
            return all.filter(path -> path.toString().contains("rocksdb/" + store + "/"))
                    .filter(path -> path.toString().endsWith(".sst"))
                    .mapToLong(DiskBenchmark::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Interaction interaction(String subject, Instant at) {
        return Interaction.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("www.example.org")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setKind("contact-form")
                .setDataCategories(List.of("contact-details"))
                .build();
    }

    private static ConsentStatement statement(String subject, Instant at) {
        return ConsentStatement.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setSubjectId(subject)
                .setSubjectKind(SubjectKind.CONTACT)
                .setSource("www.example.org")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .setChoices(List.of(new Choice("newsletters", null, Decision.GRANTED)))
                .setProof(new ConsentProof(
                        "2026-01", "banner-2026-01", "en", ConsentMethod.SAVE, "https://www.example.org/contact"))
                .build();
    }
}
