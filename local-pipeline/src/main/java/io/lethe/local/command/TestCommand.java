package io.lethe.local.command;

import io.lethe.local.folder.PipelineException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lethe test}, which the launcher's script does by itself: it must not run from the jars that it rebuilds. */
@Command(
        name = "test",
        description = "Runs the whole test suite, over containers too where a container engine answers.",
        mixinStandardHelpOptions = true)
public final class TestCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new PipelineException("the suite is started by the script: ./lethe test");
    }
}
