package io.lethe.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every schema gets along with every released version of itself. */
class CompatibilityTest {

    @ParameterizedTest
    @EnumSource
    void has_been_released(Sample sample) {
        assertThat(Fixtures.released(sample)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void each_version_reads_each_other(Sample sample) {
        List<Schema> versions = new ArrayList<>(Fixtures.released(sample));
        versions.add(sample.event.getSchema());

        for (Schema reader : versions) {
            for (Schema writer : versions) {
                var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
                assertThat(result.getType())
                        .as(result.getResult().getIncompatibilities().toString())
                        .isEqualTo(COMPATIBLE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_enum_has_a_place_for_symbols_not_known_yet(Sample sample) {
        for (Schema each : Schemas.enumsIn(sample.event.getSchema())) {
            assertThat(each.getEnumDefault()).as(each.getFullName()).isEqualTo("UNRECOGNISED");
            assertThat(each.getEnumSymbols()).as(each.getFullName()).startsWith("UNRECOGNISED");
        }
    }

    /** A field added later must have a default; the optional ones show how: null comes first. */
    @ParameterizedTest
    @EnumSource
    void every_optional_member_defaults_to_null(Sample sample) {
        for (Schema.Field field : sample.event.getSchema().getFields()) {
            if (field.schema().isNullable()) {
                assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
                assertThat(field.schema().getTypes().getFirst().getType())
                        .as(field.name())
                        .isEqualTo(Schema.Type.NULL);
            }
        }
    }
}
