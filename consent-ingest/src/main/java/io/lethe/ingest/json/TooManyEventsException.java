package io.lethe.ingest.json;

/** A batch holds more events than one request may bring. */
public final class TooManyEventsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooManyEventsException() {
        super("too many events in one request", null, false, false);
    }
}
