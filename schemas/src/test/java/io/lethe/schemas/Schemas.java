package io.lethe.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.avro.Schema;

/** Looks into schemas, and makes the one a later release may have. */
public final class Schemas {

    public static final String LATER_SYMBOL = "FROM_A_LATER_RELEASE";
    public static final String LATER_FIELD = "fromALaterRelease";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Schemas() {}

    static Set<Schema> enumsIn(Schema schema) {
        Set<Schema> found = new LinkedHashSet<>();
        switch (schema.getType()) {
            case ENUM -> found.add(schema);
            case RECORD -> schema.getFields().forEach(field -> found.addAll(enumsIn(field.schema())));
            case ARRAY -> found.addAll(enumsIn(schema.getElementType()));
            case MAP -> found.addAll(enumsIn(schema.getValueType()));
            case UNION -> schema.getTypes().forEach(type -> found.addAll(enumsIn(type)));
            default -> {
                // Nothing is in it.
            }
        }
        return found;
    }

    /** The same schema with one more symbol in every enum and one more field, first, in every record. */
    public static Schema later(Schema schema) {
        try {
            JsonNode json = JSON.readTree(schema.toString());
            grow(json);
            return new Schema.Parser().parse(json.toString());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void grow(JsonNode json) {
        json.forEach(Schemas::grow);
        switch (json.path("type").asText()) {
            case "enum" -> ((ArrayNode) json.get("symbols")).add(LATER_SYMBOL);
            case "record" -> {
                ObjectNode field = JSON.createObjectNode();
                field.put("name", LATER_FIELD).put("type", "string").put("default", "");
                ((ArrayNode) json.get("fields")).insert(0, field);
            }
            default -> {
                // Stays as it is.
            }
        }
    }
}
