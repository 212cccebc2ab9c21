package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.Policy;
import io.lethe.policy.Right;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.store.OpenRequests.OpenRequest;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectRules;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The rights requests that are open, of all instances, page by page, in the order in which they have to be answered (G1). It names nobody. */
final class RightsList {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    /** Of each partition, for one page: where few of them are wanted the page is short, and says where the next one begins. */
    private static final int MOST_LOOKED_AT = 1_000;

    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,2}|1000");
    private static final List<String> STATES = List.of("identity-to-be-proven", "open", "extended", "in-progress");

    /** Where a page goes on: when the last one before has to be answered, and which that is. */
    private static final Pattern PLACE =
            Pattern.compile("(\\d{1,15})~([^/\\s]{1,100})/([a-z-]{1,40})/([A-Za-z0-9_-]{1,64})");

    private final Policy policy;
    private final InstantSource clock;
    private final Subjects subjects;
    private final Neighbours neighbours;
    private final SubjectJson json;

    RightsList(Policy policy, InstantSource clock, Subjects subjects, Neighbours neighbours) {
        this.policy = policy;
        this.clock = clock;
        this.subjects = subjects;
        this.neighbours = neighbours;
        this.json = new SubjectJson(new SubjectRules(policy), policy.zone());
    }

    private record Question(
            @Nullable String state,
            @Nullable String right,
            Instant until,
            int limit,
            @Nullable OpenRequest after) {

        boolean isAbout(OpenRequest one) {
            return right == null || right.equals(one.right());
        }

        boolean isAbout(RightsCase one) {
            return state == null || state.equals(SubjectJson.status(one));
        }
    }

    /** A page that grows by what each partition has of it. */
    private static final class Page {

        private final SortedMap<OpenRequest, JsonNode> rows = new TreeMap<>();
        private @Nullable OpenRequest upTo;
        private boolean complete = true;

        /** What stands behind the place up to which somebody has looked is for the next page. */
        private void isKnownUpTo(OpenRequest place) {
            if (upTo == null || place.compareTo(upTo) < 0) {
                upTo = place;
            }
        }
    }

    JsonNode page(RoutingContext context) throws UnavailableException, Refusal {
        Question question = question(context);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Page page = new Page();
        for (int partition : subjects.partitions()) {
            look(partition, question, now, page);
        }
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                add(neighbours.ask(other, context), page);
            }
        }
        return cut(page, question.limit(), now);
    }

    private void look(int partition, Question question, Instant now, Page page) throws UnavailableException {
        page.complete &= subjects.areAllRequestsEntered(partition);
        List<OpenRequest> looked = new ArrayList<>();
        List<OpenRequest> wanted = new ArrayList<>();
        boolean none = subjects.visitRequests(partition, question.after(), question.until(), one -> {
            looked.add(one);
            if (question.isAbout(one)) {
                wanted.add(one);
            }
            return looked.size() < MOST_LOOKED_AT && (question.state() != null || wanted.size() < question.limit());
        });
        int found = 0;
        OpenRequest before = question.after();
        for (OpenRequest one : wanted) {
            if (found == question.limit()) {
                page.isKnownUpTo(Objects.requireNonNull(before));
                return;
            }
            before = one;
            // Looked up after the list was read: what has moved meanwhile, or come to its end, is left out.
            Optional<Subject> subject = subjects.find(one.subjectId());
            Optional<RightsCase> request = subject.flatMap(one::in).filter(question::isAbout);
            if (request.isPresent()) {
                page.rows.put(one, json.openRequest(subject.orElseThrow(), request.get(), now));
                found++;
            }
        }
        if (!none) {
            page.isKnownUpTo(looked.getLast());
        }
    }

    private static void add(JsonNode theirs, Page page) {
        page.complete &= theirs.path("complete").asBoolean();
        theirs.path("requests")
                .forEach(row -> page.rows.put(
                        new OpenRequest(
                                OffsetDateTime.parse(row.path("dueAt").asText()).toInstant(),
                                row.path("requestId").asText(),
                                row.path("right").asText(),
                                row.path("subjectId").asText()),
                        row));
        place(theirs.path("next").asText("")).ifPresent(page::isKnownUpTo);
    }

    private ObjectNode cut(Page page, int limit, Instant now) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("at", SubjectJson.time(now, policy.zone()));
        answer.put("zone", policy.zone().getId());
        answer.put("complete", page.complete);
        ArrayNode told = answer.putArray("requests");
        OpenRequest next = page.upTo;
        OpenRequest last = null;
        for (var row : page.rows.entrySet()) {
            if (page.upTo != null && row.getKey().compareTo(page.upTo) > 0) {
                break;
            }
            if (told.size() == limit) {
                next = last;
                break;
            }
            told.add(row.getValue());
            last = row.getKey();
        }
        answer.put("next", next == null ? null : text(next));
        return answer;
    }

    private Question question(RoutingContext context) throws Refusal {
        @Nullable String state = context.request().getParam("state");
        if (state != null && !STATES.contains(state)) {
            throw Refusal.invalid("/state", "is not one in which a request is open: " + String.join(", ", STATES));
        }
        @Nullable String right = context.request().getParam("right");
        if (right != null && policy.right(right).isEmpty()) {
            throw Refusal.invalid(
                    "/right",
                    "is not a right of policy " + policy.version() + "; there are "
                            + String.join(
                                    ", ",
                                    policy.rights().stream().map(Right::id).toList()));
        }
        @Nullable String limit = context.request().getParam("limit");
        if (limit != null && !LIMIT.matcher(limit).matches()) {
            throw Refusal.invalid("/limit", "is not a number from 1 to " + MOST);
        }
        @Nullable String after = context.request().getParam("after");
        @Nullable
        OpenRequest place = after == null
                ? null
                : place(after).orElseThrow(() -> Refusal.invalid("/after", "is not the 'next' of an answer"));
        return new Question(
                state,
                right,
                TimeParameter.read(context, "until").orElse(EVER),
                limit == null ? USUAL : Integer.parseInt(limit),
                place);
    }

    private static Optional<OpenRequest> place(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches()
                ? Optional.of(new OpenRequest(
                        Instant.ofEpochMilli(Long.parseLong(place.group(1))),
                        place.group(2),
                        place.group(3),
                        place.group(4)))
                : Optional.empty();
    }

    private static String text(OpenRequest place) {
        return place.dueAt().toEpochMilli() + "~" + place.requestId() + "/" + place.right() + "/" + place.subjectId();
    }
}
