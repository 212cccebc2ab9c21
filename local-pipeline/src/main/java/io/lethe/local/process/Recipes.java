package io.lethe.local.process;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Part;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How each process of a pipeline is started: its class path and its command line. */
final class Recipes {

    private final Installation installation;
    private final Archives archives;
    private final PipelineOptions options;
    private final DataFolder data;
    private final PartSettings settings;

    Recipes(Installation installation, PipelineOptions options) {
        this.installation = installation;
        this.archives = new Archives(installation.archives());
        this.options = options;
        this.data = options.data();
        this.settings = new PartSettings(options);
    }

    Child start(Part part) {
        return start(part, Map.of());
    }

    /** @param more settings beside the usual ones, or in their place */
    Child start(Part part, Map<String, String> more) {
        archives.prepare();
        Map<String, String> environment = new TreeMap<>(settings.of(part));
        environment.putAll(more);
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
            case ERASURE_WORKER -> java(part, 512, "io.lethe.erasure.ErasureWorker");
            case RECIPIENT_CONNECTORS -> java(part, 192, "io.lethe.connectors.RecipientConnectors");
            case CONSOLE -> java(part, 64, "io.lethe.console.Console");
        };
    }

    private String classPath(Part part) {
        return part == Part.REGISTRY
                ? installation.registry().resolve("quarkus-run.jar") + File.pathSeparator + installation.ownJar()
                : installation.classPath();
    }

    /** Small heaps and one collector thread: six or seven processes share a developer's machine. */
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
        if (part == Part.RETENTION_STREAM || part == Part.ERASURE_WORKER) {
            // Next to nothing stays of what a record makes; the more room there is for it, the seldomer it is looked
            // through.
            command.add("-XX:NewRatio=1");
        }
        command.add(Tethered.class.getName());
        command.addAll(List.of(mainAndArguments));
        return command;
    }
}
