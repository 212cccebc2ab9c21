package io.lethe.ingest.guard;

import io.lethe.service.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What browsers are told about pages of other origins (Fetch, 3.2): those of the keys may post, and read the answer. Never anybody, and
 * never with cookies.
 */
public final class CrossOrigin {

    /** Browsers keep the answer for two hours at most. */
    private static final String REMEMBERED = Long.toString(Duration.ofHours(2).toSeconds());

    /** The last ones are those of a CloudEvent in binary mode. */
    private static final String HEADERS = "Authorization, Content-Type, "
            + Stream.of("id", "source", "specversion", "type", "time", "subject", "dataschema")
                    .map(attribute -> "ce-" + attribute)
                    .collect(Collectors.joining(", "));

    private final Doorkeeper doorkeeper;

    public CrossOrigin(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    /**
     * Before anything else is looked at, so that a page can read a refusal too.
     *
     * @return whether the request comes from a page that may write
     */
    public boolean mark(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.VARY, "Origin");
        @Nullable String origin = context.request().headers().get(HttpHeaders.ORIGIN);
        if (origin == null || !doorkeeper.knowsOrigin(origin)) {
            return false;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
        return true;
    }

    /** A browser asks before it sends. */
    public void preflight(RoutingContext context) {
        if (!mark(context)) {
            doorkeeper.count(TurnedAway.PREFLIGHT);
            HttpProblem.of(403, "Forbidden", "No key is for pages of that origin.")
                    .answer(context);
            return;
        }
        context.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED)
                .end();
    }
}
