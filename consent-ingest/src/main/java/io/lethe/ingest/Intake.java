package io.lethe.ingest;

import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.publish.KafkaHealth;
import io.lethe.ingest.publish.OutgoingRecord;
import io.lethe.ingest.publish.Publisher;
import io.lethe.ingest.publish.Publisher.Outcome;
import io.lethe.ingest.publish.Receipt;
import io.lethe.ingest.publish.RecordComposer;
import io.lethe.ingest.publish.RecordComposer.Composed;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Takes valid events in, while there is room for them: they become records, and the answer waits for Kafka's (S1). */
final class Intake {

    /** If the producer has not told by then, though it should have, the caller is told to come again. */
    private static final Duration LAST_RESORT = Duration.ofMillis(9_800);

    private final RecordComposer composer;
    private final Publisher publisher;
    private final KafkaHealth health;
    private final IngestMetrics metrics;
    private volatile boolean closing;

    Intake(RecordComposer composer, Publisher publisher, KafkaHealth health, IngestMetrics metrics) {
        this.composer = composer;
        this.publisher = publisher;
        this.health = health;
        this.metrics = metrics;
    }

    /** Takes no more; what is under way is still answered. */
    void close() {
        closing = true;
    }

    /** Whether there is no room at the moment; the request is then answered, before anything is done for it. */
    boolean refuses(RoutingContext context) {
        if (closing) {
            Answers.stopping(context);
        } else if (publisher.isFull()) {
            noRoom(context);
        } else {
            return false;
        }
        return true;
    }

    private void noRoom(RoutingContext context) {
        if (health.notReady().isPresent()) {
            Answers.kafkaTakesNothing(context);
        } else {
            Answers.tooMuchUnderWay(context);
        }
    }

    /** @param accepted answers when Kafka has it all */
    void take(
            EventKind kind,
            RoutingContext context,
            List<Event> events,
            Receipt receipt,
            BiConsumer<HttpServerResponse, List<Composed>> accepted) {
        if (closing) {
            Answers.stopping(context);
            return;
        }
        List<OutgoingRecord> records = new ArrayList<>(4 * events.size());
        List<Composed> composed = compose(events, receipt, records);
        Context loop = context.vertx().getOrCreateContext();
        long startedAt = System.nanoTime();
        long timer = context.vertx()
                .setTimer(
                        LAST_RESORT.toMillis(),
                        _ -> answer(kind, context, composed, Outcome.NOT_ACKNOWLEDGED, 0, accepted));
        publisher.publish(records, outcome -> {
            long nanos = System.nanoTime() - startedAt;
            loop.runOnContext(_ -> {
                context.vertx().cancelTimer(timer);
                answer(kind, context, composed, outcome, nanos, accepted);
            });
        });
    }

    /** What is needed until Kafka has answered are the ids alone: the records of thousands of events would be the most of the memory. */
    private List<Composed> compose(List<Event> events, Receipt receipt, List<OutgoingRecord> records) {
        List<Composed> composed = new ArrayList<>(events.size());
        for (Event event : events) {
            event.named().filter(one -> one.former().isPresent()).forEach(one -> metrics.moved(one.kind()));
            Composed one = composer.compose(event, receipt);
            records.addAll(one.records());
            composed.add(one.withoutRecords());
        }
        return composed;
    }

    private void answer(
            EventKind kind,
            RoutingContext context,
            List<Composed> composed,
            Outcome outcome,
            long nanos,
            BiConsumer<HttpServerResponse, List<Composed>> accepted) {
        if (outcome == Outcome.ACKNOWLEDGED) {
            metrics.accepted(kind, composed.size(), nanos);
        }
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        switch (outcome) {
            case ACKNOWLEDGED -> accepted.accept(response, composed);
            case NOT_ACKNOWLEDGED -> Answers.notAcknowledged(context);
            case TOO_MUCH_UNDER_WAY -> noRoom(context);
        }
    }
}
