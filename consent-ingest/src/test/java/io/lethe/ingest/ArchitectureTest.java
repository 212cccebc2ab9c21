package io.lethe.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.lethe.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String READING =
            ".*\\.(Event|EventReader|EventReaders|.*Reader|CommonMembers|Members|Documents|StrictJson|Terms|Vocabulary"
                    + "|EventTimes|PageAddress|PlainText|LanguageTag|Pointer|Problems)(\\$.*)?";

    @ArchTest
    static final ArchRule reading_and_validating_know_neither_kafka_nor_http = noClasses()
            .that()
            .haveNameMatching(READING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.vertx..");

    @ArchTest
    static final ArchRule composing_knows_neither_kafka_nor_http = noClasses()
            .that()
            .haveNameMatching(".*\\.(RecordComposer|StatementRecords|Outgoing)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.vertx..");

    @ArchTest
    static final ArchRule nobody_asks_the_system_what_time_it_is = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
