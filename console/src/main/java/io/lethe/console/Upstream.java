package io.lethe.console;

import io.lethe.service.HttpProblem;
import io.lethe.service.Settings.Secret;
import io.vertx.core.Future;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a service on somebody's behalf, with the operators' key. What it says can be handed on as it is. */
final class Upstream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

    /** Longer than the front door takes for any answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final int NOT_LET_IN = 401;

    /** A service that answers, but not to the console. */
    private static final class NotLetInException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotLetInException() {
            super("it does not take the operators' key that the console has (LETHE_OPERATOR_KEY)");
        }
    }

    private final String authorization;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Upstream(Secret operatorKey) {
        this.authorization = "Bearer " + operatorKey.value();
    }

    /** Fails where the service does not answer, or not to the console. */
    Future<HttpResponse<String>> get(RoutingContext context, URI uri) {
        return ask(context, HttpRequest.newBuilder(uri).GET());
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

    /** Fails where the service does not answer, or not to the console: nobody knows then whether it was done. */
    Future<HttpResponse<String>> post(RoutingContext context, URI uri, String json) {
        return ask(
                context,
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    private Future<HttpResponse<String>> ask(RoutingContext context, HttpRequest.Builder request) {
        HttpRequest asked =
                request.header("Authorization", authorization).timeout(PATIENCE).build();
        return Future.fromCompletionStage(
                        http.sendAsync(asked, BodyHandlers.ofString()),
                        context.vertx().getOrCreateContext())
                .compose(answer -> answer.statusCode() == NOT_LET_IN
                        ? Future.failedFuture(new NotLetInException())
                        : Future.succeededFuture(answer));
    }

    /** Hands on what a service has said, or that it says nothing. */
    static void hand(RoutingContext context, Future<HttpResponse<String>> answer) {
        answer.onSuccess(said -> answer(context, said)).onFailure(failed -> {
            LOG.warn(
                    "a service did not answer: {}",
                    failed instanceof NotLetInException
                            ? failed.getMessage()
                            : failed.getClass().getSimpleName());
            if (!context.response().ended()) {
                away(context);
            }
        });
    }

    private static void answer(RoutingContext context, HttpResponse<String> said) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        said.headers().firstValue("retry-after").ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, wait));
        response.setStatusCode(said.statusCode())
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        said.headers().firstValue("content-type").orElse("application/json"))
                .end(said.body());
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
