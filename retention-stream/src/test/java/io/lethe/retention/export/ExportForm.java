package io.lethe.retention.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The published form of what is handed out. */
public final class ExportForm {

    private static final ObjectNode PUBLISHED = read();

    private ExportForm() {}

    /** What is wrong with an answer. */
    public static List<Error> flaws(String answer) {
        return flaws(PUBLISHED, answer);
    }

    /** What is wrong with one part of an answer. */
    static List<Error> flaws(String form, String part) {
        ObjectNode schema = PUBLISHED.objectNode();
        schema.set("$schema", PUBLISHED.get("$schema"));
        schema.put("$ref", "#/$defs/" + form);
        schema.set("$defs", PUBLISHED.get("$defs"));
        return flaws(schema, part);
    }

    private static List<Error> flaws(ObjectNode schema, String json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString())
                .validate(json, InputFormat.JSON);
    }

    private static ObjectNode read() {
        try (InputStream file =
                Objects.requireNonNull(SubjectExport.class.getResourceAsStream("/lethe-export.schema.json"))) {
            return (ObjectNode) new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
