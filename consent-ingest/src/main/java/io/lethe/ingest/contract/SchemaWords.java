package io.lethe.ingest.contract;

import io.lethe.ingest.contract.OpenApiDocument.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A schema in a line of a page. */
final class SchemaWords {

    private SchemaWords() {}

    static String of(Node schema) {
        List<String> parts = new ArrayList<>();
        String type = schema.text("type");
        boolean closed = schema.get("enum").isThere();
        if (type.equals("array")) {
            String reference = schema.reference("items");
            parts.add("list of "
                    + (reference.isEmpty()
                            ? of(schema.get("items"))
                            : "<a href=\"#schema-" + PageText.escaped(reference) + "\">" + PageText.escaped(reference)
                                    + "</a>"));
        } else if (!closed && !type.isEmpty() && !type.equals("object")) {
            parts.add(PageText.escaped(
                    schema.get("format").isThere()
                            ? schema.text("format")
                            : type.replace("[", "").replace("]", "")));
        }
        if (closed) {
            parts.add(schema.get("enum").texts().stream()
                    .map(word -> "<code>" + PageText.escaped(word) + "</code>")
                    .collect(Collectors.joining(" · ")));
        }
        if (schema.get("const").isThere()) {
            parts.add("always <code>" + PageText.escaped(schema.text("const")) + "</code>");
        }
        if (schema.get("maxLength").isThere()) {
            parts.add("at most " + PageText.escaped(schema.text("maxLength")) + " characters");
        }
        if (schema.get("description").isThere()) {
            parts.add(PageText.marked(schema.text("description")));
        }
        return String.join("; ", parts);
    }
}
