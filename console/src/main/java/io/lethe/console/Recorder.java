package io.lethe.console;

import io.lethe.console.audit.AuditTrail;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import io.lethe.service.HttpProblem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nothing is done, and nobody is shown, that is not on record: an act is recorded before it is done and once more with how it ended, a look before it
 * is answered.
 */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final AuditTrail trail;
    private final InstantSource clock;
    private final Counter unrecorded;
    private final AtomicLong recorded = new AtomicLong();

    Recorder(AuditTrail trail, InstantSource clock, MeterRegistry metrics) {
        this.trail = trail;
        this.clock = clock;
        this.unrecorded = Counter.builder("lethe.console.unrecorded")
                .description("Audit events that Kafka has not acknowledged in time.")
                .register(metrics);
    }

    /** How many events there are on record since this console began. */
    long recorded() {
        return recorded.get();
    }

    /** What is about to be said of whoever makes a request. */
    AuditEvent.Builder by(RoutingContext context, AuditAct act) {
        Guard.Visit visit = Guard.visit(context);
        return by(visit.user(), visit.roles(), act);
    }

    /** What is about to be said of somebody. */
    AuditEvent.Builder by(String user, Set<ConsoleRole> roles, AuditAct act) {
        return AuditEvent.newBuilder()
                .setActId(UUID.randomUUID().toString())
                .setUser(user)
                .setRoles(roles.stream().map(ConsoleRole::word).sorted().toList())
                .setAct(act);
    }

    /** Records what nobody waits for; what is lost is counted. */
    CompletableFuture<Void> tell(AuditEvent.Builder event) {
        AuditEvent told = event.setEventId(UUID.randomUUID().toString())
                .setAt(clock.instant())
                .build();
        return trail.write(told).whenComplete((_, failed) -> {
            if (failed == null) {
                recorded.incrementAndGet();
            } else {
                unrecorded.increment();
                LOG.warn(
                        "what happened could not be recorded: {}",
                        failed.getClass().getSimpleName());
            }
        });
    }

    /**
     * Does something, and hands on what came of it.
     *
     * @param act who does what; why is added once the pipeline has taken it
     */
    void act(
            RoutingContext context,
            AuditEvent.Builder act,
            String reason,
            Supplier<Future<HttpResponse<String>>> deed) {
        act(context, act, reason, deed, HttpResponse::statusCode, done -> Upstream.hand(context, done));
    }

    /**
     * Does something.
     *
     * @param status of what came of it, as HTTP has it
     * @param hand answers with what came of it
     */
    <T> void act(
            RoutingContext context,
            AuditEvent.Builder act,
            @Nullable String reason,
            Supplier<Future<T>> deed,
            ToIntFunction<T> status,
            Consumer<Future<T>> hand) {
        write(context, act.setOutcome(AuditOutcome.ASKED))
                .onSuccess(_ -> deed.get().onComplete(done -> {
                    AuditOutcome outcome =
                            done.succeeded() ? outcome(status.applyAsInt(done.result())) : AuditOutcome.UNANSWERED;
                    act.setOutcome(outcome).setReason(outcome == AuditOutcome.DONE ? reason : null);
                    // It is done, or it is not: whoever asked for it hears so, also where this is the event that is
                    // lost.
                    write(context, act).onComplete(_ -> hand.accept(completed(done)));
                }))
                .onFailure(_ -> refuse(context));
    }

    /** Begins something that goes on after it is answered, if it could be recorded; how it ends is {@link #tell told} later. */
    void begin(RoutingContext context, AuditEvent.Builder act, Runnable begun) {
        write(context, act.setOutcome(AuditOutcome.ASKED))
                .onSuccess(_ -> begun.run())
                .onFailure(_ -> refuse(context));
    }

    /** Answers a look, if it could be recorded. */
    void look(RoutingContext context, AuditEvent.Builder look, Future<HttpResponse<String>> seen) {
        seen.onComplete(done -> {
            AuditOutcome outcome = done.succeeded() ? outcome(done.result().statusCode()) : AuditOutcome.UNANSWERED;
            write(context, look.setOutcome(outcome))
                    .onSuccess(_ -> Upstream.hand(context, completed(done)))
                    .onFailure(_ -> refuse(context));
        });
    }

    private static <T> Future<T> completed(io.vertx.core.AsyncResult<T> done) {
        return done.succeeded() ? Future.succeededFuture(done.result()) : Future.failedFuture(done.cause());
    }

    private static AuditOutcome outcome(int status) {
        if (status < 300) {
            return AuditOutcome.DONE;
        }
        if (status == 404) {
            return AuditOutcome.NOT_FOUND;
        }
        return status < 500 ? AuditOutcome.REFUSED : AuditOutcome.UNANSWERED;
    }

    private Future<Void> write(RoutingContext context, AuditEvent.Builder event) {
        return Future.fromCompletionStage(tell(event), context.vertx().getOrCreateContext());
    }

    private static void refuse(RoutingContext context) {
        if (!context.response().ended()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
            HttpProblem.of(
                            503,
                            "Not recorded",
                            "This could not be put on record, so nothing was done and nothing is shown. Try again in a moment.")
                    .answer(context);
        }
    }
}
