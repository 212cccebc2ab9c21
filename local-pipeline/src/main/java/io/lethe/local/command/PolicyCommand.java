package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.Json;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.review.Finding;
import io.lethe.policy.review.PolicyCheck;
import io.lethe.policy.review.PolicyReview;
import io.lethe.policy.yaml.PolicyException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

        @Mixin
        private OutputOption output = new OutputOption();

        @Parameters(paramLabel = "FILE", arity = "0..1", description = "Default: the built-in policy.")
        private @Nullable Path file;

        @Override
        public Integer call() {
            return output.isForPrograms() ? told() : PolicyCheck.run(Optional.ofNullable(file), System.out);
        }

        private int told() {
            ObjectNode answer =
                    Json.MAPPER.createObjectNode().put("file", file == null ? PolicyFile.BUILT_IN : file.toString());
            int code = check(answer, answer.putArray("problems"), answer.putArray("findings"));
            output.print(answer, JsonNode::toString);
            return code;
        }

        private int check(ObjectNode answer, ArrayNode problems, ArrayNode findings) {
            try {
                Policy policy = file == null ? PolicyFile.builtIn() : PolicyFile.load(file);
                answer.put("version", policy.version());
                for (Finding finding : PolicyReview.findings(policy)) {
                    findings.addObject()
                            .put("line", finding.line())
                            .put("subject", finding.subject())
                            .put("text", finding.text())
                            .put("rule", finding.rule());
                }
                return findings.isEmpty() ? PolicyCheck.CLEAN : PolicyCheck.FINDINGS;
            } catch (PolicyException e) {
                e.problems()
                        .forEach(problem -> problems.addObject()
                                .put("place", problem.place().toString())
                                .put("text", problem.text()));
                return PolicyCheck.INVALID;
            }
        }
    }
}
