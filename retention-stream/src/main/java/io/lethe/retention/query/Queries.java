package io.lethe.retention.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.identity.Identifier;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.retention.RetentionSettings;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.topology.DeadlineCounts;
import io.lethe.retention.topology.Neighbours;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The questions this service answers over HTTP. Any instance answers for every subject. */
public final class Queries {

    private static final Pattern SUBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LARGEST_BODY = 4 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final RetentionSettings settings;
    private final Policy policy;
    private final SubjectRules rules;
    private final SubjectJson json;
    private final Subjects subjects;
    private final Neighbours neighbours;
    private final DeadlineCounts deadlineCounts;

    public Queries(RetentionSettings settings, Subjects subjects) {
        this.settings = settings;
        this.policy = settings.policy();
        this.rules = new SubjectRules(policy);
        this.json = new SubjectJson(rules, policy.zone());
        this.subjects = subjects;
        this.neighbours = new Neighbours();
        this.deadlineCounts = new DeadlineCounts(subjects, rules, policy.zone(), neighbours);
    }

    public void addTo(Router router) {
        router.route("/v1/*").handler(settings.http().keys().require(Role.OPERATOR));
        router.get("/v1/subjects/:subjectId").handler(context -> answer(context, this::subject));
        router.get("/v1/subjects/:subjectId/consents").handler(context -> answer(context, this::consentAsOf));
        router.post("/v1/subject-ids")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(context -> answer(context, this::subjectIds));
        router.get("/v1/deadlines").handler(context -> answer(context, this::deadlines));
    }

    /** Answers one question; it may read stores and ask other instances, so it does not run on an event loop. */
    private interface Question {
        JsonNode ask(RoutingContext context) throws UnavailableException, Refusal;
    }

