package io.lethe.policy.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** JSON whose texts hold placeholders. It is filled in as a tree, so that no value can change the shape of it. */
public sealed interface JsonTemplate {

    /** All texts in it; names of members hold no placeholders. */
    Stream<Template> texts();

    record Text(Template template) implements JsonTemplate {
        @Override
        public Stream<Template> texts() {
            return Stream.of(template);
        }
    }

    /** A number, true, false or null, as JSON writes it. */
    record Literal(String json) implements JsonTemplate {
        @Override
        public Stream<Template> texts() {
            return Stream.empty();
        }
    }

    record Array(List<JsonTemplate> items) implements JsonTemplate {

        public Array {
            items = List.copyOf(items);
        }

        @Override
        public Stream<Template> texts() {
            return items.stream().flatMap(JsonTemplate::texts);
        }
    }

    /** In the file's order. */
    record Members(Map<String, JsonTemplate> members) implements JsonTemplate {

        public Members {
            members = new LinkedHashMap<>(members);
        }

        @Override
        public Stream<Template> texts() {
            return members.values().stream().flatMap(JsonTemplate::texts);
        }
    }
}
