package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.schemas.AuditAct;
import io.lethe.service.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A one-time code that proves who makes a request (G3): sent to the address that the request was made with, and shown by whoever has it read out to them. An
 * address of somebody else gets none, since they would be taken for the person. Address and code are in the request's body alone.
 */
final class CodesDoor implements Consumer<Router> {

    private static final String CODES = "/api/rights-codes";
    private static final String PROOFS = "/api/rights-proofs";
    private static final int MOST_BYTES = 8 * 1024;
    private static final Set<ConsoleRole> DECIDE = EnumSet.of(ConsoleRole.DPO);
    private static final Set<String> MEMBERS = Set.of("eventId", "subjectId", "requestId", "right", "subject");
    private static final Set<String> MEMBERS_OF_PROOF =
            Set.of("eventId", "subjectId", "requestId", "right", "subject", "purposes", "code");
    private static final Pattern SUBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final String UNPROVEN = "identity-to-be-proven";
    private static final Set<String> PROVEN = Set.of("open", "extended", "in-progress", "fulfilled");

    /** What was shown takes its way through the pipeline; so often, and so far apart, is looked what came of it. */
    private static final int MOST_LOOKS = 24;

    private static final long BETWEEN_LOOKS_MS = 250;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Guard guard;
    private final Recorder recorder;
    private final Upstream upstream;
    private final URI retention;
    private final URI ingest;

    CodesDoor(Guard guard, Recorder recorder, Upstream upstream, URI retention, URI ingest) {
        this.guard = guard;
        this.recorder = recorder;
        this.upstream = upstream;
        this.retention = retention;
        this.ingest = ingest;
    }

    /**
     * What the page wants.
     *
     * @param event what the front door is told
     */
    private record Asked(String subjectId, ObjectNode event) {

        JsonNode subject() {
            return event.path("subject");
        }
    }

    /** What came of it: its status, and how that is answered. */
    private record Came(int status, Runnable answer) {}

    /** Nothing was done, for a reason that is the caller's to know. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Came came;

        RefusedException(Came came) {
            super("refused with status " + came.status());
            this.came = came;
        }
    }

    @Override
    public void accept(Router router) {
        for (String path : Set.of(CODES, PROOFS)) {
            router.post(path).handler(guard.require(DECIDE));
            router.post(path).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        }
        router.post(CODES)
                .handler(context -> Said.by(context, MEMBERS)
                        .ifPresent(said -> act(context, said, AuditAct.SEND_CODE, asked -> sent(context, asked))));
        router.post(PROOFS)
                .handler(context -> Said.by(context, MEMBERS_OF_PROOF)
                        .ifPresent(said -> act(context, said, AuditAct.SHOW_CODE, asked -> shown(context, asked))));
    }

    /** What is done once it is on record. */
    @FunctionalInterface
    private interface Deed {
        Future<Came> of(Asked asked);
    }

    private void act(RoutingContext context, Said said, AuditAct what, Deed deed) {
        String eventId = Objects.requireNonNullElseGet(
                said.id("eventId"), () -> UUID.randomUUID().toString());
        String subjectId = Objects.requireNonNullElse(said.id("subjectId"), "");
        String requestId = needed(said, "requestId");
        needed(said, "right");
        JsonNode subject = said.body().path("subject");
        if (!SUBJECT_ID.matcher(subjectId).matches()) {
            said.wrong("/subjectId", "has to be 43 characters");
        }
        if (!subject.isObject() || subject.size() != 1 || !subject.path("email").isTextual()) {
            said.wrong("/subject", "has to have an email, and nothing else");
        }
        if (said.isWrong(context)) {
            return;
        }
        ObjectNode event = said.body().put("eventId", eventId).put("source", "console");
        event.remove("subjectId");
        recorder.act(
                context,
                recorder.by(context, what)
                        .setSubjectId(subjectId)
                        .setRequestId(requestId)
                        .setDecisionId(eventId),
                null,
                () -> deed.of(new Asked(subjectId, event)).recover(CodesDoor::came),
                Came::status,
                done -> done.onSuccess(came -> came.answer().run())
                        .onFailure(failed -> Upstream.hand(context, Future.failedFuture(failed))));
    }

    private static String needed(Said said, String member) {
        String value = said.id(member);
        if (value == null) {
            said.wrong("/" + member, "is missing, or not what it has to be");
        }
        return Objects.requireNonNullElse(value, "");
    }

    private static Future<Came> came(Throwable failed) {
        return failed instanceof RefusedException refused
                ? Future.succeededFuture(refused.came)
                : Future.failedFuture(failed);
    }

    private Future<Came> sent(RoutingContext context, Asked asked) {
        return request(context, asked)
                .compose(_ -> upstream.post(
                        context,
                        ingest.resolve("/v1/rights-codes"),
                        asked.event().toString()))
                .map(answer -> answer(context, answer));
    }

