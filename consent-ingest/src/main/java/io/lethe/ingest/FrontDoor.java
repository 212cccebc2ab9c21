package io.lethe.ingest;

import io.lethe.ingest.code.CodePost;
import io.lethe.ingest.contract.ConsentEnds;
import io.lethe.ingest.contract.ConsentEnds.ConsentEnd;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.EventReaders.Invalid;
import io.lethe.ingest.event.EventReaders.Reading;
import io.lethe.ingest.event.EventReaders.TooMany;
import io.lethe.ingest.event.EventReaders.Valid;
import io.lethe.ingest.event.Sources;
import io.lethe.ingest.guard.BodyReader;
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
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** The endpoints: what a request has to show and bring before its events are taken in. */
final class FrontDoor implements Consumer<Router> {

    /** Most bytes that one request may bring. */
    static final int MOST_BYTES = 1024 * 1024;

    /** Most bytes that all requests together may be bringing. */
    private static final long MOST_BYTES_OF_ALL = 32L * MOST_BYTES;

    private final Doorkeeper doorkeeper;
    private final CrossOrigin crossOrigin;
    private final BodyReader bodies;
    private final EventReaders readers;
    private final ConsentEnds consentEnds;
    private final Intake intake;
    private final InstantSource clock;
    private final IngestMetrics metrics;
    private final CodeDoor codes;

    /** @param doorkeeper lets in whoever writes events */
    FrontDoor(
            Doorkeeper doorkeeper,
            EventReaders readers,
            ConsentEnds consentEnds,
            RecordComposer composer,
            Publisher publisher,
            KafkaHealth health,
            InstantSource clock,
            IngestMetrics metrics,
            CodePost post) {
        this.doorkeeper = doorkeeper;
        this.crossOrigin = new CrossOrigin(doorkeeper);
        this.bodies = new BodyReader(MOST_BYTES, MOST_BYTES_OF_ALL, doorkeeper);
        metrics.watch(bodies);
        this.readers = readers;
        this.consentEnds = consentEnds;
        this.intake = new Intake(composer, publisher, health, metrics);
        this.clock = clock;
        this.metrics = metrics;
        this.codes = new CodeDoor(post, composer, intake, metrics);
    }

    @Override
    public void accept(Router router) {
        for (EventKind kind : EventKind.values()) {
            if (kind.roles().contains(Role.WRITE)) {
                router.options(kind.path()).handler(crossOrigin::preflight);
                router.post(kind.path()).handler(context -> ofFrontEnds(kind, context));
            } else {
                router.post(kind.path()).handler(context -> ofOthers(kind, context));
                router.post(kind.path()).handler(doorkeeper.require(kind.roles()));
                router.post(kind.path()).handler(context -> body(kind, context));
            }
        }
    }

    /** One handler for all of it: these are the paths that are asked for thousands of times a second. */
    private void ofFrontEnds(EventKind kind, RoutingContext context) {
        count(kind, context);
        crossOrigin.mark(context);
        if (doorkeeper.admits(context, kind.roles())) {
            body(kind, context);
        }
    }

    private void ofOthers(EventKind kind, RoutingContext context) {
        count(kind, context);
        context.next();
    }

    /** Key and type are looked at before a body is read. */
    private void body(EventKind kind, RoutingContext context) {
        BodyType type = BodyType.of(context.request().headers());
        if (CodeDoor.KINDS.contains(kind) && codes.isShut()) {
            Answers.noCodes(context);
        } else if (type == BodyType.UNKNOWN || type == BodyType.TEXT && !Doorkeeper.keyWasInUrl(context)) {
            Answers.unknownType(context);
        } else if (!intake.refuses(context)) {
            bodies.read(context, body -> read(kind, context, body));
        }
    }

    /** For other doors into the same house. */
    Intake intake() {
        return intake;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
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
    }

    private void read(EventKind kind, RoutingContext context, byte[] body) {
        Instant now = clock.instant();
        Sources sources = Doorkeeper.frontEnd(context)
                .map(key -> new Sources(key.sources()))
                .orElse(Sources.ANY);
        Reading reading = readers.read(
                kind, problems -> SentDocuments.in(kind, body, context.request().headers(), problems), now, sources);
        doorkeeper.charge(context, reading.lookedAt());
        switch (reading) {
            case TooMany _ -> Answers.tooManyEvents(context);
            case Invalid(BodyProblems problems) -> Answers.invalid(context, problems);
            case Valid(List<Event> events)
            when kind == EventKind.RIGHTS_CODE ->
                codes.take(context, events, new Receipt(Caller.of(AccessKeys.shownBy(context)), now));
            case Valid(List<Event> events) -> {
                List<List<ConsentEnd>> ends =
                        events.stream().map(consentEnds::of).toList();
                intake.take(
                        kind,
                        context,
                        events,
                        new Receipt(Caller.of(AccessKeys.shownBy(context)), now),
                        (response, composed) -> Answers.accepted(response, composed, ends));
            }
        }
    }
}
