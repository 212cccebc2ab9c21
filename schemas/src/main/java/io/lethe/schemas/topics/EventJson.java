package io.lethe.schemas.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Shows an event as a person reads it: one JSON object, members in the schema's order and absent ones as null, enums in
 * kebab-case, times in RFC 3339 at the zone's offset, bytes in base64.
 */
public final class EventJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ZoneId zone;

    public EventJson(ZoneId zone) {
        this.zone = zone;
    }

    /** The event as a tree; written out, it is one line. */
    public ObjectNode object(SpecificRecord event) {
        return members(event);
    }

    private ObjectNode members(IndexedRecord record) {
        ObjectNode object = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            object.set(field.name(), node(record.get(field.pos())));
        }
        return object;
    }

    private JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case IndexedRecord record -> members(record);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case Instant time -> JSON.textNode(time(time));
            case ByteBuffer bytes -> JSON.binaryNode(copy(bytes));
            case Enum<?> symbol -> JSON.textNode(kebab(symbol.name()));
            case Boolean flag -> JSON.booleanNode(flag);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Float number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case CharSequence text -> JSON.textNode(text.toString());
            default ->
                throw new IllegalArgumentException(
                        "no JSON for a " + value.getClass().getName());
        };
    }

    private ArrayNode list(List<?> values) {
        ArrayNode array = JSON.arrayNode(values.size());
        values.forEach(value -> array.add(node(value)));
        return array;
    }

    private ObjectNode map(Map<?, ?> values) {
        ObjectNode object = JSON.objectNode();
        Map<String, JsonNode> sorted = new TreeMap<>();
        values.forEach((name, value) -> sorted.put(String.valueOf(name), node(value)));
        object.setAll(sorted);
        return object;
    }

    /** RFC 3339 knows no seconds in an offset, which zones had before they were standardised: those are shown in UTC. */
    private String time(Instant instant) {
        OffsetDateTime local = instant.atZone(zone).toOffsetDateTime();
        boolean wholeMinutes = local.getOffset().getTotalSeconds() % 60 == 0;
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(wholeMinutes ? local : instant.atOffset(ZoneOffset.UTC));
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    private static String kebab(String symbol) {
        return symbol.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
