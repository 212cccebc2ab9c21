package io.lethe.ingest;

import io.lethe.identity.Identifier;
import io.lethe.ingest.code.CodeLetter;
import io.lethe.ingest.code.CodePost;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.Event.CodeMade;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.publish.Receipt;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.ingest.publish.RecordComposer.Composed;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends codes that prove who asks (G3): what is known of one is in Kafka before it goes out, and whoever asked is answered once it has gone. Where it has
 * not, nobody knows it, and it runs out by itself.
 */
final class CodeDoor {

    static final Set<EventKind> KINDS = Set.of(EventKind.RIGHTS_CODE, EventKind.RIGHTS_PROOF);

    private static final Logger LOG = LoggerFactory.getLogger(CodeDoor.class);
    private static final int REMEMBERED = 1_000;

    private final CodePost post;
    private final RecordComposer composer;
    private final Intake intake;
    private final IngestMetrics metrics;

    /** Of the last events by which a code was sent, what was answered: come again, they send nothing. */
    private final Map<String, Composed> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Composed> eldest) {
            return size() > REMEMBERED;
        }
    };

    CodeDoor(CodePost post, RecordComposer composer, Intake intake, IngestMetrics metrics) {
        this.post = post;
        this.composer = composer;
        this.intake = intake;
        this.metrics = metrics;
    }

    /** Whether no codes are sent, and none can be shown. */
    boolean isShut() {
        return !post.isOpen();
    }

    void take(RoutingContext context, List<Event> events, Receipt receipt) {
        if (events.size() != 1 || !(events.getFirst() instanceof CodeMade made)) {
            Answers.oneCodeAtATime(context);
            return;
        }
        Optional<Composed> before = before(made);
        if (before.isPresent()) {
            answer(context.response(), before.get());
            return;
        }
        Identifier address = made.subject().identifiers().getFirst();
        Optional<Duration> wait = post.take(composer.subjectOf(address));
        if (wait.isPresent()) {
            metrics.codeTooMany();
            Answers.tooManyCodes(context, wait.get());
            return;
        }
        intake.take(
                EventKind.RIGHTS_CODE,
                context,
                events,
                receipt,
                (response, composed) -> send(context, made, composed.getFirst()));
    }

    private void send(RoutingContext context, CodeMade made, Composed composed) {
        CodeLetter letter = new CodeLetter(
                made.subject().identifiers().getFirst().value(),
                made.requestId(),
                made.right().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                made.code(),
                made.validUntil());
        context.vertx()
                .executeBlocking(
                        () -> {
                            post.send(letter);
                            return true;
                        },
                        false)
                .onSuccess(_ -> {
                    metrics.codeSent();
                    remember(made, composed);
                    answer(context.response(), composed);
                })
                .onFailure(failure -> {
                    // What it says may hold the address.
                    LOG.warn("a code could not be sent: {}", failure.getClass().getName());
                    metrics.codeFailed();
                    if (!context.response().ended()) {
                        Answers.codeNotSent(context);
                    }
                });
    }

    private static void answer(HttpServerResponse response, Composed composed) {
        if (!response.ended() && !response.closed()) {
            Answers.accepted(response, List.of(composed), List.of(List.of()));
        }
    }

    private Optional<Composed> before(CodeMade made) {
        synchronized (answered) {
            return Optional.ofNullable(answered.get(key(made)));
        }
    }

    private void remember(CodeMade made, Composed composed) {
        synchronized (answered) {
            answered.put(key(made), composed);
        }
    }

    /** Another request under the same event id is another one. */
    private String key(CodeMade made) {
        return made.envelope().eventId() + " " + made.requestId() + " " + made.right() + " "
                + composer.subjectOf(made.subject().identifiers().getFirst());
    }
}
