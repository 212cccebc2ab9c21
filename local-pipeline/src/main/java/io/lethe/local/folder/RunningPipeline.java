package io.lethe.local.folder;

import java.nio.file.Files;
import java.util.Optional;

/**
 * A pipeline that runs.
 *
 * @param pid of the process that supervises it
 * @param ready whether every service has been able to work once
 */
public record RunningPipeline(long pid, Ports ports, boolean ready) {

    /** The one on this folder; what a killed pipeline has left behind does not count. */
    public static Optional<RunningPipeline> on(DataFolder data) {
        if (!data.isClaimed() || !Files.exists(data.running())) {
            return Optional.empty();
        }
        return Optional.of(Json.read(data.running(), RunningPipeline.class));
    }

    public void store(DataFolder data) {
        Json.write(data.running(), this);
    }

    /** Where everything is, on one line. */
    public static String addresses(Ports ports) {
        return "console http://127.0.0.1:" + ports.console() + "  consent-ingest http://127.0.0.1:" + ports.ingest()
                + "  retention-stream http://127.0.0.1:"
                + ports.retention() + "  erasure-worker http://127.0.0.1:" + ports.worker() + "  Kafka 127.0.0.1:"
                + ports.kafka() + "  registry http://127.0.0.1:" + ports.registry();
    }
}
