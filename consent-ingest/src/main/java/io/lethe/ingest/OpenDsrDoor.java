package io.lethe.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.Event.RightExercised;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.OpenDsrReader;
import io.lethe.ingest.guard.Doorkeeper;
import io.lethe.ingest.publish.Caller;
import io.lethe.ingest.publish.Receipt;
import io.lethe.opendsr.OpenDsr;
import io.lethe.opendsr.ProcessorKey;
import io.lethe.opendsr.RequestStatus;
import io.lethe.opendsr.StatusBody;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.service.AccessKeys;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The door for controllers whose processor we are: OpenDSR 2.0. What comes in here is a rights request like any other. */
final class OpenDsrDoor implements Consumer<Router> {

    static final String BASE = "/opendsr/v2";

    /** Most bytes of a request. */
    private static final int MOST_BYTES = 16 * 1024;

    private static final Set<Role> CONTROLLERS = Set.of(Role.BACKEND, Role.OPERATOR);

    /**
     * How we are a processor.
     *
     * @param url what controllers call our paths by
     */
    record Processor(ProcessorKey key, String controllerId, String url) {}

    /** What the door works with. */
    record Parts(
            Processor processor,
            OpenDsrReader reader,
            Policy policy,
            Doorkeeper doorkeeper,
            Intake intake,
            RequestView requests,
            InstantSource clock) {}

    private final Parts parts;
    private final OpenDsrAnswers answers;

    OpenDsrDoor(Parts parts) {
        this.parts = parts;
        this.answers = new OpenDsrAnswers(parts.processor().key());
    }

    /** Where there is no key to sign with. */
    static void absent(Router router) {
        router.route(BASE + "/*")
                .handler(context -> HttpProblem.of(
                                404,
                                "Not found",
                                "This pipeline is no OpenDSR processor: LETHE_OPENDSR_KEY and LETHE_OPENDSR_CERTIFICATE are not set.")
                        .answer(context));
    }

    @Override
    public void accept(Router router) {
        router.get(BASE + "/discovery").handler(this::discovery);
        router.get(BASE + "/certificate.pem")
                .handler(context -> context.response()
                        .putHeader("content-type", "application/x-pem-file")
                        .end(parts.processor().key().certificate()));
        router.route(BASE + "/requests*").handler(parts.doorkeeper().require(CONTROLLERS));
        router.post(BASE + "/requests")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::submit);
        router.get(BASE + "/requests/:id").handler(this::status);
        router.delete(BASE + "/requests/:id").handler(this::cancel);
    }

    private void discovery(RoutingContext context) {
        ObjectNode said = OpenDsrAnswers.JSON.createObjectNode().put(OpenDsr.API_VERSION_NAME, OpenDsr.API_VERSION);
        ArrayNode identities = said.putArray("supported_identities");
        parts.reader()
                .identities()
                .forEach(type ->
                        identities.addObject().put("identity_type", type).put("identity_format", OpenDsr.RAW));
        ArrayNode types = said.putArray("supported_subject_request_types");
        parts.reader().types().forEach(types::add);
        said.put(OpenDsr.PROCESSOR_CERTIFICATE, parts.processor().url() + "/certificate.pem");
        answers.signed(context.response(), 200, said);
    }

    private void submit(RoutingContext context) {
        Buffer buffer = context.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        Instant now = parts.clock().instant();
        OpenDsrReader.Outcome read = parts.reader().read(body, now);
        read.request()
                .ifPresentOrElse(
                        request -> parts.intake()
                                .take(
                                        EventKind.RIGHTS_REQUEST,
                                        context,
                                        List.<Event>of(request),
                                        new Receipt(Caller.of(AccessKeys.shownBy(context)), now),
                                        (response, _) -> taken(response, request, body, now)),
                        () -> answers.refused(
                                context.response(),
                                400,
                                "The request cannot be taken.",
                                read.problems().errors()));
    }

    private void taken(HttpServerResponse response, RightExercised request, byte[] body, Instant now) {
        String id = request.envelope().eventId();
        Instant dueAt = dueAt(request);
        parts.requests()
                .taken(OpenDsrStatus.newBuilder()
                        .setRequestId(id)
                        .setControllerId(parts.processor().controllerId())
                        .setRight(request.right())
                        .setStatus(OpenDsrState.PENDING)
                        .setDueAt(dueAt)
                        .setAt(now)
                        .setCallbackUrls(List.of())
                        .build());
        ObjectNode said = OpenDsrAnswers.JSON
                .createObjectNode()
                .put(OpenDsr.CONTROLLER_ID, parts.processor().controllerId())
                .put(OpenDsr.EXPECTED_COMPLETION_TIME, dueAt.toString())
                .put("received_time", now.toString())
                .put(OpenDsr.ENCODED_REQUEST, Base64.getEncoder().encodeToString(body))
                .put(OpenDsr.SUBJECT_REQUEST_ID, id);
        answers.signed(response, 201, said);
    }

    private Instant dueAt(RightExercised request) {
        String word = request.right().name().toLowerCase(Locale.ROOT);
        return parts.policy()
                .right(word)
                .map(right -> new PolicyCalendar(parts.policy().zone())
                        .endOfDueDay(
                                request.envelope().occurredAt(),
                                right.answerWithin(),
                                parts.policy().lastDays()))
                .orElseThrow(() -> new IllegalStateException("a right that the policy has not was taken"));
    }

    private void status(RoutingContext context) {
        found(context)
                .ifPresent(one -> answers.signed(
                        context.response(),
                        200,
                        StatusBody.of(
                                one.getControllerId(),
                                one.getRequestId(),
                                RequestStatus.valueOf(one.getStatus().name()),
                                one.getDueAt())));
    }

    /** What came in takes its course: the pipeline has no way yet to take back a right that somebody has exercised. */
    private void cancel(RoutingContext context) {
        found(context)
                .ifPresent(
                        _ -> answers.refused(context.response(), 400, "Requests cannot be cancelled here.", List.of()));
    }

    /** The request that is asked for; where there is none, that has been answered. */
    private Optional<OpenDsrStatus> found(RoutingContext context) {
        Optional<OpenDsrStatus> found = parts.requests().find(String.valueOf(context.pathParam("id")));
        if (found.isEmpty() && parts.requests().isLoaded()) {
            answers.refused(context.response(), 404, "There is no such request.", List.of());
        } else if (found.isEmpty()) {
            context.response().putHeader("retry-after", "1");
            HttpProblem.of(503, "Not available", "What was told before the start is still being read.")
                    .answer(context);
        }
        return found;
    }
}
