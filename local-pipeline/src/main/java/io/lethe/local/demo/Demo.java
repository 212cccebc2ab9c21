package io.lethe.local.demo;

import io.lethe.local.client.Journal;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.RecipientSystems;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LocalPipeline;
import io.lethe.local.process.PipelineOptions;
import io.lethe.local.terminal.Progress;
import io.lethe.local.terminal.Table;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** A pipeline of its own, a time-lapse clock, and a story told on it. */
public final class Demo {

    private final PrintStream out;
    private final Progress progress = Progress.onTerminal();

    public Demo(PrintStream out) {
        this.out = out;
    }

    /** Tells whether everything told was so. */
    public boolean run() {
        Instant begun = Instant.now();
        DataFolder data = temporaryFolder();
        Policy policy = PolicyFile.builtIn();
        Instant first = Story.BEGINNING.atZone(policy.zone()).toInstant();
        PipelineOptions options = new PipelineOptions(
                data, Ports.free(), true, ForgettingWindow.DEFAULT.length(), Optional.empty(), Optional.empty());
        data.prepare();
        FolderClock.set(data, first);
        out.println("Lethe: what a privacy policy promises, kept. A broker, a registry and three services start …");
        List<String> systems =
                policy.recipients().stream().map(RecipientSystem::id).toList();
        List<Topic<?>> topics = Topics.all(systems);
        Claims claims = new Claims(out, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveNothing(data), "demo-end"));
        try (LocalPipeline pipeline = LocalPipeline.start(options, progress::say);
                PipelineClient client = new PipelineClient(options.ports(), Keys.of(data));
                Admin admin = client.admin();
                Journal journal = new Journal(client, topics);
                RecipientSystems recipients =
                        new RecipientSystems(client, systems, FolderClock.of(data), new FailsTwice("hubspot"))) {
            progress.done();
            out.println("They are ready after " + seconds(begun) + ". Recipient systems listen on Kafka: "
                    + String.join(", ", systems) + ".");
            Stage stage = new Stage(pipeline, client, admin, journal, claims, out, policy.zone());
            Table table = new Story(stage, systems).tell();
            out.println();
            out.print(table);
            out.println();
            failed(pipeline, journal, recipients).ifPresent(why -> {
                throw new PipelineException(why);
            });
        } finally {
            progress.done();
            data.delete();
        }
        out.println(
                claims.broken() == 0
                        ? claims.kept() + " claims, each checked against the pipeline, in " + seconds(begun) + "."
                        : claims.broken() + " of " + (claims.kept() + claims.broken()) + " claims do NOT hold.");
        return claims.broken() == 0;
    }

    /** Also after a Ctrl-C. */
    private static void leaveNothing(DataFolder data) {
        ProcessHandle.current().children().forEach(child -> {
            child.destroyForcibly();
            child.onExit().join();
        });
        data.delete();
    }

    private static Optional<String> failed(LocalPipeline pipeline, Journal journal, RecipientSystems recipients) {
        if (pipeline.firstDeath().isDone()) {
            return Optional.of(pipeline.firstDeath().join().message());
        }
        if (journal.end().isCompletedExceptionally()) {
            return Optional.of("the topics could not be followed");
        }
        return recipients.failure().isCompletedExceptionally()
                ? Optional.of("a simulated recipient system failed")
                : Optional.empty();
    }

    private static String seconds(Instant begun) {
        return Duration.between(begun, Instant.now()).toSeconds() + " s";
    }

    private static DataFolder temporaryFolder() {
        try {
            return new DataFolder(Files.createTempDirectory("lethe-demo"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
