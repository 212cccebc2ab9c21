package io.lethe.ingest.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.ingest.json.Members;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What events may give as their source: anything, or what the caller's key is for. An event that gives none has the key's, where
 * that has one only.
 *
 * @param named empty: anything
 */
public record Sources(List<String> named) {

    public static final Sources ANY = new Sources(List.of());

    public Sources {
        named = List.copyOf(named);
    }

    /** Fills in a source that is missing and can only be one. */
    void complete(ObjectNode event) {
        if (named.size() == 1 && given(event) == null) {
            event.put(CommonMembers.SOURCE, named.getFirst());
        }
    }

    /** Notes a source that is not the caller's to give. */
    void check(ObjectNode event, Members members) {
        if (named.isEmpty()) {
            return;
        }
        @Nullable JsonNode given = given(event);
        if (given == null) {
            members.problem(CommonMembers.SOURCE, "is missing, and this key is for more than one");
        } else if (given.isTextual() && !named.contains(given.textValue())) {
            members.problem(CommonMembers.SOURCE, "is not one that this key is for");
        }
    }

    private static @Nullable JsonNode given(ObjectNode event) {
        @Nullable JsonNode given = event.get(CommonMembers.SOURCE);
        return given == null || given.isNull() ? null : given;
    }
}
