package io.lethe.schemas;

import java.util.Optional;

/** The value does not begin with the magic byte and a schema id: it was not written by one of our serializers. */
public final class NotFramedException extends WireException {

    private static final long serialVersionUID = 1;

    NotFramedException(String topic, int bytes) {
        super("topic " + topic + ": a value of " + bytes + " bytes is not framed (magic byte 0 and a schema id)", null);
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.of(DeadLetterReason.NOT_FRAMED);
    }
}
