package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the services how they are, once for all who look, and only while somebody does. */
final class Watcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** So soon after another look there is nothing new, and no rate. */
    private static final Duration TOO_SOON = Duration.ofMillis(400);

    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, URI> services;
    private final Listeners listeners;
    private final InstantSource clock;
    private final LongSupplier recorded;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watcher").daemon().factory());
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private Optional<Flow> last = Optional.empty();
    private Instant lastLook = Instant.MIN;

    /**
     * @param services by name, in the order in which data flows through them
     * @param recorded how many audit events have been written
     */
    Watcher(Map<String, URI> services, Listeners listeners, InstantSource clock, LongSupplier recorded) {
        this.services = new LinkedHashMap<>(services);
        this.listeners = listeners;
        this.clock = clock;
        this.recorded = recorded;
    }

    /** Looks each second, and at once for the first who wants to see something: nobody waits for a second to be over. */
    void start() {
        listeners.onFirst(() -> rounds.execute(this::round));
        rounds.scheduleAtFixedRate(this::round, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes exceptionally when it looks no more. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    private void round() {
        try {
            if (listeners.isEmpty()) {
                last = Optional.empty();
            } else if (clock.instant().isAfter(lastLook.plus(TOO_SOON))) {
                lastLook = clock.instant();
                Flow flow = look();
                last = Optional.of(flow);
                listeners.tell("flow", JSON.writeValueAsString(flow));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.error("the console cannot watch any more", e);
            failure.completeExceptionally(e);
            throw new IllegalStateException("ends the rounds", e);
        }
    }

    private Flow look() {
        Map<String, CompletableFuture<Optional<MetricsText>>> asked = new LinkedHashMap<>();
        services.forEach((name, uri) -> asked.put(name, ask(uri)));
        Map<String, Optional<MetricsText>> told = new LinkedHashMap<>();
        asked.forEach((name, answer) -> told.put(name, answer.join()));
        return Flow.of(clock.instant(), told, last, recorded.getAsLong());
    }

    private CompletableFuture<Optional<MetricsText>> ask(URI service) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/metrics"))
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .handle((answer, failed) -> failed == null ? read(answer) : away(failed));
    }

    private static Optional<MetricsText> read(HttpResponse<String> answer) {
        return answer.statusCode() == 200 ? Optional.of(MetricsText.read(answer.body())) : Optional.empty();
    }

    private static Optional<MetricsText> away(Throwable failed) {
        LOG.debug("a service did not answer", failed instanceof CompletionException ? failed.getCause() : failed);
        return Optional.empty();
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        http.shutdownNow();
    }
}
