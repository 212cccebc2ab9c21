package io.lethe.local.process;

import io.lethe.local.folder.Ports;
import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** One node that is broker and controller, and keeps no copy: the small cluster of one machine. */
final class BrokerSettings {

    private static final String LOOPBACK = "127.0.0.1";

    private BrokerSettings() {}

    /** Writes the settings file for a pipeline, and returns where it is. */
    static Path write(PipelineOptions options) {
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
        settings.put("log.dirs", options.data().kafka().toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // How soon a service that was killed is missed is for the service to say.
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "2000");
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
        // The keys of a changelog, at 24 bytes each, are to go in at once: for those that do not, the cleaner goes over
        // it all again.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20));
        // It would otherwise take one of a developer's cores from the services, each time a burst has passed.
        settings.put("log.cleaner.io.max.bytes.per.second", Integer.toString(16 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        Cleanup.brokerSettings(new ForgettingWindow(options.forgettingWindow())).forEach(settings::put);
        // A broker that was killed may come back as soon as this time is over.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        Path file = options.data().kafkaSettings();
        try (var out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's settings cannot be written", e);
        }
    }
}
