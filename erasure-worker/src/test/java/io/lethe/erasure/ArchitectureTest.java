package io.lethe.erasure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.lethe.erasure.ledger.ClassThatKnowsKafka;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final ArchRule PURE = classes()
            .that()
            .resideInAPackage("io.lethe.erasure.ledger")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.lethe.policy", "io.lethe.erasure.ledger");

    @Test
    void the_rules_know_neither_Kafka_nor_Avro_nor_the_wire() {
        PURE.check(worker());
    }

    @Test
    void a_class_that_knows_Kafka_is_found_among_the_rules() {
        JavaClasses misplaced = new ClassFileImporter().importClasses(ClassThatKnowsKafka.class);

        assertThat(PURE.evaluate(misplaced).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("ClassThatKnowsKafka"));
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
}
