package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.streams.deadlines.DeadlineKey;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/** Counts what falls due, by kind and day of the policy's zone, over all instances. */
final class DeadlineCounts {

    /** A question costs what it counts; this many subjects of an instance at most. */
    private static final int MOST = 200_000;

    private record Cell(LocalDate day, String kind) implements Comparable<Cell> {
        private static final Comparator<Cell> ORDER =
                Comparator.comparing(Cell::day).thenComparing(Cell::kind);

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }
    }

    private final Subjects subjects;
    private final SubjectRules rules;
    private final ZoneId zone;
    private final Neighbours neighbours;

    DeadlineCounts(Subjects subjects, SubjectRules rules, ZoneId zone, Neighbours neighbours) {
        this.subjects = subjects;
        this.rules = rules;
        this.zone = zone;
        this.neighbours = neighbours;
    }

    JsonNode until(Instant until, RoutingContext context) throws UnavailableException, Refusal {
        Map<Cell, Long> counts = new TreeMap<>();
        boolean complete = countHere(until, counts);
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                JsonNode theirs = neighbours.ask(other, context);
                complete &= theirs.path("complete").asBoolean();
                theirs.path("deadlines")
                        .forEach(one -> counts.merge(
                                new Cell(
                                        LocalDate.parse(one.path("day").asText()),
                                        one.path("kind").asText()),
                                one.path("count").asLong(),
                                Long::sum));
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("until", SubjectJson.time(until, zone));
        answer.put("complete", complete);
        ArrayNode all = answer.putArray("deadlines");
        counts.forEach((cell, count) -> all.addObject()
                .put("day", cell.day().toString())
                .put("kind", cell.kind())
                .put("count", count));
        return answer;
    }

    private boolean countHere(Instant until, Map<Cell, Long> counts) throws UnavailableException {
        List<DeadlineKey> entries = new ArrayList<>();
        int visited = subjects.visitDue(until, MOST, entries::add);
        for (DeadlineKey entry : entries) {
            Optional<Subject> subject = subjects.find(entry.owner());
            // An entry that is not the subject's own is stale: its deadline has moved, and another entry stands for it.
            if (subject.isPresent() && entry.at().equals(subject.get().armedAt())) {
                for (Due due : rules.due(subject.get())) {
                    if (!due.at().isAfter(until)) {
                        counts.merge(
                                new Cell(LocalDate.ofInstant(due.at(), zone), SubjectJson.word(due.what())),
                                1L,
                                Long::sum);
                    }
                }
            }
        }
        return visited < MOST;
    }
}
