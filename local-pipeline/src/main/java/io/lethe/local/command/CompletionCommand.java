package io.lethe.local.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lethe completion}. */
@Command(
        name = "completion",
        description = "Prints a script that teaches a shell to complete commands and options.",
        footer = {"", "For this session:  source <(./lethe completion bash)", "For good: put that line into ~/.bashrc."
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {

    /** Whose completion it is. The script is the same for both: in zsh it switches on the completion of bash. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        spec.commandLine().getOut().print(AutoComplete.bash(root.name(), root.commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
