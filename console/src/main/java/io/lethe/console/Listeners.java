package io.lethe.console;

import io.lethe.service.HttpProblem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Pages that are open, each with a stream of events (HTML, 9.2). Whoever reads too slowly misses some, and gets the next. */
final class Listeners {

    static final int MOST = 200;

    private record Listener(Context loop, HttpServerResponse response, Instant until) {}

    private final Set<Listener> open = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;
    private volatile Runnable first = () -> {};
    private volatile @Nullable String last;

    Listeners(InstantSource clock) {
        this.clock = clock;
    }

    /** Is run when somebody looks where nobody did. */
    void onFirst(Runnable run) {
        first = run;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    int size() {
        return open.size();
    }

    /** @param until when the session ends, and the stream with it */
    void add(RoutingContext context, Instant until) {
        if (open.size() >= MOST) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "10");
            HttpProblem.of(503, "Service unavailable", "More consoles are open than there may be (" + MOST + ").")
                    .answer(context);
            return;
        }
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // Proxies would keep it together until there is more.
                .putHeader("X-Accel-Buffering", "no");
        Listener listener = new Listener(Objects.requireNonNull(Vertx.currentContext()), response, until);
        response.closeHandler(_ -> open.remove(listener));
        response.exceptionHandler(_ -> open.remove(listener));
        response.write("retry: 1000\n\n");
        @Nullable String known = open.isEmpty() ? null : last;
        open.add(listener);
        if (known != null) {
            response.write(known);
        } else {
            first.run();
        }
    }

    /** @param data of one line */
    void tell(String event, String data) {
        String text = "event: " + event + "\ndata: " + data + "\n\n";
        last = text;
        Instant now = clock.instant();
        open.forEach(listener -> listener.loop().runOnContext(_ -> tell(listener, text, now)));
    }

    private void tell(Listener listener, String text, Instant now) {
        HttpServerResponse response = listener.response();
        if (response.ended() || response.closed()) {
            open.remove(listener);
        } else if (!now.isBefore(listener.until())) {
            open.remove(listener);
            response.end();
        } else if (!response.writeQueueFull()) {
            response.write(text);
        }
    }
}
