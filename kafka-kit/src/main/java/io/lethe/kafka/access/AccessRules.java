package io.lethe.kafka.access;

import io.lethe.kafka.letters.Replay;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each principal of the pipeline may do on a cluster that authorizes: exactly what the table of topics says of writers and readers,
 * and for a Streams service its group, its transactions and the topics of its own. Each recipient system is a principal of its own,
 * and reads nobody's commands but its own.
 */
public final class AccessRules {

    private static final String ANY_HOST = "*";
    private static final String CONNECTORS = principal(Party.RECIPIENT_CONNECTORS);

    private AccessRules() {}

    /** The principal of a service, or of the operators. */
    public static String principal(Party party) {
        return "User:" + party.label();
    }

    /** The principal of a recipient system that has a client of its own. */
    public static String principalOfSystem(String system) {
        return "User:" + groupOfSystem(system);
    }

    /** The consumer group in which a system's commands are read, whoever reads them for it. */
    static String groupOfSystem(String system) {
        return "recipient." + system;
    }

    /**
     * The access control lists for a pipeline, principal by principal.
     *
     * @param reading recipient systems with a client of their own
     * @param called those for which {@code recipient-connectors} reads and answers; they need no access themselves
     */
    public static List<AclBinding> of(Collection<String> reading, Collection<String> called) {
        List<Topic<?>> topics =
                Topics.all(Stream.concat(reading.stream(), called.stream()).toList());
        List<AclBinding> rules = new ArrayList<>();
        for (Party party : List.of(
                Party.CONSENT_INGEST, Party.RETENTION_STREAM, Party.ERASURE_WORKER, Party.CONSOLE, Party.OPERATORS)) {
            topics.forEach(topic -> rules.addAll(ofTopic(party, topic)));
        }
        // A replay is the record again, through whoever acts for operators.
        topics.stream().filter(Replay::isForOperators).forEach(topic -> {
            for (AclOperation operation : List.of(AclOperation.READ, AclOperation.WRITE)) {
                rules.add(topic(principal(Party.CONSOLE), topic.name(), PatternType.LITERAL, operation));
            }
        });
        List<String> services = new ArrayList<>(List.of(
                principal(Party.CONSENT_INGEST), principal(Party.RETENTION_STREAM), principal(Party.ERASURE_WORKER)));
        // Also where no system is called: it is who tells controllers where their requests stand.
        services.add(CONNECTORS);
        topics.forEach(topic -> rules.addAll(ofTopic(Party.RECIPIENT_CONNECTORS, topic)));
        rules.addAll(groupsOf(CONNECTORS, Party.RECIPIENT_CONNECTORS.label() + "."));
        services.forEach(service -> topics.forEach(topic -> rules.addAll(ofPreparation(service, topic))));
        rules.addAll(ofStreams(Party.RETENTION_STREAM));
        rules.addAll(ofStreams(Party.ERASURE_WORKER));
        rules.addAll(groupsOf(principal(Party.OPERATORS), Party.OPERATORS.label() + "-"));
        reading.forEach(system -> rules.addAll(ofSystem(principalOfSystem(system), system)));
        called.forEach(system -> rules.addAll(ofSystem(CONNECTORS, system)));
        return List.copyOf(new LinkedHashSet<>(rules));
    }

    /** Whoever may write may write idempotently. */
    private static List<AclBinding> ofTopic(Party party, Topic<?> topic) {
        List<AclBinding> rules = new ArrayList<>();
        if (topic.writers().contains(party)) {
            rules.add(topic(principal(party), topic.name(), PatternType.LITERAL, AclOperation.WRITE));
        }
        if (topic.readers().contains(party)) {
            rules.add(topic(principal(party), topic.name(), PatternType.LITERAL, AclOperation.READ));
        }
        return rules;
    }

    /** Each service looks at the settings of all topics before it starts, and creates what is missing; it sees no record by that. */
    private static List<AclBinding> ofPreparation(String principal, Topic<?> topic) {
        return Stream.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS, AclOperation.CREATE)
                .map(operation -> topic(principal, topic.name(), PatternType.LITERAL, operation))
                .toList();
    }

    /** A Streams service has a group, transactional ids and topics that begin with its application id. */
    private static List<AclBinding> ofStreams(Party service) {
        String principal = principal(service);
        List<AclBinding> rules = new ArrayList<>(groupsOf(principal, service.label()));
        for (AclOperation operation : List.of(AclOperation.WRITE, AclOperation.DESCRIBE)) {
            rules.add(binding(
                    principal, ResourceType.TRANSACTIONAL_ID, service.label(), PatternType.PREFIXED, operation));
        }
        // DELETE: what was read from a repartition topic is removed from it at each commit.
        for (AclOperation operation : List.of(
                AclOperation.CREATE,
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DELETE,
                AclOperation.DESCRIBE_CONFIGS)) {
            rules.add(topic(principal, service.label() + "-", PatternType.PREFIXED, operation));
        }
        return rules;
    }

    private static List<AclBinding> ofSystem(String principal, String system) {
        List<AclBinding> rules = new ArrayList<>();
        rules.add(topic(principal, Topics.deletionCommands(system).name(), PatternType.LITERAL, AclOperation.READ));
        rules.add(topic(principal, Topics.DELETION_ACKS.name(), PatternType.LITERAL, AclOperation.WRITE));
        // Not prefixed: the id of one system may be the beginning of another's.
        rules.add(
                binding(principal, ResourceType.GROUP, groupOfSystem(system), PatternType.LITERAL, AclOperation.READ));
        return rules;
    }

    private static List<AclBinding> groupsOf(String principal, String prefix) {
        return List.of(binding(principal, ResourceType.GROUP, prefix, PatternType.PREFIXED, AclOperation.READ));
    }

    private static AclBinding topic(String principal, String name, PatternType pattern, AclOperation operation) {
        return binding(principal, ResourceType.TOPIC, name, pattern, operation);
    }

    private static AclBinding binding(
            String principal, ResourceType type, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW));
    }
}
