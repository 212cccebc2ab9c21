package io.lethe.local.command;

import io.lethe.local.folder.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Another broker than the local pipeline's, with its registry. */
final class BrokerOption {

    @Option(names = "--bootstrap", required = true, paramLabel = "SERVERS", description = "Another broker.")
    private String bootstrap = "";

    @Option(names = "--registry", required = true, paramLabel = "URL", description = "Its schema registry.")
    private String registry = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties of a Kafka client, and of the registry's, such as for TLS or to log in.")
    private @Nullable Path config;

    /** Of clients of the broker, and of the registry. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (config != null) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(config)) {
                properties.load(in);
            } catch (IOException e) {
                throw new PipelineException(config + " cannot be read");
            }
            properties.forEach((name, value) -> settings.put(name.toString(), value));
        }
        settings.put("bootstrap.servers", bootstrap);
        settings.put("schema.registry.url", registry);
        return settings;
    }
}
