package io.lethe.kafka.wire;

import io.lethe.schemas.DeadLetterReason;
import java.util.Optional;

/** The value does not begin with the magic byte and a schema id: it was not written by one of our serializers. */
public final class NotFramedException extends WireException {

    private static final long serialVersionUID = 1;

    NotFramedException(String topic, int bytes) {
        super("topic " + topic + ": a value of " + bytes + " bytes is not framed (magic byte 0 and a schema id)", null);
    }

    private NotFramedException(String message) {
        super(message, null);
    }

    /** There is a header for the schema, and it holds neither an id nor a GUID. */
    static NotFramedException inHeader(String topic, String header, int bytes) {
        return new NotFramedException("topic " + topic + ": header " + header + " of " + bytes
                + " bytes holds neither a schema id (magic byte 0) nor a schema GUID (magic byte 1)");
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.of(DeadLetterReason.NOT_FRAMED);
    }
}
