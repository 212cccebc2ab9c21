package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.AccessKeys.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each part of a pipeline is told by its environment. */
final class PartSettings {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String UNLIMITED = "100000000";
    private static final String CONNECTIONS = "8000";

    private final PipelineOptions options;
    private final DataFolder data;

    PartSettings(PipelineOptions options) {
        this.options = options;
        this.data = options.data();
    }

    Map<String, String> of(Part part) {
        return switch (part) {
            case BROKER -> Map.of();
            case REGISTRY -> registry();
            case CONSENT_INGEST -> {
                Map<String, String> environment = service(options.ports().ingest());
                environment.putAll(Keys.of(data).environment(List.of(Role.values())));
                environment.put("LETHE_SUBJECT_PEPPER_FILE", data.pepper().toString());
                environment.put(
                        "LETHE_IDENTIFIER_KEYS_FILE", data.identifierKeys().toString());
                // Everybody has the same address here, tests and benchmarks among them.
                environment.put("LETHE_RATE_PER_ADDRESS", UNLIMITED);
                environment.put("LETHE_RATE_PER_KEY", UNLIMITED);
                environment.put("LETHE_MAX_CONNECTIONS", CONNECTIONS);
                environment.put("LETHE_MAX_CONNECTIONS_PER_ADDRESS", CONNECTIONS);
                environment.put("LETHE_FRONT_END_KEYS_FILE", data.frontEndKeys().toString());
                environment.put("LETHE_CODE_SENDER", "file");
                environment.put("LETHE_CODE_FOLDER", data.codes().toString());
                environment.putAll(processor());
                environment.put("LETHE_DEMO_PAGE", "true");
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
                environment.put(
                        "LETHE_CERTIFICATE_KEY_FILE", data.certificateKey().toString());
                yield environment;
            }
            case RECIPIENT_CONNECTORS -> {
                Map<String, String> environment = service(options.ports().connectors());
                environment.putAll(options.credentials(System.getenv()));
                environment.put(
                        "LETHE_CALLBACK_URL",
                        "http://" + LOOPBACK + ":" + options.ports().connectors());
                environment.putAll(processor());
                yield environment;
            }
            case CONSOLE -> console();
        };
    }

    private Map<String, String> console() {
        Ports ports = options.ports();
        Map<String, String> environment = new TreeMap<>();
        environment.put("LETHE_BIND", LOOPBACK);
        environment.put("LETHE_PORT", Integer.toString(ports.console()));
        environment.put("LETHE_KAFKA_BOOTSTRAP_SERVERS", options.bootstrapServers());
        environment.put("LETHE_REGISTRY_URL", options.registryUrl());
        environment.putAll(Keys.of(data).environment(List.of(Role.OPERATOR)));
        environment.put("LETHE_INGEST_URL", "http://" + LOOPBACK + ":" + ports.ingest());
        environment.put("LETHE_RETENTION_URL", "http://" + LOOPBACK + ":" + ports.retention());
        environment.put("LETHE_WORKER_URL", "http://" + LOOPBACK + ":" + ports.worker());
        if (options.services().contains(Part.RECIPIENT_CONNECTORS)) {
            environment.put("LETHE_CONNECTORS_URL", "http://" + LOOPBACK + ":" + ports.connectors());
        }
        environment.put("LETHE_CONSOLE_USERS_FILE", data.consoleUsers().toString());
        environment.put(
                "LETHE_CONSOLE_SESSION_KEY_FILE", data.consoleSessionKey().toString());
        return environment;
    }

    /** Controllers on this machine alone can be called back. */
    private Map<String, String> processor() {
        return options.isProcessor()
                ? Map.of(
                        "LETHE_OPENDSR_KEY_FILE", data.processorKey().toString(),
                        "LETHE_OPENDSR_CERTIFICATE_FILE",
                                data.processorCertificate().toString(),
                        "LETHE_OPENDSR_CALLBACK_HOSTS", LOOPBACK)
                : Map.of();
    }

    private Map<String, String> streams(Part part, int port) {
        Map<String, String> environment = service(port);
        environment.putAll(Keys.of(data).environment(List.of(Role.OPERATOR)));
        environment.put("LETHE_STATE_DIR", data.state(part).toString());
        // RocksDB's threads would each have a heap of their own, with holes that nobody else may fill.
        environment.put("MALLOC_ARENA_MAX", "2");
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
