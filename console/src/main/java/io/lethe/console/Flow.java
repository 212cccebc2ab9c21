package io.lethe.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline at one moment, as its services tell it: no figure is of one person, and its size does not depend on how many there are.
 *
 * @param at RFC 3339
 * @param services in the order in which data flows through them
 * @param steps what goes in, through and out, since the services began and at the moment
 * @param concerns what has to be none, or small
 * @param recorded how many audit events this console has written since it began
 */
record Flow(String at, List<ServiceState> services, List<Step> steps, List<Concern> concerns, long recorded) {

    /**
     * A service.
     *
     * @param state {@code ready}, {@code not-ready}, or {@code away} where it did not answer
     * @param lagSeconds for how long the oldest record has waited that it has not read; null where it reads none
     * @param deadLetters since it began, by topic and reason; those with none are left out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ServiceState(
            String name,
            String state,
            @Nullable Double lagSeconds,
            @Nullable Double lagRecords,
            SortedMap<String, SortedMap<String, Double>> deadLetters) {}

    /**
     * What has gone by.
     *
     * @param service whose figure it is
     * @param kinds what there was of each, where there are several
     * @param perSecond null where nothing was known before, or the service began anew
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            String id,
            String service,
            double total,
            @Nullable Double perSecond,
            Map<String, Double> kinds) {}

    /** A figure that has to be small. */
    record Concern(String id, String service, double value) {}

    /** Where a figure comes from: the counter, and the label by whose values it is shown. */
    private record Source(String id, String service, String counter, String label) {}

    private static final String INGEST = "consent-ingest";
    private static final String RETENTION = "retention-stream";
    private static final String WORKER = "erasure-worker";

    private static final List<Source> STEPS = List.of(
            new Source("events", INGEST, "lethe_ingest_events_accepted_total", "type"),
            new Source("refused", INGEST, "lethe_ingest_requests_rejected_total", "status"),
            new Source("consent-changes", RETENTION, "lethe_consent_changes_total", "to"),
            new Source("rights", RETENTION, "lethe_rights_requests_total", "right"),
            new Source("orders", RETENTION, "lethe_erasures_ordered_total", "cause"),
            new Source("commands", WORKER, "lethe_deletion_commands_total", "system"),
            new Source("answers", WORKER, "lethe_deletion_acks_total", "outcome"),
            new Source("certificates", WORKER, "lethe_erasure_certificates_total", ""));

    private static final List<Source> CONCERNS = List.of(
            new Source("expiry-lag", RETENTION, "lethe_expiry_lag_seconds", ""),
            new Source("erasures-held", RETENTION, "lethe_erasures_held", ""),
            new Source("erasures-waiting", WORKER, "lethe_deletion_waiting", ""),
            new Source("forgetting-lag", WORKER, "lethe_forgetting_lag_seconds", ""));

    Flow {
        services = List.copyOf(services);
        steps = List.copyOf(steps);
        concerns = List.copyOf(concerns);
    }

    /**
     * What was told, put together.
     *
     * @param told by service, in order; empty from one that did not answer
     * @param before the last one, if there is one
     */
    static Flow of(Instant now, Map<String, Optional<MetricsText>> told, Optional<Flow> before, long recorded) {
        List<ServiceState> services = told.entrySet().stream()
                .map(one -> state(one.getKey(), one.getValue()))
                .toList();
        List<Step> steps = new ArrayList<>();
        for (Source source : STEPS) {
            told.getOrDefault(source.service(), Optional.empty())
                    .ifPresent(metrics -> steps.add(step(source, metrics, now, before)));
        }
        List<Concern> concerns = new ArrayList<>();
        for (Source source : CONCERNS) {
            told.getOrDefault(source.service(), Optional.empty())
                    .map(metrics -> source.id().endsWith("-lag")
                            ? metrics.max(source.counter())
                            : metrics.sum(source.counter()))
                    .ifPresent(value ->
                            value.ifPresent(one -> concerns.add(new Concern(source.id(), source.service(), one))));
        }
        told.getOrDefault(WORKER, Optional.empty())
                .flatMap(Flow::forgettingTime)
                .ifPresent(seconds -> concerns.add(new Concern("forgetting-time", WORKER, seconds)));
        return new Flow(now.toString(), services, steps, concerns, recorded);
    }

    /** How long it took on average until the own copies of somebody were gone, since the worker began (E5). */
    private static Optional<Double> forgettingTime(MetricsText metrics) {
        double orders = metrics.sum("lethe_forgetting_time_seconds_count").orElse(0);
        return orders == 0
                ? Optional.empty()
                : Optional.of(metrics.sum("lethe_forgetting_time_seconds_sum").orElse(0) / orders);
    }

    private static ServiceState state(String name, Optional<MetricsText> told) {
        if (told.isEmpty()) {
            return new ServiceState(name, "away", null, null, new TreeMap<>());
        }
        MetricsText metrics = told.get();
        return new ServiceState(
                name,
                metrics.max("lethe_ready").orElse(0) > 0 ? "ready" : "not-ready",
                orNull(metrics.max("lethe_reading_lag_seconds")),
                orNull(metrics.max("lethe_reading_lag_records")),
                metrics.by("topic", "reason", "lethe_dead_letters_total"));
    }

    private static Step step(Source source, MetricsText metrics, Instant now, Optional<Flow> before) {
        double total = metrics.sum(source.counter()).orElse(0);
        Map<String, Double> kinds =
                source.label().isEmpty() ? Map.of() : new TreeMap<>(metrics.by(source.label(), source.counter()));
        kinds.values().removeIf(count -> count == 0);
        return new Step(
                source.id(),
                source.service(),
                total,
                before.flatMap(flow -> flow.rate(source.id(), total, now)).orElse(null),
                kinds);
    }

    /** By how much a second it has grown since then; nothing where it has become smaller, for then it began anew. */
    private Optional<Double> rate(String id, double total, Instant now) {
        double seconds = Duration.between(Instant.parse(at), now).toNanos() / 1e9;
        return steps.stream()
                .filter(step -> step.id().equals(id) && step.total() <= total && seconds > 0)
                .map(step -> (total - step.total()) / seconds)
                .findFirst();
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }
}