    /** The question cannot be answered, and the caller is to blame or the thing is not there. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient HttpProblem problem;

        public Refusal(HttpProblem problem) {
            super(problem.title());
            this.problem = problem;
        }
    }

    private void answer(RoutingContext context, Question question) {
        context.vertx()
                .executeBlocking(() -> question.ask(context), false)
                .onSuccess(answer -> context.response()
                        .putHeader("content-type", "application/json")
                        .end(Buffer.buffer(answer.toString())))
                .onFailure(failure -> fail(context, failure));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        switch (failure) {
            case Refusal refusal -> refusal.problem.answer(context);
            case UnavailableException unavailable -> {
                context.response().putHeader("retry-after", "1");
                HttpProblem.of(503, "Not available", "Cannot answer now: " + unavailable.getMessage() + ". Try again.")
                        .answer(context);
            }
            default -> context.fail(500, failure);
        }
    }

    private JsonNode subject(RoutingContext context) throws UnavailableException, Refusal {
        String id = subjectId(context);
        Optional<JsonNode> elsewhere = elsewhere(context, id);
        return elsewhere.isPresent() ? elsewhere.get() : json.subject(known(id), now());
    }

    private JsonNode consentAsOf(RoutingContext context) throws UnavailableException, Refusal {
        String id = subjectId(context);
        String purposeId = context.request().getParam("purpose");
        if (purposeId == null) {
            throw invalid("/purpose", "is missing; name a purpose of the policy, as in ?purpose=newsletters");
        }
        Purpose purpose = policy.purpose(purposeId)
                .orElseThrow(() -> invalid("/purpose", "is not a purpose of policy " + policy.version()));
        @Nullable String recipient = context.request().getParam("recipient");
        if (recipient != null) {
            RecipientSystem system = policy.recipient(recipient)
                    .orElseThrow(
                            () -> invalid("/recipient", "is not a recipient system of policy " + policy.version()));
            if (!system.purposes().contains(purposeId)) {
                throw invalid("/recipient", system.id() + " does not serve " + purposeId + "; " + serving(purposeId));
            }
        }
        Optional<Instant> asOf = time(context, "asOf");
        Optional<JsonNode> elsewhere = elsewhere(context, id);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        Subject subject = known(id);
        Instant now = now();
        return asOf.isPresent()
                ? json.asOf(id, rules.consent(subject, purpose, recipient, asOf.get()), asOf.get())
                : json.asOf(id, rules.present(subject, purpose, recipient, now), now);
    }

    private String serving(String purposeId) {
        List<String> systems = policy.recipients().stream()
                .filter(system -> system.purposes().contains(purposeId))
                .map(RecipientSystem::id)
                .toList();
        return systems.isEmpty() ? "no recipient does" : "these do: " + String.join(", ", systems);
    }

    private JsonNode subjectIds(RoutingContext context) throws Refusal {
        JsonNode body = body(context);
        List<ObjectNode> ids = new ArrayList<>();
        List<HttpProblem.Error> errors = new ArrayList<>();
        // The subject may stand alone, or as it does in an event.
        boolean wrapped = body.has("subject");
        String place = wrapped ? "/subject" : "";
        JsonNode subject = wrapped ? body.get("subject") : body;
        if (!subject.isObject()) {
            throw invalid(place, "must be an object");
        }
        if (wrapped) {
            body.fieldNames().forEachRemaining(name -> {
                if (!name.equals("subject")) {
                    errors.add(new HttpProblem.Error("/" + pointer(name), "is not known here"));
                }
            });
        }
        subject.fieldNames().forEachRemaining(name -> {
            if (IdentifierKind.of(name).isEmpty()) {
                errors.add(new HttpProblem.Error(
                        place + "/" + pointer(name), "is not an identifier; use email, customerId or visitorId"));
            }
        });
        for (IdentifierKind kind : IdentifierKind.values()) {
            JsonNode value = subject.get(kind.id());
            if (value == null || value.isNull()) {
                continue;
            }
            try {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException("must be a string");
                }
                ObjectNode one = JSON.createObjectNode();
                one.put("type", kind.id());
                one.put("subjectId", settings.subjectIds().of(new Identifier(kind, value.textValue())));
                ids.add(one);
            } catch (IllegalArgumentException e) {
                errors.add(new HttpProblem.Error(place + "/" + kind.id(), String.valueOf(e.getMessage())));
            }
        }
        if (errors.isEmpty() && ids.isEmpty()) {
            errors.add(new HttpProblem.Error(place, "holds no identifier; give an email, customerId or visitorId"));
        }
        if (!errors.isEmpty()) {
            throw new Refusal(HttpProblem.of(422, "Unprocessable content", "The subject cannot be read.", errors));
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("subjectId", ids.getFirst().get("subjectId"));
        ArrayNode all = answer.putArray("subjectIds");
        ids.forEach(all::add);
        return answer;
    }

    private JsonNode deadlines(RoutingContext context) throws UnavailableException, Refusal {
        Instant until = time(context, "until")
                .orElseThrow(() ->
                        invalid("/until", "is missing; give a time with an offset, as in ?until=2026-03-01T00:00:00Z"));
        return deadlineCounts.until(until, context);
    }

    private static JsonNode body(RoutingContext context) throws Refusal {
        Buffer body = context.body().buffer();
        try {
            JsonNode tree = body == null ? MissingNode.getInstance() : JSON.readTree(body.getBytes());
            if (tree.isMissingNode()) {
                throw notJson("is empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw notJson("is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<JsonNode> elsewhere(RoutingContext context, String subjectId)
            throws UnavailableException, Refusal {
        if (Neighbours.isForwarded(context)) {
            return Optional.empty();
        }
        var host = subjects.elsewhere(subjectId);
        return host.isPresent() ? Optional.of(neighbours.ask(host.get(), context)) : Optional.empty();
    }

    private Subject known(String subjectId) throws UnavailableException, Refusal {
        return subjects.find(subjectId)
                .filter(Subject::seen)
                .orElseThrow(
                        () -> new Refusal(HttpProblem.of(404, "Not found", "No event of this subject was ever seen.")));
    }

    private static String subjectId(RoutingContext context) throws Refusal {
        @Nullable String id = context.pathParam("subjectId");
        if (id == null || !SUBJECT_ID.matcher(id).matches()) {
            throw new Refusal(HttpProblem.of(
                    404,
                    "Not found",
                    "A subject id has 43 characters; POST /v1/subject-ids gives it for an identifier."));
        }
        return id;
    }

    private Optional<Instant> time(RoutingContext context, String parameter) throws Refusal {
        String value = context.request().getParam(parameter);
        if (value == null) {
            return Optional.empty();
        }
        try {
            // A '+' of an offset that was not escaped arrives as a space.
            OffsetDateTime time = OffsetDateTime.parse(value.replace(' ', '+'));
            if (time.getYear() < 0 || time.getYear() > 9999) {
                throw new DateTimeParseException("a year has four digits", "", 0);
            }
            return Optional.of(time.toInstant());
        } catch (DateTimeParseException e) {
            throw invalid("/" + parameter, "is not an RFC 3339 time with an offset, such as 2026-03-01T09:30:00+01:00");
        }
    }

    private static Refusal notJson(String detail) {
        return new Refusal(HttpProblem.of(
                400, "Not JSON", "The question cannot be read.", List.of(new HttpProblem.Error("", detail))));
    }

    private static Refusal invalid(String pointer, String detail) {
        return new Refusal(HttpProblem.of(
                422,
                "Unprocessable content",
                "The question cannot be answered.",
                List.of(new HttpProblem.Error(pointer, detail))));
    }

    private static String pointer(String name) {
        return name.length() > 40 ? "…" : name.replace("~", "~0").replace("/", "~1");
    }

    private Instant now() {
        return Instant.ofEpochMilli(settings.clock().millis());
    }
}
