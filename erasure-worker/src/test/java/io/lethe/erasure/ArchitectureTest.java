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

    /** Every other class of the package is a rule; one that is new, too, until it is named here. */
    private static final Set<Class<?>> EDGES = Set.of(
            AckForm.class,
            Admission.class,
            AdmitCertificate.class,
            AdmitIdentity.class,
            AdmitOrder.class,
            CutHeader.class,
            EntryForm.class,
            EntryJson.class,
            ErasureRoutes.class,
            ErasureTopology.class,
            ErasureWorker.class,
            Erasures.class,
            FromWire.class,
            IdentityForm.class,
            Inbound.class,
            KeepLedger.class,
            LedgerStores.class,
            Outlets.class,
            RouteAck.class,
            StoredForm.class,
            ToWire.class,
            Wire.class,
            WorkerMetrics.class,
            WorkerSettings.class);

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
        return type.getPackageName().equals("io.lethe.erasure")
                && EDGES.stream()
                        .noneMatch(edge -> type.getName().equals(edge.getName())
                                || type.getName().startsWith(edge.getName() + "$"));
    }
}
