package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.Due;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/**
 * How much falls due, by month and kind, as things stand; over all instances. It costs the same however many subjects there are; by days, and at the cost of what is
 * counted, {@link DeadlineCounts} tells.
 */
final class DueQuery {

    private final InstantSource clock;
    private final Subjects subjects;
    private final ZoneId zone;
    private final Neighbours neighbours;

    DueQuery(InstantSource clock, Subjects subjects, ZoneId zone, Neighbours neighbours) {
        this.clock = clock;
        this.subjects = subjects;
        this.zone = zone;
        this.neighbours = neighbours;
    }

    /** What falls due in each of some months, what was due before them, and what is so only after them. */
    private static final class Sums {

        private final Map<Due.What, Long> earlier = new EnumMap<>(Due.What.class);
        private final SortedMap<YearMonth, Map<Due.What, Long>> months = new TreeMap<>();
        private final Map<Due.What, Long> later = new EnumMap<>(Due.What.class);

        Sums(YearMonth first, int count) {
            for (int ahead = 0; ahead < count; ahead++) {
                months.put(first.plusMonths(ahead), new EnumMap<>(Due.What.class));
            }
        }

        void add(YearMonth month, Map<Due.What, Long> counts) {
            Map<Due.What, Long> sums = month.isBefore(months.firstKey()) ? earlier : months.getOrDefault(month, later);
            counts.forEach((what, count) -> sums.merge(what, count, Long::sum));
        }

        /** What another instance has answered; its clock may be in another month already. */
        void add(JsonNode theirs) {
            add(theirs.path("earlier"), earlier);
            theirs.path("months").forEach(one -> {
                Map<Due.What, Long> counts = new EnumMap<>(Due.What.class);
                add(one.path("counts"), counts);
                add(YearMonth.parse(one.path("month").asText()), counts);
            });
            add(theirs.path("later"), later);
        }

        private static void add(JsonNode counts, Map<Due.What, Long> sums) {
            counts.forEach(one -> sums.merge(
                    Due.What.valueOf(
                            one.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                    one.path("count").asLong(),
                    Long::sum));
        }
    }

    JsonNode counts(RoutingContext context) throws UnavailableException, Refusal {
        int months = MonthsParameter.read(context);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Sums sums = new Sums(YearMonth.from(now.atZone(zone)), months);
        boolean complete = true;
        for (int partition : subjects.partitions()) {
            complete &= subjects.isAllDueCounted(partition);
            subjects.dueCounts(partition).forEach(sums::add);
        }
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                JsonNode theirs = neighbours.ask(other, context);
                complete &= theirs.path("complete").asBoolean();
                sums.add(theirs);
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("at", SubjectJson.time(now, zone));
        answer.put("complete", complete);
        write(sums.earlier, answer.putArray("earlier"));
        ArrayNode all = answer.putArray("months");
        sums.months.forEach((month, counts) ->
                write(counts, all.addObject().put("month", month.toString()).putArray("counts")));
        write(sums.later, answer.putArray("later"));
        return answer;
    }

    private static void write(Map<Due.What, Long> counts, ArrayNode array) {
        counts.forEach((what, count) -> {
            if (count != 0) {
                array.addObject().put("kind", SubjectJson.word(what)).put("count", count);
            }
        });
    }
}
