package io.lethe.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lethe.policy.Id;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.PublicHolidays;
import io.lethe.policy.RetentionRule;
import io.lethe.policy.TransferMechanism;
import io.lethe.policy.banner.BannerKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use. */
class PolicySchemaTest {

    private static final String SYSTEM = "/properties/recipients/properties/systems/items/properties";

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
    void knows_exactly_the_words_that_the_code_knows() throws IOException {
        JsonNode schema = JsonMapper.shared().readTree(resource("policy.schema.json"));

        assertThat(words(schema, "/$defs/purpose/properties/basis/enum")).isEqualTo(ids(LegalBasis.values()));
        assertThat(words(schema, SYSTEM + "/identifiers/items/enum")).isEqualTo(ids(IdentifierKind.values()));
        assertThat(words(schema, "/properties/rights/properties/movesOn/properties/holidays/enum"))
                .isEqualTo(ids(PublicHolidays.values()));
        assertThat(words(schema, SYSTEM + "/transfer/enum")).isEqualTo(ids(TransferMechanism.values()));
        assertThat(schema.at("/properties/banners/properties").propertyNames())
                .containsAll(
                        Arrays.stream(BannerKind.values()).map(BannerKind::id).toList())
                .hasSize(BannerKind.values().length + 1);
        assertThat(words(schema, "/properties/dataCategories/items/properties/retention/enum"))
                .isEqualTo(ids(RetentionRule.values()));
    }

    private static List<String> ids(Id[] all) {
        return Arrays.stream(all).map(Id::id).sorted().toList();
    }

    private static List<String> words(JsonNode schema, String pointer) {
        return schema.at(pointer).valueStream().map(JsonNode::asString).sorted().toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
