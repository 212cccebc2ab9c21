package io.lethe.erasure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rules")
class ArchitectureTest {

    private static final Set<Class<?>> RULES = Set.of(
            Ledger.class,
            Identities.class,
            Retries.class,
            Order.class,
            Command.class,
            Entry.class,
            Answer.class,
            Status.class,
            Decision.class,
            KnownIdentity.class,
            CommandId.class,
            Cause.class,
            Outcome.class,
            CommandState.class,
            OrderState.class,
            SubjectKind.class);

    @Test
    void know_neither_Kafka_nor_Avro_nor_the_wire() {
        classes()
                .that(describe("are rules", ArchitectureTest::isRule))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are rules, the policy or the JDK",
                        type -> isRule(type)
                                || type.getPackageName().startsWith("java.")
                                || type.getPackageName().equals("io.lethe.policy")
                                || type.getPackageName().startsWith("org.jspecify")
                                || type.isPrimitive()
                                || type.isArray()))
                .check(worker());
    }

    @Test
    void nobody_asks_the_system_what_time_it_is() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(worker());
    }

    private static JavaClasses worker() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.lethe.erasure");
    }

    private static boolean isRule(JavaClass type) {
        return RULES.stream()
                .anyMatch(rule ->
                        type.getName().equals(rule.getName()) || type.getName().startsWith(rule.getName() + "$"));
    }
}
