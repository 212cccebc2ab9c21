package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.Policy;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.store.StandingHolds.StandingHold;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.SubjectRules;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The holds and restrictions that stand, of all instances, page by page, the oldest first (R4). It names nobody. */
final class HoldsList {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,2}|1000");

    /** Where a page goes on: since when the last one before has stood, and which that is. */
    private static final Pattern PLACE = Pattern.compile("(\\d{1,15})~([A-Za-z0-9._:/-]{1,150})/([A-Za-z0-9_-]{1,64})");

    private final Policy policy;
    private final InstantSource clock;
    private final Subjects subjects;
    private final Neighbours neighbours;
    private final SubjectJson json;

    HoldsList(Policy policy, InstantSource clock, Subjects subjects, Neighbours neighbours) {
        this.policy = policy;
        this.clock = clock;
        this.subjects = subjects;
        this.neighbours = neighbours;
        this.json = new SubjectJson(new SubjectRules(policy), policy.zone());
    }

    /** What several look-ups have found of one page, and up to where each of them has looked. */
    private static final class Found {

        private final SortedMap<StandingHold, JsonNode> rows = new TreeMap<>();
        private @Nullable StandingHold upTo;
        private boolean complete = true;

        /** What stands behind the place up to which somebody has looked is for the next page. */
        private void isKnownUpTo(StandingHold place) {
            if (upTo == null || place.compareTo(upTo) < 0) {
                upTo = place;
            }
        }
    }

    JsonNode page(RoutingContext context) throws UnavailableException, Refusal {
        @Nullable String limit = context.request().getParam("limit");
        if (limit != null && !LIMIT.matcher(limit).matches()) {
            throw Refusal.invalid("/limit", "is not a number from 1 to " + MOST);
        }
        @Nullable String asked = context.request().getParam("after");
        @Nullable
        StandingHold after = asked == null
                ? null
                : place(asked).orElseThrow(() -> Refusal.invalid("/after", "is not the 'next' of an answer"));
        int most = limit == null ? USUAL : Integer.parseInt(limit);
        Found found = new Found();
        for (int partition : subjects.partitions()) {
            look(partition, after, most, found);
        }
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                add(neighbours.ask(other, context), found);
            }
        }
        return told(found, most);
    }

    private void look(int partition, @Nullable StandingHold after, int most, Found found) throws UnavailableException {
        found.complete &= subjects.areAllHoldsEntered(partition);
        List<StandingHold> looked = new ArrayList<>();
        boolean none = subjects.visitHolds(partition, after, one -> {
            looked.add(one);
            return looked.size() < most;
        });
        for (StandingHold one : looked) {
            // Looked up after the list was read: what was released meanwhile is left out.
            Optional<LegalHold> hold = subjects.find(one.subjectId()).flatMap(one::in);
            if (hold.isPresent()) {
                found.rows.put(one, json.standingHold(one.subjectId(), hold.get()));
            }
        }
        if (!none) {
            found.isKnownUpTo(looked.getLast());
        }
    }

    private static void add(JsonNode theirs, Found found) {
        found.complete &= theirs.path("complete").asBoolean();
        for (JsonNode row : theirs.path("holds")) {
            Instant since = OffsetDateTime.parse(row.path("since").asText()).toInstant();
            found.rows.put(
                    new StandingHold(
                            since,
                            row.path("holdId").asText(),
                            row.path("subjectId").asText()),
                    row);
        }
        place(theirs.path("next").asText("")).ifPresent(found::isKnownUpTo);
    }

    private ObjectNode told(Found found, int most) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("at", SubjectJson.time(Instant.ofEpochMilli(clock.millis()), policy.zone()));
        answer.put("complete", found.complete);
        ArrayNode holds = answer.putArray("holds");
        StandingHold next = found.upTo;
        StandingHold last = null;
        for (StandingHold one : found.rows.keySet()) {
            if (found.upTo != null && one.compareTo(found.upTo) > 0) {
                break;
            }
            if (holds.size() == most) {
                next = last;
                break;
            }
            holds.add(found.rows.get(one));
            last = one;
        }
        answer.put(
                "next",
                next == null ? null : next.since().toEpochMilli() + "~" + next.holdId() + "/" + next.subjectId());
        return answer;
    }

    private static Optional<StandingHold> place(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches()
                ? Optional.of(new StandingHold(
                        Instant.ofEpochMilli(Long.parseLong(place.group(1))), place.group(2), place.group(3)))
                : Optional.empty();
    }
}
