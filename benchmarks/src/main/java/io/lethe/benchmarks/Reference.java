package io.lethe.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A reference in a JVM of its own, with the options that the launcher gives to the service it stands beside. It ends with its standard input. */
final class Reference implements AutoCloseable {

    static final String READY = "ready ";

    private final Process process;
    private final String address;

    private Reference(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts a main class and waits until it prints that it is ready, and where. */
    static Reference start(Class<?> main, int heapMegabytes, String... arguments) throws IOException {
        return start(main, List.of("-Xmx" + heapMegabytes + "m"), arguments);
    }

    /** The same with what Kafka Streams services get besides. */
    static Reference startStreams(Class<?> main, int heapMegabytes, String... arguments) throws IOException {
        return start(main, List.of("-Xmx" + heapMegabytes + "m", "-XX:NewRatio=1"), arguments);
    }

    private static Reference start(Class<?> main, List<String> memory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line; (line = printed.readLine()) != null; ) {
            if (line.startsWith(READY)) {
                return new Reference(process, line.substring(READY.length()));
            }
        }
        throw new IOException(main.getSimpleName() + " ended before it was ready");
    }

    /** Said by the reference itself, and the sign that it works. */
    static void ready(String address) {
        System.out.println(READY + address);
    }

    /** Returns when whoever started this process is gone, or wants it to end. */
    static void untilTheEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever sent: only the end counts.
        }
    }

    String address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
