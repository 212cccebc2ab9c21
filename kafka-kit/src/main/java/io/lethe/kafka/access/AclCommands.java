package io.lethe.kafka.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Access control lists as calls of Kafka's own tool, for whoever looks after the cluster. */
public final class AclCommands {

    private AclCommands() {}

    /** One line for each principal and resource, to be put after the tool's name and address. */
    public static List<String> of(List<AclBinding> rules) {
        Map<Target, List<String>> operations = new LinkedHashMap<>();
        for (AclBinding rule : rules) {
            operations
                    .computeIfAbsent(new Target(rule.entry().principal(), rule.pattern()), _ -> new ArrayList<>())
                    .add(word(rule.entry().operation().name()));
        }
        List<String> lines = new ArrayList<>();
        operations.forEach((target, names) -> lines.add(target.line(names)));
        return lines;
    }

    private record Target(String principal, ResourcePattern resource) {

        String line(List<String> operations) {
            StringBuilder line = new StringBuilder("--add --allow-principal " + principal);
            operations.forEach(operation -> line.append(" --operation ").append(operation));
            line.append(' ').append(option(resource.resourceType())).append(' ').append(resource.name());
            if (resource.patternType() == PatternType.PREFIXED) {
                line.append(" --resource-pattern-type prefixed");
            }
            return line.toString();
        }
    }

    private static String option(ResourceType type) {
        return switch (type) {
            case TOPIC -> "--topic";
            case GROUP -> "--group";
            case TRANSACTIONAL_ID -> "--transactional-id";
            default -> throw new IllegalArgumentException("no rule is about a " + type);
        };
    }

    /** In the tool's spelling, such as {@code DescribeConfigs}. */
    private static String word(String operation) {
        StringBuilder word = new StringBuilder();
        for (String part : operation.split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
