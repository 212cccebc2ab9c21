package io.lethe.console;

import io.lethe.service.HttpProblem;
import io.lethe.service.Settings.Secret;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a service on somebody's behalf, with the operators' key, and hands its answer on as it is. */
final class Upstream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

    /** Longer than the front door takes for any answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final String authorization;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Upstream(Secret operatorKey) {
        this.authorization = "Bearer " + operatorKey.value();
    }

    void get(RoutingContext context, URI uri) {
        hand(context, HttpRequest.newBuilder(uri).GET());
    }

    /** Asks, and waits for the answer; not to be called on an event loop. */
    HttpResponse<String> ask(URI uri) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", authorization)
                            .timeout(PATIENCE)
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a service was asked");
        }
    }

    void post(RoutingContext context, URI uri, String json) {
        hand(
                context,
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    private void hand(RoutingContext context, HttpRequest.Builder request) {
        Context loop = context.vertx().getOrCreateContext();
        http.sendAsync(
                        request.header("Authorization", authorization)
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString())
                .whenComplete(
                        (answer, failed) -> loop.runOnContext(_ -> hand(context.response(), context, answer, failed)));
    }

    private static void hand(
            HttpServerResponse response,
            RoutingContext context,
            @Nullable HttpResponse<String> answer,
            @Nullable Throwable failed) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer == null || answer.statusCode() == 401) {
            LOG.warn(
                    "a service {}",
                    answer == null
                            ? "did not answer: "
                                    + (failed == null || failed.getCause() == null
                                            ? ""
                                            : failed.getCause().getClass().getSimpleName())
                            : "does not take the operators' key that the console has (LETHE_OPERATOR_KEY)");
            away(context);
            return;
        }
        answer.headers().firstValue("retry-after").ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, wait));
        response.setStatusCode(answer.statusCode())
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        answer.headers().firstValue("content-type").orElse("application/json"))
                .end(answer.body());
    }

    /** Answers that a service did not. */
    static void away(RoutingContext context) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, "2");
        HttpProblem.of(502, "Bad gateway", "The service that knows this does not answer the console.")
                .answer(context);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