    private Future<Came> shown(RoutingContext context, Asked asked) {
        return request(context, asked).compose(request -> {
            JsonNode code = request.path("code");
            if (!code.isObject()) {
                return refused(context, 409, "not-sent", "No code was sent for this request.");
            }
            int left = code.path("triesLeft").asInt();
            if (left == 0) {
                return refused(context, 409, "no-tries", "There are no more tries: send another code.");
            }
            return upstream.post(
                            context,
                            ingest.resolve("/v1/rights-proofs"),
                            asked.event().toString())
                    .compose(answer -> answer.statusCode() == 202
                            ? settled(context, asked, left, MOST_LOOKS)
                            : Future.succeededFuture(answer(context, answer)));
        });
    }

    /** What the front door says, in words of its own where the page has words for it. */
    private static Came answer(RoutingContext context, HttpResponse<String> said) {
        return switch (said.statusCode()) {
            case 404 -> problem(context, 409, "no-sender", "No codes are sent here: nobody is set up who would.");
            case 429 -> {
                said.headers()
                        .firstValue("retry-after")
                        .ifPresent(wait -> context.response().putHeader(HttpHeaders.RETRY_AFTER, wait));
                yield problem(
                        context,
                        429,
                        "too-many",
                        "Too many codes were sent to this person; the last one may still be valid.");
            }
            default -> asItIs(context, said);
        };
    }

    private static Came asItIs(RoutingContext context, HttpResponse<String> said) {
        return new Came(said.statusCode(), () -> Upstream.hand(context, Future.succeededFuture(said)));
    }

    /** The request, where the address is the one that it was made with and it is not proven yet who makes it. */
    private Future<JsonNode> request(RoutingContext context, Asked asked) {
        return upstream.post(
                        context,
                        retention.resolve("/v1/subject-ids"),
                        asked.subject().toString())
                .compose(ids -> {
                    if (ids.statusCode() >= 500) {
                        return Future.failedFuture(new RefusedException(asItIs(context, ids)));
                    }
                    return json(ids).path("subjectId").asText().equals(asked.subjectId())
                            ? known(context, asked)
                            : refused(
                                    context,
                                    409,
                                    "other-address",
                                    "The request was not made with this address. Nothing was sent or shown.");
                })
                .compose(request -> request.path("status").asText().equals(UNPROVEN)
                        ? Future.succeededFuture(request)
                        : refused(context, 409, "not-needed", "Nothing has to be proven for this request."));
    }

    private Future<JsonNode> known(RoutingContext context, Asked asked) {
        return upstream.get(context, retention.resolve("/v1/subjects/" + asked.subjectId()))
                .compose(answer -> {
                    if (answer.statusCode() >= 500) {
                        return Future.failedFuture(new RefusedException(asItIs(context, answer)));
                    }
                    for (JsonNode one : json(answer).path("rights")) {
                        if (one.path("requestId").equals(asked.event().path("requestId"))
                                && one.path("right").equals(asked.event().path("right"))) {
                            return Future.succeededFuture(one);
                        }
                    }
                    return refused(context, 404, "no-request", "There is no such request.");
                });
    }

    /** Once something has become of the request, or nothing for as long as one waits for that. */
    private Future<Came> settled(RoutingContext context, Asked asked, int before, int looks) {
        return context.vertx()
                .timer(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS)
                .compose(_ -> known(context, asked))
                .compose(request -> {
                    String status = request.path("status").asText();
                    int left = request.path("code").path("triesLeft").asInt();
                    if (PROVEN.contains(status)) {
                        return Future.succeededFuture(new Came(200, () -> tell(context, request)));
                    }
                    if (!status.equals(UNPROVEN)) {
                        return refused(context, 409, "not-needed", "Nothing has to be proven for this request.");
                    }
                    if (left < before) {
                        return left == 0
                                ? refused(
                                        context,
                                        409,
                                        "no-tries",
                                        "This is not the code, and there are no more tries: send another one.")
                                : refused(context, 409, "wrong", "This is not the code. Tries left: " + left + ".");
                    }
                    return looks > 0
                            ? settled(context, asked, before, looks - 1)
                            : refused(
                                    context,
                                    504,
                                    "no-effect",
                                    "It has had no effect: it came too late, was shown before, or is still on its way.");
                });
    }

    private static <T> Future<T> refused(RoutingContext context, int status, String word, String detail) {
        return Future.failedFuture(new RefusedException(problem(context, status, word, detail)));
    }

    /** A problem that the page has words for, by the last part of its type. */
    private static Came problem(RoutingContext context, int status, String word, String detail) {
        HttpProblem told = new HttpProblem("urn:lethe:code:" + word, "No code", status, detail, List.of());
        return new Came(status, () -> told.answer(context));
    }

    private static void tell(RoutingContext context, JsonNode request) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(JSON.createObjectNode()
                            .put("status", request.path("status").asText())
                            .put("dueAt", request.path("dueAt").asText())
                            .toString());
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
