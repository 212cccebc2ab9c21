package io.lethe.local;

import io.lethe.schemas.ForgettingWindow;
import io.lethe.schemas.TopicSetup;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** How each process of a pipeline is started: its command line and its environment. */
final class Recipes {

    private static final String LOOPBACK = "127.0.0.1";
    private final Installation installation;
    private final PipelineOptions options;
    private final DataFolder data;

    Recipes(Installation installation, PipelineOptions options) {
        this.installation = installation;
        this.options = options;
        this.data = options.data();
    }

    Child start(Part part) {
        return Child.start(part, command(part), environment(part), data.log(part));
    }

    private List<String> command(Part part) {
        return switch (part) {
            case BROKER ->
                java(
                        part,
                        320,
                        installation.classPath(),
                        BrokerMain.class.getName(),
                        brokerSettings().toString(),
                        data.kafka().toString());
            case REGISTRY ->
                java(
                        part,
                        320,
                        installation.registry().resolve("quarkus-run.jar") + File.pathSeparator + installation.ownJar(),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
            case CONSENT_INGEST -> service(part, 256, "io.lethe.ingest.ConsentIngest");
            case RETENTION_STREAM -> service(part, 512, "io.lethe.retention.RetentionStream");
            case ERASURE_WORKER -> service(part, 256, "io.lethe.erasure.ErasureWorker");
        };
    }

    private List<String> service(Part part, int heapMegabytes, String main) {
        return java(part, heapMegabytes, installation.classPath(), main);
    }

    /** Small heaps, one collector thread, the quick compiler only: five processes share a developer's machine. */
    private List<String> java(Part part, int heapMegabytes, String classPath, String... mainAndArguments) {
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                part == Part.REGISTRY
                        ? "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"
                        : "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"));
        command.addAll(List.of("-cp", classPath, Tethered.class.getName()));
        command.addAll(List.of(mainAndArguments));
        return command;
    }

    private Map<String, String> environment(Part part) {
        return switch (part) {
            case BROKER -> Map.of();
            case REGISTRY -> registry();
            case CONSENT_INGEST -> {
                Map<String, String> environment = service(options.ports().ingest());
                environment.put("LETHE_SUBJECT_PEPPER_FILE", data.pepper().toString());
                environment.put(
                        "LETHE_IDENTIFIER_KEYS_FILE", data.identifierKeys().toString());
                yield environment;
            }
            case RETENTION_STREAM -> {
                Map<String, String> environment = streams(part, options.ports().retention());
                environment.put("LETHE_SUBJECT_PEPPER_FILE", data.pepper().toString());
                yield environment;
            }
            case ERASURE_WORKER -> {
                Map<String, String> environment = streams(part, options.ports().worker());
                environment.put(
                        "LETHE_IDENTIFIER_KEYS_FILE", data.identifierKeys().toString());
                yield environment;
            }
        };
    }

    private Map<String, String> streams(Part part, int port) {
        Map<String, String> environment = service(port);
        environment.put("LETHE_STATE_DIR", data.state(part).toString());
        // How long a killed service's place is kept before the one started after it may take over.
        environment.put("LETHE_KAFKA_SESSION_TIMEOUT_MS", "6000");
        environment.put("LETHE_KAFKA_HEARTBEAT_INTERVAL_MS", "1500");
        return environment;
    }

    private Map<String, String> service(int port) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("LETHE_BIND", LOOPBACK);
        environment.put("LETHE_PORT", Integer.toString(port));
        environment.put("LETHE_KAFKA_BOOTSTRAP_SERVERS", options.bootstrapServers());
        environment.put("LETHE_REGISTRY_URL", options.registryUrl());
        // The registry may still be starting.
        environment.put("LETHE_REGISTRY_MAX_RETRIES", "500");
        environment.put("LETHE_REGISTRY_RETRIES_MAX_WAIT_MS", "200");
        environment.put("LETHE_REGISTRY_LETHE_REGISTRY_TIMEOUT_MS", "60000");
        environment.put("LETHE_FORGETTING_WINDOW", options.forgettingWindow().toString());
        environment.put("LETHE_REPLICATION_FACTOR", "1");
        options.policy().ifPresent(file -> environment.put("LETHE_POLICY_FILE", file.toString()));
        if (options.sandboxClock()) {
            environment.put("LETHE_CLOCK_FILE", data.clock().toString());
        }
        return environment;
    }

    private Map<String, String> registry() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("APICURIO_STORAGE_KIND", "sql");
        environment.put("APICURIO_STORAGE_SQL_KIND", "h2");
        environment.put(
                "APICURIO_DATASOURCE_URL", "jdbc:h2:file:" + data.registry().resolve("registry"));
        environment.put("QUARKUS_HTTP_HOST", LOOPBACK);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(options.ports().registry()));
        environment.put("QUARKUS_MANAGEMENT_HOST", LOOPBACK);
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.anyFree()));
        return environment;
    }

    /** One node that is broker and controller, and keeps no copy: the small cluster of one machine. */
    private Path brokerSettings() {
        int controller = Ports.anyFree();
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + LOOPBACK + ":" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put(
                "listeners",
                "PLAINTEXT://" + LOOPBACK + ":" + options.ports().kafka() + ",CONTROLLER://" + LOOPBACK + ":"
                        + controller);
        settings.put("log.dirs", data.kafka().toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("log.segment.bytes", Integer.toString(64 << 20));
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        settings.put("log.segment.delete.delay.ms", "1000");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        TopicSetup.brokerSettings(new ForgettingWindow(options.forgettingWindow()))
                .forEach(settings::put);
        // A broker that was killed may come back as soon as this time is over.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        try (var out = Files.newBufferedWriter(data.kafkaSettings())) {
            settings.store(out, null);
            return data.kafkaSettings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
