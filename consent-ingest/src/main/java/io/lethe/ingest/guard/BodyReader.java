package io.lethe.ingest.guard;

import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies of bounded size, and so many bytes of all bodies together: thousands of connections that each send nearly as much as they
 * may would take more memory than there is.
 */
public final class BodyReader {

    private static final byte[] NOTHING = {};

    private final int mostBytes;
    private final long mostOfAll;
    private final Consumer<TurnedAway> refused;
    private final AtomicLong underWay = new AtomicLong();

    /**
     * @param mostBytes of one body
     * @param mostOfAll bytes of bodies that are being read at one time
     */
    public BodyReader(int mostBytes, long mostOfAll, Consumer<TurnedAway> refused) {
        this.mostBytes = mostBytes;
        this.mostOfAll = mostOfAll;
        this.refused = refused;
    }

    /** Bytes of bodies that are being read. */
    public long underWay() {
        return underWay.get();
    }

    /** Goes on with the body once it is there; answers otherwise. What is not wanted is read all the same, and thrown away. */
    public void read(RoutingContext context, Consumer<byte[]> then) {
        @Nullable String announced = context.request().headers().get(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && announced.length() > 9 || announced != null && Long.parseLong(announced) > mostBytes) {
            tooLarge(context);
            return;
        }
        new Reading(context, then).start(announced == null ? 0 : Integer.parseInt(announced));
    }

    private void tooLarge(RoutingContext context) {
        refused.accept(TurnedAway.BODY_TOO_LARGE);
        HttpProblem.of(413, "Content too large", "A body may have at most " + mostBytes + " bytes.")
                .answer(context);
    }

    /** One body on its way in. */
    private final class Reading {

        private final RoutingContext context;
        private final Consumer<byte[]> then;
        private @Nullable Buffer body;
        private long held;
        private boolean grows;
        private boolean over;

        Reading(RoutingContext context, Consumer<byte[]> then) {
            this.context = context;
            this.then = then;
        }

        void start(int announced) {
            HttpServerRequest request = context.request();
            if (!hold(announced)) {
                return;
            }
            request.exceptionHandler(_ -> brokenOff());
            request.handler(this::more);
            request.endHandler(_ -> end());
        }

        private void more(Buffer chunk) {
            if (over) {
                return;
            }
            int length = chunk.length() + (body == null ? 0 : body.length());
            if (length > mostBytes) {
                letGo();
                tooLarge(context);
            } else if (length <= held || hold(length - held)) {
                body = body == null ? chunk : joined(body, chunk);
            }
        }

        /** A chunk that comes from the wire cannot grow. */
        private Buffer joined(Buffer before, Buffer chunk) {
            if (grows) {
                return before.appendBuffer(chunk);
            }
            grows = true;
            return Buffer.buffer((int) Math.max(held, before.length() + chunk.length()))
                    .appendBuffer(before)
                    .appendBuffer(chunk);
        }

        private void end() {
            if (!over) {
                byte[] bytes = body == null ? NOTHING : body.getBytes();
                body = null;
                try {
                    then.accept(bytes);
                } catch (RuntimeException e) {
                    // No longer within the router, which would see to it.
                    context.fail(e);
                } finally {
                    letGo();
                }
            }
        }

        /** The connection ends, by the caller or because what comes on it is no body. */
        private void brokenOff() {
            if (!over) {
                letGo();
                refused.accept(TurnedAway.BODY_BROKEN);
            }
        }

        private boolean hold(long more) {
            if (underWay.addAndGet(more) > mostOfAll) {
                underWay.addAndGet(-more);
                letGo();
                refused.accept(TurnedAway.BODIES);
                context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
                HttpProblem.of(503, "Service unavailable", "Too much is being sent at the moment.")
                        .answer(context);
                return false;
            }
            held += more;
            return true;
        }

        private void letGo() {
            over = true;
            body = null;
            underWay.addAndGet(-held);
            held = 0;
        }
    }
}
