package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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

    /** The policy that will be applied. One that cannot be read is for the services to refuse, in their own words. */
    private Optional<Policy> applied() {
        try {
            return Optional.of(policy.isPresent() ? PolicyFile.load(policy.get()) : PolicyFile.builtIn());
        } catch (PolicyException e) {
            return Optional.empty();
        }
    }

    /** What runs beside broker and registry, in the order in which it is started. */
    List<Part> services() {
        boolean connected =
                applied().stream().anyMatch(one -> !one.connectedRecipients().isEmpty());
        return Stream.of(
                        Part.CONSENT_INGEST,
                        Part.RETENTION_STREAM,
                        Part.ERASURE_WORKER,
                        Part.RECIPIENT_CONNECTORS,
                        Part.CONSOLE)
                .filter(part -> part != Part.RECIPIENT_CONNECTORS || connected || isProcessor())
                .toList();
    }

    /** Whether other controllers can send their requests (OpenDSR): there is a key to sign with. */
    boolean isProcessor() {
        return Files.exists(data.processorKey());
    }

    /** The credentials that the policy names, out of the environment that the pipeline was started in. */
    Map<String, String> credentials(Map<String, String> environment) {
        Map<String, String> found = new TreeMap<>();
        applied().stream()
                .flatMap(one -> one.connectedRecipients().stream())
                .flatMap(system -> system.dispatch().secrets().stream())
                .flatMap(name -> Stream.of("LETHE_SECRET_" + name, "LETHE_SECRET_" + name + "_FILE"))
                .filter(environment::containsKey)
                .forEach(name -> found.put(name, environment.getOrDefault(name, "")));
        return found;
    }

    /** The registry's Confluent-compatible API. */
    public String registryUrl() {
        return "http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7";
    }
}
