package io.lethe.local.command;

import io.lethe.policy.review.PolicyCheck;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lethe policy}. */
@Command(
        name = "policy",
        description = "Works on policy files.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PolicyCommand.Check.class, PolicyDiffCommand.class})
public final class PolicyCommand {

    private PolicyCommand() {}

    /** {@code lethe policy check}. */
    @Command(
            name = "check",
            description = "Validates a policy and lists what is found in it.",
            footer = {"", "Exit code 0: clean; 1: findings; 2: invalid."},
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", arity = "0..1", description = "Default: the built-in policy.")
        private @Nullable Path file;

        @Override
        public Integer call() {
            return PolicyCheck.run(Optional.ofNullable(file), System.out);
        }
    }
}
