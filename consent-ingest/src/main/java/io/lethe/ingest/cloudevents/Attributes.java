package io.lethe.ingest.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.json.Documents.Document;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the attributes of a CloudEvent say, and how it goes into its data. */
final class Attributes {

    private static final String VERSION = "1.0";
    private static final int LONGEST_ID = 200;
    private static final Pattern JSON = Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-8\"?)?");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    private Attributes() {}

    /** Of those that say nothing about what happened. */
    static void check(EventKind kind, Members attributes) {
        constant(attributes, "specversion", VERSION, "must be " + VERSION);
        constant(attributes, "type", kind.type(), "must be " + kind.type() + " at this path");
        String type = attributes.raw("datacontenttype");
        if (type != null && !JSON.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
            attributes.problem("datacontenttype", "must be application/json");
        }
    }

    private static void constant(Members attributes, String name, String value, String otherwise) {
        String given = attributes.raw(name);
        if (!attributes.has(name)) {
            attributes.problem(name, "is missing");
        } else if (given != null && !given.equals(value)) {
            attributes.problem(name, otherwise);
        }
    }

    /** The event as it would have been sent by itself; what is wrong with its id, source and time is told of the attributes. */
    static Document merged(EventKind kind, Members attributes, Document data) {
        Map<String, Pointer> elsewhere = new HashMap<>();
        String source = attributes.raw("source");
        if (source == null && !attributes.has("source")) {
            attributes.problem("source", "is missing");
        }
        String id = attributes.text("id", LONGEST_ID);
        Merge merge = new Merge(attributes, data, elsewhere);
        if (!id.isBlank()) {
            merge.put("eventId", "id", eventId(id, source), String::equalsIgnoreCase);
        }
        merge.put("source", "source", source == null ? "unknown" : source, String::equals);
        String time = attributes.raw("time");
        if (time != null) {
            merge.put(kind == EventKind.DELETION_ACK ? "at" : "occurredAt", "time", time, Attributes::sameTime);
        }
        return new Document(data.at(), data.node(), Map.copyOf(elsewhere));
    }

    /** Source and id together are one event's and no other's; where the id is no UUID, one follows from both. */
    private static String eventId(String id, @Nullable String source) {
        return UUID_FORM.matcher(id).matches()
                ? id
                : UUID.nameUUIDFromBytes((source + "\n" + id).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private static boolean sameTime(String one, String other) {
        try {
            return one.equals(other) || OffsetDateTime.parse(one).isEqual(OffsetDateTime.parse(other));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private record Merge(Members attributes, Document data, Map<String, Pointer> elsewhere) {

        void put(String member, String attribute, String value, BiPredicate<String, String> same) {
            ObjectNode node = data.node();
            JsonNode given = node.get(member);
            if (given == null || given.isNull()) {
                node.put(member, value);
                elsewhere.put(member, attributes.at(attribute));
            } else if (given.isTextual() && !same.test(given.textValue(), value)) {
                attributes.problem(attribute, "is not what '" + member + "' of the data says");
            }
        }
    }
}
