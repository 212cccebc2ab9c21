package io.lethe.local.command;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LocalPipeline;
import io.lethe.local.process.PipelineOptions;
import io.lethe.local.terminal.Progress;
import io.lethe.schemas.topics.ForgettingWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Starts and stops a pipeline once, so that its parts leave their ahead-of-time caches behind. The script does it after the first build. */
@Command(
        name = "train",
        hidden = true,
        description = "Makes the following starts quicker.",
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        DataFolder data = temporary();
        PipelineOptions options = new PipelineOptions(
                data, Ports.free(), false, ForgettingWindow.DEFAULT.length(), Optional.empty(), Optional.empty());
        try (LocalPipeline _ = LocalPipeline.start(options, Progress.onTerminal()::say)) {
            return ExitCode.OK;
        } finally {
            data.delete();
        }
    }

    private static DataFolder temporary() {
        try {
            return new DataFolder(Files.createTempDirectory("lethe-train"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
