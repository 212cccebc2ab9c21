package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.access.AccessRules;
import io.lethe.kafka.access.AclCommands;
import io.lethe.local.folder.Json;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.dispatch.Dispatch;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lethe acls}. */
@Command(
        name = "acls",
        description =
                "Prints what each principal may do on a cluster that authorizes, as arguments of Kafka's own tool.",
        footer = {
            "",
            "For instance:",
            "  ./lethe acls | while read -r rule; do",
            "      kafka-acls.sh --bootstrap-server BROKER --command-config ADMIN.properties $rule; done",
            "Principals: one for each service, 'operators', and 'recipient.<system>' for each recipient system that reads for itself; its",
            "consumer group has the same name. Exit code 2: the policy is invalid; './lethe policy check' says what is wrong."
        },
        mixinStandardHelpOptions = true)
public final class AclsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
            paramLabel = "POLICY",
            arity = "0..1",
            description = "The policy whose recipient systems have access. Default: the built-in policy.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        try {
            Policy policy = file == null ? PolicyFile.builtIn() : PolicyFile.load(file);
            Map<Boolean, List<String>> byOwnClient = policy.recipients().stream()
                    .collect(Collectors.partitioningBy(
                            system -> system.dispatch() == Dispatch.OWN_CLIENT,
                            Collectors.mapping(RecipientSystem::id, Collectors.toList())));
            List<AclBinding> rules = AccessRules.of(
                    byOwnClient.getOrDefault(true, List.of()), byOwnClient.getOrDefault(false, List.of()));
            if (output.isForPrograms()) {
                rules.forEach(rule -> output.printOneOfSeveral(json(rule)));
            } else {
                AclCommands.of(rules).forEach(System.out::println);
            }
            return ExitCode.OK;
        } catch (PolicyException e) {
            e.problems().forEach(problem -> spec.commandLine().getErr().println(problem));
            return ExitCode.USAGE;
        }
    }

    private static ObjectNode json(AclBinding rule) {
        return Json.MAPPER
                .createObjectNode()
                .put("principal", rule.entry().principal())
                .put("operation", word(rule.entry().operation()))
                .put("resourceType", word(rule.pattern().resourceType()))
                .put("resource", rule.pattern().name())
                .put("patternType", word(rule.pattern().patternType()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
