package io.lethe.retention.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What the policy's words are called in the W3C Data Privacy Vocabulary: {@code /dpv/mapping.json}. A word that is not there is what is broadest. */
final class DpvMapping {

    private static final JsonNode TABLE = read("mapping.json");

    /** What the terms' prefixes stand for, so that nobody has to ask the network. */
    private static final JsonNode CONTEXT = read("context.jsonld");

    private DpvMapping() {}

    static ObjectNode context() {
        return CONTEXT.deepCopy();
    }

    static String purpose(String id) {
        return TABLE.path("purposes").path(id).asText(TABLE.path("anyPurpose").asText());
    }

    static String legalBasis(String id) {
        return TABLE.path("legalBases").path(id).asText();
    }

    static String dataCategory(String id) {
        return TABLE.path("dataCategories")
                .path(id)
                .asText(TABLE.path("anyDataCategory").asText());
    }

    static String right(String id) {
        return TABLE.path("rights").path(id).asText(TABLE.path("anyRight").asText());
    }

    static String status(String word) {
        return TABLE.path("statuses").path(word).asText();
    }

    /** The whole table. */
    static JsonNode table() {
        return TABLE;
    }

    private static JsonNode read(String name) {
        try (InputStream file = Objects.requireNonNull(DpvMapping.class.getResourceAsStream("/dpv/" + name))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("/dpv/" + name + " is not JSON", e);
        }
    }
}
