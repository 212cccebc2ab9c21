package io.lethe.ingest;

import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.EventReaders.Invalid;
import io.lethe.ingest.event.EventReaders.TooMany;
import io.lethe.ingest.event.EventReaders.Valid;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Documents;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.OutgoingRecord;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.Publisher.Outcome;
import io.lethe.ingest.publish.Receipt;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.ingest.publish.RecordComposer.Composed;
import io.lethe.ingest.publish.Speaker;
import io.lethe.service.AccessKeys;
import io.lethe.service.HttpProblem;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The endpoints: a request's body becomes records, and the answer waits for Kafka's. */
final class FrontDoor implements Consumer<Router> {

    /** Most bytes that one request may bring. */
    static final int MOST_BYTES = 1024 * 1024;

    /** If the producer has not told by then, though it should have, the caller is told to come again. */
    private static final Duration LAST_RESORT = Duration.ofMillis(9_800);

    private static final String SOON = "1";

    private final AccessKeys keys;
    private final EventReaders readers;
    private final RecordComposer composer;
    private final Publisher publisher;
    private final KafkaHealth health;
    private final InstantSource clock;
    private final IngestMetrics metrics;
    private volatile boolean closing;

    FrontDoor(
            AccessKeys keys,
            EventReaders readers,
            RecordComposer composer,
            Publisher publisher,
            KafkaHealth health,
            InstantSource clock,
            IngestMetrics metrics) {
        this.keys = keys;
        this.readers = readers;
        this.composer = composer;
        this.publisher = publisher;
        this.health = health;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void accept(Router router) {
        for (EventKind kind : EventKind.values()) {
            // A route each: keys and type are looked at before a body is read.
            router.post(kind.path()).handler(context -> count(kind, context));
            router.post(kind.path()).handler(keys.require(kind.roles()));
            router.post(kind.path()).handler(FrontDoor::requireKnownType);
            router.post(kind.path()).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
            router.post(kind.path()).handler(context -> take(kind, context));
        }
    }

    /** From now on callers are told to come again; another instance, or the next process, will take their events. */
    void close() {
        closing = true;
    }

    private void count(EventKind kind, RoutingContext context) {
        context.addEndHandler(_ -> {
            int status = context.response().getStatusCode();
            if (status >= 400) {
                metrics.rejected(kind, status);
            }
        });
        context.next();
    }

    private static void requireKnownType(RoutingContext context) {
        if (BodyType.of(context.request().headers()) == BodyType.UNKNOWN) {
            HttpProblem.of(
                            415,
                            "Unsupported media type",
                            "The body must be application/json or application/x-ndjson, in UTF-8, not compressed.")
                    .answer(context);
        } else {
            context.next();
        }
    }

    private void take(EventKind kind, RoutingContext context) {
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        boolean lines = BodyType.of(context.request().headers()) == BodyType.LINES;
        Instant now = clock.instant();
        switch (readers.read(kind, bytes, lines, now)) {
            case TooMany _ ->
                HttpProblem.of(413, "Content too large", "A request may bring at most " + Documents.MOST + " events.")
                        .answer(context);
            case Invalid(BodyProblems problems) -> refuse(context, problems);
            case Valid(List<Event> events) ->
                publish(kind, context, compose(events, new Receipt(Speaker.of(AccessKeys.shownBy(context)), now)));
        }
    }

    private List<Composed> compose(List<Event> events, Receipt receipt) {
        List<Composed> composed = new ArrayList<>(events.size());
        for (Event event : events) {
            event.named().filter(one -> one.former().isPresent()).forEach(one -> metrics.moved(one.kind()));
            composed.add(composer.compose(event, receipt));
        }
        return composed;
    }

    private void publish(EventKind kind, RoutingContext context, List<Composed> composed) {
        if (closing) {
            comeAgain(context, 503, "Service unavailable", "This instance is stopping.");
            return;
        }
        List<OutgoingRecord> records = new ArrayList<>(4 * composed.size());
        composed.forEach(one -> records.addAll(one.records()));
        Context loop = context.vertx().getOrCreateContext();
        long startedAt = System.nanoTime();
        long timer = context.vertx()
                .setTimer(LAST_RESORT.toMillis(), _ -> answer(kind, context, composed, Outcome.NOT_ACKNOWLEDGED, 0));
        publisher.publish(records, outcome -> {
            long nanos = System.nanoTime() - startedAt;
            loop.runOnContext(_ -> {
                context.vertx().cancelTimer(timer);
                answer(kind, context, composed, outcome, nanos);
            });
        });
    }

    private void answer(EventKind kind, RoutingContext context, List<Composed> composed, Outcome outcome, long nanos) {
        HttpServerResponse response = context.response();
        if (outcome == Outcome.ACKNOWLEDGED) {
            metrics.accepted(kind, composed.size(), nanos);
        }
        if (response.ended() || response.closed()) {
            return;
        }
        switch (outcome) {
            case ACKNOWLEDGED ->
                response.setStatusCode(202)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(accepted(composed));
            case TOO_MUCH_UNDER_WAY -> {
                if (health.notReady().isPresent()) {
                    comeAgain(context, 503, "Service unavailable", "Kafka does not take events at the moment.");
                } else {
                    comeAgain(context, 429, "Too many requests", "Too many requests wait for Kafka.");
                }
            }
            case NOT_ACKNOWLEDGED ->
                comeAgain(
                        context,
                        503,
                        "Service unavailable",
                        "Kafka did not acknowledge the events in time. Send them again under the same event ids:"
                                + " repeats change nothing.");
        }
    }

    private static void comeAgain(RoutingContext context, int status, String title, String detail) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
        HttpProblem.of(status, title, detail).answer(context);
    }

    private static void refuse(RoutingContext context, BodyProblems problems) {
        int count = problems.count();
        String detail = count + (count == 1 ? " problem" : " problems") + "; nothing was taken.";
        HttpProblem problem = problems.malformed()
                ? HttpProblem.of(400, "Not JSON", detail, problems.errors())
                : HttpProblem.of(422, "Breaks a rule", detail, problems.errors());
        problem.answer(context);
    }

    /** Ids need no escaping. */
    private static Buffer accepted(List<Composed> composed) {
        StringBuilder json = new StringBuilder(32 + 110 * composed.size());
        json.append("{\"accepted\":").append(composed.size()).append(",\"events\":[");
        String separator = "";
        for (Composed one : composed) {
            json.append(separator)
                    .append("{\"eventId\":\"")
                    .append(one.eventId())
                    .append("\",\"subjectId\":\"")
                    .append(one.subjectId())
                    .append("\"}");
            separator = ",";
        }
        return Buffer.buffer(json.append("]}").toString());
    }
}
