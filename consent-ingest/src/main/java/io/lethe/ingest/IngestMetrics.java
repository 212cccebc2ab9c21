package io.lethe.ingest;

import io.lethe.identity.IdentifierSeal;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.guard.BodyReader;
import io.lethe.ingest.guard.TurnedAway;
import io.lethe.ingest.guard.Turnstile;
import io.lethe.ingest.publish.Publisher;
import io.lethe.policy.IdentifierKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the front door counts. No label ever holds anything that a caller wrote. */
final class IngestMetrics {

    private final MeterRegistry registry;
    private final Map<EventKind, Counter> accepted = new EnumMap<>(EventKind.class);
    private final Map<IdentifierKind, Counter> moved = new EnumMap<>(IdentifierKind.class);
    private final Map<TurnedAway, Counter> refused = new EnumMap<>(TurnedAway.class);
    private final Timer publish;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (EventKind kind : EventKind.values()) {
            accepted.put(
                    kind,
                    Counter.builder("lethe.ingest.events.accepted")
                            .description("Events that Kafka has acknowledged.")
                            .tag("type", kind.word())
                            .register(registry));
        }
        for (IdentifierKind kind : IdentifierKind.values()) {
            moved.put(
                    kind,
                    Counter.builder("lethe.ingest.identifiers.moved")
                            .description("Identifiers that the rules before docs/adr/0092 gave another subject id.")
                            .tag("type", kind.id())
                            .register(registry));
        }
        for (TurnedAway why : TurnedAway.values()) {
            refused.put(
                    why,
                    Counter.builder("lethe.ingest.refused")
                            .description("Requests that were not let in, by what was wrong with them.")
                            .tag("reason", why.word())
                            .register(registry));
        }
        for (String outcome : List.of("sent", "failed", "too-many")) {
            codes(outcome);
        }
        for (EventKind kind : EventKind.values()) {
            // Those for which somebody is woken are there before they count.
            rejections(kind, 503);
        }
        publish = Timer.builder("lethe.ingest.publish")
                .description("From handing a request's records to Kafka until all of them are acknowledged.")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    void codeSent() {
        codes("sent").increment();
    }

    void codeFailed() {
        codes("failed").increment();
    }

    void codeTooMany() {
        codes("too-many").increment();
    }

    private Counter codes(String outcome) {
        return Counter.builder("lethe.ingest.codes")
                .description("One-time codes that were to be sent, by what came of it.")
                .tag("outcome", outcome)
                .register(registry);
    }

    void watch(IdentifierSeal seal) {
        Gauge.builder("lethe.identifier.key", seal, IdentifierSeal::primaryKey)
                .description("The id of the key that seals identifiers.")
                .register(registry);
        Gauge.builder("lethe.identifier.keys", seal, IdentifierSeal::size)
                .description("How many keys open identifiers.")
                .register(registry);
    }

    void watch(Publisher publisher) {
        Gauge.builder("lethe.ingest.in.flight.requests", publisher, Publisher::requestsUnderWay)
                .description("Requests that wait for Kafka.")
                .register(registry);
        Gauge.builder("lethe.ingest.in.flight.bytes", publisher, Publisher::bytesUnderWay)
                .description("Bytes of records that wait for Kafka.")
                .register(registry);
    }

    void watch(BodyReader bodies) {
        Gauge.builder("lethe.ingest.body.bytes", bodies, BodyReader::underWay)
                .description("Bytes of bodies that have begun to come.")
                .register(registry);
    }

    void watch(Turnstile turnstile) {
        Gauge.builder("lethe.ingest.rate.addresses", turnstile, Turnstile::addresses)
                .description("Callers whose rate is remembered at the moment.")
                .register(registry);
    }

    void accepted(EventKind kind, int events, long nanos) {
        Counter counter = accepted.get(kind);
        if (counter != null) {
            counter.increment(events);
        }
        publish.record(Duration.ofNanos(nanos));
    }

    /** An identifier came that once had another subject id: what is known under that one is not found under this. */
    void moved(IdentifierKind kind) {
        Counter counter = moved.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void refused(TurnedAway why) {
        Counter counter = refused.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    void rejected(EventKind kind, int status) {
        rejections(kind, status).increment();
    }

    private Counter rejections(EventKind kind, int status) {
        return Counter.builder("lethe.ingest.requests.rejected")
                .description("Requests that brought no event in, by the status of the answer.")
                .tag("type", kind.word())
                .tag("status", Integer.toString(status))
                .register(registry);
    }
}
