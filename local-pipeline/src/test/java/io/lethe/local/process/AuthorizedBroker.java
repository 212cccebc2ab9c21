package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/** The local pipeline's broker with one more door, at which callers log in, and which lets nobody do what no rule allows. */
public final class AuthorizedBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String DOOR = "listener.name.login.";

    private final DataFolder data;
    private final Process process;
    private final String administrators;
    private final String callers;

    private AuthorizedBroker(DataFolder data, Process process, String administrators, String callers) {
        this.data = data;
        this.process = process;
        this.administrators = administrators;
        this.callers = callers;
    }

    /**
     * Returns once it works.
     *
     * @param user who can log in, with their own name as the password
     */
    public static AuthorizedBroker start(Path folder, String user) {
        DataFolder data = new DataFolder(folder);
        data.prepare();
        PipelineOptions options =
                new PipelineOptions(data, Ports.free(), true, Duration.ofDays(1), Optional.empty(), Optional.empty());
        String callers = "127.0.0.1:" + Ports.anyFree();
        try {
            Path settings = BrokerSettings.write(options);
            withDoor(settings, callers, user);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerMain.class.getName(),
                            settings.toString(),
                            data.kafka().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("broker.log").toFile())
                    .start();
            AuthorizedBroker broker = new AuthorizedBroker(data, process, options.bootstrapServers(), callers);
            broker.awaitReady();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void withDoor(Path file, String address, String user) throws IOException {
        Properties settings = new Properties();
        try (var in = Files.newInputStream(file)) {
            settings.load(in);
        }
        settings.compute("listeners", (_, all) -> all + ",LOGIN://" + address);
        settings.compute("listener.security.protocol.map", (_, all) -> all + ",LOGIN:SASL_PLAINTEXT");
        settings.put(DOOR + "sasl.enabled.mechanisms", "PLAIN");
        settings.put(DOOR + "plain.sasl.jaas.config", LOGIN + " user_%s=\"%s\";".formatted(user, user));
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // Whoever is on the machine itself, and the broker to itself.
        settings.put("super.users", "User:ANONYMOUS");
        try (var out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
    }

    private void awaitReady() {
        try (Admin admin = Admin.create(administrator())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> !admin.describeCluster()
                            .nodes()
                            .get(5, TimeUnit.SECONDS)
                            .isEmpty());
        }
    }

    /** Settings of a client that may do everything. */
    public Map<String, Object> administrator() {
        return new HashMap<>(Map.of("bootstrap.servers", administrators));
    }

    /** Where callers log in. */
    public String address() {
        return callers;
    }

    /** What somebody needs to log in, as a file of properties. */
    public static String login(String user) {
        return """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=%s username="%s" password="%s";
                """.formatted(LOGIN, user, user);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        data.delete();
    }
}
