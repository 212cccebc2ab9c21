package io.lethe.retention.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.retention.diff.PolicyTally.Change;
import io.lethe.retention.diff.PolicyTally.Counts;
import io.lethe.retention.diff.PolicyTally.Row;
import io.lethe.retention.diff.PolicyTally.What;
import io.lethe.retention.subject.SubjectKind;
import java.time.YearMonth;
import java.util.Locale;

/** A tally as it goes over the wire: {@code lapses}, {@code erasures}, and of {@code consentsEnding} those that {@code expired} and those {@code invalidated}. */
public final class TallyJson {

    private TallyJson() {}

    public static ObjectNode write(PolicyTally tally) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (What what : What.values()) {
            ObjectNode parent = isOfConsent(what) ? json.withObjectProperty("consentsEnding") : json;
            parent.putArray(name(what));
        }
        tally.rows((row, counts) -> ((ArrayNode) place(json, row.what())).add(row(row, counts)));
        return json;
    }

    /** Adds what another instance has counted. */
    public static void addTo(PolicyTally tally, JsonNode json) {
        for (What what : What.values()) {
            place(json, what).forEach(one -> add(tally, what, one));
        }
    }

    private static JsonNode place(JsonNode json, What what) {
        return (isOfConsent(what) ? json.path("consentsEnding") : json).path(name(what));
    }

    private static ObjectNode row(Row row, Counts counts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", word(row.kind()));
        if (row.purpose() != null) {
            json.put("purpose", row.purpose());
        }
        for (Change change : Change.values()) {
            json.put(word(change), counts.of(change));
        }
        ArrayNode months = json.putArray("months");
        counts.months((month, before, after) -> months.addObject()
                .put("month", month.toString())
                .put("before", before)
                .put("after", after));
        return json;
    }

    private static void add(PolicyTally tally, What what, JsonNode json) {
        SubjectKind kind = SubjectKind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT));
        Counts counts = tally.row(
                new Row(what, kind, json.has("purpose") ? json.path("purpose").asText() : null));
        for (Change change : Change.values()) {
            counts.add(change, json.path(word(change)).asLong());
        }
        json.path("months")
                .forEach(month -> counts.add(
                        YearMonth.parse(month.path("month").asText()),
                        month.path("before").asLong(),
                        month.path("after").asLong()));
    }

    private static boolean isOfConsent(What what) {
        return what == What.EXPIRY || what == What.INVALIDATION;
    }

    private static String name(What what) {
        return switch (what) {
            case LAPSE -> "lapses";
            case ERASURE -> "erasures";
            case EXPIRY -> "expired";
            case INVALIDATION -> "invalidated";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
