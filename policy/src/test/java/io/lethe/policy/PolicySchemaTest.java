package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The schema that editors use")
class PolicySchemaTest {

    @Test
    void is_a_valid_schema_itself() throws IOException {
        SpecificationVersion version = SpecificationVersion.DRAFT_2020_12;
        var metaSchema =
                SchemaRegistry.withDefaultDialect(version).getSchema(SchemaLocation.of(version.getDialectId()));

        assertThat(metaSchema.validate(resource("policy.schema.json"), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void is_named_in_the_first_line_of_the_built_in_policy() throws IOException {
        assertThat(resource(PolicyFile.BUILT_IN)).startsWith("# yaml-language-server: $schema=policy.schema.json\n");
    }

    @Test
    void knows_the_same_words_as_the_code() throws IOException {
        String schema = resource("policy.schema.json").replaceAll("\\s+", "");

        for (Id[] all : new Id[][] {
            LegalBasis.values(), IdentifierKind.values(), TransferMechanism.values(), RetentionRule.values()
        }) {
            assertThat(Arrays.stream(all).map(Id::id).sorted())
                    .allSatisfy(id -> assertThat(schema).contains('"' + id + '"'));
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
