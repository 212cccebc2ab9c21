package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts a supervisor that outlives this process, and waits until it is ready. */
public final class Detached {

    private static final long LOOK_EVERY_MILLIS = 100;

    private final DataFolder data;
    private final Class<?> main;

    /** @param main the {@code lethe} command, which the supervisor is run by */
    public Detached(DataFolder data, Class<?> main) {
        this.data = data;
        this.main = main;
    }

    /**
     * Returns when the pipeline is ready, or the supervisor has given up.
     *
     * @return whether it is ready
     */
    public boolean start(List<String> arguments) {
        try {
            data.create();
            Files.createDirectories(data.logs());
            Path log = data.launcherLog();
            long before = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command(arguments));
            builder.environment().put("CLASSPATH", Installation.current().classPath());
            Process process = builder.redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            boolean ready = waitFor(process);
            (ready ? System.out : System.err).print(printedSince(log, before));
            return ready;
        } catch (IOException e) {
            throw new UncheckedIOException("the pipeline cannot be started in the background", e);
        }
    }

    /** A closed terminal must not end it. */
    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "nohup",
                Installation.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=lethe-logback.xml",
                "-Dlethe.home=" + Installation.current().home(),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    private boolean waitFor(Process process) {
        while (true) {
            try {
                process.onExit().get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return false;
            } catch (TimeoutException e) {
                if (isReady(process.pid())) {
                    return true;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** Without touching the claim, which the supervisor may be about to make. */
    private boolean isReady(long pid) {
        if (!Files.exists(data.running())) {
            return false;
        }
        RunningPipeline running = Json.read(data.running(), RunningPipeline.class);
        return running.pid() == pid && running.ready();
    }

    private static String printedSince(Path log, long offset) throws IOException {
        byte[] all = Files.readAllBytes(log);
        String printed = new String(all, (int) offset, (int) (all.length - offset), StandardCharsets.UTF_8);
        return printed.replace("nohup: ignoring input\n", "");
    }
}
