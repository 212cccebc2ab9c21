package io.lethe.local.command;

import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.RunningPipeline;
import io.lethe.local.process.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lethe down}. */
@Command(name = "down", description = "Stops a running pipeline cleanly.", mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        DataFolder folder = data.forUse();
        Optional<RunningPipeline> running = RunningPipeline.on(folder);
        if (running.isEmpty()) {
            System.out.println("no pipeline runs on " + folder.root());
            return ExitCode.OK;
        }
        long pid = running.get().pid();
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        process.ifPresent(ProcessHandle::destroy);
        if (process.isPresent() && !Ending.comesWithin(PATIENCE, process.get().onExit())) {
            System.err.println("lethe: process " + pid + " does not end; its log is " + folder.launcherLog());
            return ExitCode.SOFTWARE;
        }
        System.out.println("stopped the pipeline on " + folder.root());
        return ExitCode.OK;
    }
}
