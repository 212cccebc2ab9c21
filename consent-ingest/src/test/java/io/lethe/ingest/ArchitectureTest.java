package io.lethe.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.lethe.ingest.event.ClassThatKnowsHttp;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final ArchRule READING = noClasses()
            .that()
            .resideInAnyPackage("io.lethe.ingest.event", "io.lethe.ingest.json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "io.vertx..",
                    "io.lethe.schemas.topics..",
                    "io.lethe.kafka..");

    @Test
    void reading_and_validating_know_neither_Kafka_nor_HTTP_nor_the_wire() {
        READING.check(frontDoor());
    }

    @Test
    void a_class_that_knows_HTTP_is_found_among_the_readers() {
        JavaClasses misplaced = new ClassFileImporter().importClasses(ClassThatKnowsHttp.class);

        assertThat(READING.evaluate(misplaced).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("ClassThatKnowsHttp"));
    }

    @Test
    void JSON_knows_no_event() {
        classes()
                .that()
                .resideInAPackage("io.lethe.ingest.json")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml..",
                        "io.lethe.identity",
                        "io.lethe.service",
                        "io.lethe.ingest.json")
                .check(frontDoor());
    }

    @Test
    void publishing_knows_no_HTTP() {
        noClasses()
                .that()
                .resideInAPackage("io.lethe.ingest.publish")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..")
                .check(frontDoor());
    }

    @Test
    void nobody_asks_the_system_what_time_it_is() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(frontDoor());
    }

    private static JavaClasses frontDoor() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.lethe.ingest");
    }
}
