package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a pipeline is started.
 *
 * @param sandboxClock whether the services read the sandbox clock of the data folder
 * @param policy absent for the built-in one
 * @param foreignBroker {@code host:port} of a broker that runs already; without it the pipeline starts its own
 */
public record PipelineOptions(
        DataFolder data,
        Ports ports,
        boolean sandboxClock,
        Duration forgettingWindow,
        Optional<Path> policy,
        Optional<String> foreignBroker) {

    public String bootstrapServers() {
        return foreignBroker.orElse("127.0.0.1:" + ports.kafka());
    }

    /** The registry's Confluent-compatible API. */
    String registryUrl() {
        return "http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7";
    }
}
