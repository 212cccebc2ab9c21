package io.lethe.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which package may know what. A class in the wrong one is found here, and each wall is shown to find one. */
class ArchitectureTest {

    private static final String[] LANGUAGE = {
        "java.lang..", "java.util..", "java.math..", "java.time..", "org.jspecify.."
    };

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Nor those that another module lends.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.lethe");

    /** A package, and all that it may know beside the language and itself. */
    private enum Wall {
        RULES_OF_CONSENT("io.lethe.consent", io.lethe.consent.ClassThatKnowsKafka.class, "io.lethe.policy"),
        RULES_OF_A_SUBJECT(
                "io.lethe.retention.subject",
                io.lethe.retention.subject.ClassThatKnowsKafka.class,
                "io.lethe.policy",
                "io.lethe.consent",
                "java.nio.charset",
                "java.security"),
        RULES_OF_A_WAVE(
                "io.lethe.retention.wave", io.lethe.retention.wave.ClassThatKnowsKafka.class, "io.lethe.policy"),
        RULES_OF_AN_ERASURE(
                "io.lethe.erasure.ledger",
                io.lethe.erasure.ledger.ClassThatKnowsKafka.class,
                "io.lethe.policy",
                "java.nio",
                "java.nio.charset",
                "java.security"),
        CERTIFICATES(
                "io.lethe.certificate",
                io.lethe.certificate.ClassThatKnowsKafka.class,
                "com.amazon.corretto.crypto.provider",
                "com.fasterxml.jackson..",
                "com.google.crypto.tink.subtle",
                "java.nio.charset",
                "java.security",
                "java.security.spec"),
        THE_POLICY(
                "io.lethe.policy",
                io.lethe.policy.ClassThatKnowsKafka.class,
                "io.lethe.policy.banner",
                "io.lethe.policy.dispatch"),
        HOW_BANNERS_ASK("io.lethe.policy.banner", io.lethe.policy.banner.ClassThatKnowsKafka.class),
        HOW_SYSTEMS_ARE_REACHED("io.lethe.policy.dispatch", io.lethe.policy.dispatch.ClassThatKnowsKafka.class),
        READING_JSON(
                "io.lethe.ingest.json",
                io.lethe.ingest.json.ClassThatKnowsHttp.class,
                "com.fasterxml.jackson..",
                "java.io",
                "java.net",
                "java.nio..",
                "java.text",
                "io.lethe.identity",
                "io.lethe.service"),
        READING_EVENTS(
                "io.lethe.ingest.event",
                io.lethe.ingest.event.ClassThatKnowsHttp.class,
                "com.fasterxml.jackson..",
                "java.io",
                "java.net",
                "java.nio..",
                "io.lethe.identity",
                "io.lethe.service",
                "io.lethe.policy",
                "io.lethe.schemas",
                "io.lethe.ingest.code",
                "io.lethe.ingest.json",
                "io.lethe.ingest.tcf"),
        READING_CLOUD_EVENTS(
                "io.lethe.ingest.cloudevents",
                io.lethe.ingest.cloudevents.ClassThatKnowsHttp.class,
                "com.fasterxml.jackson..",
                "java.io",
                "java.nio..",
                "io.lethe.ingest.event",
                "io.lethe.ingest.json"),
        READING_TC_STRINGS(
                "io.lethe.ingest.tcf",
                io.lethe.ingest.tcf.ClassThatKnowsHttp.class,
                "io.lethe.policy",
                "io.lethe.policy.banner",
                "io.lethe.schemas");

        private final String inside;
        private final Class<?> misplaced;
        private final String[] mayKnow;

        Wall(String inside, Class<?> misplaced, String... mayKnow) {
            this.inside = inside;
            this.misplaced = misplaced;
            this.mayKnow = Stream.of(LANGUAGE, new String[] {inside}, mayKnow)
                    .flatMap(Stream::of)
                    .toArray(String[]::new);
        }

        ArchRule rule() {
            return classes()
                    .that()
                    .resideInAPackage(inside)
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(mayKnow));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_package_knows_what_it_may_and_nothing_else(Wall wall) {
        wall.rule().check(HOUSE);
    }

    @ParameterizedTest
    @EnumSource
    void a_class_in_the_wrong_package_is_found(Wall wall) {
        JavaClasses misplaced = new ClassFileImporter().importClasses(wall.misplaced);

        assertThat(wall.rule().evaluate(misplaced).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains(wall.misplaced.getSimpleName()));
    }

    @Test
    void no_packages_know_each_other_in_a_circle() {
        slices().matching("io.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void no_rule_has_a_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lethe.consent",
                        "io.lethe.certificate..",
                        "io.lethe.policy..",
                        "io.lethe.retention.subject",
                        "io.lethe.retention.wave",
                        "io.lethe.erasure.ledger")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class)
                .check(HOUSE);
    }

    @Test
    void no_service_asks_the_system_what_time_it_is() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.lethe.local..", "io.lethe.service")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(HOUSE);
    }

    @Test
    void http_is_known_to_the_edges_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.lethe.service",
                        "io.lethe.service.files",
                        "io.lethe.console",
                        "io.lethe.ingest",
                        "io.lethe.ingest.contract",
                        "io.lethe.ingest.page",
                        "io.lethe.ingest.guard",
                        "io.lethe.retention",
                        "io.lethe.retention.query",
                        "io.lethe.erasure",
                        "io.lethe.erasure.query",
                        "io.lethe.connectors",
                        "io.lethe.streams")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..")
                .check(HOUSE);
    }
}
