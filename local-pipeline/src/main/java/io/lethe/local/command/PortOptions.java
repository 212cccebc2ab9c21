package io.lethe.local.command;

import io.lethe.local.folder.Ports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the parts of a pipeline listen. */
final class PortOptions {

    @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every port that is not named.")
    private int offset;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: 9092.")
    private @Nullable Integer kafka;

    @Option(names = "--registry-port", paramLabel = "PORT", description = "Default: 8081.")
    private @Nullable Integer registry;

    @Option(names = "--ingest-port", paramLabel = "PORT", description = "Default: 8080.")
    private @Nullable Integer ingest;

    @Option(names = "--retention-port", paramLabel = "PORT", description = "Default: 8082.")
    private @Nullable Integer retention;

    @Option(names = "--worker-port", paramLabel = "PORT", description = "Default: 8083.")
    private @Nullable Integer worker;

    @Option(names = "--connectors-port", paramLabel = "PORT", description = "Default: 8085.")
    private @Nullable Integer connectors;

    @Option(names = "--console-port", paramLabel = "PORT", description = "Default: 8084.")
    private @Nullable Integer console;

    /**
     * @throws IllegalArgumentException where one cannot be a port
     */
    Ports chosen() {
        Ports usual = Ports.DEFAULT.plus(offset);
        return new Ports(
                kafka == null ? usual.kafka() : kafka,
                registry == null ? usual.registry() : registry,
                ingest == null ? usual.ingest() : ingest,
                retention == null ? usual.retention() : retention,
                worker == null ? usual.worker() : worker,
                connectors == null ? usual.connectors() : connectors,
                console == null ? usual.console() : console);
    }
}
