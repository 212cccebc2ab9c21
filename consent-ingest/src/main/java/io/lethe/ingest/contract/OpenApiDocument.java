package io.lethe.ingest.contract;

import io.lethe.ingest.event.EventWords;
import io.lethe.policy.Policy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The contract of this door as OpenAPI 3.1. The file stands beside the code; its closed lists of words, such as {@code "@purposes@"}, are filled in from
 * the policy and the schemas that events are checked with.
 */
final class OpenApiDocument {

    private static final String RESOURCE = "/lethe-contract/openapi.yaml";

    private final String text;
    private final Node root;

    private OpenApiDocument(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    static OpenApiDocument of(Policy policy) {
        String text = resource();
        for (Map.Entry<String, List<String>> words : EventWords.of(policy).entrySet()) {
            text = text.replace("\"@" + words.getKey() + "@\"", "[" + String.join(", ", words.getValue()) + "]");
        }
        Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
        return new OpenApiDocument(text, new Node(root, root));
    }

    /** As YAML. */
    String text() {
        return text;
    }

    Node root() {
        return root;
    }

    private static String resource() {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new FileNotFoundException(RESOURCE + " is missing in this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A place in the document.
     *
     * @param value null where there is nothing
     */
    record Node(Object whole, @Nullable Object value) {

        /** What stands under a name; references are followed. */
        Node get(String name) {
            Object found = value instanceof Map<?, ?> map ? map.get(name) : null;
            return new Node(whole, found).followed();
        }

        private Node followed() {
            return value instanceof Map<?, ?> map && map.get("$ref") instanceof String reference
                    ? at(reference.substring(2))
                    : this;
        }

        private Node at(String path) {
            Node at = new Node(whole, whole);
            for (String name : path.split("/", -1)) {
                at = at.get(name);
            }
            return at;
        }

        /** The last part of the reference under a name, or of the first one in a list there; or nothing. */
        String reference(String name) {
            Object found = value instanceof Map<?, ?> map ? map.get(name) : null;
            Object one = found instanceof List<?> list && !list.isEmpty() ? list.getFirst() : found;
            return one instanceof Map<?, ?> inner && inner.get("$ref") instanceof String reference
                    ? reference.substring(reference.lastIndexOf('/') + 1)
                    : "";
        }

        boolean isThere() {
            return value != null;
        }

        List<String> names() {
            return value instanceof Map<?, ?> map
                    ? map.keySet().stream().map(String::valueOf).toList()
                    : List.of();
        }

        List<String> texts() {
            return value instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        String text(String name) {
            Object found = get(name).value;
            return found == null ? "" : String.valueOf(found);
        }
    }
}
