package io.lethe.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.PersonalData;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AccessRulesTest {

    private static final List<String> SYSTEMS = List.of("hubspot", "linkedin");
    private static final List<String> ALL = List.of("hubspot", "linkedin", "analytics");
    private static final List<AclBinding> RULES = AccessRules.of(SYSTEMS, List.of("analytics"));

    @Test
    void S4_each_service_writes_and_reads_what_the_table_of_topics_says_and_nothing_else() {
        for (Party party :
                List.of(Party.CONSENT_INGEST, Party.RETENTION_STREAM, Party.ERASURE_WORKER, Party.OPERATORS)) {
            assertThat(topics(AccessRules.principal(party), AclOperation.WRITE))
                    .isEqualTo(names(Topics.all(ALL).stream()
                            .filter(topic -> topic.writers().contains(party))
                            .toList()));
            assertThat(topics(AccessRules.principal(party), AclOperation.READ))
                    .isEqualTo(names(Topics.all(ALL).stream()
                            .filter(topic -> topic.readers().contains(party))
                            .toList()));
        }
    }

    @Test
    void S4_the_front_door_reads_of_nobody_but_where_requests_stand_and_a_recipient_system_nobody_elses_commands() {
        assertThat(topics("User:consent-ingest", AclOperation.READ)).containsExactly("opendsr-status");
        assertThat(topics("User:recipient.hubspot", AclOperation.READ)).containsExactly("deletion-commands.hubspot");
        assertThat(topics("User:recipient.hubspot", AclOperation.WRITE)).containsExactly("deletion-acks");
    }

    @Test
    void
            S4_S3_the_console_writes_what_was_done_through_it_repeats_what_the_front_door_took_in_and_touches_nothing_else() {
        Set<String> repeated = Set.of(
                "consent-statements",
                "interactions",
                "rights-requests",
                "rights-decisions",
                "rights-answers",
                "subject-links",
                "holds",
                "corrections",
                "wave-decisions",
                "erasure-decisions");
        assertThat(topics("User:console", AclOperation.WRITE))
                .containsExactlyInAnyOrderElementsOf(and(repeated, "audit-events"));
        assertThat(topics("User:console", AclOperation.READ))
                .containsExactlyInAnyOrderElementsOf(
                        and(repeated, "audit-events", "dead-letters.retention-stream", "dead-letters.erasure-worker"));
        assertThat(RULES.stream().filter(rule -> rule.entry().principal().equals("User:console")))
                .as("it makes no topic, has no group and no transactions, and reads no identifiers")
                .hasSize(2 * repeated.size() + 4);
    }

    private static Set<String> and(Set<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others)).collect(Collectors.toSet());
    }

    @Test
    void S4_who_calls_recipient_systems_reads_the_commands_of_those_alone_and_answers_for_them() {
        assertThat(topics("User:recipient-connectors", AclOperation.READ))
                .containsExactlyInAnyOrder("deletion-commands.analytics", "erasure-status", "opendsr-status");
        assertThat(topics("User:recipient-connectors", AclOperation.WRITE)).containsExactly("deletion-acks");
        assertThat(topics("User:recipient.analytics", AclOperation.READ)).isEmpty();
    }

    @Test
    void S4_identifiers_in_clear_are_read_by_their_recipient_alone() {
        for (Topic<?> topic : Topics.all(ALL)) {
            if (topic.personalData() == PersonalData.CLEAR_IDENTIFIERS) {
                String system = topic.name().substring(topic.name().indexOf('.') + 1);
                assertThat(RULES.stream()
                                .filter(rule -> rule.pattern().name().equals(topic.name()))
                                .filter(rule -> rule.entry().operation() == AclOperation.READ)
                                .map(rule -> rule.entry().principal()))
                        .containsExactly(
                                system.equals("analytics") ? "User:recipient-connectors" : "User:recipient." + system);
            }
        }
    }

    @Test
    void S4_no_rule_is_for_everybody_or_for_everything() {
        assertThat(RULES).allSatisfy(rule -> {
            assertThat(rule.entry().principal()).doesNotContain("*");
            assertThat(rule.entry().operation()).isNotIn(AclOperation.ALL, AclOperation.ANY);
            assertThat(rule.pattern().name()).isNotEqualTo("*");
            assertThat(rule.pattern().resourceType())
                    .isIn(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
        });
    }

    @Test
    void they_are_printed_as_calls_of_kafkas_own_tool() {
        assertThat(AclCommands.of(RULES))
                .contains(
                        "--add --allow-principal User:consent-ingest --operation Write --operation Describe"
                                + " --operation DescribeConfigs --operation Create --topic interactions",
                        "--add --allow-principal User:retention-stream --operation Write --operation Describe"
                                + " --transactional-id retention-stream --resource-pattern-type prefixed",
                        "--add --allow-principal User:recipient.hubspot --operation Read"
                                + " --topic deletion-commands.hubspot")
                .doesNotHaveDuplicates();
    }

    private static Set<String> topics(String principal, AclOperation operation) {
        return RULES.stream()
                .filter(rule -> rule.entry().principal().equals(principal))
                .filter(rule -> rule.entry().operation() == operation)
                .filter(rule -> rule.pattern().resourceType() == ResourceType.TOPIC)
                .filter(rule -> rule.pattern().patternType() == PatternType.LITERAL)
                .map(rule -> rule.pattern().name())
                .collect(Collectors.toSet());
    }

    private static Set<String> names(List<Topic<?>> topics) {
        return topics.stream().map(Topic::name).collect(Collectors.toSet());
    }
}
