package io.lethe.policy.file;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.lethe.policy.Place;
import io.lethe.policy.yaml.Spelling;
import io.lethe.policy.yaml.Wording;
import io.lethe.policy.yaml.Yaml;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Puts what the schema validator finds into words for the author of the file, with the place where it stands. */
final class SchemaWording {

    private final JsonNode schema;
    private final Yaml root;

    SchemaWording(JsonNode schema, Yaml root) {
        this.schema = schema;
        this.root = root;
    }

    Place place(Error error) {
        Yaml at = find(error.getInstanceLocation());
        if (isUnknownMember(error) && at instanceof Yaml.Mapping mapping) {
            return Optional.ofNullable(mapping.members().get(error.getProperty()))
                    .map(Yaml.Member::place)
                    .orElse(at.place());
        }
        return at.place();
    }

    String text(Error error) {
        Yaml at = find(error.getInstanceLocation());
        String path = path(error.getInstanceLocation());
        String said = said(error, at);
        return path.isEmpty() ? said : path + ": " + said;
    }

    private String said(Error error, Yaml at) {
        JsonNode parent = parent(error);
        return switch (error.getKeyword()) {
            case "required" ->
                "'" + error.getProperty() + "' is missing; add it: "
                        + meaning(parent.path("properties").path(error.getProperty()));
            case "additionalProperties" ->
                "'" + Wording.shorten(error.getProperty()) + "' is not known here; "
                        + Spelling.wayOut(
                                Objects.requireNonNullElse(error.getProperty(), ""),
                                List.copyOf(parent.path("properties").propertyNames()));
            case "type" ->
                isNothing(at)
                        ? "is empty; give " + meaning(parent)
                        : value(at) + " must be " + kind(parent) + quotes(parent, at) + "; give " + meaning(parent);
            case "enum", "pattern", "minLength", "minimum", "exclusiveMinimum", "maximum" -> value(at) + misfit(parent);
            case "minItems" -> "the list is empty; name at least one";
            case "uniqueItems" -> "the list names something twice; keep one of them";
            default -> error.getMessage();
        };
    }

    private static boolean isUnknownMember(Error error) {
        return error.getKeyword().equals("additionalProperties");
    }

    /** The schema that holds the keyword which was offended. */
    private JsonNode parent(Error error) {
        NodePath keyword = error.getSchemaLocation().getFragment();
        JsonNode node = schema;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            Object step = keyword.getElement(i);
            node = step instanceof Integer index ? node.path(index) : node.path(String.valueOf(step));
        }
        return node;
    }

    private String meaning(JsonNode of) {
        String own = of.path("description").asString("");
        if (!own.isEmpty()) {
            return own;
        }
        String reference = of.path("$ref").asString("");
        return reference.isEmpty() ? "what belongs here" : meaning(schema.at(reference.substring(1)));
    }

    /** What a value of the right kind fails to be. */
    private String misfit(JsonNode of) {
        String meaning = meaning(of);
        boolean isNoun = meaning.startsWith("a ") || meaning.startsWith("an ");
        return isNoun ? " is not " + meaning : " does not fit; give " + meaning;
    }

    private static String kind(JsonNode of) {
        return switch (of.path("type").asString("")) {
            case "object" -> "a group of members";
            case "array" -> "a list";
            case "number" -> "a number";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "text";
        };
    }

    private static String quotes(JsonNode of, Yaml at) {
        boolean wantsText = of.path("type").asString("").equals("string");
        boolean isNumber = at instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NUMBER;
        return wantsText && isNumber ? " in quotes" : "";
    }

    private static boolean isNothing(Yaml at) {
        return at instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NOTHING;
    }

    private static String value(Yaml at) {
        return switch (at) {
            case Yaml.Mapping mapping -> "the group of members";
            case Yaml.Sequence sequence -> "the list";
            case Yaml.Scalar scalar -> "'" + Wording.shorten(scalar.text()) + "'";
        };
    }

    private Yaml find(NodePath path) {
        Yaml at = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            at = step(at, path.getElement(i)).orElse(at);
        }
        return at;
    }

    /** The names that lead there; items of a list go by their id or name, or else by their number, from 1. */
    private String path(NodePath path) {
        StringJoiner names = new StringJoiner(".");
        Yaml at = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            at = step(at, element).orElse(at);
            names.add(element instanceof Integer index ? name(at).orElse("#" + (index + 1)) : String.valueOf(element));
        }
        return names.toString();
    }

    private static Optional<Yaml> step(Yaml at, Object element) {
        return switch (at) {
            case Yaml.Mapping mapping -> mapping.get(String.valueOf(element));
            case Yaml.Sequence sequence
            when element instanceof Integer index ->
                Optional.of(sequence.items().get(index));
            default -> Optional.empty();
        };
    }

    private static Optional<String> name(Yaml item) {
        return item instanceof Yaml.Mapping mapping
                ? mapping.get("id")
                        .or(() -> mapping.get("name"))
                        .filter(Yaml.Scalar.class::isInstance)
                        .map(id -> Wording.shorten(((Yaml.Scalar) id).text()))
                : Optional.empty();
    }
}
