package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.service.HttpProblem;
import io.lethe.service.HttpProblem.Error;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rights requests that are open, and what somebody decides on one of them (G1, G3): where that is allowed, for the person and for the
 * devices that the request was made for too. A decision goes the way of all events, with the name of who made it.
 */
final class RightsDoor implements Consumer<Router> {

    static final String PATH = "/api/rights-requests";
    private static final String DECISIONS = "/api/rights-decisions";

    private static final int PAGE = 50;
    private static final int MOST_BYTES = 8 * 1024;
    private static final Set<ConsoleRole> LOOK = EnumSet.of(ConsoleRole.OPERATOR, ConsoleRole.DPO, ConsoleRole.AUDITOR);
    private static final Set<ConsoleRole> DECIDE = EnumSet.of(ConsoleRole.DPO);

    private static final List<String> QUESTIONS = List.of("state", "right", "until", "after");

    /** What the page has to say, and in which form. */
    private static final Map<String, Pattern> HAS = Map.of(
            "eventId", Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
            "subjectId", Pattern.compile("[A-Za-z0-9_-]{43}"),
            "requestId", Pattern.compile("[0-9a-f-]{36}"),
            "right", Pattern.compile("[a-z-]{1,40}"),
            "act", Pattern.compile("[a-z-]{1,40}"));

    /** What it may say besides; the front door looks at it. Who says it is not the page's to say. */
    private static final Set<String> MAY_HAVE = Set.of("occurredAt", "reason", "reference", "text");

    private static final Map<String, AuditAct> ACTS = Map.of(
            "start", AuditAct.START_REQUEST,
            "ask-for-proof", AuditAct.ASK_FOR_PROOF,
            "extend", AuditAct.EXTEND_REQUEST,
            "fulfil", AuditAct.FULFIL_REQUEST,
            "refuse", AuditAct.REFUSE_REQUEST,
            "withdraw", AuditAct.WITHDRAW_REQUEST);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Guard guard;
    private final Recorder recorder;
    private final Upstream upstream;
    private final URI retention;
    private final URI ingest;

    RightsDoor(Guard guard, Recorder recorder, Upstream upstream, URI retention, URI ingest) {
        this.guard = guard;
        this.recorder = recorder;
        this.upstream = upstream;
        this.retention = retention;
        this.ingest = ingest;
    }

    /** Nothing is decided, for a reason that is the caller's to know. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient HttpProblem problem;

        RefusedException(int status, String title, String detail, List<Error> errors) {
            super(title);
            problem = HttpProblem.of(status, title, detail, errors);
        }
    }

    @Override
    public void accept(Router router) {
        router.get(PATH).handler(guard.require(LOOK)).handler(this::list);
        router.post(DECISIONS).handler(guard.require(DECIDE));
        router.post(DECISIONS).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.post(DECISIONS).handler(this::decide);
    }

    private void list(RoutingContext context) {
        StringBuilder question = new StringBuilder("/v1/rights-requests?limit=" + PAGE);
        for (String one : QUESTIONS) {
            context.queryParam(one).stream()
                    .limit(1)
                    .forEach(value -> question.append('&')
                            .append(one)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        Upstream.hand(context, upstream.get(context, retention.resolve(question.toString())));
    }

    private void decide(RoutingContext context) {
        String name = Guard.visit(context).user();
        String body = Objects.requireNonNullElse(context.body().asString(), "");
        context.vertx()
                .executeBlocking(() -> decisions(said(body), name), false)
                .onSuccess(all -> record(context, all))
                .onFailure(failure -> {
                    switch (failure) {
                        case RefusedException refused -> refused.problem.answer(context);
                        case IOException _ -> Upstream.away(context);
                        default -> context.fail(500, failure);
                    }
                });
    }

    /** One act, however many subjects the request was made for: what was said of the first was said by whoever decides. */
    private void record(RoutingContext context, ArrayNode all) {
        JsonNode first = all.path(0);
        AuditEvent.Builder act = recorder.by(
                        context, ACTS.getOrDefault(first.path("act").asText(), AuditAct.UNRECOGNISED))
                .setSubjectId(first.path("subjectId").asText())
                .setRequestId(first.path("requestId").asText())
                .setDecisionId(first.path("eventId").asText());
        String why = Stream.of("reason", "reference", "text")
                .map(member -> first.path(member).asText(""))
                .filter(said -> !said.isBlank())
                .collect(Collectors.joining(": "));
        recorder.act(
                context,
                act,
                why,
                () -> upstream.post(context, ingest.resolve("/v1/rights-decisions"), all.toString()));
    }

