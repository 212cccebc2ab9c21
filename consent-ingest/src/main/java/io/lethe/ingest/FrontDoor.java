package io.lethe.ingest;

import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.EventReaders.Invalid;
import io.lethe.ingest.event.EventReaders.TooMany;
import io.lethe.ingest.event.EventReaders.Valid;
import io.lethe.ingest.event.Sources;
import io.lethe.ingest.guard.CrossOrigin;
import io.lethe.ingest.guard.Doorkeeper;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.publish.Caller;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.Receipt;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.service.AccessKeys;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.keys.FrontEndKeys;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The endpoints: what a request has to show and bring before its events are taken in. */
final class FrontDoor implements Consumer<Router> {

    /** Most bytes that one request may bring. */
    static final int MOST_BYTES = 1024 * 1024;

    private final AccessKeys keys;
    private final Doorkeeper doorkeeper;
    private final CrossOrigin crossOrigin;
    private final EventReaders readers;
    private final ConsentEnds consentEnds;
    private final Intake intake;
    private final InstantSource clock;
    private final IngestMetrics metrics;

    /** @param frontEnds the keys of front-ends at the moment, where they have their own */
    FrontDoor(
            AccessKeys keys,
            Optional<Supplier<FrontEndKeys>> frontEnds,
            EventReaders readers,
            ConsentEnds consentEnds,
            RecordComposer composer,
            Publisher publisher,
            KafkaHealth health,
            InstantSource clock,
            IngestMetrics metrics) {
        this.keys = keys;
        this.doorkeeper = new Doorkeeper(keys, frontEnds, clock, metrics::refused);
        this.crossOrigin = new CrossOrigin(doorkeeper);
        this.readers = readers;
        this.consentEnds = consentEnds;
        this.intake = new Intake(composer, publisher, health, metrics);
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void accept(Router router) {
        for (EventKind kind : EventKind.values()) {
            // A route each: keys and type are looked at before a body is read.
            router.post(kind.path()).handler(context -> count(kind, context));
            if (kind.roles().contains(Role.WRITE)) {
                router.options(kind.path()).handler(crossOrigin::preflight);
                router.post(kind.path()).handler(crossOrigin::mark);
                router.post(kind.path()).handler(doorkeeper.require(kind.roles()));
            } else {
                router.post(kind.path()).handler(keys.require(kind.roles()));
            }
            router.post(kind.path()).handler(FrontDoor::requireKnownType);
            router.post(kind.path()).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
            router.post(kind.path()).handler(context -> read(kind, context));
        }
    }

    /** For other doors into the same house. */
    Intake intake() {
        return intake;
    }

    /** From now on callers are told to come again; another instance, or the next process, will take their events. */
    void close() {
        intake.close();
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
        BodyType type = BodyType.of(context.request().headers());
        if (type == BodyType.UNKNOWN || type == BodyType.TEXT && !Doorkeeper.keyWasInUrl(context)) {
            Answers.unknownType(context);
        } else {
            context.next();
        }
    }

    private void read(EventKind kind, RoutingContext context) {
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        boolean lines = BodyType.of(context.request().headers()) == BodyType.LINES;
        Instant now = clock.instant();
        Sources sources = Doorkeeper.frontEnd(context)
                .map(key -> new Sources(key.sources()))
                .orElse(Sources.ANY);
        switch (readers.read(kind, bytes, lines, now, sources)) {
            case TooMany _ -> Answers.tooManyEvents(context);
            case Invalid(BodyProblems problems) -> Answers.invalid(context, problems);
            case Valid(List<Event> events) ->
                intake.take(
                        kind,
                        context,
                        events,
                        new Receipt(Caller.of(AccessKeys.shownBy(context)), now),
                        (response, composed) -> Answers.accepted(
                                response,
                                composed,
                                events.stream().map(consentEnds::of).toList()));
        }
    }
}
