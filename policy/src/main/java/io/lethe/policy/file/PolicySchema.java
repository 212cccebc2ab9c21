package io.lethe.policy.file;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lethe.policy.yaml.PolicyProblems;
import io.lethe.policy.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds a tree against {@code policy.schema.json}: the same schema that editors use while the file is written. */
final class PolicySchema {

    private static final String RESOURCE = "/policy/policy.schema.json";
    private static final Schema SCHEMA = load();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PolicySchema() {}

    static void check(Yaml root, PolicyProblems problems) {
        SchemaWording words = new SchemaWording(SCHEMA.getSchemaNode(), root);
        for (Error error : SCHEMA.validate(json(root))) {
            problems.add(words.place(error), words.text(error));
        }
    }

    private static Schema load() {
        try (InputStream in = PolicySchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Yaml yaml) {
        return switch (yaml) {
            case Yaml.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                for (Map.Entry<String, Yaml.Member> member : mapping.members().entrySet()) {
                    object.set(member.getKey(), json(member.getValue().value()));
                }
                yield object;
            }
            case Yaml.Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Yaml.Scalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> JSON.stringNode(scalar.text());
                    case NUMBER -> number(scalar.text());
                    case BOOLEAN -> JSON.booleanNode(scalar.text().equals("true"));
                    case NOTHING -> JSON.nullNode();
                };
        };
    }

    /** YAML has numbers that JSON has not, such as .inf and 0o7; the schema sees them as the text they are. */
    private static JsonNode number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? JSON.numberNode(value) : JSON.stringNode(text);
        } catch (NumberFormatException e) {
            return JSON.stringNode(text);
        }
    }
}
