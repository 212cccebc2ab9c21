package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.AccessKeys.Role;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How each process of a pipeline is started: its command line and its environment. */
public final class Recipes {

    private static final String LOOPBACK = "127.0.0.1";
    private final Installation installation;
    private final Archives archives;
    private final PipelineOptions options;
    private final DataFolder data;

    public Recipes(Installation installation, PipelineOptions options) {
        this.installation = installation;
        this.archives = new Archives(installation.archives());
        this.options = options;
        this.data = options.data();
    }

    public Child start(Part part) {
        archives.prepare();
        Map<String, String> environment = new TreeMap<>(environment(part));
        environment.put("CLASSPATH", classPath(part));
        return Child.start(part, command(part), environment, data.log(part));
    }

    /** A part has ended by itself, after it was asked to. */
    void ended(Part part) {
        archives.keep(part, classPath(part));
    }

    private List<String> command(Part part) {
        return switch (part) {
            case BROKER ->
                java(
                        part,
                        320,
                        BrokerMain.class.getName(),
                        BrokerSettings.write(options).toString(),
                        data.kafka().toString());
            case REGISTRY -> java(part, 320, "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
            case CONSENT_INGEST -> java(part, 256, "io.lethe.ingest.ConsentIngest");
            case RETENTION_STREAM -> java(part, 512, "io.lethe.retention.RetentionStream");
            case ERASURE_WORKER -> java(part, 256, "io.lethe.erasure.ErasureWorker");
        };
    }

    private String classPath(Part part) {
        return part == Part.REGISTRY
                ? installation.registry().resolve("quarkus-run.jar") + File.pathSeparator + installation.ownJar()
                : installation.classPath();
    }

    /** Small heaps and one collector thread: five processes share a developer's machine. */
    private List<String> java(Part part, int heapMegabytes, String... mainAndArguments) {
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                archives.option(part, classPath(part)),
                "-Xlog:disable",
                // A cache that does not fit is left unused; the JVM calls that an error.
                "-Xlog:all=error,cds=off,aot=off:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                part == Part.REGISTRY
                        ? "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"
                        : "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"));
        if (part == Part.REGISTRY) {
            // Asked a few times at each start, and never again: the full compiler would only cost.
            command.add("-XX:TieredStopAtLevel=1");
            // Quarkus asks for it. A cache holds less for a JVM with an opened module, so nobody else gets one.
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        command.add(Tethered.class.getName());
        command.addAll(List.of(mainAndArguments));
        return command;
    }

    private Map<String, String> environment(Part part) {
        return switch (part) {
            case BROKER -> Map.of();
            case REGISTRY -> registry();
            case CONSENT_INGEST -> {
                Map<String, String> environment = service(options.ports().ingest());
                environment.putAll(Keys.of(data).environment(List.of(Role.values())));
                environment.put("LETHE_SUBJECT_PEPPER_FILE", data.pepper().toString());
                environment.put(
                        "LETHE_IDENTIFIER_KEYS_FILE", data.identifierKeys().toString());
                yield environment;
            }
            case RETENTION_STREAM -> {
                Map<String, String> environment = streams(part, options.ports().retention());
                environment.put(
                        "LETHE_APPLICATION_SERVER",
                        LOOPBACK + ":" + options.ports().retention());
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
        environment.putAll(Keys.of(data).environment(List.of(Role.OPERATOR)));
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
        environment.put("LETHE_PARTITIONS", Integer.toString(Topics.SUBJECT_PARTITIONS));
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
}
