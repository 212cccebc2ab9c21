package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A data folder, and the {@code lethe} command as people run it on that: a process each time. Tests take over the pipeline that
 * an earlier one has left running, so that together they start as few as they can, and each can be run alone.
 */
final class Launched implements BeforeEachCallback, AfterAllCallback {

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(3);

    private final DataFolder data = new DataFolder(temporary());
    private final Ports ports = Ports.free();
    private int printedBefore;

    /** What a command ended with, and everything it printed. */
    record Run(int exit, String printed) {}

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lethe-launcher");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    DataFolder data() {
        return data;
    }

    Ports ports() {
        return ports;
    }

    /** What the supervisor prints counts from here on. */
    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        printedBefore = log().length();
    }

    /** Nothing runs, and nothing is left of what ran. */
    void startAfresh() throws IOException, InterruptedException {
        lethe("down");
        data.delete();
        printedBefore = 0;
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException, InterruptedException {
        startAfresh();
    }

    private String log() throws IOException {
        return Files.exists(data.launcherLog()) ? Files.readString(data.launcherLog()) : "";
    }

    /** Returns when it is gone. */
    static void killed(ProcessHandle process) throws ExecutionException, InterruptedException {
        process.destroyForcibly();
        process.onExit().get();
    }

    /** The processes that run at the moment, by what they are. */
    static Map<Part, ProcessHandle> parts(long supervisor) {
        Map<Part, ProcessHandle> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            part(supervisor, part).ifPresent(process -> parts.put(part, process));
        }
        return parts;
    }

    static Optional<ProcessHandle> part(long supervisor, Part part) {
        String main = switch (part) {
            case BROKER -> "io.lethe.local.process.BrokerMain";
            case REGISTRY -> "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
            case CONSENT_INGEST -> "io.lethe.ingest.ConsentIngest";
            case RETENTION_STREAM -> "io.lethe.retention.RetentionStream";
            case ERASURE_WORKER -> "io.lethe.erasure.ErasureWorker";
            case RECIPIENT_CONNECTORS -> "io.lethe.connectors.RecipientConnectors";
            case CONSOLE -> "io.lethe.console.Console";
        };
        return ProcessHandle.of(supervisor).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(main::equals))
                .findFirst();
    }

    static List<ProcessHandle> children(long supervisor) {
        return ProcessHandle.of(supervisor).orElseThrow().children().toList();
    }

    /** Of the pipeline that runs, or of one that is started now. */
    long supervisor(String... options) throws IOException, InterruptedException {
        if (RunningPipeline.on(data).isEmpty()) {
            Run up = up(options);
            assertThat(up.exit()).as(up.printed()).isZero();
        }
        return RunningPipeline.on(data).orElseThrow().pid();
    }

    /** A first stop after a build makes caches, which takes a while. */
    static void awaitEndOf(long supervisor) {
        Trial.await()
                .atMost(STOP_PATIENCE)
                .until(() -> ProcessHandle.of(supervisor).isEmpty());
    }

    /** What the supervisor has printed since the test began. */
    String printed() throws IOException {
        return log().substring(printedBefore);
    }

    Run up(String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--detach",
                "--kafka-port=" + ports.kafka(),
                "--registry-port=" + ports.registry(),
                "--ingest-port=" + ports.ingest(),
                "--retention-port=" + ports.retention(),
                "--worker-port=" + ports.worker(),
                "--connectors-port=" + ports.connectors(),
                "--console-port=" + ports.console()));
        arguments.addAll(List.of(more));
        return lethe(arguments.toArray(String[]::new));
    }

    Run lethe(String... arguments) throws IOException, InterruptedException {
        Installation installation = Installation.current();
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=lethe-logback.xml",
                "-Dlethe.home=" + installation.home(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                installation.classPath(),
                "io.lethe.local.Lethe"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.root().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), printed);
    }
}
