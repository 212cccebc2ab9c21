package io.lethe.retention;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.lethe.retention.subject.ClassThatKnowsKafka;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] RULES = {"io.lethe.retention.subject", "io.lethe.consent"};

    private static final ArchRule PURE = classes()
            .that()
            .resideInAnyPackage(RULES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.lethe.policy", RULES[0], RULES[1]);

    @Test
    void the_rules_know_neither_Kafka_nor_Avro_nor_the_web() {
        PURE.check(service());
    }

    @Test
    void a_class_that_knows_Kafka_is_found_among_the_rules() {
        JavaClasses misplaced = new ClassFileImporter().importClasses(ClassThatKnowsKafka.class);

        assertThat(PURE.evaluate(misplaced).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("ClassThatKnowsKafka"));
    }

    @Test
    void the_rules_have_no_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class)
                .check(service());
    }

    @Test
    void nothing_here_asks_what_time_it_is_but_the_clock_it_was_given() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(service());
    }

    private static JavaClasses service() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.lethe.retention", "io.lethe.consent");
    }
}
