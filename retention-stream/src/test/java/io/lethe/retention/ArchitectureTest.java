package io.lethe.retention;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;

@AnalyzeClasses(
        packages = {"io.lethe.retention", "io.lethe.consent"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_rules_know_neither_kafka_nor_avro_nor_the_web = noClasses()
            .that()
            .resideInAnyPackage("io.lethe.retention.subject", "io.lethe.consent")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache..",
                    "io.lethe.schemas..",
                    "io.lethe.streams..",
                    "io.lethe.service..",
                    "io.lethe.retention",
                    "io.lethe.retention.stored..",
                    "io.vertx..",
                    "com.fasterxml..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule the_rules_have_no_clock = noClasses()
            .that()
            .resideInAnyPackage("io.lethe.retention.subject", "io.lethe.consent")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, InstantSource.class);

    @ArchTest
    static final ArchRule nothing_here_asks_what_time_it_is_but_the_clock_it_was_given = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
