package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.TopicReader;
import io.lethe.local.folder.AppliedPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lethe watch}. */
@Command(
        name = "watch",
        description = "Prints a topic's records, decoded, one JSON object a line.",
        footer = {"", "Exit code 1: --timeout was over before --max records had come."},
        mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic; './lethe topics' lists them.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Start with the oldest record, not with the next one.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Stop after N records.")
    private @Nullable Long max;

    @Option(names = "--timeout", paramLabel = "PERIOD", description = "Stop after this time, such as PT30S.")
    private @Nullable Duration timeout;

    @Override
    public Integer call() {
        try (PipelineClient client = data.client();
                TopicReader reader = new TopicReader(client, topic, fromBeginning, AppliedPolicy.zone(data.forUse()))) {
            boolean complete = reader.read(Optional.ofNullable(max), Optional.ofNullable(timeout), WatchCommand::print);
            return complete ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** Tells whether anybody still reads. */
    private static boolean print(ObjectNode record) {
        System.out.println(record);
        return !System.out.checkError();
    }
}
