package io.lethe.local.command;

import io.lethe.local.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code lethe demo}. */
@Command(
        name = "demo",
        description = "Tells the story of a handful of people over more than five years, in about a minute.",
        footer = {
            "",
            "It runs on a pipeline of its own, with ports and a folder of its own, and leaves nothing behind.",
            "Exit code 0 only if everything it tells was checked against the pipeline."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return new Demo(System.out).run() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
