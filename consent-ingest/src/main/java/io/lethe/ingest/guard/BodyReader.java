package io.lethe.ingest.guard;

import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies of bounded size, and so many bytes of all bodies together: thousands of connections that each send nearly as much as they
 * may would take more memory than there is. What counts is what has come and not what was announced, which costs its sender nothing.
 */
public final class BodyReader {

    /** An event has at least so many bytes, near enough: what breaks off draws on the rate as if it had been whole. */
    private static final int BYTES_OF_EVENT = 256;

    private static final byte[] NOTHING = {};

    private final int mostBytes;
    private final BodyRoom room;
    private final Doorkeeper doorkeeper;

    /**
     * @param mostBytes of one body
     * @param mostOfAll bytes of bodies that are there at one time
     * @param doorkeeper knows whose they are, and is told what was not taken
     */
    public BodyReader(int mostBytes, long mostOfAll, Doorkeeper doorkeeper) {
        this.mostBytes = mostBytes;
        this.room = new BodyRoom(mostOfAll);
        this.doorkeeper = doorkeeper;
    }

    /** Bytes of bodies that are being read. */
    public long underWay() {
        return room.taken();
    }

    /** Goes on with the body once it is there; answers otherwise. What is not wanted is read all the same, and thrown away. */
    public void read(RoutingContext context, Consumer<byte[]> then) {
        @Nullable String announced = context.request().headers().get(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && announced.length() > 9 || announced != null && Long.parseLong(announced) > mostBytes) {
            tooLarge(context);
            return;
        }
        new Reading(context, then).start();
    }

    private void tooLarge(RoutingContext context) {
        doorkeeper.count(TurnedAway.BODY_TOO_LARGE);
        HttpProblem.of(413, "Content too large", "A body may have at most " + mostBytes + " bytes.")
                .answer(context);
    }

    /** One body on its way in. */
    private final class Reading {

        private final RoutingContext context;
        private final Consumer<byte[]> then;
        private final OptionalLong frontEnd;
        private @Nullable Buffer body;
        private int held;
        private boolean grows;
        private boolean over;

        Reading(RoutingContext context, Consumer<byte[]> then) {
            this.context = context;
            this.then = then;
            this.frontEnd = doorkeeper.addressOfFrontEnd(context);
        }

        void start() {
            HttpServerRequest request = context.request();
            request.exceptionHandler(_ -> brokenOff());
            request.handler(this::more);
            request.endHandler(_ -> end());
        }

        private void more(Buffer chunk) {
            if (over) {
                return;
            }
            if (held + chunk.length() > mostBytes) {
                giveUp();
                tooLarge(context);
            } else if (room.take(frontEnd, chunk.length())) {
                held += chunk.length();
                body = body == null ? chunk : joined(body, chunk);
            } else {
                giveUp();
                noRoom();
            }
        }

        /** A chunk that comes from the wire cannot grow; and no more is kept free than has come already. */
        private Buffer joined(Buffer before, Buffer chunk) {
            if (grows) {
                return before.appendBuffer(chunk);
            }
            grows = true;
            return Buffer.buffer(Math.min(mostBytes, 2 * held))
                    .appendBuffer(before)
                    .appendBuffer(chunk);
        }

        private void noRoom() {
            doorkeeper.count(TurnedAway.BODIES);
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            HttpProblem.of(503, "Service unavailable", "Too much is being sent at the moment.")
                    .answer(context);
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
                giveUp();
                doorkeeper.count(TurnedAway.BODY_BROKEN);
            }
        }

        private void giveUp() {
            doorkeeper.charge(context, held / BYTES_OF_EVENT);
            letGo();
        }

        private void letGo() {
            over = true;
            body = null;
            room.giveBack(frontEnd, held);
            held = 0;
        }
    }
}
