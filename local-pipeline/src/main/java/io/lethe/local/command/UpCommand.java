package io.lethe.local.command;

import io.lethe.local.folder.Choices;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.Detached;
import io.lethe.local.process.Supervisor;
import io.lethe.schemas.topics.ForgettingWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lethe up}. */
@Command(
        name = "up",
        description = "Starts broker, registry and all services; prints one line when everything is ready.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--clock",
            paramLabel = "INSTANT",
            description = "Run on a sandbox clock that starts here and is moved with './lethe clock set'.")
    private @Nullable Instant clock;

    @Option(
            names = "--forgetting-window",
            paramLabel = "PERIOD",
            description = "How long after the last recipient's answer identifiers may still exist (default: P1D).")
    private @Nullable Duration forgettingWindow;

    @Option(names = "--policy", paramLabel = "FILE", description = "Policy to apply (default: the built-in one).")
    private @Nullable Path policy;

    @Option(names = "--detach", description = "Run in the background; return when everything is ready.")
    private boolean detach;

    @ArgGroup(exclusive = false, heading = "Ports%n")
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() {
        DataFolder folder = data.forStart();
        if (detach) {
            return exitCode(new Detached(folder, lethe()).start(withoutDetach()));
        }
        return exitCode(new Supervisor(folder, chosenPorts()).run(clock(), wanted(folder)));
    }

    private static int exitCode(boolean well) {
        return well ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** The class that this command was called through. */
    private Class<?> lethe() {
        return spec.root().userObject().getClass();
    }

    private List<String> withoutDetach() {
        return spec.commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--detach"))
                .toList();
    }

    private Ports chosenPorts() {
        try {
            return ports.chosen();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Optional<Instant> clock() {
        return Optional.ofNullable(clock);
    }

    /** What was asked for now, else what the folder was first started with. */
    private Choices wanted(DataFolder folder) {
        Choices before = Choices.in(folder).orElse(new Choices(ForgettingWindow.DEFAULT.length(), Optional.empty()));
        Duration window = forgettingWindow == null ? before.forgettingWindow() : forgettingWindow;
        try {
            window = new ForgettingWindow(window).length();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return new Choices(window, policy == null ? before.policy() : Optional.of(policy.toAbsolutePath()));
    }
}
