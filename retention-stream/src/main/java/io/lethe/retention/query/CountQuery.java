package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/** How many subjects have which status of consent, by purpose and recipient, at the end of each month and now; over all instances. */
final class CountQuery {

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::about).thenComparing(Cell::status);

    private final InstantSource clock;
    private final Subjects subjects;
    private final ZoneId zone;
    private final Neighbours neighbours;

    CountQuery(InstantSource clock, Subjects subjects, ZoneId zone, Neighbours neighbours) {
        this.clock = clock;
        this.subjects = subjects;
        this.zone = zone;
        this.neighbours = neighbours;
    }

    JsonNode counts(RoutingContext context) throws UnavailableException, Refusal {
        int months = MonthsParameter.read(context);
        Instant now = Instant.ofEpochMilli(clock.millis());
        YearMonth last = YearMonth.from(now.atZone(zone));
        SortedMap<YearMonth, SortedMap<Cell, Long>> ends = new TreeMap<>();
        for (int back = months - 1; back >= 0; back--) {
            ends.put(last.minusMonths(back), new TreeMap<>(ORDER));
        }
        boolean complete = true;
        for (int partition : subjects.partitions()) {
            complete &= subjects.areAllCounted(partition);
            addHere(partition, last, ends);
        }
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                complete &= add(neighbours.ask(other, context), ends);
            }
        }
        return json(now, complete, ends);
    }

    /** What has changed in a month counts at its end, and at the ends of all later ones; what claims to be of a later month than this, now. */
    private void addHere(int partition, YearMonth last, SortedMap<YearMonth, SortedMap<Cell, Long>> ends)
            throws UnavailableException {
        for (Map.Entry<YearMonth, Map<Cell, Long>> change :
                subjects.consentCounts(partition).entrySet()) {
            YearMonth month = change.getKey().isAfter(last) ? last : change.getKey();
            ends.tailMap(month)
                    .values()
                    .forEach(end -> change.getValue().forEach((cell, count) -> end.merge(cell, count, Long::sum)));
        }
    }

    private static boolean add(JsonNode theirs, SortedMap<YearMonth, SortedMap<Cell, Long>> ends) {
        for (JsonNode month : theirs.path("months")) {
            SortedMap<Cell, Long> end =
                    ends.get(YearMonth.parse(month.path("month").asText()));
            if (end != null) {
                month.path("counts")
                        .forEach(one -> end.merge(cell(one), one.path("count").asLong(), Long::sum));
            }
        }
        return theirs.path("complete").asBoolean();
    }

    private static Cell cell(JsonNode one) {
        return new Cell(
                new ConsentKey(
                        one.path("purpose").asText(), one.path("recipient").textValue()),
                ConsentStatus.valueOf(one.path("status").asText().toUpperCase(Locale.ROOT)));
    }

    private JsonNode json(Instant now, boolean complete, SortedMap<YearMonth, SortedMap<Cell, Long>> ends) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("at", SubjectJson.time(now, zone));
        answer.put("complete", complete);
        ArrayNode months = answer.putArray("months");
        ends.forEach((month, counts) -> {
            ObjectNode end = months.addObject().put("month", month.toString());
            ArrayNode all = end.putArray("counts");
            counts.forEach((cell, count) -> {
                if (count != 0) {
                    all.addObject()
                            .put("purpose", cell.about().purpose())
                            .put("recipient", cell.about().recipient())
                            .put("status", SubjectJson.word(cell.status()))
                            .put("count", count);
                }
            });
        });
        return answer;
    }
}