    private static ObjectNode said(String body) throws RefusedException {
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            read = JSON.missingNode();
        }
        if (!(read instanceof ObjectNode said)) {
            throw new RefusedException(400, "Bad request", "The body has to be a JSON object.", List.of());
        }
        List<Error> wrong = new ArrayList<>();
        HAS.forEach((member, form) -> {
            if (!form.matcher(said.path(member).asText("")).matches()) {
                wrong.add(new Error("/" + member, "is missing, or not what it has to be"));
            }
        });
        said.fieldNames().forEachRemaining(member -> {
            if (!HAS.containsKey(member) && !MAY_HAVE.contains(member)) {
                wrong.add(new Error("", "has a member that is not known"));
            }
        });
        if (!wrong.isEmpty()) {
            throw new RefusedException(422, "Breaks a rule", "Nothing was decided.", wrong);
        }
        return said;
    }

    /** The decision, for each subject that the request was made for and on whose it is allowed. */
    private ArrayNode decisions(ObjectNode said, String name) throws IOException, RefusedException {
        String subjectId = said.path("subjectId").textValue();
        JsonNode subject = subject(subjectId)
                .orElseThrow(() -> new RefusedException(404, "Not found", "There is no such subject.", List.of()));
        JsonNode request = request(subject, said)
                .orElseThrow(() -> new RefusedException(404, "Not found", "There is no such request.", List.of()));
        if (!isAllowed(request, said)) {
            List<String> allowed = new ArrayList<>();
            request.path("allowed").forEach(act -> allowed.add(act.asText()));
            throw new RefusedException(
                    409,
                    "Not allowed where it stands",
                    "The request is " + request.path("status").asText() + "; "
                            + (allowed.isEmpty()
                                    ? "nothing more is decided on it"
                                    : "allowed are: " + String.join(", ", allowed))
                            + ".",
                    List.of());
        }
        ArrayNode all = JSON.createArrayNode().add(decision(said, subjectId, name));
        for (JsonNode link : subject.path("links")) {
            Optional<JsonNode> linked = subject(link.asText()).flatMap(one -> request(one, said));
            if (linked.filter(one -> isAllowed(one, said)).isPresent()) {
                all.add(decision(said, link.asText(), name));
            }
        }
        return all;
    }

    private Optional<JsonNode> subject(String id) throws IOException {
        HttpResponse<String> answer = upstream.ask(retention.resolve("/v1/subjects/" + id));
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        if (answer.statusCode() != 200) {
            throw new IOException("the retention stream answers " + answer.statusCode());
        }
        return Optional.of(JSON.readTree(answer.body()));
    }

    private static Optional<JsonNode> request(JsonNode subject, ObjectNode said) {
        for (JsonNode one : subject.path("rights")) {
            if (one.path("requestId").equals(said.path("requestId"))
                    && one.path("right").equals(said.path("right"))) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static boolean isAllowed(JsonNode request, ObjectNode said) {
        for (JsonNode act : request.path("allowed")) {
            if (act.equals(said.path("act"))) {
                return true;
            }
        }
        return false;
    }

    /** Under an id that follows from the page's: said twice, it is one decision on each. */
    private static ObjectNode decision(ObjectNode said, String subjectId, String name) {
        String id = said.path("eventId").textValue() + " " + subjectId;
        return said.deepCopy()
                .put(
                        "eventId",
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("subjectId", subjectId)
                .put("source", "console")
                .put("decidedBy", name);
    }
}
