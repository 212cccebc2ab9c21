package io.lethe.local.command;

import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.LastStarted;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.RunningPipeline;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which pipeline a command is about. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the pipeline (default: .lethe in the project, else the one started last).")
    private @Nullable Path folder;

    /** The folder named, or the project's own. */
    DataFolder forStart() {
        return new DataFolder(folder == null ? usual() : folder);
    }

    /** The folder of the pipeline that a command talks to, whether it runs or not. */
    DataFolder forUse() {
        if (folder != null) {
            return new DataFolder(folder);
        }
        DataFolder own = new DataFolder(usual());
        return own.isClaimed()
                ? own
                : LastStarted.folder().filter(DataFolder::isClaimed).orElse(own);
    }

    /** The pipeline that a command talks to. */
    RunningPipeline running() {
        DataFolder data = forUse();
        RunningPipeline running = RunningPipeline.on(data)
                .orElseThrow(() -> new PipelineException(
                        "no pipeline runs on " + data.root() + "; start it with './lethe up', or name its --data"));
        if (!running.ready()) {
            throw new PipelineException("the pipeline on " + data.root() + " is still starting");
        }
        return running;
    }

    /** Talks to that pipeline, with its keys. */
    PipelineClient client() {
        return new PipelineClient(running().ports(), Keys.of(forUse()));
    }

    private static Path usual() {
        return Installation.current().home().resolve(".lethe");
    }
}
