package io.lethe.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.lethe.ingest.contract.ConsentEnds.ConsentEnd;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Documents;
import io.lethe.ingest.publish.RecordComposer.Composed;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the front door says to its callers, in JSON. */
final class Answers {

    private static final String SOON = "1";

    /**
     * All events of a request are in Kafka.
     *
     * @param accepted how many
     * @param events in the order in which they were sent
     */
    record Accepted(int accepted, List<AcceptedEvent> events) {}

    /**
     * Under which ids an event is in Kafka; a decision on waves concerns no subject, and the answer names none.
     *
     * @param consents what it grants, and until when at most; left out where nothing was granted that ends
     */
    record AcceptedEvent(
            String eventId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String subjectId,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ConsentEnd> consents) {}

    private static final ObjectWriter ACCEPTED = new ObjectMapper().writerFor(Accepted.class);

    private Answers() {}

    /** @param consents what each event grants, in the same order */
    static void accepted(HttpServerResponse response, List<Composed> composed, List<List<ConsentEnd>> consents) {
        List<AcceptedEvent> events = new ArrayList<>(composed.size());
        for (int i = 0; i < composed.size(); i++) {
            Composed one = composed.get(i);
            events.add(new AcceptedEvent(one.eventId(), one.subjectId(), consents.get(i)));
        }
        response.setStatusCode(202)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(bytes(new Accepted(events.size(), events))));
    }

    static void unknownType(RoutingContext context) {
        HttpProblem.of(
                        415,
                        "Unsupported media type",
                        "The body must be application/json, application/x-ndjson or a CloudEvent, in UTF-8, not compressed.")
                .answer(context);
    }

    static void tooManyEvents(RoutingContext context) {
        HttpProblem.of(413, "Content too large", "A request may bring at most " + Documents.MOST + " events.")
                .answer(context);
    }

    static void invalid(RoutingContext context, BodyProblems problems) {
        int count = problems.count();
        String detail = count + (count == 1 ? " problem" : " problems") + "; nothing was taken.";
        HttpProblem problem = problems.malformed()
                ? HttpProblem.of(400, "Not JSON", detail, problems.errors())
                : HttpProblem.of(422, "Breaks a rule", detail, problems.errors());
        problem.answer(context);
    }

    static void stopping(RoutingContext context) {
        unavailable(context, "This instance is stopping.");
    }

    static void kafkaTakesNothing(RoutingContext context) {
        unavailable(context, "Kafka does not take events at the moment.");
    }

    static void notAcknowledged(RoutingContext context) {
        unavailable(
                context,
                "Kafka did not acknowledge the events in time. Send them again under the same event ids:"
                        + " repeats change nothing.");
    }

    static void tooMuchUnderWay(RoutingContext context) {
        comeAgain(context, HttpProblem.of(429, "Too many requests", "Too many requests wait for Kafka."));
    }

    static void noCodes(RoutingContext context) {
        HttpProblem.of(404, "Not found", "No codes are sent here: LETHE_CODE_SENDER names nobody who would.")
                .answer(context);
    }

    static void oneCodeAtATime(RoutingContext context) {
        HttpProblem.of(422, "Breaks a rule", "One code at a time; nothing was taken.")
                .answer(context);
    }

    static void tooManyCodes(RoutingContext context, Duration wait) {
        context.response()
                .putHeader(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(wait.plusSeconds(1).toSeconds()));
        HttpProblem.of(
                        429,
                        "Too many requests",
                        "Too many codes were sent to this person; the last one may still be valid.")
                .answer(context);
    }

    static void codeNotSent(RoutingContext context) {
        unavailable(context, "The code could not be sent. Ask again: another one will be.");
    }

    private static void unavailable(RoutingContext context, String detail) {
        comeAgain(context, HttpProblem.of(503, "Service unavailable", detail));
    }

    private static void comeAgain(RoutingContext context, HttpProblem problem) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
        problem.answer(context);
    }

    private static byte[] bytes(Accepted accepted) {
        try {
            return ACCEPTED.writeValueAsBytes(accepted);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of ids can always be written", e);
        }
    }
}
